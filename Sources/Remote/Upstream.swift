package import Workbench

/// A server that does the work of an engine.
package struct Upstream: Sendable, Equatable {
    /// As the log names it.
    package var name: String
    /// `https://api.example.com/v1`, without a slash at its end.
    package var base: String
    package var key: Credential?
    /// How much of the work it gets, against the others.
    package var weight: Int

    package init(name: String, base: String, key: Credential? = nil, weight: Int = 1) {
        self.name = name
        self.base = base
        self.key = key
        self.weight = weight
    }
}

extension Upstream {
    /// `url`, `key` and `weight` of the engine itself, or those of each group under `upstreams`.
    package static func all(in settings: inout EngineSettings) -> [Upstream] {
        var groups = settings.groups("upstreams")
        if groups.isEmpty {
            return one(named: settings.name, in: &settings).map { [$0] } ?? []
        }
        var found: [Upstream] = []
        for index in groups.indices {
            if let upstream = one(named: groups[index].name, in: &groups[index]) { found.append(upstream) }
            settings.take(mistakesOf: groups[index])
        }
        return found
    }

    private static func one(named name: String, in settings: inout EngineSettings) -> Upstream? {
        let key = settings.credential("key")
        let weight = settings.integer("weight", 1...1000) ?? 1
        guard let base = settings.url("url") else { return nil }
        return Upstream(name: name, base: base, key: key, weight: weight)
    }
}
