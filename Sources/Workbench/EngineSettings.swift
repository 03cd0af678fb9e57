import Domain
import Foundation

/// What the manifest says about one engine.
///
/// Each value is asked for by its name and kind. What is wrong is noted, and so is every name that nobody asked for, so that
/// all mistakes can be told together.
package struct EngineSettings: Sendable {
    package struct Entry: Sendable {
        package var name: String
        /// As text; the items of an array are joined with commas.
        package var value: String
        /// Where it stands, as in `engines.toml:7`.
        package var origin: String

        package init(name: String, value: String, origin: String) {
            self.name = name
            self.value = value
            self.origin = origin
        }
    }

    /// The name of the engine, which tasks carry as `metadata.engine`.
    package let name: String
    package private(set) var mistakes: [String] = []
    private let entries: [String: Entry]
    private let environment: [String: String]
    private var asked: Set<String> = []

    package init(
        name: String,
        entries: [Entry],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.name = name
        self.entries = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
        self.environment = environment
    }

    /// The value of a name, whatever it is.
    package mutating func text(_ name: String) -> String? {
        asked.insert(name)
        return entries[name]?.value
    }

    package mutating func requiredText(_ name: String) -> String? {
        if let text = text(name), !text.isEmpty { return text }
        mistakes.append("the engine \(self.name) needs \(name) = \"…\"")
        return nil
    }

    package mutating func list(_ name: String) -> [String]? {
        text(name)?.split(separator: ",").map {
            String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    package mutating func integer(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        read(name, as: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package mutating func number(_ name: String, _ range: ClosedRange<Double>) -> Double? {
        read(name, as: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package mutating func flag(_ name: String) -> Bool? {
        read(name, as: "true or false") { Bool($0) }
    }

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String,
        _ type: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return read(name, as: "one of \(known)") { Choice(rawValue: $0) }
    }

    /// `30s`, `10m`, `2h`.
    package mutating func duration(_ name: String, _ range: ClosedRange<Int>) -> Duration? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        return read(name, as: "a time such as 30s, 10m or 2h, from \(range.lowerBound) to \(range.upperBound) s") {
            text in
            guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()),
                (0..<1 << 40).contains(number)
            else {
                return nil
            }
            return range.contains(number * unit) ? .seconds(number * unit) : nil
        }
    }

    /// `500MB`, `20GB`.
    package mutating func byteCount(_ name: String) -> Int? {
        read(name, as: "a size such as 500MB or 20GB") { text in
            for (unit, factor) in [("MB", 1 << 20), ("GB", 1 << 30), ("TB", 1 << 40)] where text.hasSuffix(unit) {
                return Int(text.dropLast(2)).flatMap { (1...100_000).contains($0) ? $0 * factor : nil }
            }
            return nil
        }
    }

    /// An http or https URL, its slash at the end taken away.
    package mutating func url(_ name: String) -> String? {
        guard requiredText(name) != nil else { return nil }
        return read(name, as: "an http or https URL without user name and password") { text in
            guard let parts = URLComponents(string: text),
                ["http", "https"].contains(parts.scheme?.lowercased() ?? ""),
                parts.host?.isEmpty == false, parts.user == nil, parts.password == nil, parts.query == nil,
                parts.fragment == nil
            else { return nil }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
    }

    /// The key of `NAME = "…"`, of the variable that `NAME_env` names, or of the file that `NAME_file` names.
    package mutating func credential(_ name: String) -> Credential? {
        let given = [name, name + "_env", name + "_file"].filter { text($0) != nil }
        guard let chosen = given.first else { return nil }
        guard given.count == 1 else {
            mistakes.append("\(origin(of: chosen)): only one of \(given.joined(separator: ", ")) may be given")
            return nil
        }
        guard let found = content(of: chosen, in: name) else { return nil }
        let key = found.filter { !$0.isWhitespace }
        guard (1...4096).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            note(chosen, "the key must be 1 to 4096 characters of ASCII")
            return nil
        }
        return Credential(key)
    }

    /// The key itself, wherever it lies.
    private mutating func content(of chosen: String, in name: String) -> String? {
        let value = entries[chosen]?.value ?? ""
        if chosen == name { return value }
        if chosen == name + "_env" {
            if let key = environment[value] { return key }
            note(chosen, "the variable \(value) is not set")
            return nil
        }
        if let key = try? String(contentsOfFile: value, encoding: .utf8) { return key }
        note(chosen, "the file \(value) can't be read")
        return nil
    }

    /// The settings below a name, each with its own: `upstreams.first.url` is `url` of `first`.
    package mutating func groups(_ name: String) -> [EngineSettings] {
        var groups: [String: [Entry]] = [:]
        for entry in entries.values where entry.name.hasPrefix(name + ".") {
            let rest = entry.name.dropFirst(name.count + 1)
            guard let dot = rest.firstIndex(of: ".") else { continue }
            asked.insert(entry.name)
            let inner = Entry(name: String(rest[rest.index(after: dot)...]), value: entry.value, origin: entry.origin)
            groups[String(rest[..<dot]), default: []].append(inner)
        }
        return groups.sorted { $0.key < $1.key }.map {
            EngineSettings(name: "\(self.name).\($0.key)", entries: $0.value, environment: environment)
        }
    }

    /// Notes a mistake at the value of a name.
    package mutating func note(_ name: String, _ message: String) {
        mistakes.append("\(origin(of: name)): \(message)")
    }

    /// Takes over the mistakes of a group.
    package mutating func take(mistakesOf group: EngineSettings) {
        mistakes += group.mistakes + group.unknown
    }

    /// A mistake for each name that nobody asked for.
    package var unknown: [String] {
        entries.values.filter { !asked.contains($0.name) }.sorted { $0.origin < $1.origin }.map {
            "\($0.origin): the engine \(name) has no setting \($0.name)"
        }
    }

    private func origin(of name: String) -> String {
        entries[name].map { "\($0.origin): \(self.name).\(name)" } ?? "\(self.name).\(name)"
    }

    private mutating func read<Value>(_ name: String, as rule: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(name) else { return nil }
        if let value = parse(text) { return value }
        note(name, "must be \(rule), not \"\(text.prefix(80))\"")
        return nil
    }
}
