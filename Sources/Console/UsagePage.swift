import Catalog
import Domain
import Gateway
import HTTP

/// What was drawn, what it cost, and how long it took.
extension Console {
    /// What the person wants to see.
    private struct Choice {
        var owner: Owner
        var days: Int
        var model: String?
        var key: APIKey.ID?
        var from: Timestamp
        var to: Timestamp
    }

    private func choice(_ visit: Visit) throws(Stop) -> Choice {
        let days = visit.query("days").flatMap(Int.init) ?? 30
        let now = clock.now
        let today = Timestamp(seconds: now.seconds - now.seconds % 86_400)
        let span = [7, 30, 90].contains(days) ? days : 30
        return Choice(
            owner: try visit.person().person.owner,
            days: span,
            model: visit.query("model").flatMap { catalog[$0]?.id },
            key: visit.query("key").map { APIKey.ID($0) },
            from: today - .days(Int64(span - 1)),
            to: now + .seconds(1)
        )
    }

    private func activity(_ choice: Choice) async throws -> [Activity] {
        try await store.activity(of: choice.owner, from: choice.from, to: choice.to).filter {
            (choice.model == nil || $0.model == choice.model) && (choice.key == nil || $0.key == choice.key)
        }
    }

    private func names(of owner: Owner) async throws -> [APIKey.ID: String] {
        var names = [Visitor.keyID: "Console"]
        for key in try await store.keys(of: owner) { names[key.id] = key.name }
        return names
    }

    @Sendable
    func showUsage(_ visit: Visit) async throws -> Response {
        let choice = try choice(visit)
        let rows = try await activity(choice)
        let names = try await names(of: choice.owner)
        let account = try await store.account(of: choice.owner)
        let query =
            "days=\(choice.days)&model=\((choice.model ?? "").queryEscaped)&key=\((choice.key?.text ?? "").queryEscaped)"
        let body: HTML = """
            <div class="page-head"><h1>\(visit.text(.usage))</h1>\(filters(visit, choice, names))</div>
            \(totals(rows, account, visit))
            <div class="plots">\(plots(rows, choice, visit))</div>
            <div class="split even">\(table(rows, by: \.model, .model, visit) { catalog[$0]?.name ?? $0 })
            \(table(rows, by: \.key.text, .key, visit) { names[APIKey.ID($0)] ?? $0 })</div>
            <p><a class="button quiet" href="/console/usage.csv?\(query)" download>\(visit.text(.downloadCSV))</a></p>
            """
        return show(Page(title: visit.text(.usage), place: .usage, body: body), visit)
    }

    private func filters(_ visit: Visit, _ choice: Choice, _ names: [APIKey.ID: String]) -> HTML {
        func option(_ value: String, _ text: String, _ isChosen: Bool) -> HTML {
            let selected: HTML = isChosen ? " selected" : .empty
            return "<option value=\"\(value)\"\(selected)>\(text)</option>"
        }
        let days = [7, 30, 90].html { option("\($0)", "\($0) \(visit.text(.days))", $0 == choice.days) }
        let models = catalog.models.html { option($0.id, $0.name, $0.id == choice.model) }
        let keys = names.sorted { $0.value < $1.value }.html { option($0.key.text, $0.value, $0.key == choice.key) }
        return """
            <form class="filters" data-auto>
            <select name="days" aria-label="\(visit.text(.days))">\(days)</select>
            <select name="model" aria-label="\(visit.text(.model))"><option value="">\(visit.text(.allModels))</option>\(models)</select>
            <select name="key" aria-label="\(visit.text(.key))"><option value="">\(visit.text(.allKeys))</option>\(keys)</select>
            <button class="button quiet">\(visit.text(.show))</button></form>
            """
    }

    private func totals(_ rows: [Activity], _ account: Account, _ visit: Visit) -> HTML {
        let sum = Sum(rows)
        func figure(_ phrase: Phrase, _ value: String) -> HTML {
            "<div><dt>\(visit.text(phrase))</dt><dd>\(value)</dd></div>"
        }
        let balance: HTML = account.left.html { figure(.balance, "\($0) USD") }
        return """
            <dl class="totals">\(figure(.pictures, "\(sum.images)"))\(figure(.cost, "\(sum.cost) USD"))\
            \(figure(.failures, "\(sum.failed)"))\(figure(.meanWait, Self.seconds(sum.meanWait)))\
            \(figure(.meanDrawing, Self.seconds(sum.meanDrawing)))\(balance)</dl>
            """
    }

    private func plots(_ rows: [Activity], _ choice: Choice, _ visit: Visit) -> HTML {
        let days = (0..<choice.days).map { String((choice.from + .days(Int64($0))).iso8601.prefix(10)) }
        let models = catalog.models.filter { model in rows.contains { $0.model == model.id } }
        func series(_ value: ([Activity]) -> Double) -> [Plot.Series] {
            models.map { model in
                let own = Dictionary(grouping: rows.filter { $0.model == model.id }, by: \.day)
                return Plot.Series(name: model.name, values: days.map { value(own[$0] ?? []) })
            }
        }
        let byDay = Dictionary(grouping: rows, by: \.day)
        func mean(_ name: String, _ value: (Sum) -> Duration) -> [Plot.Series] {
            [Plot.Series(name: name, values: days.map { value(Sum(byDay[$0] ?? [])).inSeconds })]
        }
        let count: (Double) -> String = { "\(Int($0))" }
        let seconds: (Double) -> String = { Self.seconds(.milliseconds(Int64($0 * 1000))) }
        let plots = [
            Plot(title: visit.text(.pictures), days: days, series: series { Double(Sum($0).images) }, write: count),
            Plot(
                title: "\(visit.text(.cost)) (USD)",
                days: days,
                series: series { Double(Sum($0).cost.nanodollars) / 1e9 },
                write: { Money(nanodollars: Int64(($0 * 1e9).rounded())).description }
            ),
            Plot(title: visit.text(.failures), days: days, series: series { Double(Sum($0).failed) }, write: count),
            Plot(
                title: visit.text(.meanWait),
                days: days,
                series: mean(visit.text(.meanWait), \.meanWait),
                write: seconds
            ),
            Plot(
                title: visit.text(.meanDrawing),
                days: days,
                series: mean(visit.text(.meanDrawing), \.meanDrawing),
                write: seconds
            ),
        ]
        return plots.html(\.html)
    }

    private func table(
        _ rows: [Activity],
        by group: (Activity) -> String,
        _ title: Phrase,
        _ visit: Visit,
        name: (String) -> String
    ) -> HTML {
        let groups = Dictionary(grouping: rows, by: group).map { (name($0.key), Sum($0.value)) }
        let lines = groups.sorted { $0.1.images > $1.1.images }.html { name, sum -> HTML in
            """
            <tr><th scope="row">\(name)</th><td>\(sum.images)</td><td>\(sum.failed)</td><td>\(sum.cost.description)</td>\
            <td>\(Self.seconds(sum.meanDrawing))</td></tr>
            """
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(visit.text(title))"><table><thead><tr><th scope="col">\(visit.text(title))</th><th scope="col">\(visit.text(.pictures))</th>\
            <th scope="col">\(visit.text(.failures))</th><th scope="col">USD</th><th scope="col">\(visit.text(.meanDrawing))</th></tr></thead><tbody>\(lines)</tbody></table></div>
            """
    }

    // MARK: - For other programs

    @Sendable
    func sendUsage(_ visit: Visit) async throws -> Response {
        let choice = try choice(visit)
        let names = try await names(of: choice.owner)
        var text = "day,model,key,key_name,tasks,failed,pictures,cost_usd,waited_seconds,drawn_seconds\r\n"
        for row in try await activity(choice) {
            let fields = [
                row.day, row.model, row.key.text, names[row.key] ?? "", "\(row.tasks)", "\(row.failed)",
                "\(row.images)", row.cost.description, "\(row.waited.inSeconds)", "\(row.drawn.inSeconds)",
            ]
            text += fields.map(Self.cell).joined(separator: ",") + "\r\n"
        }
        return Response(
            .ok,
            headers: [
                "content-type": "text/csv; charset=utf-8",
                "content-disposition": "attachment; filename=\"flint-usage.csv\"",
            ],
            body: .bytes(Array(text.utf8))
        )
    }

    /// A spreadsheet takes what begins so for a formula, so such a text gets an apostrophe in front.
    static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}

/// Several rows together.
private struct Sum {
    var tasks = 0
    var images = 0
    var failed = 0
    var cost = Money.zero
    private var waited = Duration.zero
    private var drawn = Duration.zero

    init(_ rows: [Activity]) {
        for row in rows {
            tasks += row.tasks
            images += row.images
            failed += row.failed
            cost = cost + row.cost
            waited += row.waited
            drawn += row.drawn
        }
    }

    /// Of a task.
    var meanWait: Duration { waited / max(1, tasks) }
    /// Of a picture.
    var meanDrawing: Duration { drawn / max(1, images) }
}
