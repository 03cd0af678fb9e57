package import Domain
import Glibc
package import Workbench

extension CheckpointEngine: EngineKind {
    package static let name = "checkpoint"

    package static func make(_ settings: inout EngineSettings, with tools: EngineTools) -> (any Engine)? {
        guard let checkpoint = Checkpoint(&settings, shelf: tools.shelf) else { return nil }
        let library = settings.text("library") ?? DiffusionLibrary.nearest
        var configuration = Configuration(
            name: settings.name,
            checkpoint: checkpoint,
            library: library,
            program: tools.program
        )
        configuration.devices = settings.list("devices") ?? []
        configuration.limits = WorkLimits(&settings)
        configuration.log = tools.log
        guard settings.mistakes.isEmpty else { return nil }
        do {
            return try CheckpointEngine(configuration)
        } catch {
            settings.note("files", "\(error)")
            return nil
        }
    }
}

extension Checkpoint {
    /// The preset that the manifest names, changed where it says so; `nil` where there are no files.
    init?(_ settings: inout EngineSettings, shelf: String) {
        self.init()
        if let name = settings.text("preset") {
            guard let preset = Preset.all.first(where: { $0.name == name }) else {
                settings.note("preset", "there is none of this name; flint models has all")
                return nil
            }
            self = preset.checkpoint
            for file in preset.files { parts.files[file.part] = "\(shelf)/\(file.name)" }
        }
        for part in Parts.Part.allCases {
            guard let path = settings.text(part.rawValue) else { continue }
            // An empty path takes a part of the preset away.
            parts.files[part] = path.isEmpty ? nil : Self.path(path, on: shelf)
        }
        guard parts.files[.model] != nil || parts.files[.diffusionModel] != nil else {
            settings.note("model", "the engine needs a preset, or the file of a model or a diffusion_model")
            return nil
        }
        for option in Parts.Option.allCases {
            guard let isOn = settings.flag(option.rawValue) else { continue }
            if isOn { parts.options.insert(option) } else { parts.options.remove(option) }
        }
        parts.threads = settings.integer("threads", 1...1024) ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        loras = (settings.list("lora") ?? []).map { LoRA($0, shelf: shelf) }
        if let steps = settings.integer("steps", 1...200) {
            self.steps = steps
            stepRange = nil
        }
        let least = settings.integer("least_steps", 1...200)
        let most = settings.integer("most_steps", 1...200)
        if least != nil || most != nil {
            stepRange = min(least ?? 1, most ?? 50)...max(least ?? 1, most ?? 50)
        }
        guidance = settings.choice("guidance_kind") ?? guidance
        usualGuidance = settings.number("guidance", 0...30) ?? usualGuidance
        negative = settings.text("negative_prompt") ?? negative
        sampler = settings.text("sampler") ?? sampler
        scheduler = settings.text("scheduler") ?? scheduler
        flowShift = settings.number("flow_shift", 0...100) ?? flowShift
        clipSkip = settings.integer("clip_skip", 1...12) ?? clipSkip
        sizes = SizeSteps(&settings, usual: sizes)
        if sizes.multiple % 8 != 0 || sizes.list.contains(where: { $0.width % 8 != 0 || $0.height % 8 != 0 }) {
            settings.note("size_multiple", "sides must be multiples of 8")
        }
        references = settings.choice("reference_kind") ?? references
        mostReferences = settings.integer("references", 0...14) ?? mostReferences
        if references == .none { mostReferences = 0 }
        strength = settings.number("strength", 0...1) ?? strength
        tilesAbove = settings.integer("tiles_above", 0...268_435_456) ?? tilesAbove
        previewInterval = settings.integer("preview_interval", 0...100) ?? previewInterval
        writesText = settings.flag("writes_text") ?? writesText
        parts.takesPictures = mostReferences > 0 || parts.files[.photoMaker] != nil
    }

    /// A name alone is one on the shelf.
    fileprivate static func path(_ text: String, on shelf: String) -> String {
        text.contains("/") ? text : "\(shelf)/\(text)"
    }
}

extension Checkpoint.LoRA {
    /// Reads `file.safetensors` or `file.safetensors:0.8`.
    fileprivate init(_ text: String, shelf: String) {
        let words = text.split(separator: ":")
        let strength = words.count > 1 ? words.last.flatMap { Double($0) } : nil
        let name = strength == nil ? text : words.dropLast().joined(separator: ":")
        self.init(path: Checkpoint.path(name, on: shelf), strength: strength ?? 1)
    }
}

extension WorkLimits {
    fileprivate init(_ settings: inout EngineSettings) {
        self.init()
        load = settings.duration("load_timeout", 1...86_400) ?? load
        silence = settings.duration("silence", 1...86_400) ?? silence
        draw = settings.duration("timeout", 1...86_400) ?? draw
        idle = settings.duration("idle", 1...86_400) ?? idle
        memory = settings.byteCount("memory")
    }
}
