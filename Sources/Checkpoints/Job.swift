import Domain
import JSON

/// A picture that a worker is to draw, in the words of the library.
struct Job: Sendable, Equatable {
    var prompt: String
    var negative = ""
    var width: Int
    var height: Int
    var steps: Int
    var seed: Int64
    /// Empty for what suits the model.
    var sampler = ""
    var scheduler = ""
    var guidance = 1.0
    var imageGuidance: Double?
    var distilledGuidance = 3.5
    var flowShift: Double?
    var clipSkip = -1
    /// How far it may go from the picture it begins with.
    var strength = 0.75
    var styleStrength = 20.0
    var tilesVAE = false
    var previewInterval = 0
    var start: Bitmap?
    var references: [Bitmap] = []
    var faces: [Bitmap] = []
    var loras: [LoRA] = []

    struct LoRA: Sendable, Equatable {
        var path: String
        var strength: Double
    }
}

extension Job {
    /// All but the pictures, whose pixels follow.
    var json: JSON {
        [
            "prompt": .string(prompt), "negative": .string(negative), "width": .integer(width),
            "height": .integer(height), "steps": .integer(steps), "seed": .integer(seed), "sampler": .string(sampler),
            "scheduler": .string(scheduler), "guidance": .number(guidance),
            "image_guidance": imageGuidance.map(JSON.number) ?? .null,
            "distilled_guidance": .number(distilledGuidance), "flow_shift": flowShift.map(JSON.number) ?? .null,
            "clip_skip": .integer(clipSkip), "strength": .number(strength),
            "style_strength": .number(styleStrength), "tiles_vae": .bool(tilesVAE),
            "preview_interval": .integer(previewInterval), "has_start": .bool(start != nil),
            "sizes": .array(pictures.map { [.integer($0.width), .integer($0.height)] }),
            "faces": .integer(faces.count),
            "loras": .array(loras.map { ["path": .string($0.path), "strength": .number($0.strength)] }),
        ]
    }

    var pixels: [UInt8] { pictures.flatMap(\.pixels) }

    private var pictures: [Bitmap] { (start.map { [$0] } ?? []) + references + faces }

    /// `nil` for anything that the library would not survive.
    init?(json: JSON, pixels: [UInt8]) {
        guard let prompt = json["prompt"]?.string, let width = json["width"]?.int, let height = json["height"]?.int,
            let steps = json["steps"]?.int, let seed = json["seed"]?.integer, (8...16_384).contains(width),
            (8...16_384).contains(height), (1...1000).contains(steps), !prompt.utf8.contains(0)
        else { return nil }
        self.init(prompt: prompt, width: width, height: height, steps: steps, seed: seed)
        negative = json["negative"]?.string ?? negative
        sampler = json["sampler"]?.string ?? sampler
        scheduler = json["scheduler"]?.string ?? scheduler
        guidance = json["guidance"]?.number ?? guidance
        imageGuidance = json["image_guidance"]?.number
        distilledGuidance = json["distilled_guidance"]?.number ?? distilledGuidance
        flowShift = json["flow_shift"]?.number
        clipSkip = json["clip_skip"]?.int ?? clipSkip
        strength = json["strength"]?.number ?? strength
        styleStrength = json["style_strength"]?.number ?? styleStrength
        tilesVAE = json["tiles_vae"]?.bool ?? tilesVAE
        previewInterval = json["preview_interval"]?.int ?? previewInterval
        loras = (json["loras"]?.array ?? []).compactMap { lora in
            lora["path"]?.string.map { LoRA(path: $0, strength: lora["strength"]?.number ?? 1) }
        }
        guard var pictures = Self.pictures(json["sizes"]?.array ?? [], pixels) else { return nil }
        if json["has_start"]?.bool == true {
            guard !pictures.isEmpty else { return nil }
            start = pictures.removeFirst()
        }
        let count = json["faces"]?.int ?? 0
        guard (0...pictures.count).contains(count) else { return nil }
        faces = Array(pictures.suffix(count))
        references = Array(pictures.dropLast(count))
    }

    private static func pictures(_ sizes: [JSON], _ pixels: [UInt8]) -> [Bitmap]? {
        var pictures: [Bitmap] = []
        var place = 0
        for size in sizes {
            guard let sides = size.array, sides.count == 2, let width = sides[0].int, let height = sides[1].int,
                (1...16_384).contains(width), (1...16_384).contains(height), place + width * height * 3 <= pixels.count
            else { return nil }
            pictures.append(
                Bitmap(width: width, height: height, pixels: Array(pixels[place..<place + width * height * 3]))
            )
            place += width * height * 3
        }
        return place == pixels.count ? pictures : nil
    }
}
