import Catalog
import Domain
import Ember

extension Settings {
    /// Which engine serves which model: Ember behind all five, unless the settings say none.
    func engines() throws -> Engines {
        guard engine == .ember else { return Engines() }
        let ember = try EmberEngine(configuration: ember)
        return Engines(Dictionary(uniqueKeysWithValues: Catalog.spark.models.map { ($0.id, ember) }))
    }

    var ember: EmberEngine.Configuration {
        var configuration = EmberEngine.Configuration()
        if let weights { configuration.weights = weights }
        if let threads { configuration.threads = threads }
        return configuration
    }
}
