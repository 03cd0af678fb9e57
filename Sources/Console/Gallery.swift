import Catalog
import Domain
import Gateway
import HTTP
import JSON

/// All tasks of the person's owner, newest first, without end.
extension Console {
    static let pageSize = 48

    private func search(_ visit: Visit) throws(Stop) -> TaskSearch {
        TaskSearch(
            owner: try visit.person().person.owner,
            model: visit.query("model").flatMap { catalog[$0]?.id },
            status: visit.query("status").flatMap(TaskFilter.Status.init),
            key: visit.query("key").map { APIKey.ID($0) },
            words: (visit.query("words") ?? "").prefix(200).split { $0.isWhitespace }.map(String.init)
        )
    }

    @Sendable
    func showGallery(_ visit: Visit) async throws -> Response {
        let search = try search(visit)
        let found = try await store.search(search, before: nil, limit: Self.pageSize)
        let keys = try await store.keys(of: search.owner)
        let isFiltered =
            search.model != nil || search.status != nil || search.key != nil || !search.words.isEmpty
        let nothing: HTML = """
            <p class="empty" \((!found.tasks.isEmpty || found.next != nil).html("hidden")) id="nothing">\(visit.text(isFiltered ? .nothingFound : .nothingDrawn))
            \((!isFiltered).html("<a class=\"button primary\" href=\"/console\">\(visit.text(.drawFirst))</a>"))</p>
            """
        let body: HTML = """
            <div class="page-head"><h1>\(visit.text(.gallery))</h1>\(filters(visit, search, keys))</div>
            \(nothing)
            <div id="gallery" data-next="\(found.next?.text ?? "")">
            <ul class="tiles" data-page>\(tiles(found.tasks, visit))</ul></div>
            <p class="more" id="more" \((found.next == nil).html("hidden"))><button type="button" class="button quiet">\(visit.text(.more))</button></p>
            <p class="hint keys-hint">\(visit.text(.galleryKeys))</p>
            """
        let page = Page(
            title: visit.text(.gallery),
            place: .tasks,
            body: body,
            scripts: ["gallery.js"]
        )
        return show(page, visit)
    }

    private func filters(_ visit: Visit, _ search: TaskSearch, _ keys: [APIKey]) -> HTML {
        func option(_ value: String, _ text: String, _ chosen: String?) -> HTML {
            let selected: HTML = value == chosen ? " selected" : .empty
            return "<option value=\"\(value)\"\(selected)>\(text)</option>"
        }
        let models = catalog.models.html { option($0.id, $0.name, search.model) }
        let states = TaskFilter.Status.allCases.html {
            option($0.rawValue, visit.text($0.phrase), search.status?.rawValue)
        }
        let console = option(Visitor.keyID.text, "Console", search.key?.text)
        let names = console + keys.html { option($0.id.text, $0.name, search.key?.text) }
        return """
            <form class="filters" id="filters" role="search" aria-label="\(visit.text(.filter))">
            <input type="search" name="words" placeholder="\(visit.text(.wordsOfPrompt))" aria-label="\(visit.text(.wordsOfPrompt))" \
            value="\(visit.query("words") ?? "")" maxlength="200">
            <select name="model" aria-label="\(visit.text(.model))"><option value="">\(visit.text(.allModels))</option>\(models)</select>
            <select name="status" aria-label="\(visit.text(.state))"><option value="">\(visit.text(.allStates))</option>\(states)</select>
            <select name="key" aria-label="\(visit.text(.key))"><option value="">\(visit.text(.allKeys))</option>\(names)</select>
            <button class="button quiet">\(visit.text(.filter))</button></form>
            """
    }

    /// The next tasks as tiles, and where to go on.
    @Sendable
    func listTasks(_ visit: Visit) async throws -> Response {
        let cursor = visit.query("cursor").flatMap { ImageTask.ID($0) }
        let found = try await store.search(try search(visit), before: cursor, limit: Self.pageSize)
        return Response(
            json: [
                "html": .string(tiles(found.tasks, visit).source), "count": .integer(found.tasks.count),
                "next": found.next.map { .string($0.text) } ?? .null,
            ]
        )
    }

    /// Tiles as they look by now: of the tasks whose ids are given with commas between.
    @Sendable
    func refreshTiles(_ visit: Visit) async throws -> Response {
        let owner = try visit.person().person.owner
        let ids = (visit.query("ids") ?? "").split(separator: ",").prefix(Self.pageSize)
        var found = Object()
        for id in ids.compactMap({ ImageTask.ID(String($0)) }) {
            guard let task = try await store.task(id), task.owner == owner else { continue }
            found[id.text] = .string(tile(task, visit).source)
        }
        return Response(json: .object(found))
    }

    private func tiles(_ tasks: [ImageTask], _ visit: Visit) -> HTML {
        tasks.html { tile($0, visit) }
    }

    private func tile(_ task: ImageTask, _ visit: Visit) -> HTML {
        let good = task.pictures.filter { $0.file != nil }
        let face: HTML =
            if let first = good.first, !task.isExpired {
                """
                <img src="/console/thumbnails/\(task.id.text)/\(first.index)" alt="" loading="lazy" decoding="async" \
                width="\(first.width)" height="\(first.height)">
                """
            } else {
                "<span class=\"blank\">\(visit.text(task.isExpired ? .pictureGone : task.state.phrase))</span>"
            }
        let count: HTML = (good.count > 1).html("<span class=\"count\">\(good.count)</span>")
        let state: HTML = (task.state != .completed).html(
            "<span class=\"tag \(task.state.name)\">\(visit.text(task.state.phrase))</span>"
        )
        return """
            <li\((!task.state.isFinished).html(" data-unfinished=\"\(task.id.text)\""))><a class="tile" href="/console/tasks/\(task.id.text)"><span class="face">\(face)\(count)</span>\
            <span class="caption">\(String(task.order.prompt.prefix(160)))</span>\
            <span class="meta">\(catalog[task.order.model]?.name ?? task.order.model) · \(.time(task.createdAt))</span>\(state)</a></li>
            """
    }
}

extension ImageTask.State {
    var phrase: Phrase {
        switch self {
        case .waiting: .waiting
        case .running: .running
        case .completed: .completed
        case .failed: .failed
        }
    }

    var name: String {
        switch self {
        case .waiting: "waiting"
        case .running: "running"
        case .completed: "completed"
        case .failed: "failed"
        }
    }
}

extension TaskFilter.Status {
    var phrase: Phrase {
        switch self {
        case .inProgress: .inProgress
        case .completed: .completed
        case .failed: .failed
        }
    }
}
