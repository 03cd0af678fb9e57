import Catalog
import Gateway
import HTTP
import JSON
import Locking

/// The documentation, open to everybody.
extension Console {
    @Sendable
    func showDocs(_ visit: Visit) async throws -> Response {
        try docs("start", visit)
    }

    @Sendable
    func showDocsPage(_ visit: Visit) async throws -> Response {
        guard let id = visit.path["page"], id != "start" else { throw Stop.notFound }
        return try docs(id, visit)
    }

    @Sendable
    func sendSearchIndex(_ visit: Visit) async throws -> Response {
        let bytes = searchIndexes.bytes(visit.language, visit.base) {
            library.index(DocsReader(language: visit.language, base: visit.base)).encoded
        }
        return Response(.ok, headers: ["content-type": "application/json"], body: .bytes(bytes))
    }

    private func docs(_ id: String, _ visit: Visit) throws(Stop) -> Response {
        guard let page = library[id] else { throw .notFound }
        let reader = DocsReader(language: visit.language, base: visit.base)
        let sections = page.sections.html { section -> HTML in
            """
            <section aria-labelledby="\(section.id)"><h2 id="\(section.id)"><a href="#\(section.id)">\(visit.text(section.title))</a></h2>
            \(section.body(reader))</section>
            """
        }
        let examples = page.examples(reader)
        let isBare = examples.source.isEmpty
        let trial: HTML = page.isModel.html(
            """
            <p class="model-id"><code>\(page.id)</code> \
            <a class="button quiet small" href="/console?model=\(page.id)">\(visit.text(.tryInPlayground))</a></p>
            """
        )
        let body: HTML = """
            <div class="docs\(isBare ? "" : " with-examples")">
            \(contents(page, visit))
            <article><h1>\(visit.text(page.title))</h1><p class="lead">\(visit.text(page.lead))</p>\(trial)
            \(sections)</article>
            \((!isBare).html("<aside class=\"examples\" aria-label=\"\(visit.text(.exampleRequest))\">\(examples)</aside>"))</div>
            """
        return show(Page(title: visit.text(page.title), place: .docs, body: body), visit)
    }

    private func contents(_ current: DocsPage, _ visit: Visit) -> HTML {
        func links(_ pages: [DocsPage]) -> HTML {
            pages.html { page -> HTML in
                let mark: HTML = page.id == current.id ? " aria-current=\"page\"" : .empty
                return "<li><a href=\"\(page.path)\"\(mark)>\(visit.text(page.title))</a></li>"
            }
        }
        return """
            <nav class="contents" aria-label="\(visit.text(.docs))">
            <h2>\(visit.text(.guides))</h2><ul>\(links(library.pages.filter { !$0.isModel }))</ul>
            <h2>\(visit.text(.modelsTitle))</h2><ul>\(links(library.pages.filter(\.isModel)))</ul></nav>
            """
    }
}

/// The search's indexes that were made already: by language, and by how readers reach this service.
final class SearchIndexes: Sendable {
    private let made = Lock<[String: [UInt8]]>([:])

    func bytes(_ language: Language, _ base: String, make: () -> [UInt8]) -> [UInt8] {
        let name = "\(language.rawValue) \(base)"
        if let bytes = made.withLock({ $0[name] }) { return bytes }
        let bytes = make()
        made.withLock { made in
            // The base is what clients say it is, so there may be many.
            if made.count >= 8 { made = [:] }
            made[name] = bytes
        }
        return bytes
    }
}
