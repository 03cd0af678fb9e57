import Domain
import Gateway
import HTTP
import JSON

/// What stands between head and foot of every page.
struct Page: Sendable {
    /// The places that the navigation leads to.
    enum Place: String, CaseIterable, Sendable {
        case playground, tasks, keys, usage, system, people, docs

        var path: String {
            switch self {
            case .playground: "/console"
            case .docs: "/docs"
            default: "/console/\(rawValue)"
            }
        }

        var phrase: Phrase {
            switch self {
            case .playground: .playground
            case .tasks: .gallery
            case .keys: .keys
            case .usage: .usage
            case .system: .system
            case .people: .people
            case .docs: .docs
            }
        }
    }

    var title: String
    var place: Place?
    var body: HTML
    /// Scripts beside the one that all pages have.
    var scripts: [String] = []
}

extension Console {
    func show(_ page: Page, _ visit: Visit, _ status: Status = .ok) -> Response {
        let html = document(page, visit)
        return Response(
            status,
            headers: ["content-type": "text/html; charset=utf-8"],
            body: .bytes(Array(html.source.utf8))
        )
    }

    private func document(_ page: Page, _ visit: Visit) -> HTML {
        let scripts = (["console.js"] + page.scripts).html { name -> HTML in
            "<script type=\"module\" src=\"\(assets.path(name))\"></script>\n"
        }
        return """
            <!doctype html>
            <html lang="\(visit.language.tag)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(page.title) · Flint</title>
            <link rel="icon" href="\(assets.path("icon.svg"))">
            <link rel="stylesheet" href="\(assets.path("console.css"))">
            \(scripts)\
            </head>
            <body data-proof="\(visit.visitor?.proof ?? "")">
            <a class="skip" href="#main">\(visit.text(.skipToContent))</a>
            \(header(page, visit))
            <main id="main" tabindex="-1">
            \(page.body)
            </main>
            <script type="application/json" id="phrases">\(Self.scriptPhrases(visit.language))</script>
            </body>
            </html>
            """
    }

    private func header(_ page: Page, _ visit: Visit) -> HTML {
        let places = Page.Place.allCases.filter { place in
            if place == .docs { return true }
            guard let person = visit.visitor?.person else { return false }
            return place != .people || person.isAdmin
        }
        let links = places.html { place -> HTML in
            let current: HTML = place == page.place ? " aria-current=\"page\"" : .empty
            return
                "<a href=\"\(place.path)\"\(current)>\(Icon(place.rawValue).html)<span>\(visit.text(place.phrase))</span></a>\n"
        }
        return """
            <header class="bar">
            <a class="brand" href="\(visit.visitor == nil ? "/docs" : "/console")">\(Icon("flint").html)<span>Flint</span></a>
            <nav aria-label="\(visit.text(.navigation))">\(links)</nav>
            <div class="bar-end">
            <button type="button" class="search-open" data-search aria-label="\(visit.text(.search))">\(Icon("search").html)<span>\(visit.text(.search))</span><kbd>Ctrl K</kbd></button>
            \(account(visit))
            </div>
            </header>
            """
    }

    private func account(_ visit: Visit) -> HTML {
        let languages = Language.allCases.html { language -> HTML in
            let pressed: HTML = language == visit.language ? " aria-current=\"true\"" : .empty
            return
                "<button name=\"language\" value=\"\(language.rawValue)\" lang=\"\(language.tag)\"\(pressed)>\(language.name)</button>"
        }
        let chooser: HTML = """
            <form method="post" action="/console/language" class="languages" aria-label="\(visit.text(.language))">\
            <input type="hidden" name="to" value="\(visit.request.path)">\(languages)</form>
            """
        guard let visitor = visit.visitor else {
            let signIn: HTML = "<a class=\"button quiet\" href=\"/console/sign-in\">\(visit.text(.signIn))</a>"
            return chooser + (visit.request.path.hasPrefix("/docs") ? signIn : .empty)
        }
        return """
            <details class="menu"><summary aria-label="\(visit.text(.account)): \(visitor.person.name)">\
            <span class="avatar" aria-hidden="true">\(String(visitor.person.name.prefix(1)).uppercased())</span></summary>
            <div class="menu-body">
            <p class="who"><strong>\(visitor.person.name)</strong><span>\(visit.text(.owner)) \(visitor.person.owner.name)</span></p>
            \(chooser)
            <a href="/console/account">\(visit.text(.changePassword))</a>
            <form method="post" action="/console/sign-out">\(proof(visit))\
            <button class="plain">\(visit.text(.signOut))</button></form>
            </div></details>
            """
    }

    /// The hidden field that shows that a form was sent by a page of this session.
    func proof(_ visit: Visit) -> HTML {
        "<input type=\"hidden\" name=\"proof\" value=\"\(visit.visitor?.proof ?? "")\">"
    }

    /// The phrases that scripts say, as JSON in which no tag can end.
    private static func scriptPhrases(_ language: Language) -> HTML {
        let object = Object(Phrase.forScripts.map { .init(name: $0.key, value: .string($0.value[language])) })
        return HTML(json: .object(object))
    }

    @Sendable
    func chooseLanguage(_ visit: Visit) async throws -> Response {
        let form = try await openForm(visit)
        guard let language = form["language"].flatMap(Language.init) else { throw Stop.bad(.badForm) }
        var response = Response.redirect(to: Self.ownPath(form["to"]) ?? "/console")
        let cookie = "\(Language.cookie)=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
        response.headers["set-cookie"] = visit.isSecure ? cookie + "; Secure" : cookie
        return response
    }

    /// A path of this service; never another host's address, whatever a form or a link says.
    static func ownPath(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 2000, text.hasPrefix("/console") || text.hasPrefix("/docs"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        return text
    }
}

extension HTML {
    /// JSON for a script element: nothing in it can end the element or begin a comment.
    init(json: JSON) {
        self.init(stringLiteral: json.text.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e"))
    }
}
