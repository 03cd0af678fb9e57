import Domain
import Gateway
import HTTP

/// Who may sign in; for admins.
extension Console {
    @Sendable
    func showPeople(_ visit: Visit) async throws -> Response {
        try await peoplePage(visit, link: nil, problem: nil)
    }

    private func peoplePage(_ visit: Visit, link: String?, problem: Phrase?) async throws -> Response {
        let admin = try visit.admin()
        let rows = try await store.people().html { person -> HTML in
            let isSelf = person.name == admin.person.name
            let removal: HTML = """
                <form method="post" action="/console/people/remove">\(proof(visit))<input type="hidden" name="name" value="\(person.name)">\
                <button class="button quiet small danger" data-confirm="\(visit.text(.removeWhy))">\(visit.text(.remove))<span class="hidden"> \(person.name)</span></button></form>
                """
            return """
                <li class="row-card"><div class="row-head"><h2>\(person.name)</h2>\
                \(person.isAdmin.html("<span class=\"tag\">\(visit.text(.admin))</span>"))</div>
                <dl class="facts"><div><dt>\(visit.text(.owner))</dt><dd>\(person.owner.name)</dd></div>\
                <div><dt>\(visit.text(.made))</dt><dd>\(.time(person.createdAt))</dd></div></dl>
                \((!isSelf).html("<div class=\"row-actions\">\(removal)</div>"))</li>
                """
        }
        let fresh: HTML = link.html { link in
            """
            <section class="card fresh" role="status"><h2>\(visit.text(.copyLinkNow))</h2><p>\(visit.text(.copyLinkWhy))</p>
            <p class="secret"><code id="fresh-link">\(link)</code>\
            <button type="button" class="button primary" data-copy="fresh-link">\(visit.text(.copy))</button></p></section>
            """
        }
        let body: HTML = """
            <div class="page-head"><div><h1>\(visit.text(.people))</h1><p>\(visit.text(.peopleLead))</p></div></div>
            \(alert(problem, visit))\(fresh)
            <div class="split"><ul class="rows">\(rows)</ul>
            <section class="card" aria-labelledby="invite"><h2 id="invite">\(visit.text(.invite))</h2>
            <form method="post" action="/console/people">\(proof(visit))
            <label>\(visit.text(.name))<input name="name" maxlength="64" required autocapitalize="none"></label>
            <label>\(visit.text(.owner))<input name="owner" maxlength="64" value="default" required autocapitalize="none" aria-describedby="owner-hint"></label>
            <p class="hint" id="owner-hint">\(visit.text(.ownerHint))</p>
            <label class="check"><input type="checkbox" name="admin" value="yes">\(visit.text(.adminHint))</label>
            <button class="button primary">\(visit.text(.makeLink))</button></form></section></div>
            """
        let page = Page(title: visit.text(.people), place: .people, body: body)
        return show(page, visit, problem == nil ? .ok : .badRequest)
    }

    @Sendable
    func invitePerson(_ visit: Visit) async throws -> Response {
        let form = try await form(visit)
        _ = try visit.admin()
        guard let name = form.filled("name"), Self.isPersonName(name), let owner = form.filled("owner"),
            Self.isPersonName(owner)
        else { return try await peoplePage(visit, link: nil, problem: .badName) }
        let token = try await gateway.sessions.invite(
            name: name,
            owner: Owner(owner),
            isAdmin: form["admin"] == "yes"
        )
        return try await peoplePage(visit, link: Self.welcomeLink(base: visit.base, token: token), problem: nil)
    }

    /// Where an invitation is used.
    package static func welcomeLink(base: String, token: String) -> String {
        "\(base)/console/welcome?token=\(token)"
    }

    @Sendable
    func removePerson(_ visit: Visit) async throws -> Response {
        let form = try await form(visit)
        let admin = try visit.admin()
        guard let name = form["name"], name != admin.person.name else { throw Stop.bad(.badForm) }
        try await store.removePerson(name)
        return .redirect(to: "/console/people")
    }
}
