import Catalog
import HTTP
import JSON

/// The body of a create: flat as the documents have it, or wrapped as the public clients send it.
struct Envelope: Sendable {
    var model: String
    var parameters: Object
    var callback: String?
    /// What was there besides, and means nothing.
    var surplus: [String]

    private static let own: Set<String> = ["model", "input", "callback_url", "webhook_url"]

    init(_ body: JSON, headerModel: String?) throws(Refusal) {
        guard let top = body.object else {
            throw Refusal(.badRequest, "invalid_request", "The body must be a JSON object.")
        }
        var surplus: [String] = []
        var merged = Object(top.members.filter { $0.name != "input" && !$0.value.isNull })
        if let input = top["input"], !input.isNull {
            guard let items = input.array, let first = items.first, let block = first.object else {
                throw Refusal(
                    .badRequest,
                    "invalid_request",
                    "input must be an array that holds an object.",
                    parameter: "input"
                )
            }
            if items.count > 1 { surplus.append("input[1]") }
            for member in block.members where member.name != "params" && !member.value.isNull {
                merged[member.name] = member.value
            }
            if let params = block["params"], !params.isNull {
                guard let params = params.object else {
                    throw Refusal(
                        .badRequest,
                        "invalid_request",
                        "input[0].params must be an object.",
                        parameter: "input"
                    )
                }
                for member in params.members where !member.value.isNull { merged[member.name] = member.value }
            }
        }
        model = try Self.model(merged["model"], headerModel)
        callback = try Self.callback(merged)
        parameters = Object(merged.members.filter { !Self.own.contains($0.name) })
        self.surplus = surplus
    }

    private static func model(_ sent: JSON?, _ header: String?) throws(Refusal) -> String {
        let rule = "model must name one of the models, for example spark_t2i_3_0"
        if let sent {
            guard let model = sent.string, !model.isEmpty else {
                throw Refusal(.badRequest, "invalid_request", "\(rule).", parameter: "model")
            }
            guard header == nil || header == model else {
                throw Refusal(
                    .badRequest,
                    "invalid_request",
                    "model in the body and the X-Model header differ.",
                    parameter: "model"
                )
            }
            return model
        }
        guard let header, !header.isEmpty else {
            throw Refusal(.badRequest, "invalid_request", "model is missing: \(rule).", parameter: "model")
        }
        return header
    }

    private static func callback(_ merged: Object) throws(Refusal) -> String? {
        for name in ["callback_url", "webhook_url"] {
            guard let sent = merged[name] else { continue }
            guard let url = sent.string, url.utf8.count <= 2048, url.isWebURL else {
                throw Refusal(
                    .badRequest,
                    "invalid_request",
                    "\(name) must be an http or https URL of at most 2048 characters.",
                    parameter: name
                )
            }
            return url
        }
        return nil
    }
}
