/// The part of TOML that a settings file needs: tables, and keys with texts, numbers, booleans and arrays of those.
struct TOML {
    struct Entry {
        /// With the names of its tables before it: `prices.spark_t2i_3_0`.
        var name: String
        /// As text; the items of an array are joined with commas.
        var value: String
        var line: Int
    }

    struct Problem {
        var line: Int
        var message: String
    }

    private(set) var entries: [Entry] = []
    /// The lines that can't be read; the others are in `entries`.
    private(set) var problems: [Problem] = []

    init(_ text: String) {
        var table = ""
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            let line = Self.withoutComment(raw).trimmed
            if line.isEmpty { continue }
            if line.hasPrefix("[") {
                guard line.hasSuffix("]"), let name = Self.name(String(line.dropFirst().dropLast())) else {
                    problems.append(Problem(line: number, message: "a table is written [name]"))
                    continue
                }
                table = name + "."
                continue
            }
            guard let equals = Self.equals(in: line), let name = Self.name(String(line[..<equals]).trimmed) else {
                problems.append(Problem(line: number, message: "a setting is written name = value"))
                continue
            }
            let value = String(line[line.index(after: equals)...]).trimmed
            guard let value = Self.value(value) else {
                problems.append(
                    Problem(
                        line: number,
                        message: "the value of \(name) is no text in quotes, number, true, false or array"
                    )
                )
                continue
            }
            guard !entries.contains(where: { $0.name == table + name }) else {
                problems.append(Problem(line: number, message: "\(table + name) stands twice"))
                continue
            }
            entries.append(Entry(name: table + name, value: value, line: number))
        }
    }

    private static func withoutComment(_ line: Substring) -> String {
        var quoted = false
        var kept = ""
        for character in line {
            if character == "\"" { quoted.toggle() }
            if character == "#", !quoted { break }
            kept.append(character)
        }
        return kept
    }

    private static func equals(in line: String) -> String.Index? {
        var quoted = false
        for index in line.indices {
            if line[index] == "\"" { quoted.toggle() }
            if line[index] == "=", !quoted { return index }
        }
        return nil
    }

    private static func name(_ text: String) -> String? {
        if let quoted = string(text) { return quoted }
        let isBare =
            !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
        return isBare ? text : nil
    }

    private static func value(_ text: String) -> String? {
        if text.hasPrefix("[") {
            guard text.hasSuffix("]") else { return nil }
            let items = split(text.dropFirst().dropLast())
            let values = items.compactMap { $0.isEmpty ? nil : value($0) }
            return values.count == items.count(where: { !$0.isEmpty }) ? values.joined(separator: ",") : nil
        }
        if let quoted = string(text) { return quoted }
        if text == "true" || text == "false" { return text }
        let plain = text.filter { $0 != "_" }
        return Double(plain) == nil ? nil : plain
    }

    private static func split(_ text: Substring) -> [String] {
        var items = [""]
        var quoted = false
        for character in text {
            if character == "\"" { quoted.toggle() }
            if character == ",", !quoted { items.append("") } else { items[items.count - 1].append(character) }
        }
        return items.map(\.trimmed)
    }

    private static func string(_ text: String) -> String? {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
        let inner = text.dropFirst().dropLast()
        return inner.contains("\"") || inner.contains("\\") ? nil : String(inner)
    }
}

extension String {
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
