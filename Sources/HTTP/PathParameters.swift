/// What stood at the places of a route's `:names`, percent-decoded.
package struct PathParameters: Sendable, Equatable {
    private var values: [(name: String, value: String)] = []

    package init() {}

    package subscript(_ name: String) -> String? {
        values.last { $0.name == name }?.value
    }

    mutating func add(_ name: String, _ value: String) {
        values.append((name, value))
    }

    package static func == (left: PathParameters, right: PathParameters) -> Bool {
        left.values.elementsEqual(right.values, by: ==)
    }
}
