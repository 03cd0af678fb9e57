import Foundation

extension Settings {
    /// All that is wrong with the settings, to be told together.
    struct Mistakes: Error {
        var messages: [String]
    }

    /// Flag before environment before file before default.
    static func read(
        flags: [String: String],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Mistakes) -> Settings {
        var settings = Settings()
        var mistakes: [String] = []
        var given: [String: (text: String, origin: String)] = [:]
        for entry in try file(flags: flags, environment: environment) {
            guard Setting.all.contains(where: { $0.name == entry.name }) else {
                mistakes.append("\(entry.origin): there is no setting \(entry.name)")
                continue
            }
            given[entry.name] = (entry.value, entry.origin)
        }
        let known = Set(Setting.all.map(\.environment) + ["FLINT_CONFIG", "FLINT_KEY", "FLINT_SERVER"])
        for name in environment.keys.sorted() where name.hasPrefix("FLINT_") && !known.contains(name) {
            mistakes.append("\(name): there is no such setting")
        }
        for setting in Setting.all {
            if let text = environment[setting.environment] { given[setting.name] = (text, setting.environment) }
            if let text = flags[setting.flag] { given[setting.name] = (text, setting.flag) }
            guard let (text, origin) = given[setting.name] else { continue }
            if let rule = setting.read(&settings, text) {
                mistakes.append(
                    "\(origin): \(setting.name) must be \(rule)\(setting.isSecret ? "" : ", not \"\(text)\"")"
                )
            }
        }
        guard mistakes.isEmpty else { throw Mistakes(messages: mistakes) }
        return settings
    }

    /// The entries of the settings file; prices, which have a table of their own there, as the one text that they are.
    private static func file(
        flags: [String: String],
        environment: [String: String]
    ) throws(Mistakes) -> [(name: String, value: String, origin: String)] {
        let named = flags["--config"] ?? environment["FLINT_CONFIG"]
        let path = named ?? "flint.toml"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            if named == nil { return [] }
            throw Mistakes(messages: ["\(path): the settings file can't be read"])
        }
        do {
            let entries = try TOML(text).entries
            var found = entries.filter { !$0.name.hasPrefix("prices.") }.map {
                ($0.name, $0.value, "\(path):\($0.line)")
            }
            let prices = entries.filter { $0.name.hasPrefix("prices.") }
            if let first = prices.first {
                let value = prices.map { "\($0.name.dropFirst("prices.".count))=\($0.value)" }.joined(separator: ",")
                found.append(("prices", value, "\(path):\(first.line)"))
            }
            return found
        } catch {
            throw Mistakes(messages: ["\(path):\(error.line): \(error.message)"])
        }
    }
}
