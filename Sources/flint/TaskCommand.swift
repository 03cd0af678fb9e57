import JSON
import Web

/// `flint task`: tasks of a service.
enum TaskCommand {
    static func run(_ arguments: some Sequence<String>) async throws {
        let flags: Set<String> = [
            "--server", "--key", "--output", "--timeout", "--limit", "--cursor", "--model", "--status",
        ]
        let arguments = try Arguments(arguments, flags: flags)
        let form = try TaskReport.form(arguments)
        let service = try RemoteService(arguments)
        switch (arguments.words.first, arguments.words.dropFirst().first) {
        case ("status", let id?): TaskReport.show(try await service.call(.get, path(id)), form)
        case ("wait", let id?):
            let task = try await service.wait(for: id, timeout: try Run.timeout(arguments))
            TaskReport.show(task, form)
            try TaskReport.exit(of: task)
        case ("cancel", let id?): TaskReport.show(try await service.call(.post, path(id) + "/cancel"), form)
        case ("list", nil):
            let query = ["limit", "cursor", "model", "status"].compactMap { name in
                arguments["--\(name)"].map { "\(name)=\($0.filter { $0.isLetter || $0.isNumber || $0 == "_" })" }
            }
            let page = try await service.call(.get, "/model/v1/generation/tasks?" + query.joined(separator: "&"))
            if form == .json { return Terminal.answer(page.pretty) }
            for task in page["data"]?.array ?? [] { TaskReport.show(task, form) }
            if let next = page["next_cursor"]?.string { Terminal.say("More with --cursor \(next)") }
        default: throw Exit(.usage, "Use: flint task status|wait|cancel ID | list")
        }
    }

    private static func path(_ id: String) throws(Exit) -> String {
        guard id.utf8.count == 20, id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw Exit(.usage, "\(id) is no id of a task.")
        }
        return "/model/v1/generation/task/\(id)"
    }
}
