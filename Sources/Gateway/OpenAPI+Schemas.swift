import Catalog
import JSON

extension OpenAPI {
    var schemas: JSON {
        var schemas: Object = [
            "CreateRequest": [
                "description": "Flat, or wrapped as {\"model\", \"input\": [{\"params\": {…}}]}; both mean the same.",
                "anyOf": .array(
                    catalog.models.map { ["$ref": .string("#/components/schemas/\($0.id)")] } + [
                        ["$ref": "#/components/schemas/WrappedRequest"]
                    ]
                ),
            ],
            "WrappedRequest": object(
                [
                    "model": model,
                    "input": ["type": "array", "minItems": 1, "items": object(["params": ["type": "object"]])],
                ],
                required: ["input"]
            ),
            "Task": object(
                [
                    "id": ["type": "string", "pattern": "^[0-9a-v]{20}$"], "created_at": ["type": "integer"],
                    "status": ["type": "string", "enum": ["in_progress", "completed", "failed"]], "model": model,
                    "progress": ["type": "number", "minimum": 0, "maximum": 1],
                    "queue_position": ["type": "integer", "minimum": 0],
                    "output": [
                        "anyOf": [
                            ["type": "array", "items": ["$ref": "#/components/schemas/Output"]],
                            ["$ref": "#/components/schemas/Output"],
                        ]
                    ],
                    "usage": ["$ref": "#/components/schemas/TaskUsage"],
                    "metadata": ["$ref": "#/components/schemas/Metadata"],
                    "error": ["$ref": "#/components/schemas/ErrorObject"],
                ],
                required: ["id", "created_at", "status", "model"]
            ),
            "Output": object(
                [
                    "content": ["type": "array", "items": ["$ref": "#/components/schemas/Content"]],
                    "jobId": ["type": "string"],
                ],
                required: ["content"]
            ),
            "Content": object(
                [
                    "type": ["const": "image"], "url": ["type": "string", "format": "uri"],
                    "b64_json": ["type": "string"],
                    "size": ["type": "integer"], "jobId": ["type": "string"],
                    "error": ["$ref": "#/components/schemas/ErrorObject"],
                ],
                required: ["type"]
            ),
            "TaskUsage": object(
                [
                    "cost": decimal, "discount": ["type": "number"], "input_tokens": ["type": "integer"],
                    "output_tokens": ["type": "integer"], "total_tokens": ["type": "integer"],
                    "generated_images": ["type": "integer"], "tool_usage": object(["web_search": ["type": "integer"]]),
                ],
                required: ["cost", "discount"]
            ),
            "Metadata": object([
                "seed": ["type": "integer"], "width": ["type": "integer"], "height": ["type": "integer"],
                "revised_prompt": ["type": "string"],
                "reference_types": [
                    "type": "array", "items": ["type": "string", "enum": ["IP", "ID", "STYLE", "AUTO"]],
                ], "engine": ["type": "string"], "in_queue_at": ["type": "number"],
                "started_at": ["type": "number"], "completed_at": ["type": "number"],
                "ignored_parameters": texts, "warnings": texts, "expired": ["type": "boolean"],
            ]),
            "ErrorObject": object(
                [
                    "code": [
                        "type": ["string", "integer"], "description": "Text, or an integer for the models that say so",
                    ],
                    "error_message": ["type": "string"], "message": ["type": "string"], "param": ["type": "string"],
                ],
                required: ["code", "error_message", "message"]
            ),
            "Error": object(
                [
                    "status": ["const": "failed"], "model": ["type": ["string", "null"]],
                    "error": ["$ref": "#/components/schemas/ErrorObject"], "request_id": ["type": "string"],
                ],
                required: ["error"]
            ),
            "TaskList": object(
                [
                    "data": ["type": "array", "items": ["$ref": "#/components/schemas/Task"]],
                    "next_cursor": ["type": ["string", "null"]],
                ],
                required: ["data", "next_cursor"]
            ),
            "Precharge": object(
                [
                    "status": ["const": "success"],
                    "data": object([
                        "model": model, "original_model": model, "cost": decimal, "currency": ["const": "USD"],
                        "discount": ["type": "number"], "billing_model": ["type": "string"],
                        "sample_count": ["type": "integer"], "hash": ["type": "string"],
                        "updated_at": ["type": "integer"],
                    ]),
                ],
                required: ["status", "data"]
            ),
            "Envelope": object(
                [
                    "data": ["type": ["object", "null"]],
                    "status": object(
                        ["code": ["type": "integer"], "message": ["type": "string"]],
                        required: ["code", "message"]
                    ),
                ],
                required: ["data", "status"]
            ),
            "Usage": object([
                "data": [
                    "type": "array",
                    "items": object([
                        "day": ["type": "string"], "model": model, "key": ["type": "string"],
                        "tasks": ["type": "integer"],
                        "failed": ["type": "integer"], "images": ["type": "integer"], "cost": decimal,
                    ]),
                ],
                "total": object(["images": ["type": "integer"], "cost": decimal]), "currency": ["const": "USD"],
                "from": ["type": "string"], "to": ["type": "string"],
            ]),
            "WebhookSecret": object(["owner": ["type": "string"], "secret": ["type": "string", "pattern": "^whsec_"]]),
            "KeyRequest": object(keyFields, required: ["name"]),
            "Key": object([
                "id": ["type": "string"], "key": ["type": "string", "description": "Shown once"],
                "name": ["type": "string"],
                "owner": ["type": "string"], "spent": decimal,
            ]),
            "KeyList": object(["data": ["type": "array", "items": ["$ref": "#/components/schemas/Key"]]]),
            "OwnerRequest": object(["credit": ["type": ["string", "null"]]], required: ["credit"]),
            "Owner": object([
                "owner": ["type": "string"], "spent": decimal, "credit": ["type": ["string", "null"]],
                "balance": ["type": ["string", "null"]],
            ]),
            "OwnerList": object(["data": ["type": "array", "items": ["$ref": "#/components/schemas/Owner"]]]),
        ]
        for model in catalog.models { schemas.append(model.id, request(for: model)) }
        return .object(schemas)
    }

    private var model: JSON { ["type": "string"] }
    private var decimal: JSON { ["type": "string", "pattern": "^-?[0-9]+[.][0-9]{2,9}$"] }
    private var texts: JSON { ["type": "array", "items": ["type": "string"]] }

    private var keyFields: Object {
        let count: JSON = ["type": ["integer", "null"], "minimum": 1]
        return [
            "name": ["type": "string", "minLength": 1, "maxLength": 100], "owner": ["type": "string"],
            "admin": ["type": "boolean"],
            "models": texts, "requests_per_minute": count, "images_per_minute": count, "tasks_at_once": count,
            "budget": ["type": ["string", "null"]], "expires_at": ["type": ["string", "null"]],
        ]
    }

    private func object(_ properties: Object, required: [String] = []) -> JSON {
        var schema: Object = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema.append("required", .array(required.map(JSON.string))) }
        return .object(schema)
    }

    // MARK: - Requests

    private func request(for model: Model) -> JSON {
        var properties: Object = ["model": ["const": .string(model.id)]]
        for parameter in model.parameters { properties.append(parameter.name, schema(of: parameter)) }
        properties.append("callback_url", ["type": "string", "format": "uri"])
        let required = ["model"] + model.parameters.filter(\.isRequired).map(\.name)
        var schema = object(properties, required: required).object ?? [:]
        schema.append("title", .string(model.name))
        schema.append("description", .string(model.summary))
        return .object(schema)
    }

    private func schema(of parameter: Parameter) -> JSON {
        var schema: Object =
            switch parameter.kind {
            case .text(let length):
                ["type": "string", "minLength": .integer(length.lowerBound), "maxLength": .integer(length.upperBound)]
            case .boolean: ["type": "boolean"]
            case .integer(let range), .side(let range):
                ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
            case .seed: ["type": "integer", "anyOf": [["const": -1], ["minimum": 1]]]
            case .number(let range):
                ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
            case .choice(let choices): ["type": "string", "enum": .array(choices.map(JSON.string))]
            case .choices(let choices, let most):
                [
                    "type": "array", "maxItems": .integer(most),
                    "items": ["type": "string", "enum": .array(choices.map(JSON.string))],
                ]
            case .pictures(.either):
                [
                    "anyOf": [
                        ["type": "string"],
                        ["type": "array", "minItems": 1, "maxItems": 14, "items": ["type": "string"]],
                    ]
                ]
            case .pictures: ["type": "array", "minItems": 1, "maxItems": 5, "items": ["type": "string"]]
            case .size: ["type": "string", "pattern": "^([23][Kk]|[0-9]+[xX×*][0-9]+)$"]
            case .object(let children):
                object(Object(children.map { .init(name: $0.name, value: self.schema(of: $0)) })).object ?? [:]
            case .tools:
                ["type": "array", "items": object(["type": ["const": "web_search"]], required: ["type"])]
            }
        schema.append("description", .string(parameter.summary))
        if let value = parameter.default { schema.append("default", value) }
        if let example = parameter.example { schema.append("examples", [example]) }
        return .object(schema)
    }
}
