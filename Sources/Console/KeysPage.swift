import Catalog
import Domain
import Gateway
import HTTP

/// The keys of the person's owner: what the documents call the API Key Management Page.
extension Console {
    @Sendable
    func showKeys(_ visit: Visit) async throws -> Response {
        try await keysPage(visit, fresh: nil, form: Form(), problem: nil)
    }

    /// `fresh`: The text of a key that was made just now; this page is the only one that ever shows it.
    private func keysPage(
        _ visit: Visit,
        fresh: (id: APIKey.ID, text: String)?,
        form: Form,
        problem: Phrase?
    ) async throws -> Response {
        let visitor = try visit.person()
        let keys = try await store.keys(of: visitor.person.owner)
        let now = clock.now
        let (valid, ended) = (keys.filter { $0.isValid(at: now) }, keys.filter { !$0.isValid(at: now) })
        let list: HTML =
            valid.isEmpty
            ? "<p class=\"empty\">\(visit.text(.noKeys))</p>"
            : "<ul class=\"rows\">\(valid.reversed().html { row($0, visit, isFresh: $0.id == fresh?.id) })</ul>"
        let old: HTML =
            ended.isEmpty
            ? .empty
            : """
            <details class="old"><summary>\(visit.text(.endedKeys)) (\(ended.count))</summary>\
            <ul class="rows">\(ended.reversed().html { row($0, visit, isFresh: false) })</ul></details>
            """
        let body: HTML = """
            <div class="page-head"><div><h1>\(visit.text(.keys))</h1><p>\(visit.text(.keysLead))</p></div></div>
            \(alert(problem, visit))
            \(fresh.html { shown($0.text, visit) })
            <div class="split"><div>\(list)\(old)</div>
            <section class="card" aria-labelledby="new-key"><h2 id="new-key">\(visit.text(.newKey))</h2>\(creation(visit, form))</section></div>
            """
        let page = Page(title: visit.text(.keys), place: .keys, body: body)
        return show(page, visit, problem == nil ? .ok : .badRequest)
    }

    private func shown(_ text: String, _ visit: Visit) -> HTML {
        let call = Samples.firstCall(base: visit.base, key: text)
        return """
            <section class="card fresh" role="status"><h2>\(visit.text(.copyKeyNow))</h2>
            <p>\(visit.text(.copyKeyWhy))</p>
            <p class="secret"><code id="fresh-key">\(text)</code>\
            <button type="button" class="button primary" data-copy="fresh-key">\(visit.text(.copy))</button></p>
            <details><summary>\(visit.text(.tryIt))</summary>\
            <div class="code"><button type="button" class="button quiet small" data-copy="fresh-call">\(visit.text(.copy))</button>\
            <pre tabindex="0" id="fresh-call">\(call)</pre></div></details></section>
            """
    }

    private func row(_ key: APIKey, _ visit: Visit, isFresh: Bool) -> HTML {
        let isValid = key.isValid(at: clock.now)
        var facts: [HTML] = []
        func add(_ phrase: Phrase, _ value: HTML) {
            facts.append("<div><dt>\(visit.text(phrase))</dt><dd>\(value)</dd></div>")
        }
        add(.made, .time(key.createdAt))
        add(.lastUsed, key.lastUsedAt.map { .time($0) } ?? "\(visit.text(.never))")
        if let moment = key.revokedAt { add(.revoked, .time(moment)) }
        if let moment = key.expiresAt { add(.expires, .time(moment)) }
        let budget = key.limits.budget.map { " / \($0)" } ?? ""
        add(.spent, "\(key.spent.description)\(budget) USD")
        if let models = key.models { add(.models, "\(models.joined(separator: ", "))") }
        if let count = key.limits.requestsPerMinute { add(.requestsPerMinute, "\(count)") }
        if let count = key.limits.imagesPerMinute { add(.imagesPerMinute, "\(count)") }
        if let count = key.limits.tasksAtOnce { add(.tasksAtOnce, "\(count)") }
        let actions: HTML = """
            <details class="change"><summary class="button quiet small">\(visit.text(.change))<span class="hidden"> \(key.name)</span></summary>\
            <form method="post" action="/console/keys/\(key.id.text)">\(proof(visit))\(fields(visit, Form(key), areLimitsOpen: true))\
            <button class="button primary">\(visit.text(.save))</button></form></details>
            <form method="post" action="/console/keys/\(key.id.text)/rotate">\(proof(visit))\
            <button class="button quiet small" data-confirm="\(visit.text(.rotateWhy))">\(visit.text(.rotate))<span class="hidden"> \(key.name)</span></button></form>
            <form method="post" action="/console/keys/\(key.id.text)/revoke">\(proof(visit))\
            <button class="button quiet small danger" data-confirm="\(visit.text(.revokeWhy))">\(visit.text(.revoke))<span class="hidden"> \(key.name)</span></button></form>
            """
        return """
            <li class="row-card\((isFresh ? " is-fresh" : ""))"><div class="row-head"><h2>\(key.name)</h2><code>\(key.id.text)</code>\
            \(key.isAdmin.html("<span class=\"tag\">\(visit.text(.adminKey))</span>"))</div>
            <dl class="facts">\(facts)</dl>
            \(isValid.html("<div class=\"row-actions\">\(actions)</div>"))</li>
            """
    }

    private func creation(_ visit: Visit, _ form: Form) -> HTML {
        """
        <form method="post" action="/console/keys">\(proof(visit))\(fields(visit, form, areLimitsOpen: form["name"] != nil))
        <button class="button primary">\(visit.text(.createKey))</button></form>
        """
    }

    private func fields(_ visit: Visit, _ form: Form, areLimitsOpen: Bool) -> HTML {
        func count(_ name: String, _ phrase: Phrase) -> HTML {
            """
            <label>\(visit.text(phrase))<input name="\(name)" inputmode="numeric" pattern="[0-9]*" maxlength="9" \
            placeholder="\(visit.text(.noLimit))" value="\(form[name] ?? "")"></label>
            """
        }
        let chosen = form.all("models")
        let models = catalog.models.html { model -> HTML in
            let checked: HTML = chosen.contains(model.id) ? " checked" : .empty
            return
                "<label class=\"check\"><input type=\"checkbox\" name=\"models\" value=\"\(model.id)\"\(checked)>\(model.id)</label>"
        }
        return """
            <label>\(visit.text(.name))<input name="name" maxlength="100" required placeholder="\(visit.text(.keyNameHint))" value="\(form["name"] ?? "")"></label>
            <details\(areLimitsOpen.html(" open"))><summary>\(visit.text(.limits))</summary><div class="fields">
            <div class="pair">\(count("requests_per_minute", .requestsPerMinute))\(count("images_per_minute", .imagesPerMinute))</div>
            <div class="pair">\(count("tasks_at_once", .tasksAtOnce))
            <label>\(visit.text(.budget))<input name="budget" inputmode="decimal" placeholder="\(visit.text(.noLimit))" value="\(form["budget"] ?? "")"></label></div>
            <label>\(visit.text(.expires))<input name="expires" type="date" value="\(form["expires"] ?? "")"></label>
            <fieldset><legend>\(visit.text(.models))</legend><p class="hint">\(visit.text(.modelsHint))</p>\(models)</fieldset>
            </div></details>
            """
    }

    // MARK: - Changes

    @Sendable
    func createKey(_ visit: Visit) async throws -> Response {
        let form = try await form(visit)
        let visitor = try visit.person()
        let wish: KeyForm
        do throws(Stop) {
            wish = try KeyForm(form, models: catalog.models.map(\.id), now: clock.now)
        } catch {
            guard case .bad(let phrase) = error else { throw error }
            return try await keysPage(visit, fresh: nil, form: form, problem: phrase)
        }
        let (key, text) = try await gateway.desk.create(
            name: wish.name,
            owner: visitor.person.owner,
            models: wish.models,
            limits: wish.limits,
            expiresAt: wish.expiresAt
        )
        return try await keysPage(visit, fresh: (key.id, text), form: Form(), problem: nil)
    }

    /// The key of the path, if it is of the person's owner.
    private func ownKey(_ visit: Visit) async throws -> APIKey {
        let person = try visit.person().person
        guard let text = visit.path["id"], text.utf8.count < 100, let key = try await store.key(APIKey.ID(text))?.key,
            key.owner == person.owner, !key.isAdmin || person.isAdmin
        else { throw Stop.notFound }
        return key
    }

    @Sendable
    func changeKey(_ visit: Visit) async throws -> Response {
        let form = try await form(visit)
        var key = try await ownKey(visit)
        let wish: KeyForm
        do throws(Stop) {
            wish = try KeyForm(form, models: catalog.models.map(\.id), now: clock.now)
        } catch {
            guard case .bad(let phrase) = error else { throw error }
            return try await keysPage(visit, fresh: nil, form: Form(), problem: phrase)
        }
        // A day that was left as it was keeps its hour.
        if form["expires"] != Form(key)["expires"] { key.expiresAt = wish.expiresAt }
        (key.name, key.models, key.limits) = (wish.name, wish.models, wish.limits)
        try await store.change(key)
        return .redirect(to: "/console/keys")
    }

    @Sendable
    func rotateKey(_ visit: Visit) async throws -> Response {
        _ = try await form(visit)
        let key = try await ownKey(visit)
        let text = try await gateway.desk.rotate(key.id)
        return try await keysPage(visit, fresh: (key.id, text), form: Form(), problem: nil)
    }

    @Sendable
    func revokeKey(_ visit: Visit) async throws -> Response {
        _ = try await form(visit)
        try await store.revoke(try await ownKey(visit).id)
        return .redirect(to: "/console/keys")
    }
}

extension Form {
    /// What a key has, to be changed.
    fileprivate init(_ key: APIKey) {
        let limits = key.limits
        let fields = [
            ("name", key.name), ("requests_per_minute", limits.requestsPerMinute?.description),
            ("images_per_minute", limits.imagesPerMinute?.description),
            ("tasks_at_once", limits.tasksAtOnce?.description), ("budget", limits.budget?.description),
            // The last day on which it opens doors all day.
            ("expires", key.expiresAt.map { String(($0 + .days(-1)).iso8601.prefix(10)) }),
        ]
        self.init(
            fields.compactMap { name, value in value.map { (name, $0) } } + (key.models ?? []).map { ("models", $0) }
        )
    }
}

/// What somebody filled in for a key.
struct KeyForm {
    var name: String
    var models: [String]?
    var limits = APIKey.Limits()
    var expiresAt: Timestamp?

    init(_ form: Form, models known: [String], now: Timestamp) throws(Stop) {
        guard let name = form.filled("name"), name.count <= 100 else { throw .bad(.badKeyName) }
        self.name = name
        func count(_ field: String) throws(Stop) -> Int? {
            guard let text = form.filled(field) else { return nil }
            guard let number = Int(text), (1...1_000_000_000).contains(number) else { throw .bad(.badCount) }
            return number
        }
        limits.requestsPerMinute = try count("requests_per_minute")
        limits.imagesPerMinute = try count("images_per_minute")
        limits.tasksAtOnce = try count("tasks_at_once")
        if let text = form.filled("budget") {
            guard let budget = Money(text) else { throw .bad(.badBudget) }
            limits.budget = budget
        }
        if let text = form.filled("expires") {
            // The day that is named is the last one.
            guard let day = Timestamp(text: text), day + .days(1) > now else { throw .bad(.badExpiry) }
            expiresAt = day + .days(1)
        }
        let chosen = form.all("models")
        guard chosen.allSatisfy(known.contains) else { throw .bad(.badForm) }
        models = chosen.isEmpty ? nil : chosen
    }
}

extension HTML {
    /// A moment; scripts turn it into the time of the person's place.
    static func time(_ moment: Timestamp) -> HTML {
        let text = moment.iso8601
        return
            "<time datetime=\"\(text)\">\(text.prefix(10).description) \(String(text.dropFirst(11).prefix(5))) UTC</time>"
    }
}
