import Catalog
import HTTP
import JSON

/// How an answer is said: as the documents write it, or as the public clients can read it.
struct Dialect: Sendable, Equatable {
    /// Arrays everywhere, and integers as codes.
    var isClient: Bool
    /// Rejected requests in the envelope of the command-line clients.
    var isCommandLine: Bool

    static let documented = Dialect(isClient: false, isCommandLine: false)

    private static let clients = ["vtrix-cli/", "seacloud-cli/", "sa-go/", "seaart-sdk-js/"]

    init(isClient: Bool, isCommandLine: Bool) {
        self.isClient = isClient
        self.isCommandLine = isCommandLine
    }

    /// Each answer follows its own request.
    init(of request: Request) {
        isCommandLine = request.headers["x-source"]?.lowercased() == "cli"
        let agent = request.headers["user-agent"] ?? ""
        isClient =
            isCommandLine || request.headers["x-model"] != nil || Self.clients.contains { agent.hasPrefix($0) }
    }

    /// The error object; general codes become their HTTP status for clients that read integers only.
    func error(_ code: ErrorCode, _ message: String, status: Int, parameter: String?) -> JSON {
        var object: Object = [
            "code": isClient ? .integer(code.number ?? status) : code.json, "error_message": .string(message),
            "message": .string(message),
        ]
        if let parameter { object.append("param", .string(parameter)) }
        return .object(object)
    }
}
