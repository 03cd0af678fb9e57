/// A key for somebody else's server; it prints as dots wherever it ends up.
package struct Credential: Sendable, Equatable {
    /// For the one header that carries it.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "•••" }
    package var debugDescription: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
