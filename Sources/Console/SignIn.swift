import Domain
import Gateway
import HTTP

/// Getting in and out.
extension Console {
    func addSignIn(to router: inout Router) {
        router.on(.get, "/console/sign-in", handler: page(showSignIn))
        router.on(.post, "/console/sign-in", handler: page(signIn))
        router.on(.post, "/console/sign-out", handler: page(signOut))
        router.on(.get, "/console/welcome", handler: page(showWelcome))
        router.on(.post, "/console/welcome", handler: page(welcome))
        router.on(.get, "/console/account", handler: page(showAccount))
        router.on(.post, "/console/account", handler: page(changePassword))
    }

    @Sendable
    func showSignIn(_ visit: Visit) async throws -> Response {
        if visit.visitor != nil { return .redirect(to: Self.ownPath(visit.query("to")) ?? "/console") }
        return signInPage(visit, name: "", to: visit.query("to"), problem: nil)
    }

    private func signInPage(_ visit: Visit, name: String, to target: String?, problem: Phrase?) -> Response {
        let body: HTML = """
            <section class="door"><h1>\(visit.text(.signIn))</h1>
            \(alert(problem, visit))
            <form method="post" action="/console/sign-in">
            <input type="hidden" name="to" value="\(Self.ownPath(target) ?? "")">
            <label>\(visit.text(.name))<input name="name" value="\(name)" autocomplete="username" autocapitalize="none" required autofocus></label>
            <label>\(visit.text(.password))<input name="password" type="password" autocomplete="current-password" required></label>
            <button class="button primary">\(visit.text(.signIn))</button></form>
            <p class="hint">\(visit.text(.lostPassword)) <code>flint people invite NAME</code></p></section>
            """
        let page = Page(title: visit.text(.signIn), body: body)
        return show(page, visit, problem == nil ? .ok : .badRequest)
    }

    func alert(_ problem: Phrase?, _ visit: Visit) -> HTML {
        problem.html { "<p class=\"alert\" role=\"alert\">\(visit.text($0))</p>" }
    }

    @Sendable
    func signIn(_ visit: Visit) async throws -> Response {
        let form = try await openForm(visit)
        let name = form.filled("name") ?? ""
        do {
            let pass = try await gateway.sessions.signIn(
                name: name,
                password: form["password"] ?? "",
                peer: gateway.sender(of: visit.request)
            )
            return letIn(pass, visit, to: Self.ownPath(form["to"]) ?? "/console")
        } catch SessionDesk.Failure.wrong {
            return signInPage(visit, name: name, to: form["to"], problem: .wrongPassword)
        } catch SessionDesk.Failure.tooOften(let wait) {
            throw Stop.tooOften(wait)
        } catch SessionDesk.Failure.busy {
            throw Stop.tooOften(.seconds(2))
        }
    }

    private func letIn(_ pass: Pass, _ visit: Visit, to path: String) -> Response {
        var response = Response.redirect(to: path)
        response.headers["set-cookie"] = pass.cookie(isSecure: visit.isSecure)
        return response
    }

    @Sendable
    func signOut(_ visit: Visit) async throws -> Response {
        _ = try await form(visit)
        try await gateway.sessions.close(try visit.person())
        var response = Response.redirect(to: "/console/sign-in")
        for cookie in Pass.farewell { response.headers.add("set-cookie", cookie) }
        return response
    }

    // MARK: - By the link of an invitation

    @Sendable
    func showWelcome(_ visit: Visit) async throws -> Response {
        try await welcomePage(visit, token: visit.query("token") ?? "", name: "", problem: nil)
    }

    private func welcomePage(_ visit: Visit, token: String, name: String, problem: Phrase?) async throws -> Response {
        guard let invitation = try await gateway.sessions.invitation(token) else {
            return signInPage(visit, name: "", to: nil, problem: .linkUsed)
        }
        let field: HTML =
            if let name = invitation.name {
                "<p>\(visit.text(.name)): <strong>\(name)</strong></p><input type=\"hidden\" name=\"name\" value=\"\(name)\" autocomplete=\"username\">"
            } else {
                """
                <label>\(visit.text(.name))<input name="name" value="\(name.isEmpty ? "admin" : name)" autocomplete="username" \
                autocapitalize="none" maxlength="64" required></label>
                """
            }
        let body: HTML = """
            <section class="door"><h1>\(visit.text(.welcome))</h1>
            <p>\(visit.text(.choosePassword))</p>
            \(alert(problem, visit))
            <form method="post" action="/console/welcome">
            <input type="hidden" name="token" value="\(token)">
            \(field)
            <label>\(visit.text(.password))<input name="password" type="password" autocomplete="new-password" minlength="\(Self.shortestPassword)" \
            maxlength="200" required autofocus aria-describedby="password-rule"></label>
            <p class="hint" id="password-rule">\(visit.text(.passwordRule))</p>
            <button class="button primary">\(visit.text(.start))</button></form></section>
            """
        return show(Page(title: visit.text(.welcome), body: body), visit, problem == nil ? .ok : .badRequest)
    }

    static let shortestPassword = 8

    private static func isPassword(_ text: String) -> Bool {
        text.count >= shortestPassword && text.utf8.count <= 800
    }

    package static func isPersonName(_ text: String) -> Bool {
        (1...64).contains(text.count) && text.utf8.count <= 400
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    @Sendable
    func welcome(_ visit: Visit) async throws -> Response {
        let form = try await openForm(visit)
        let (token, name) = (form["token"] ?? "", form.filled("name") ?? "")
        guard let invitation = try await gateway.sessions.invitation(token) else {
            return signInPage(visit, name: "", to: nil, problem: .linkUsed)
        }
        guard let password = form["password"], Self.isPassword(password) else {
            return try await welcomePage(visit, token: token, name: name, problem: .passwordRule)
        }
        guard invitation.name != nil || Self.isPersonName(name) else {
            return try await welcomePage(visit, token: token, name: name, problem: .badName)
        }
        // An open invitation makes somebody new; it must not take over who is there.
        if invitation.name == nil, try await store.person(name) != nil {
            return try await welcomePage(visit, token: token, name: name, problem: .nameTaken)
        }
        do {
            let pass = try await gateway.sessions.accept(token, invitation, name: name, password: password)
            return letIn(pass, visit, to: "/console")
        } catch StoreError.notFound {
            return signInPage(visit, name: "", to: nil, problem: .linkUsed)
        }
    }

    // MARK: - Another password

    @Sendable
    func showAccount(_ visit: Visit) async throws -> Response {
        accountPage(visit, try visit.person(), problem: nil)
    }

    private func accountPage(_ visit: Visit, _ visitor: Visitor, problem: Phrase?) -> Response {
        let body: HTML = """
            <section class="door"><h1>\(visit.text(.changePassword))</h1>
            \(alert(problem, visit))
            <form method="post" action="/console/account">\(proof(visit))
            <input type="hidden" name="name" value="\(visitor.person.name)" autocomplete="username">
            <label>\(visit.text(.presentPassword))<input name="present" type="password" autocomplete="current-password" required></label>
            <label>\(visit.text(.newPassword))<input name="password" type="password" autocomplete="new-password" \
            minlength="\(Self.shortestPassword)" maxlength="200" required aria-describedby="password-rule"></label>
            <p class="hint" id="password-rule">\(visit.text(.passwordRule)) \(visit.text(.sessionsEnd))</p>
            <button class="button primary">\(visit.text(.save))</button></form></section>
            """
        return show(Page(title: visit.text(.changePassword), body: body), visit, problem == nil ? .ok : .badRequest)
    }

    @Sendable
    func changePassword(_ visit: Visit) async throws -> Response {
        let form = try await form(visit)
        let visitor = try visit.person()
        guard let password = form["password"], Self.isPassword(password) else {
            return accountPage(visit, visitor, problem: .passwordRule)
        }
        let person = visitor.person
        do {
            let sessions = gateway.sessions
            let checked = try await sessions.signIn(
                name: person.name,
                password: form["present"] ?? "",
                peer: gateway.sender(of: visit.request)
            )
            let token = try await sessions.invite(name: person.name, owner: person.owner, isAdmin: person.isAdmin)
            guard let invitation = try await sessions.invitation(token) else { throw Stop.stale }
            let pass = try await sessions.accept(token, invitation, name: checked.person.name, password: password)
            return letIn(pass, visit, to: "/console")
        } catch SessionDesk.Failure.wrong {
            return accountPage(visit, visitor, problem: .wrongPassword)
        } catch SessionDesk.Failure.tooOften(let wait) {
            throw Stop.tooOften(wait)
        } catch SessionDesk.Failure.busy {
            throw Stop.tooOften(.seconds(2))
        }
    }
}
