import Domain
import JSON
import Web
import Workbench

/// An order in the words of the OpenAI Images API; each picture is a request of its own, so that each has its words and its seed.
struct OpenAIRequest {
    /// Rough pictures that a stream shows before the finished one.
    static let previews = 2

    private let configuration: OpenAIEngine.Configuration
    private let order: Order
    private let size: SizeSteps.Size

    init(_ configuration: OpenAIEngine.Configuration, _ order: Order, _ size: SizeSteps.Size) {
        self.configuration = configuration
        self.order = order
        self.size = size
    }

    func call(_ index: Int, _ pictures: [[UInt8]]) -> Caller.Call {
        let dialect = configuration.dialect
        var call = Caller.Call(method: .post, path: "/images/generations", timeout: configuration.remote.timeout)
        if dialect.streams { call.accept = "text/event-stream, application/json" }
        var fields = fields(index)
        guard !pictures.isEmpty else {
            call.headers["Content-Type"] = "application/json"
            call.body = JSON.object(fields).encoded
            return call
        }
        call.path = "/images/edits"
        if dialect.edits == .json {
            let links = pictures.map { JSON.text(Text(dataURL(of: $0))) }
            fields.append("images", .array(links.map { ["image_url": $0] }))
            call.headers["Content-Type"] = "application/json"
            call.body = JSON.object(fields).encoded
            return call
        }
        var form = Multipart()
        for field in fields.members { form.add(field.name, field.value.string ?? field.value.text) }
        for (number, picture) in pictures.enumerated() {
            form.add(dialect.imageField, file: "\(number + 1).jpg", type: "image/jpeg", picture)
        }
        call.headers["Content-Type"] = form.contentType
        call.body = form.body
        return call
    }

    /// What the server will not hear of; nothing is dropped in silence.
    func warnings(hasReferences: Bool) -> [String] {
        var warnings: [String] = []
        let dialect = configuration.dialect
        if dialect.seed == nil { warnings.append("seed: the engine \(configuration.remote.name) takes none.") }
        if size.width != order.width || size.height != order.height {
            warnings.append("The picture was drawn at \(size.text) and brought to \(order.width)x\(order.height).")
        }
        if hasReferences, order.keepsFaces {
            warnings.append("swap_face: the engine \(configuration.remote.name) has no setting for faces.")
        }
        return warnings
    }

    private func fields(_ index: Int) -> Object {
        let dialect = configuration.dialect
        var fields: Object = [:]
        if let model = configuration.remote.model { fields.append("model", .string(model)) }
        var prompt = order.prompt(at: index)
        let extras = extras(index)
        if dialect.extras == .promptTag {
            // Whoever writes such a tag into a prompt must not set what it sets.
            while prompt.contains("sd_cpp_extra_args") { prompt = prompt.replacing("sd_cpp_extra_args", with: "") }
            prompt += "<sd_cpp_extra_args>\(extras.text)</sd_cpp_extra_args>"
        }
        fields.append("prompt", .string(prompt))
        fields.append("n", 1)
        fields.append("size", .string(size.text))
        if dialect.asksForBase64 { fields.append("response_format", "b64_json") }
        if let quality = configuration.quality { fields.append("quality", .string(quality)) }
        if dialect.streams {
            fields.append("stream", true)
            fields.append("partial_images", .integer(Self.previews))
        }
        if dialect.extras == .fields, let extras = extras.object {
            for field in extras.members { fields.append(field.name, field.value) }
        }
        return fields
    }

    /// What goes beyond the standard.
    private func extras(_ index: Int) -> JSON {
        let dialect = configuration.dialect
        // Many servers keep seeds in 32 bits.
        let seed = JSON.integer((order.seed &+ Int64(index)) & 0x7FFF_FFFF)
        let steps = JSON.integer(configuration.steps ?? order.steps)
        let guidance = JSON.number(configuration.guidance ?? order.textGuidance)
        var extras: Object = [:]
        if let name = dialect.seed { extras.append(name, seed) }
        if let name = dialect.negative, let negative = configuration.negative { extras.append(name, .string(negative)) }
        // The Spark models have steps of their own only where the client may set them; the server knows its model better.
        let setsSteps = configuration.steps != nil || order.parameters["ddim_steps"] != nil
        let setsGuidance =
            configuration.guidance != nil || ["scale", "guidance_scale1"].contains { order.parameters[$0] != nil }
        switch dialect.extras {
        case .fields:
            if let name = dialect.steps, setsSteps { extras.append(name, steps) }
            if let name = dialect.guidance, setsGuidance { extras.append(name, guidance) }
        case .promptTag:
            var sample: Object = [:]
            if let name = dialect.steps, setsSteps { sample.append(name, steps) }
            if let name = dialect.guidance, setsGuidance { sample.append("guidance", [name: guidance]) }
            if !sample.isEmpty { extras.append("sample_params", .object(sample)) }
        }
        return .object(extras)
    }
}

func dataURL(of jpeg: [UInt8]) -> String {
    "data:image/jpeg;base64," + String(decoding: PictureText.encode(jpeg), as: UTF8.self)
}
