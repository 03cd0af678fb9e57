import Gateway
import HTTP

/// The languages of the pages.
enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case chinese = "zh"

    var name: String {
        switch self {
        case .english: "English"
        case .chinese: "中文"
        }
    }

    /// As the `lang` attribute has it.
    var tag: String { self == .chinese ? "zh-Hans" : "en" }

    static let cookie = "flint_language"

    /// What the person chose, else what their browser asks for first.
    init(of request: Request) {
        if let chosen = Cookies(request)[Self.cookie].flatMap(Language.init) {
            self = chosen
            return
        }
        let asked = (request.headers["accept-language"] ?? "").lowercased().split(separator: ",").prefix(20)
        let first = asked.first { tag in Self.allCases.contains { tag.drop { $0 == " " }.hasPrefix($0.rawValue) } }
        self = first?.drop { $0 == " " }.hasPrefix("zh") == true ? .chinese : .english
    }
}

/// One text of the pages in all their languages. All of them stand in `Phrases.swift` and its neighbours.
struct Phrase: Sendable {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    subscript(_ language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}
