import Workbench

/// How a server speaks the OpenAI Images API: which fields it wants, and which it knows beyond the standard.
package struct OpenAIDialect: Sendable, Equatable {
    /// The servers that are known, as `dialect` in the manifest.
    package enum Name: String, CaseIterable, Sendable {
        case openai
        case dalle = "dall-e"
        case vllm, sglang, localai
        case sdServer = "sd-server"
    }

    /// How pictures are sent along to `/images/edits`.
    package enum Edits: String, CaseIterable, Sendable {
        case multipart, json, none
    }

    /// Where parameters beyond the standard go.
    enum Extras: Equatable {
        case fields
        /// Inside the prompt, as stable-diffusion.cpp's server wants them.
        case promptTag
    }

    /// Whether `response_format: b64_json` must be asked for.
    var asksForBase64 = true
    var edits = Edits.multipart
    /// The field of each picture in a form.
    var imageField = "image[]"
    var references = 10
    var extras = Extras.fields
    /// The names of parameters beyond the standard; `nil` where there is none.
    var seed: String?
    var steps: String?
    var guidance: String?
    var negative: String?
    var streams = false
    var sizes = SizeSteps()

    init(_ name: Name) {
        switch name {
        case .openai:
            asksForBase64 = false
            references = 16
            streams = true
            sizes.list = [.init(1024, 1024), .init(1536, 1024), .init(1024, 1536)]
        case .dalle:
            edits = .none
            sizes.list = [.init(1024, 1024), .init(1792, 1024), .init(1024, 1792)]
        case .vllm, .sglang:
            imageField = "image"
            seed = "seed"
            steps = "num_inference_steps"
            guidance = "guidance_scale"
            negative = "negative_prompt"
            sizes.multiple = 16
        case .localai:
            edits = .json
            references = 4
            seed = "seed"
            steps = "step"
            sizes.multiple = 64
        case .sdServer:
            extras = .promptTag
            seed = "seed"
            steps = "sample_steps"
            guidance = "txt_cfg"
            negative = "negative_prompt"
            sizes.multiple = 64
        }
    }
}

extension OpenAIDialect {
    /// The dialect that the manifest names, changed where it says so.
    init(_ settings: inout EngineSettings) {
        self.init(settings.choice("dialect") ?? .openai)
        edits = settings.choice("edits") ?? edits
        references = edits == .none ? 0 : settings.integer("references", 0...16) ?? references
        streams = settings.flag("stream") ?? streams
        sizes = SizeSteps(&settings, usual: sizes)
    }
}
