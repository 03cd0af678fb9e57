/// A piece of a prompt: text that stands in quotes and must stay as it is, or other text.
struct Passage: Equatable {
    var text: String
    var isQuoted: Bool

    private static let pairs: [Character: Character] = ["\"": "\"", "“": "”", "「": "」", "『": "』", "《": "》", "„": "“"]

    /// The pieces of a prompt in their order; a quote that never ends begins nothing.
    static func passages(of prompt: String) -> [Passage] {
        var passages: [Passage] = []
        var plain = ""
        var rest = prompt[...]
        // Closing marks of which there are no more: none is looked for twice.
        var absent: Set<Character> = []
        while let first = rest.first {
            let end = pairs[first].flatMap { absent.contains($0) ? nil : $0 }
            let close = end.flatMap { rest.dropFirst().firstIndex(of: $0) }
            if let end, close == nil { absent.insert(end) }
            if let close {
                if !plain.isEmpty { passages.append(Passage(text: plain, isQuoted: false)) }
                plain = ""
                passages.append(Passage(text: String(rest[...close]), isQuoted: true))
                rest = rest[rest.index(after: close)...]
            } else {
                plain.append(first)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { passages.append(Passage(text: plain, isQuoted: false)) }
        return passages
    }

    /// What stands in quotes, the quotes included.
    static func quotes(in prompt: String) -> [String] {
        passages(of: prompt).filter(\.isQuoted).map(\.text)
    }
}
