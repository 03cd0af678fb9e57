import Domain
import JSON
import Workbench

/// An order as jobs for the library: a pure sum of what the client wants and what the model can.
struct Plan {
    private let checkpoint: Checkpoint
    private let order: Order
    private let references: [ReferencePicture]
    private let size: SizeSteps.Size

    /// What the Spark models take when the client says nothing.
    private static let usualScale = 2.5

    init(_ checkpoint: Checkpoint, _ order: Order, _ references: [ReferencePicture]) {
        self.checkpoint = checkpoint
        self.order = order
        self.references = references
        size = checkpoint.sizes.size(for: order.width, order.height)
    }

    func job(_ index: Int) -> Job {
        var job = Job(
            // A zero would end the text in C.
            prompt: order.prompt(at: index).replacing("\0", with: " "),
            width: size.width,
            height: size.height,
            steps: steps,
            seed: order.seed &+ Int64(index)
        )
        job.negative = checkpoint.negative
        job.sampler = checkpoint.sampler
        job.scheduler = checkpoint.scheduler
        job.flowShift = checkpoint.flowShift
        job.clipSkip = checkpoint.clipSkip
        job.tilesVAE = size.width * size.height > checkpoint.tilesAbove
        job.previewInterval = checkpoint.previewInterval
        job.loras = checkpoint.loras.map { Job.LoRA(path: $0.path, strength: $0.strength) }
        switch checkpoint.guidance {
        case .cfg: job.guidance = guidance
        case .distilled: job.distilledGuidance = guidance
        case .fixed: job.guidance = checkpoint.usualGuidance
        }
        if hasFaceModel {
            job.faces = faces
            if !faces.isEmpty { job.prompt = Self.naming(job.prompt) }
        }
        let others = hasFaceModel ? references.filter { !isFace($0) } : references
        switch checkpoint.references {
        case .conditions: job.references = others.prefix(checkpoint.mostReferences).map(\.bitmap)
        case .start:
            job.start = others.first?.bitmap.fitted(width: size.width, height: size.height)
            job.strength = checkpoint.strength
        case .none: break
        }
        return job
    }

    /// What the client wished and this model has no means for.
    var warnings: [String] {
        var warnings: [String] = []
        if let wish = order.parameters["ddim_steps"]?.int, wish != steps {
            warnings.append("ddim_steps: this model draws in \(steps) steps.")
        }
        let scales = ["scale", "guidance_scale1"].filter { order.parameters[$0] != nil }
        if let scale = scales.first, checkpoint.guidance == .fixed {
            warnings.append("\(scale): this model knows one strength only.")
        }
        if order.parameters["guidance_scale2"] != nil {
            warnings.append("guidance_scale2: this model has no strength for references.")
        }
        if order.keepsFaces || references.contains(where: { $0.kind == .face }), !hasFaceModel {
            warnings.append("swap_face: this model has no part for faces; faces are references like the others.")
        }
        if references.contains(where: { $0.kind == .style }) {
            warnings.append("ref_type_list: this model takes what it likes from a reference.")
        }
        if size.width != order.width || size.height != order.height {
            warnings.append("The picture was drawn at \(size.text) and brought to \(order.width)x\(order.height).")
        }
        return warnings
    }

    private var steps: Int {
        guard let range = checkpoint.stepRange, let wish = order.parameters["ddim_steps"]?.int else {
            return checkpoint.steps
        }
        return min(max(wish, range.lowerBound), range.upperBound)
    }

    private var guidance: Double {
        min(max(checkpoint.usualGuidance * order.textGuidance / Self.usualScale, 1), 30)
    }

    private var hasFaceModel: Bool { checkpoint.parts.files[.photoMaker] != nil }

    private func isFace(_ reference: ReferencePicture) -> Bool {
        reference.kind == .face || reference.kind == .auto && order.keepsFaces
    }

    /// What is taken from each reference, where the client left that to us.
    var kinds: [Reference.Kind] {
        references.map { reference in
            if hasFaceModel, isFace(reference) { return .face }
            return reference.kind == .auto ? .subject : reference.kind
        }
    }

    private var faces: [Bitmap] { references.filter(isFace).map(\.bitmap) }

    /// PhotoMaker wants the word `img` behind the one for the person.
    static func naming(_ prompt: String) -> String {
        var words = prompt.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        if words.contains("img") { return prompt }
        let people = ["man", "woman", "girl", "boy", "person"]
        let bare = words.map { $0.lowercased().filter(\.isLetter) }
        guard let place = bare.firstIndex(where: people.contains) else { return "a person img, \(prompt)" }
        let end = words[place].reversed().prefix { !$0.isLetter }.count
        words[place].insert(contentsOf: " img", at: words[place].index(words[place].endIndex, offsetBy: -end))
        return words.joined(separator: " ")
    }
}
