import JSON

/// The words that the model knows.
package struct Vocabulary: Sendable {
    private static let sizeLimit = 4 << 20
    private static let numberLimit = 65_536

    /// Tokens of a prompt at most, the first included.
    package let limit: Int
    /// What may be written, and the tokens that it stands for.
    let forms: [String: [Int]]
    /// Everything that may be written.
    package let words: Set<String>
    /// Characters of the longest Chinese form.
    let reach: Int
    /// One more than the highest token.
    let size: Int

    package init(_ path: String) throws(EmberError) {
        let file = try MappedFile(path, limit: Self.sizeLimit)
        let bytes = file.bytes
        let text = (0..<bytes.byteCount).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        let stored: JSON
        do throws(JSONError) { stored = try JSON(parsing: text) } catch {
            throw .damaged(path: path, reason: "it is no JSON: \(error)")
        }
        guard let limit = stored["limit"]?.int, (1...512).contains(limit), let tokens = stored["tokens"]?.array,
            (2...Self.numberLimit).contains(tokens.count), let members = stored["forms"]?.object?.members
        else { throw .damaged(path: path, reason: "limit, tokens or forms are missing") }
        var forms: [String: [Int]] = [:]
        for form in members {
            let words = (form.value.string ?? "?").split(separator: " ")
            let numbers = words.compactMap { Int($0) }.filter { (2..<tokens.count).contains($0) }
            guard numbers.count == words.count else {
                throw .damaged(path: path, reason: "the form \(form.name) stands for what is no token")
            }
            forms[form.name] = numbers
        }
        self.limit = limit
        self.forms = forms
        words = Set(forms.keys)
        size = tokens.count
        reach =
            forms.keys.lazy.filter { $0.unicodeScalars.contains { $0.isChinese } }.map(\.unicodeScalars.count).max()
            ?? 1
    }
}

extension Unicode.Scalar {
    /// As far as the vocabulary goes: the ideographs of the first plane.
    var isChinese: Bool { (0x3400...0x9FFF).contains(value) }
}
