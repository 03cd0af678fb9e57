import JSON

/// The files that make up a model, and how it is to lie in memory.
package struct Parts: Sendable, Equatable {
    /// What a file is in the model; the names are those of the manifest.
    package enum Part: String, CaseIterable, Sendable {
        case model
        case diffusionModel = "diffusion_model"
        case vae, tae
        case clipL = "clip_l"
        case clipG = "clip_g"
        case clipVision = "clip_vision"
        case t5xxl, llm
        case llmVision = "llm_vision"
        case photoMaker = "photo_maker"
    }

    /// Ways to lie in memory.
    package enum Option: String, CaseIterable, Sendable {
        /// Weights wait in the memory of the machine, and go to the GPU when they are needed.
        case offload = "offload_to_cpu"
        case clipOnCPU = "clip_on_cpu"
        case vaeOnCPU = "vae_on_cpu"
        case flashAttention = "flash_attention"
        /// The files are mapped in place of read.
        case mapsFiles = "mmap"
        /// Qwen-Image-Edit from 2511 on wants it.
        case zeroCondT = "zero_cond_t"
    }

    package var files: [Part: String] = [:]
    package var options: Set<Option> = []
    package var threads = 1
    /// Whether references or a picture to begin with may come.
    package var takesPictures = false

    package init() {}

    var json: JSON {
        let files = Part.allCases.compactMap { part in
            self.files[part].map { Object.Member(name: part.rawValue, value: .string($0)) }
        }
        return [
            "files": .object(Object(files)), "options": .array(options.map { .string($0.rawValue) }),
            "threads": .integer(threads), "takes_pictures": .bool(takesPictures),
        ]
    }

    init?(json: JSON) {
        guard let files = json["files"]?.object, let threads = json["threads"]?.int, (1...1024).contains(threads) else {
            return nil
        }
        for file in files.members {
            guard let part = Part(rawValue: file.name), let path = file.value.string else { return nil }
            self.files[part] = path
        }
        options = Set((json["options"]?.array ?? []).compactMap { $0.string.flatMap(Option.init) })
        self.threads = threads
        takesPictures = json["takes_pictures"]?.bool ?? false
    }
}
