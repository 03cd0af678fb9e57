import Domain
import Gateway
import HTTP
import JSON

/// A request for a page, and who sent it.
struct Visit: Sendable {
    var request: Request
    var path: PathParameters
    var language: Language
    /// How the person's browser knows this service.
    var base: String
    /// `nil` where nobody is signed in.
    var visitor: Visitor?

    var isSecure: Bool { base.hasPrefix("https://") }

    func text(_ phrase: Phrase) -> String { phrase[language] }

    /// The person, on pages that are shown to nobody else.
    func person() throws(Stop) -> Visitor {
        guard let visitor else { throw .signIn }
        return visitor
    }

    func admin() throws(Stop) -> Visitor {
        let visitor = try person()
        guard visitor.person.isAdmin else { throw .notFound }
        return visitor
    }

    /// A value of the query; broken escapes count as absent.
    func query(_ name: String) -> String? {
        Form(request.query ?? "")[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func taskID() throws(Stop) -> ImageTask.ID {
        guard let id = path["id"].flatMap({ ImageTask.ID($0) }) else { throw .notFound }
        return id
    }
}

/// Why a page is not shown.
enum Stop: Error {
    /// Nobody is signed in.
    case signIn
    case notFound
    /// A form that no page of ours sent, or an old one.
    case stale
    case bad(Phrase)
    case tooOften(Duration)
}

/// The fields of a form, as a browser sends them.
struct Form: Sendable {
    private var fields: [(name: String, value: String)] = []

    init(_ text: String) {
        for part in text.utf8.split(separator: UInt8(ascii: "&")).prefix(200) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first.flatMap({ PercentEncoding.decoded(Substring($0), plusIsSpace: true) }),
                let value = PercentEncoding.decoded(pair.count == 2 ? Substring(pair[1]) : "", plusIsSpace: true)
            else { continue }
            fields.append((name, value))
        }
    }

    /// Fields that are known already, for tests and for filling a form again.
    init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields
    }

    subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All values of a name, as of boxes that were ticked.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// Without white space at its ends; `nil` where nothing was filled in.
    func filled(_ name: String) -> String? {
        guard let text = self[name] else { return nil }
        let trimmed = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }
}
