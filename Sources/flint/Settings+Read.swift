import Domain
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
        for entry in file(flags: flags, environment: environment, &mistakes) {
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

    /// The settings and the engines that they name, all mistakes together.
    static func readWithEngines(
        flags: [String: String],
        log: (Settings) -> Log = { _ in .silent }
    ) throws(Mistakes) -> (settings: Settings, lineup: EngineLineup) {
        let settings: Settings
        do {
            settings = try read(flags: flags)
        } catch {
            // The manifest is read as far as the flags and variables say where it is.
            var engines = Settings()
            engines.engines = flags["--engines"] ?? ProcessInfo.processInfo.environment["FLINT_ENGINES"]
            var messages = error.messages
            do { _ = try engines.lineup() } catch { messages += error.messages }
            throw Mistakes(messages: messages)
        }
        return (settings, try settings.lineup(log: log(settings)))
    }

    /// The entries of the settings file; prices, which have a table of their own there, as the one text that they are.
    private static func file(
        flags: [String: String],
        environment: [String: String],
        _ mistakes: inout [String]
    ) -> [(name: String, value: String, origin: String)] {
        let named = flags["--config"] ?? environment["FLINT_CONFIG"]
        let path = named ?? "flint.toml"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            if named != nil || FileManager.default.fileExists(atPath: path) {
                mistakes.append("\(path): the settings file can't be read")
            }
            return []
        }
        let file = TOML(text)
        mistakes += file.problems.map { "\(path):\($0.line): \($0.message)" }
        var found = file.entries.filter { !$0.name.hasPrefix("prices.") }.map {
            ($0.name, $0.value, "\(path):\($0.line)")
        }
        let prices = file.entries.filter { $0.name.hasPrefix("prices.") }
        if let first = prices.first {
            let value = prices.map { "\($0.name.dropFirst("prices.".count))=\($0.value)" }.joined(separator: ",")
            found.append(("prices", value, "\(path):\(first.line)"))
        }
        return found
    }
}
