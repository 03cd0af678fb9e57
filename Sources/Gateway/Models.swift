import Catalog
import HTTP
import JSON

/// The models and their parameters, in the envelope that the public clients read.
extension Gateway {
    private func envelope(_ data: JSON) -> JSON {
        ["data": data, "status": ["code": 200, "message": "ok"]]
    }

    @Sendable
    func listModels(_ call: Call) async throws -> Response {
        let page = try call.query("page", default: 1, in: 1...1_000_000)
        let size = try call.query("page_size", default: 20, in: 1...100)
        let type = try call.query("type") ?? ""
        let words = try (call.query("keywords") ?? "").lowercased().split(separator: " ")
        let found = catalog.models.filter { model in
            let text = "\(model.id) \(model.name) \(model.summary)".lowercased()
            return (type.isEmpty || type == "image") && words.allSatisfy { text.contains($0) }
        }
        let rows = found.dropFirst((page - 1) * size).prefix(size).map { model -> JSON in
            [
                "id": .string(model.id), "name": .string(model.name), "type": "image",
                "description": .string(model.summary),
                "input_modalities": model.pictures == nil ? ["text"] : ["text", "image"],
                "output_modalities": ["image"],
            ]
        }
        return Response(
            json: envelope([
                "models": .array(rows), "total": .integer(found.count), "page": .integer(page),
                "page_size": .integer(size), "total_pages": .integer((found.count + size - 1) / size),
            ])
        )
    }

    @Sendable
    func showSpecification(_ call: Call) async throws -> Response {
        guard let model = call.path["id"].flatMap({ catalog[$0] }) else {
            let message = "There is no such model."
            return Response(
                .notFound,
                json: [
                    "data": .null, "status": ["code": 404, "message": .string(message)], "message": .string(message),
                ]
            )
        }
        let endpoint = baseURL(call.request) + "/model/v1/generation"
        return Response(
            json: envelope([
                "model_id": .string(model.id), "name": .string(model.name), "vendor": "Spark", "type": "image",
                "api": [
                    "endpoint": .string(endpoint), "method": "POST",
                    "headers": ["Content-Type": "application/json", "Authorization": "Bearer YOUR_API_KEY"],
                ],
                "parameters": .array(model.parameters.map { specification($0, path: "input[0].params") }),
                "agent_prompt": .string(Guide.agentPrompt(model)),
            ])
        )
    }

    private func specification(_ parameter: Parameter, path: String) -> JSON {
        let path = "\(path).\(parameter.name)"
        var object: Object = [
            "name": .string(parameter.name), "path": .string(path), "type": .string(parameter.kind.wireType),
            "required": .bool(parameter.isRequired), "description": .string(parameter.summary),
        ]
        let constraints = parameter.constraints
        if !constraints.isEmpty { object.append("constraints", .object(constraints)) }
        if let example = parameter.example { object.append("example", example) }
        if case .object(let children) = parameter.kind {
            object.append("children", .array(children.map { specification($0, path: path) }))
        }
        return .object(object)
    }
}

extension Parameter.Kind {
    /// One of string, integer, number, boolean, array, object.
    var wireType: String {
        switch self {
        case .text, .choice, .size: "string"
        case .boolean: "boolean"
        case .integer, .seed, .side: "integer"
        case .number: "number"
        case .choices, .pictures, .tools: "array"
        case .object: "object"
        }
    }
}

extension Parameter {
    fileprivate var constraints: Object {
        var constraints = Object()
        switch kind {
        case .text(let length):
            constraints.append("min_length", .integer(length.lowerBound))
            constraints.append("max_length", .integer(length.upperBound))
        case .integer(let range), .side(let range):
            constraints.append("min", .integer(range.lowerBound))
            constraints.append("max", .integer(range.upperBound))
        case .seed: constraints.append("min", -1)
        case .number(let range):
            constraints.append("min", .number(range.lowerBound))
            constraints.append("max", .number(range.upperBound))
        case .choice(let choices): constraints.append("enum", .array(choices.map(JSON.string)))
        case .choices(let choices, let most):
            constraints.append("enum", .array(choices.map(JSON.string)))
            constraints.append("max_items", .integer(most))
        case .pictures(.either): constraints.append("max_items", 14)
        case .pictures: constraints.append("max_items", 5)
        case .boolean, .size, .object, .tools: break
        }
        if let value = `default` { constraints.append("default", value) }
        return constraints
    }
}
