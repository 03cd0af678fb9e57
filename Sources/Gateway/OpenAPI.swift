import Catalog
import JSON

/// The contract for machines: OpenAPI 3.1, made from the catalog.
struct OpenAPI {
    let catalog: Catalog
    let base: String
    let version: String

    var document: JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Flint", "version": .string(version),
                "summary": "Image generation that speaks the Spark image API.",
                "description": "Create a task, poll or stream it, and fetch the pictures by links that last 24 hours.",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .string(base)]],
            "security": [["bearer": []]],
            "tags": [
                ["name": "Tasks"], ["name": "Models"], ["name": "Account"], ["name": "Administration"],
                ["name": "Operation"],
            ],
            "paths": paths,
            "components": [
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
                "schemas": schemas, "responses": responses, "parameters": parameters,
            ],
        ]
    }

    // MARK: - Paths

    private var paths: JSON {
        [
            "/model/v1/generation": [
                "post": operation(
                    "createTask",
                    "Tasks",
                    "Create a task",
                    body: "#/components/schemas/CreateRequest",
                    answers: ["200": created],
                    parameters: ["IdempotencyKey", "ModelHeader", "Source"]
                )
            ],
            "/model/v1/generation/sync": [
                "post": operation(
                    "createAndWait",
                    "Tasks",
                    "Create a task and wait for its end",
                    body: "#/components/schemas/CreateRequest",
                    answers: ["200": taskOrEvents, "504": reply("Still in progress after 15 minutes", "Error")],
                    parameters: ["IdempotencyKey", "ModelHeader", "Source"]
                )
            ],
            "/model/v1/generation/precharge": [
                "post": operation(
                    "precharge",
                    "Tasks",
                    "The price of a request, with nothing run",
                    body: "#/components/schemas/CreateRequest",
                    answers: ["200": reply("The price", "Precharge")]
                )
            ],
            "/model/v1/generation/tasks": [
                "get": operation(
                    "listTasks",
                    "Tasks",
                    "The owner's tasks, newest first",
                    answers: ["200": reply("A page", "TaskList")],
                    parameters: ["Limit", "Cursor", "ModelFilter", "StatusFilter"]
                )
            ],
            "/model/v1/generation/task/{id}": [
                "parameters": [reference("parameters/TaskID")],
                "get": operation(
                    "getTask",
                    "Tasks",
                    "The state of a task",
                    answers: ["200": reply("The task", "Task")]
                ),
                "delete": operation(
                    "deleteTask",
                    "Tasks",
                    "Remove a task and its files",
                    answers: ["204": ["description": "Removed"]]
                ),
            ],
            "/model/v1/generation/task/{id}/cancel": [
                "parameters": [reference("parameters/TaskID")],
                "post": operation(
                    "cancelTask",
                    "Tasks",
                    "Stop a task, waiting or running",
                    answers: ["200": reply("The task, now failed", "Task"), "409": reply("Finished already", "Error")]
                ),
            ],
            "/model/v1/generation/task/{id}/preview": [
                "parameters": [reference("parameters/TaskID")],
                "get": operation(
                    "previewTask",
                    "Tasks",
                    "The picture that is being drawn, as it looks by now",
                    answers: [
                        "200": ["description": "A small WebP", "content": ["image/webp": [:]]],
                        "204": ["description": "There is none at the moment"],
                    ]
                ),
            ],
            "/model/v1/generation/task/{id}/stream": [
                "parameters": [reference("parameters/TaskID"), reference("parameters/EventCursor")],
                "get": operation(
                    "streamTask",
                    "Tasks",
                    "A task as server-sent events, resumable",
                    answers: [
                        "200": [
                            "description": "Events", "content": ["text/event-stream": ["schema": ["type": "string"]]],
                        ]
                    ]
                ),
            ],
            "/api/v1/skill/models": [
                "get": operation(
                    "listModels",
                    "Models",
                    "The models",
                    answers: ["200": reply("The models", "Envelope")],
                    parameters: ["Page", "PageSize", "Type", "Keywords"],
                    isOpen: true
                )
            ],
            "/api/v1/skill/models/{id}/spec": [
                "parameters": [pathParameter("id")],
                "get": operation(
                    "getModelSpec",
                    "Models",
                    "The parameters of a model",
                    answers: [
                        "200": reply("The specification", "Envelope"), "404": reply("No such model", "Envelope"),
                    ],
                    isOpen: true
                ),
            ],
            "/api/v1/usage": [
                "get": operation(
                    "getUsage",
                    "Account",
                    "What was drawn and spent",
                    answers: ["200": reply("Usage", "Usage")],
                    parameters: ["From", "To", "Group"]
                )
            ],
            "/api/v1/user/balance": [
                "get": operation(
                    "getBalance",
                    "Account",
                    "What was spent and what is left",
                    answers: ["200": reply("The balance", "Envelope")]
                )
            ],
            "/api/v1/auth/me": [
                "get": operation("getMe", "Account", "Whose the key is", answers: ["200": envelope("The owner")])
            ],
            "/api/v1/cli/device/code": [
                "post": operation(
                    "beginDevice",
                    "Account",
                    "Begin to sign in a command line: a code for the person to confirm in the console",
                    answers: ["200": envelope("The codes"), "429": envelope("Too many ask")],
                    isOpen: true
                )
            ],
            "/api/v1/cli/token": [
                "post": operation(
                    "answerDevice",
                    "Account",
                    "What the person said: pending, authorized with a key, denied or expired",
                    answers: ["200": envelope("The answer"), "401": envelope("The proof does not fit")],
                    isOpen: true
                )
            ],
            "/api/v1/webhooks/secret": [
                "get": operation(
                    "getWebhookSecret",
                    "Account",
                    "The secret that signs the owner's webhooks",
                    answers: ["200": reply("The secret", "WebhookSecret")]
                )
            ],
            "/api/v1/webhooks/secret/rotate": [
                "post": operation(
                    "rotateWebhookSecret",
                    "Account",
                    "Another secret from now on",
                    answers: ["200": reply("The new secret", "WebhookSecret")]
                )
            ],
            "/api/v1/keys": [
                "get": operation(
                    "listKeys",
                    "Administration",
                    "All keys, without their secrets",
                    answers: ["200": reply("The keys", "KeyList")],
                    parameters: ["OwnerFilter"]
                ),
                "post": operation(
                    "createKey",
                    "Administration",
                    "A new key, shown once",
                    body: "#/components/schemas/KeyRequest",
                    answers: ["201": reply("The key", "Key")]
                ),
            ],
            "/api/v1/keys/{id}": [
                "parameters": [pathParameter("id")],
                "patch": operation(
                    "changeKey",
                    "Administration",
                    "Another name, other models, limits or expiry; null takes a limit away, what is not named stays",
                    body: "#/components/schemas/KeyRequest",
                    answers: ["200": reply("The key", "Key")]
                ),
                "delete": operation(
                    "revokeKey",
                    "Administration",
                    "Revoke a key",
                    answers: ["204": ["description": "Revoked"]]
                ),
            ],
            "/api/v1/keys/{id}/rotate": [
                "parameters": [pathParameter("id")],
                "post": operation(
                    "rotateKey",
                    "Administration",
                    "Another secret for a key",
                    answers: ["200": reply("The key", "Key")]
                ),
            ],
            "/api/v1/owners": [
                "get": operation(
                    "listOwners",
                    "Administration",
                    "Owners and their money",
                    answers: ["200": reply("The owners", "OwnerList")]
                )
            ],
            "/api/v1/owners/{name}": [
                "parameters": [pathParameter("name")],
                "put": operation(
                    "changeOwner",
                    "Administration",
                    "Set the credit of an owner",
                    body: "#/components/schemas/OwnerRequest",
                    answers: ["200": reply("The owner", "Owner")]
                ),
            ],
            "/files/{signature}/{expiry}/{name}": [
                "parameters": [pathParameter("signature"), pathParameter("expiry"), pathParameter("name")],
                "get": operation(
                    "getFile",
                    "Tasks",
                    "A result by its signed link",
                    answers: [
                        "200": ["description": "The picture", "content": ["image/*": [:]]],
                        "403": reply("Not a link of this service", "Error"), "410": reply("Expired", "Error"),
                    ],
                    isOpen: true
                ),
            ],
            "/healthz": ["get": operation("health", "Operation", "Alive", answers: ["200": plain("ok")], isOpen: true)],
            "/readyz": [
                "get": operation(
                    "ready",
                    "Operation",
                    "Ready for requests",
                    answers: ["200": plain("ready"), "503": reply("Draining, or the store is away", "Error")],
                    isOpen: true
                )
            ],
            "/metrics": [
                "get": operation(
                    "metrics",
                    "Operation",
                    "Numbers for Prometheus",
                    answers: ["200": plain("metrics")],
                    isOpen: true
                )
            ],
            "/openapi.json": [
                "get": operation(
                    "openapi",
                    "Operation",
                    "This document",
                    answers: ["200": ["description": "OpenAPI 3.1", "content": ["application/json": [:]]]],
                    isOpen: true
                )
            ],
            "/docs": [
                "get": operation(
                    "docs",
                    "Operation",
                    "The contract for people",
                    answers: [
                        "200": ["description": "A page", "content": ["text/html": ["schema": ["type": "string"]]]]
                    ],
                    isOpen: true
                )
            ],
            "/llms.txt": [
                "get": operation(
                    "guide",
                    "Operation",
                    "The contract for agents",
                    answers: ["200": plain("The guide")],
                    isOpen: true
                )
            ],
        ]
    }

    /// The envelope of the command-line clients.
    private func envelope(_ description: String) -> JSON {
        let status: JSON = ["type": "object", "required": ["code", "message"]]
        let schema: JSON = ["type": "object", "properties": ["data": [:], "status": status]]
        return ["description": .string(description), "content": ["application/json": ["schema": schema]]]
    }

    private func operation(
        _ id: String,
        _ tag: String,
        _ summary: String,
        body: String? = nil,
        answers: Object,
        parameters: [String] = [],
        isOpen: Bool = false
    ) -> JSON {
        var operation: Object = ["operationId": .string(id), "tags": [.string(tag)], "summary": .string(summary)]
        if isOpen { operation.append("security", []) }
        if !parameters.isEmpty {
            operation.append("parameters", .array(parameters.map { reference("parameters/\($0)") }))
        }
        if let body {
            operation.append(
                "requestBody",
                ["required": true, "content": ["application/json": ["schema": ["$ref": .string(body)]]]]
            )
        }
        var all = answers
        if !isOpen { all.append("401", reference("responses/Unauthorized")) }
        all.append("default", reference("responses/Error"))
        operation.append("responses", .object(all))
        return .object(operation)
    }

    private func reference(_ name: String) -> JSON { ["$ref": .string("#/components/\(name)")] }

    private func reply(_ description: String, _ schema: String) -> JSON {
        [
            "description": .string(description),
            "content": ["application/json": ["schema": reference("schemas/\(schema)")]],
        ]
    }

    private func plain(_ description: String) -> JSON {
        ["description": .string(description), "content": ["text/plain": ["schema": ["type": "string"]]]]
    }

    private func pathParameter(_ name: String) -> JSON {
        ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string"]]
    }

    private var created: JSON {
        [
            "description": "The task, stored durably; events where stream is true",
            "headers": ["X-Task-Id": ["schema": ["type": "string"]]],
            "content": [
                "application/json": ["schema": reference("schemas/Task")],
                "text/event-stream": ["schema": ["type": "string"]],
            ],
        ]
    }

    private var taskOrEvents: JSON {
        [
            "description": "The finished task, or its events",
            "content": [
                "application/json": ["schema": reference("schemas/Task")],
                "text/event-stream": ["schema": ["type": "string"]],
            ],
        ]
    }

    private var responses: JSON {
        [
            "Error": reply("The request is refused; nothing was done", "Error"),
            "Unauthorized": reply("The key is missing, unknown, revoked or expired", "Error"),
        ]
    }

    private var parameters: JSON {
        func query(_ name: String, _ schema: JSON, _ description: String) -> JSON {
            ["name": .string(name), "in": "query", "schema": schema, "description": .string(description)]
        }
        func header(_ name: String, _ description: String) -> JSON {
            ["name": .string(name), "in": "header", "schema": ["type": "string"], "description": .string(description)]
        }
        let text: JSON = ["type": "string"]
        return [
            "TaskID": [
                "name": "id", "in": "path", "required": true,
                "schema": ["type": "string", "pattern": "^[0-9a-v]{20}$"],
            ],
            "IdempotencyKey": header(
                "Idempotency-Key",
                "The same key and body within 24 hours answer with the first task."
            ),
            "ModelHeader": header("X-Model", "The model, for clients that leave it out of the body."),
            "Source": header("X-Source", "cli chooses the dialect of the command-line clients."),
            "Limit": query("limit", ["type": "integer", "minimum": 1, "maximum": 100, "default": 20], "Tasks a page"),
            "Cursor": query("cursor", text, "next_cursor of the page before"),
            "ModelFilter": query(
                "model",
                ["type": "string", "enum": .array(catalog.models.map { .string($0.id) })],
                "Only this model"
            ),
            "StatusFilter": query(
                "status",
                ["type": "string", "enum": ["in_progress", "completed", "failed"]],
                "Only this status"
            ),
            "EventCursor": query(
                "cursor",
                ["type": "integer", "minimum": 0],
                "Go on after this event; Last-Event-ID does the same"
            ),
            "Page": query("page", ["type": "integer", "minimum": 1, "default": 1], "The page"),
            "PageSize": query(
                "page_size",
                ["type": "integer", "minimum": 1, "maximum": 100, "default": 20],
                "Models a page"
            ),
            "Type": query("type", text, "image, or nothing"),
            "Keywords": query("keywords", text, "Words that name and description hold"),
            "From": query("from", text, "A day, a moment, or seconds since 1970"),
            "To": query("to", text, "The same; not included"),
            "Group": query(
                "group",
                ["type": "string", "enum": ["day", "model", "key"], "default": "day"],
                "By what to add up"
            ),
            "OwnerFilter": query("owner", text, "Only this owner's"),
        ]
    }
}
