import Catalog
import Domain
import Gateway
import HTTP
import JSON

/// The whole story of one task.
extension Console {
    @Sendable
    func showTask(_ visit: Visit) async throws -> Response {
        let task = try await ownTask(visit)
        let events = try await store.events(of: task.id, after: 0)
        let key =
            task.keyID == Visitor.keyID ? "Console" : (try await store.key(task.keyID))?.key.name ?? task.keyID.text
        let body: HTML = """
            <nav class="crumbs" aria-label="\(visit.text(.path))"><a href="/console/tasks">\(visit.text(.gallery))</a></nav>
            <div class="page-head task-head"><div><h1 class="prompt">\(task.order.prompt)</h1>
            <p><span class="tag \(task.state.name)">\(visit.text(task.state.phrase))</span> \(catalog[task.order.model]?.name ?? task.order.model) · \(.time(task.createdAt))</p></div>
            \(actions(task, visit))</div>
            \(live(task, visit))
            \(failure(task, visit))
            <div class="split task-split">
            <div>\(pictures(task, visit))</div>
            <div class="story">\(facts(task, key, visit))\(texts(task, visit))\(history(events, task, visit))</div></div>
            """
        let page = Page(
            title: String(task.order.prompt.prefix(60)),
            place: .tasks,
            body: body
        )
        return show(page, visit)
    }

    private func actions(_ task: ImageTask, _ visit: Visit) -> HTML {
        let cancel: HTML = """
            <form method="post" action="/console/tasks/\(task.id.text)/cancel">\(proof(visit))\
            <button class="button quiet">\(visit.text(.cancel))</button></form>
            """
        return """
            <div class="actions"><a class="button primary" href="/console?from=\(task.id.text)">\(visit.text(.drawAgain))</a>
            \((!task.state.isFinished).html(cancel))
            <form method="post" action="/console/tasks/\(task.id.text)/delete">\(proof(visit))\
            <button class="button quiet danger" data-confirm="\(visit.text(.deleteWhy))">\(visit.text(.delete))</button></form></div>
            """
    }

    private func live(_ task: ImageTask, _ visit: Visit) -> HTML {
        guard !task.state.isFinished else { return .empty }
        return """
            <section class="card" data-live="/console/api/tasks/\(task.id.text)/live" aria-live="polite">
            <p data-live-text>\(visit.text(task.state.phrase))</p>
            <progress max="1" value="\(task.progress.description)" aria-label="\(visit.text(.progress))"></progress></section>
            """
    }

    private func failure(_ task: ImageTask, _ visit: Visit) -> HTML {
        task.failure.html { failure in
            let code = catalog[task.order.model]?.code(for: failure).text ?? ""
            return "<p class=\"alert\" role=\"alert\"><code>\(code)</code> \(failure.message)</p>"
        }
    }

    private func pictures(_ task: ImageTask, _ visit: Visit) -> HTML {
        guard !task.isExpired else { return "<p class=\"empty\">\(visit.text(.pictureGone))</p>" }
        return task.pictures.html { picture in
            if let failure = picture.failure { return "<p class=\"alert\">\(failure.message)</p>" }
            let path = "/console/pictures/\(task.id.text)/\(picture.index)"
            return """
                <figure class="result"><a href="\(path)"><img src="\(path)" alt="\(task.order.prompt(at: picture.index))" loading="lazy" \
                width="\(picture.width)" height="\(picture.height)"></a>
                <figcaption><span>\(picture.width) × \(picture.height) · \(Self.bytes(picture.size)) · \(visit.text(.seed)) \(String(picture.seed))</span>
                <span class="row-actions"><a class="button quiet small" href="/console?reference=\(task.id.text)/\(picture.index)">\(visit.text(.useAsReference))</a>
                <a class="button quiet small" href="\(path)?download=1" download>\(visit.text(.download))</a></span></figcaption></figure>
                """
        }
    }

    static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1000: "\(count) B"
        case ..<1_000_000: "\(count / 1000) kB"
        case ..<1_000_000_000: "\(Self.tenths(Double(count) / 1_000_000)) MB"
        default: "\(Self.tenths(Double(count) / 1_000_000_000)) GB"
        }
    }

    /// With one place behind the point.
    static func tenths(_ number: Double) -> String {
        let whole = Int((number * 10).rounded())
        return "\(whole / 10).\(abs(whole % 10))"
    }

    private func facts(_ task: ImageTask, _ key: String, _ visit: Visit) -> HTML {
        var facts: [HTML] = []
        func add(_ phrase: Phrase, _ value: HTML) {
            facts.append("<div><dt>\(visit.text(phrase))</dt><dd>\(value)</dd></div>")
        }
        add(.task, "<code>\(task.id.text)</code>")
        add(.model, "<a href=\"/docs/\(task.order.model)\"><code>\(task.order.model)</code></a>")
        add(.key, "\(key)")
        add(.size, "\(task.order.width) × \(task.order.height)")
        add(.seed, "\(String(task.order.seed))")
        if let report = task.report { add(.engine, "\(report.engine)") }
        add(.waited, "\(Self.seconds((task.startedAt ?? task.endedAt ?? clock.now) - task.createdAt))")
        if let started = task.startedAt { add(.drawn, "\(Self.seconds((task.endedAt ?? clock.now) - started))") }
        if task.attempts > 1 { add(.attempts, "\(task.attempts)") }
        add(.cost, "\(task.cost.description) USD")
        if let request = task.order.requestID { add(.request, "<code>\(request)</code>") }
        return "<section class=\"card\"><dl class=\"facts\">\(facts)</dl></section>"
    }

    static func seconds(_ duration: Duration) -> String {
        let seconds = max(0, duration.inSeconds)
        return seconds < 100 ? "\(tenths(seconds)) s" : "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    }

    private func texts(_ task: ImageTask, _ visit: Visit) -> HTML {
        let revised: HTML =
            task.report?.revisedPrompt.html { text in
                "<section class=\"card\"><h2>\(visit.text(.revisedPrompt))</h2><p class=\"prompt-text\">\(text)</p></section>"
            } ?? .empty
        let warnings = task.order.warnings + (task.report?.warnings ?? [])
        let warned: HTML = (!warnings.isEmpty).html(
            "<section class=\"card\"><h2>\(visit.text(.warnings))</h2><ul>\(warnings.html { "<li>\($0)</li>" })</ul></section>"
        )
        let references = task.order.references.enumerated().html { index, reference -> HTML in
            switch reference.source {
            case .file where !task.isExpired:
                return """
                    <img src="/console/references/\(task.id.text)/\(index)" alt="\(visit.text(.reference)) \(index + 1), \(reference.kind.rawValue)" \
                    loading="lazy" width="96" height="96">
                    """
            case .file: return .empty
            case .url(let url): return "<code>\(url)</code>"
            }
        }
        let given: HTML = (!task.order.references.isEmpty).html(
            "<section class=\"card\"><h2>\(visit.text(.references))</h2><div class=\"references\">\(references)</div></section>"
        )
        let ignored: HTML = (!task.order.ignoredParameters.isEmpty).html(
            "<p class=\"hint\">\(visit.text(.ignored)) \(task.order.ignoredParameters.joined(separator: ", "))</p>"
        )
        return """
            \(revised)\(warned)\(given)
            <section class="card"><h2>\(visit.text(.parameters))</h2><pre tabindex="0" class="small">\(task.order.parameters.pretty)</pre>\(ignored)</section>
            """
    }

    private func history(_ events: [Event], _ task: ImageTask, _ visit: Visit) -> HTML {
        let rows = events.html { event -> HTML in
            let text: String =
                switch event.kind {
                case .created: visit.text(.eventCreated)
                case .started(let attempt): visit.text(.eventStarted) + (attempt > 1 ? " (\(attempt))" : "")
                case .progress(let value): "\(Int(value * 100)) %"
                case .picture(let index): visit.text(.eventPicture) + " \(index + 1)"
                case .returned: visit.text(.eventReturned)
                case .completed: visit.text(.completed)
                case .failed: visit.text(.failed)
                }
            return """
                <li><span>\(text)</span><span class="meta">+\(Self.seconds(event.at - task.createdAt))</span></li>
                """
        }
        return "<section class=\"card\"><h2>\(visit.text(.events))</h2><ol class=\"events\">\(rows)</ol></section>"
    }

    // MARK: - Changes

    @Sendable
    func cancelTask(_ visit: Visit) async throws -> Response {
        _ = try await form(visit)
        let id = try await ownTask(visit).id
        _ = try await store.cancel(id)
        return .redirect(to: "/console/tasks/\(id)")
    }

    @Sendable
    func deleteTask(_ visit: Visit) async throws -> Response {
        _ = try await form(visit)
        let id = try await ownTask(visit).id
        try await files.delete(try await store.delete(id))
        return .redirect(to: "/console/tasks")
    }
}
