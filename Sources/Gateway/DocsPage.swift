import Catalog
import HTTP
import JSON

/// The contract for people: one page, made from the catalog, with nothing from outside.
struct DocsPage {
    let catalog: Catalog
    let base: String
    let version: String

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Flint: the API</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <nav aria-label="Contents"><strong>Flint</strong> \(escaped(version))
        <a href="#start">Quick start</a>
        \(catalog.models.map { "<a href=\"#\($0.id)\">\(escaped($0.name))</a>" }.joined(separator: "\n"))
        <a href="#errors">Errors</a>
        <a href="/openapi.json">OpenAPI</a>
        </nav>
        <main>
        <h1>The API</h1>
        <p>Image generation that speaks the Spark image API: create a task, poll it or watch its events, fetch the pictures by links that last 24 hours.</p>
        \(start)
        \(catalog.models.map(section).joined(separator: "\n"))
        \(errors)
        </main>
        </body>
        </html>
        """
    }

    private var start: String {
        let create = """
            curl \(base)/model/v1/generation \\
              -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
              -d '{"model": "spark_t2i_3_0", "prompt": "three red mushrooms in a meadow"}'
            """
        let poll = """
            curl \(base)/model/v1/generation/task/ID -H "Authorization: Bearer $KEY"
            """
        return """
            <section id="start"><h2>Quick start</h2>
            <p>Every call needs a key: <code>Authorization: Bearer KEY</code>. Keys are made with <code>flint keys create --name NAME</code>.</p>
            <pre tabindex="0">\(escaped(create))</pre>
            <p>The answer holds the <code>id</code> of the task. Poll it until <code>status</code> is <code>completed</code> or <code>failed</code>:</p>
            <pre tabindex="0">\(escaped(poll))</pre>
            <p><code>POST /model/v1/generation/sync</code> creates and waits; <code>GET /model/v1/generation/task/ID/stream</code> sends events.
            An <code>Idempotency-Key</code> makes a create safe to repeat, and <code>callback_url</code> gets a signed webhook at the end.</p></section>
            """
    }

    private func section(_ model: Model) -> String {
        let rows = model.parameters.flatMap { parameter in
            [row(parameter, parameter.name)] + children(of: parameter).map { row($0, "\(parameter.name).\($0.name)") }
        }
        let sizes = model.recommended.map { "\($0.width)×\($0.height) (\($0.ratio))" }.joined(separator: ", ")
        let codes = model.documentedCodes.map { "<li><code>\(escaped($0))</code></li>" }.joined()
        return """
            <section id="\(model.id)"><h2>\(escaped(model.name))</h2>
            <p><code>\(model.id)</code></p>
            <p>\(escaped(model.summary))</p>
            <div class="wide" tabindex="0"><table><thead><tr><th>Parameter<th>Rule<th>Default<th>Meaning</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table></div>
            <p>Recommended sizes: \(escaped(sizes)).</p>
            <details><summary>Error codes</summary><ul>\(codes)</ul></details></section>
            """
    }

    private func children(of parameter: Parameter) -> [Parameter] {
        if case .object(let children) = parameter.kind { children } else { [] }
    }

    private func row(_ parameter: Parameter, _ name: String) -> String {
        let value = parameter.default.map { "<code>\(escaped($0.text))</code>" } ?? ""
        let required = parameter.isRequired ? " <em>required</em>" : ""
        return "<tr><td><code>\(escaped(name))</code>\(required)<td>\(escaped(parameter.rule))<td>\(value)"
            + "<td>\(escaped(parameter.summary))</tr>"
    }

    private var errors: String {
        """
        <section id="errors"><h2>Errors</h2>
        <p>A request that never becomes a task is answered with HTTP 4xx or 5xx and an <code>error</code> of <code>code</code>, <code>message</code> and, where
        one parameter is at fault, <code>param</code>. A task that fails is HTTP 200 with <code>status: failed</code> and the same error.</p>
        <p>401: no valid key. 403: the key may not, or the money is used up. 404: nothing there, or not yours. 409: finished already. 410: the link has expired.
        413: larger than 210 MB. 422: an idempotency key with another body. 429: too fast or too much, see <code>Retry-After</code>. 503: try again later.</p></section>
        """
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private static let style = """
        :root { color-scheme: light dark; --line: #8884; --soft: #8881; --link: #0a58ca; }
        @media (prefers-color-scheme: dark) { :root { --link: #8ab4f8; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; font: 1rem/1.55 system-ui, sans-serif; display: grid; gap: 2rem; }
        @media (min-width: 60rem) { body { grid-template-columns: 14rem minmax(0, 1fr); } nav { position: sticky; top: 1.5rem; align-self: start; } }
        main { min-width: 0; } nav a { display: block; padding: .2rem 0; } a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
        h1 { margin-top: 0; } h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1.5rem; }
        code, pre { font: .9em ui-monospace, monospace; } pre { background: var(--soft); padding: 1rem; border-radius: .5rem; overflow-x: auto; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; }
        table { table-layout: fixed; min-width: 44rem; } th:nth-child(1) { width: 26%; } th:nth-child(2) { width: 25%; } th:nth-child(3) { width: 13%; } td { overflow-wrap: anywhere; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line); } em { font-size: .85em; opacity: .75; }
        """
}

extension Model {
    /// Every code that a client may get for this model.
    var documentedCodes: [String] {
        var codes = Set(
            parameters.flatMap { [$0.codes.value, $0.codes.type] + ($0.isRequired ? [$0.codes.absent] : []) }
        )
        if let pictures { codes.insert(pictures.contentCode) }
        let tail: [Parameter.Code] =
            if case .named = self.codes { [.name("InternalServiceError")] } else { (95...99).map { .number($0) } }
        return (codes.map { code($0).text } + size.codes.map { code($0).text }).reduce(into: Set<String>()) {
            $0.insert($1)
        }
        .sorted() + tail.map { code($0).text }
    }
}

extension Gateway {
    @Sendable
    func showDocs(_ call: Call) async throws -> Response {
        let page = DocsPage(catalog: catalog, base: baseURL(call.request), version: configuration.version)
        return Response(
            .ok,
            headers: [
                "content-type": "text/html; charset=utf-8", "x-content-type-options": "nosniff",
                "content-security-policy":
                    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                "referrer-policy": "no-referrer",
            ],
            body: .bytes(Array(page.html.utf8))
        )
    }
}
