/// The models that this service knows, in the order in which they are listed.
package struct Catalog: Sendable {
    package let models: [Model]

    package init(_ models: [Model]) {
        self.models = models
    }

    package subscript(_ id: String) -> Model? {
        models.first { $0.id == id }
    }

    /// The five models of the Spark image API.
    package static let spark = Catalog([
        .sparkDream5, .sparkImage31, .sparkT2I3, .sparkDream3, .sparkMultiDreamo,
    ])
}
