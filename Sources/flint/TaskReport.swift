import JSON

/// How a finished task is shown: as JSON, as links, or in words.
enum TaskReport {
    enum Form: String, CaseIterable {
        case json, url, text
    }

    static func form(_ arguments: Arguments) throws(Exit) -> Form {
        guard let text = arguments["--output"] else { return .text }
        guard let form = Form(rawValue: text) else { throw Exit(.usage, "--output must be json, url or text.") }
        return form
    }

    /// The links of a task, or the pictures in base64 where it has those.
    static func contents(of task: JSON) -> [JSON] {
        let output = task["output"]?.array?.first ?? task["output"]
        return output?["content"]?.array ?? []
    }

    static func show(_ task: JSON, _ form: Form, withLinks: Bool = true) {
        switch form {
        case .json: Terminal.answer(task.pretty)
        case .url: for content in contents(of: task) { content["url"]?.string.map(Terminal.answer) }
        case .text: Terminal.answer(words(task, withLinks))
        }
    }

    private static func words(_ task: JSON, _ withLinks: Bool) -> String {
        let id = task["id"]?.string ?? ""
        let model = task["model"]?.string ?? ""
        switch task["status"]?.string {
        case "completed":
            let links = contents(of: task).compactMap {
                (withLinks ? $0["url"]?.string : nil) ?? $0["error"]?["message"]?.string
            }
            let cost = task["usage"]?["cost"]?.string ?? "0.00"
            let warnings = task["metadata"]?["warnings"]?.array?.compactMap(\.string) ?? []
            return (["\(id)  \(model)  completed, \(cost) USD"] + links + warnings.map { "warning: \($0)" })
                .joined(separator: "\n")
        case "failed": return "\(id)  \(model)  failed: \(task["error"]?["message"]?.string ?? "")"
        default: return "\(id)  \(model)  in progress, \(Int((task["progress"]?.number ?? 0) * 100)) %"
        }
    }

    /// The end of a command that waited for a task.
    static func exit(of task: JSON) throws(Exit) {
        guard task["status"]?.string == "failed" else { return }
        throw Exit(.failed, task["error"]?["message"]?.string ?? "The task failed.")
    }
}
