import Catalog
import Domain
import Foundation
import Gateway
import HTTP

/// What draws, how much waits, and how the machine is.
extension Console {
    @Sendable
    func showSystem(_ visit: Visit) async throws -> Response {
        let visitor = try visit.person()
        let statistics = try await store.statistics()
        let speeds = try await store.speeds(since: clock.now - .days(1))
        let body: HTML = """
            <div class="page-head"><div><h1>\(visit.text(.system))</h1><p>Flint \(configuration.version)</p></div></div>
            <div data-refresh="5" id="system">
            \(queue(statistics, visit))
            \(enginesTable(speeds, visit))
            \(visitor.person.isAdmin.html(machine(statistics, visit)))</div>
            """
        return show(Page(title: visit.text(.system), place: .system, body: body), visit)
    }

    private func queue(_ statistics: StoreStatistics, _ visit: Visit) -> HTML {
        func figure(_ phrase: Phrase, _ value: String) -> HTML {
            "<div><dt>\(visit.text(phrase))</dt><dd>\(value)</dd></div>"
        }
        return """
            <dl class="totals">\(figure(.waiting, "\(statistics.waiting)"))\(figure(.running, "\(statistics.running)"))\
            \(figure(.oldestWait, Self.seconds(statistics.oldestWait)))\(figure(.webhooksPending, "\(statistics.pendingDeliveries)"))</dl>
            """
    }

    private func enginesTable(_ speeds: [ModelSpeed], _ visit: Visit) -> HTML {
        let rows = catalog.models.html { model -> HTML in
            let engine = engines[model.id]?.name
            let speed = speeds.first { $0.model == model.id }
            let state: HTML =
                engine == nil
                ? "<span class=\"tag failed\">\(visit.text(.noEngine))</span>"
                : "<span class=\"tag completed\">\(visit.text(.ready))</span>"
            return """
                <tr><th scope="row"><a href="/docs/\(model.id)">\(model.name)</a></th><td>\(engine ?? "–")</td><td>\(state)</td>\
                <td>\(speed?.images ?? 0)</td><td>\(speed.flatMap { $0.images > 0 ? Self.seconds($0.drawing) : nil } ?? "–")</td>\
                <td>\(speed?.failed ?? 0)</td></tr>
                """
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(visit.text(.engines))"><table><caption>\(visit.text(.engines)), \(visit.text(.last24Hours))</caption>
            <thead><tr><th scope="col">\(visit.text(.model))</th><th scope="col">\(visit.text(.engine))</th><th scope="col">\(visit.text(.state))</th>\
            <th scope="col">\(visit.text(.pictures))</th><th scope="col">\(visit.text(.meanDrawing))</th><th scope="col">\(visit.text(.failures))</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func machine(_ statistics: StoreStatistics, _ visit: Visit) -> HTML {
        let machine = Machine(folder: configuration.folder)
        func figure(_ phrase: Phrase, _ value: String) -> HTML {
            "<div><dt>\(visit.text(phrase))</dt><dd>\(value)</dd></div>"
        }
        let running = clock.now - configuration.startedAt
        return """
            <h2>\(visit.text(.machine))</h2>
            <dl class="totals">\(figure(.memory, machine.memory.map(Self.bytes) ?? "–"))\
            \(figure(.picturesOnDisk, Self.bytes(statistics.fileBytes)))\
            \(figure(.diskFree, machine.free.map(Self.bytes) ?? "–"))\
            \(figure(.processors, "\(machine.processors)"))\(figure(.load, machine.load))\
            \(figure(.upFor, Self.span(running)))</dl>
            """
    }

    /// A long time in its two largest units.
    static func span(_ duration: Duration) -> String {
        let minutes = Int(duration.inSeconds) / 60
        if minutes < 60 { return "\(minutes) min" }
        if minutes < 2880 { return "\(minutes / 60) h \(minutes % 60) min" }
        return "\(minutes / 1440) d \(minutes / 60 % 24) h"
    }
}

/// The machine at this moment.
private struct Machine {
    /// Bytes that this process holds in memory.
    let memory: Int?
    /// Bytes that are free on the disk of the data folder.
    let free: Int?
    let processors = ProcessInfo.processInfo.activeProcessorCount
    /// How many threads wanted to run lately, over one minute.
    let load: String

    init(folder: String) {
        let pages = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        memory = pages.flatMap { $0.count > 1 ? Int($0[1]) : nil }.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
        var status = statvfs()
        free = statvfs(folder, &status) == 0 ? Int(status.f_bavail) * Int(status.f_frsize) : nil
        let average = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)
        load = average?.split(separator: " ").first.map(String.init) ?? "–"
    }
}
