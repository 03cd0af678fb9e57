import Catalog
import JSON

/// A page of the documentation.
struct DocsPage: Sendable {
    struct Section: Sendable {
        var id: String
        var title: Phrase
        var body: @Sendable (DocsReader) -> HTML
    }

    var id: String
    var title: Phrase
    var lead: Phrase
    /// Which part of the contents it stands in.
    var isModel: Bool
    var sections: [Section]
    /// Programs beside the text.
    var examples: @Sendable (DocsReader) -> HTML = { _ in .empty }

    var path: String { id == "start" ? "/docs" : "/docs/\(id)" }
}

/// Who reads: in which language, and how they reach this service.
struct DocsReader: Sendable {
    var language: Language
    var base: String

    func say(_ english: HTML, _ chinese: HTML) -> HTML { language == .chinese ? chinese : english }
    func text(_ phrase: Phrase) -> String { phrase[language] }
}

/// All pages of the documentation, made from the catalog.
struct DocsLibrary: Sendable {
    let pages: [DocsPage]

    init(catalog: Catalog) {
        pages = [.start(catalog), .tasks, .streaming, .webhooks, .errors] + catalog.models.map { .model($0) }
    }

    subscript(_ id: String) -> DocsPage? { pages.first { $0.id == id } }

    /// What the search looks through: each section, with its words.
    func index(_ reader: DocsReader) -> JSON {
        let entries = pages.flatMap { page in
            page.sections.map { section -> JSON in
                [
                    "page": .string(page.title[reader.language]), "title": .string(section.title[reader.language]),
                    "path": .string("\(page.path)#\(section.id)"), "text": .string(section.body(reader).words),
                ]
            }
        }
        return ["sections": .array(entries)]
    }
}

extension HTML {
    /// The words without the markup.
    var words: String {
        var text = ""
        var isTag = false
        for character in source {
            switch character {
            case "<": isTag = true
            case ">":
                isTag = false
                text += " "
            default: if !isTag { text.append(character) }
            }
        }
        let plain = text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
        return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Lines of code with a button that copies them.
    static func code(_ text: String, _ reader: DocsReader, title: String? = nil) -> HTML {
        let head: HTML = title.html { "<p class=\"code-title\">\($0)</p>" }
        return """
            <div class="code">\(head)<button type="button" class="button quiet small" data-copy>\(reader.text(.copy))</button>\
            <pre tabindex="0">\(text)</pre></div>
            """
    }
}
