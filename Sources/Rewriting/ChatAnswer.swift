import Domain
import JSON

/// The answer of a chat server, read and judged.
struct ChatAnswer {
    let prompt: String
    let variations: [String]
    /// Characters of a prompt at most; a longer one is no prompt.
    private static let longest = 4000

    /// Why an answer is no good; goes on after "the rewriter".
    enum Useless: Error, CustomStringConvertible {
        case status(Int)
        case unreadable, empty, tooLong, refused, lostQuote, wrongGroup

        var description: String {
            switch self {
            case .status(let code): "answered with HTTP \(code)"
            case .unreadable: "did not answer in the form of chat completions"
            case .empty: "answered with nothing"
            case .tooLong: "answered with far too much"
            case .refused: "refused"
            case .lostQuote: "lost the quoted text"
            case .wrongGroup: "did not plan the group as asked"
            }
        }
    }

    init(_ body: [UInt8], for order: Order) throws(Useless) {
        guard let answer = try? JSON(parsing: body), let message = answer["choices"]?.array?.first?["message"] else {
            throw .unreadable
        }
        if message["refusal"]?.string?.isEmpty == false { throw .refused }
        let content = Self.bare(message["content"]?.string ?? "")
        guard order.count > 1 else {
            prompt = try Self.checked(content, keeping: order.prompt)
            variations = []
            return
        }
        guard let group = try? JSON(parsing: content) else {
            throw content.isEmpty ? .empty : Self.isRefusal(content) ? .refused : .wrongGroup
        }
        let texts = group["variations"]?.array?.compactMap(\.string) ?? []
        guard texts.count == order.count, let shared = group["prompt"]?.string else { throw .wrongGroup }
        prompt = try Self.checked(Self.bare(shared), keeping: "")
        var checked: [String] = []
        for text in texts { checked.append(try Self.checked(Self.bare(text), keeping: order.prompt)) }
        variations = checked
    }

    /// Without the thoughts, fences, labels and quotation marks that models put around what was asked for.
    private static func bare(_ text: String) -> String {
        var text = text
        if let end = text.ranges(of: "</think>").last { text = String(text[end.upperBound...]) }
        text = text.trimmed(of: " \n\r\t")
        if text.hasPrefix("```"), text.hasSuffix("```"), let line = text.firstIndex(of: "\n") {
            text = String(text[line...].dropLast(3)).trimmed(of: " \n\r\t")
        }
        for label in ["rewritten prompt:", "new prompt:", "prompt:", "提示词："] where text.lowercased().hasPrefix(label) {
            text = String(text.dropFirst(label.count)).trimmed(of: " \n\r\t")
        }
        // One pair around all, and none inside, quotes nothing.
        if text.count > 2, text.first == "\"", text.last == "\"", !text.dropFirst().dropLast().contains("\"") {
            text = String(text.dropFirst().dropLast())
        }
        return text
    }

    private static func checked(_ text: String, keeping original: String) throws(Useless) -> String {
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else { throw .empty }
        guard text.unicodeScalars.count <= longest else { throw .tooLong }
        guard !isRefusal(text) else { throw .refused }
        for quote in Passage.quotes(in: original) where !text.contains(quote.dropFirst().dropLast()) {
            throw .lostQuote
        }
        return text
    }

    private static func isRefusal(_ text: String) -> Bool {
        let begin = text.prefix(40).lowercased().replacing("’", with: "'")
        return ["i'm sorry", "i am sorry", "i can't", "i cannot", "sorry,", "as an ai", "抱歉", "对不起", "我无法", "我不能"]
            .contains {
                begin.hasPrefix($0)
            }
    }
}
