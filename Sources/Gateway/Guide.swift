import Catalog
import HTTP
import JSON

/// The contract in a few words, for programs that write programs.
enum Guide {
    static func agentPrompt(_ model: Model) -> String {
        let parameters = model.parameters.map { parameter in
            let rule = "\(parameter.name) (\(parameter.isRequired ? "required" : "optional"), \(parameter.rule))"
            return "- \(rule): \(parameter.summary)"
        }
        let sizes = model.recommended.map { "\($0.width)x\($0.height) (\($0.ratio))" }.joined(separator: ", ")
        return """
            \(model.summary)
            Create a task with POST /model/v1/generation and {"model": "\(model.id)", "input": [{"params": {…}}]}, then \
            poll GET /model/v1/generation/task/ID until status is completed or failed.
            \(parameters.joined(separator: "\n"))
            Recommended sizes: \(sizes).
            """
    }

    static func text(_ catalog: Catalog, base: String) -> String {
        let models = catalog.models.map { "## \($0.id)\n\n\(agentPrompt($0))\n" }
        return """
            # Flint

            > Image generation that speaks the Spark image API: create a task, poll it, fetch the pictures by their links.

            - Every call but /files, /healthz, /readyz, /api/v1/skill and this page needs: Authorization: Bearer KEY
            - POST \(base)/model/v1/generation creates a task: {"model": "spark_t2i_3_0", "prompt": "a red fox"}; the answer \
            is {"id", "created_at", "status": "in_progress", "model", "progress"}
            - GET \(base)/model/v1/generation/task/ID tells how it stands: status is in_progress, completed or failed; \
            completed has output[].content[].url (an object output for spark_dream_5_0), valid for 24 hours
            - GET \(base)/model/v1/generation/task/ID/stream?cursor=N tells the same as server-sent events
            - POST \(base)/model/v1/generation/sync creates and waits
            - Errors: HTTP 4xx with {"error": {"code", "message", "param"}}; a failed task is HTTP 200 with the same error
            - Idempotency-Key on creates makes retries safe; callback_url gets a signed webhook at the end
            - The whole contract for machines: \(base)/openapi.json

            \(models.joined(separator: "\n"))
            """
    }
}

extension Gateway {
    @Sendable
    func showGuide(_ call: Call) async throws -> Response {
        let text = Guide.text(catalog, base: baseURL(call.request))
        return Response(.ok, headers: ["content-type": "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }

    @Sendable
    func showOpenAPI(_ call: Call) async throws -> Response {
        Response(json: OpenAPI(catalog: catalog, base: baseURL(call.request), version: configuration.version).document)
    }
}
