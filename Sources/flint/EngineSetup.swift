import Catalog
import Checkpoints
import Domain
import Ember
import Foundation
import Imaging
import Remote
import Web
import Workbench

extension Settings {
    /// The kinds of engine that a manifest can name; a new one is a line here.
    static let engineKinds: [any EngineKind.Type] = [
        CheckpointEngine.self, OpenAIEngine.self, ArkEngine.self, SparkEngine.self,
    ]

    /// Which engine serves which model: what the manifest says, else the one that the settings name behind all five.
    func lineup(log: Log = .silent) throws(Mistakes) -> EngineLineup {
        let found = manifest()
        guard found.mistakes.isEmpty else { throw Mistakes(messages: found.mistakes) }
        let made: (lineup: EngineLineup, mistakes: [String])
        do {
            let ember = engine == .ember || found.manifest != nil ? try EmberEngine(configuration: ember) : nil
            if let manifest = found.manifest {
                made = manifest.lineup(
                    kinds: Self.engineKinds,
                    tools: tools(log),
                    ember: ember,
                    standard: engine.rawValue
                )
            } else {
                made = (EngineLineup(standard: engine, ember: ember), [])
            }
        } catch {
            throw Mistakes(messages: ["\(error)"])
        }
        guard made.mistakes.isEmpty else { throw Mistakes(messages: made.mistakes) }
        return made.lineup
    }

    /// The manifest, where there is one; one that is named must be there.
    private func manifest() -> (manifest: EngineManifest?, mistakes: [String]) {
        let path = engines ?? "engines.toml"
        let manifest = EngineManifest(path: path)
        if manifest == nil, engines != nil || FileManager.default.fileExists(atPath: path) {
            return (nil, ["engines: \(path) can't be read"])
        }
        return (manifest, [])
    }

    private func tools(_ log: Log) -> EngineTools {
        let decoder = Decoder()
        return EngineTools(
            // No picture of ours is larger; what comes larger is made smaller at once.
            decode: { bytes in try await decoder.decode(bytes, longestSide: 8192).bitmap },
            encode: { try Encoder().encode($0, as: .jpeg) },
            openNetworks: fetchAllow.map(\.description),
            shelf: shelf,
            program: "/proc/self/exe",
            version: Flint.version,
            log: log
        )
    }

    var ember: EmberEngine.Configuration {
        var configuration = EmberEngine.Configuration()
        if let weights { configuration.weights = weights }
        if let threads { configuration.threads = threads }
        return configuration
    }

    /// Where downloaded models lie.
    var shelf: String { checkpoints ?? "\(data)/checkpoints" }
}

extension EngineLineup {
    /// One engine behind all models, or none.
    init(standard: EngineName, ember: EmberEngine?) {
        self.init(named: ember.map { [(EngineName.ember.rawValue, $0)] } ?? [])
        guard standard == .ember else { return }
        for model in Catalog.spark.models { served[model.id] = EngineName.ember.rawValue }
    }
}
