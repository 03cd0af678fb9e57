import Catalog
import Domain
import Foundation
import Workbench

/// `engines.toml`: engines by name, and which model is served by which.
struct EngineManifest: Sendable {
    let path: String
    /// The entries of each table under `engines`.
    private var tables: [(name: String, entries: [EngineSettings.Entry])] = []
    /// The name of the engine of each model, and of all others under `default`.
    private var served: [String: EngineSettings.Entry] = [:]
    private(set) var mistakes: [String] = []

    /// Reads the file; `nil` where there is none.
    init?(path: String) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        self.path = path
        let file = TOML(text)
        mistakes = file.problems.map { "\(path):\($0.line): \($0.message)" }
        for entry in file.entries { take(entry) }
    }

    private mutating func take(_ entry: TOML.Entry) {
        let origin = "\(path):\(entry.line)"
        let words = entry.name.split(separator: ".", maxSplits: 2).map(String.init)
        switch (words.first, words.count) {
        case ("models", 2):
            if words[1] != "default", Catalog.spark[words[1]] == nil {
                mistakes.append("\(origin): there is no model \(words[1])")
            }
            served[words[1]] = .init(name: words[1], value: entry.value, origin: origin)
        case ("engines", 3):
            let inner = EngineSettings.Entry(name: words[2], value: entry.value, origin: origin)
            if let index = tables.firstIndex(where: { $0.name == words[1] }) {
                tables[index].entries.append(inner)
            } else {
                tables.append((words[1], [inner]))
                checkName(words[1], origin)
            }
        default: mistakes.append("\(origin): \(entry.name) belongs into [models] or [engines.NAME]")
        }
    }

    private mutating func checkName(_ name: String, _ origin: String) {
        let isPlain =
            name.count <= 40 && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
        if !isPlain || EngineName(rawValue: name) != nil {
            mistakes.append("\(origin): an engine's name is made of letters, digits, - and _, and not ember or none")
        }
    }

    /// Makes all engines that it names, and says which serves which model; mistakes are told together.
    func lineup(
        kinds: [any EngineKind.Type],
        tools: EngineTools,
        ember: (any Engine)?,
        standard: String
    ) -> (EngineLineup, [String]) {
        var mistakes = mistakes
        var engines: [String: any Engine] = [:]
        if let ember { engines[EngineName.ember.rawValue] = ember }
        for table in tables {
            var settings = EngineSettings(name: table.name, entries: table.entries)
            let kind = settings.requiredText("kind")
            if let kind, let known = kinds.first(where: { $0.name == kind }) {
                let engine = known.make(&settings, with: tools)
                if engine == nil, settings.mistakes.isEmpty { settings.note("kind", "the engine can't be made") }
                engines[table.name] = engine
                mistakes += settings.mistakes + settings.unknown
            } else {
                let names = kinds.map { $0.name }.joined(separator: ", ")
                if kind != nil { settings.note("kind", "must be one of \(names)") }
                mistakes += settings.mistakes
            }
        }
        var lineup = EngineLineup(named: engines.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        let known = Set(tables.map(\.name) + EngineName.allCases.map(\.rawValue))
        for entry in served.values where !known.contains(entry.value) {
            mistakes.append("\(entry.origin): there is no engine \(entry.value)")
        }
        for model in Catalog.spark.models {
            let name = served[model.id]?.value ?? served["default"]?.value ?? standard
            if name != EngineName.none.rawValue { lineup.served[model.id] = name }
        }
        return (lineup, mistakes)
    }
}

/// The engines that there are, and which model each of them serves.
struct EngineLineup: Sendable {
    var named: [(name: String, engine: any Engine)]
    /// The engine's name by the model's.
    var served: [String: String] = [:]

    subscript(_ name: String) -> (any Engine)? { named.first { $0.name == name }?.engine }

    var engines: Engines { Engines(served.compactMapValues { self[$0] }) }

    /// The models of an engine, in the order of the catalog.
    func models(of name: String) -> [String] { Catalog.spark.models.map(\.id).filter { served[$0] == name } }
}
