/// Something that words a prompt anew before it is drawn, as far as the order wants that, and plans what each picture of a group shows.
package protocol Rewriter: Sendable {
    /// Throws only when its task is cancelled: a prompt that cannot be rewritten is drawn as it is.
    func rewrite(_ order: Order, for engine: any Engine) async throws -> Rewrite
}

/// What the engine gets in place of the order's prompt.
package struct Rewrite: Sendable, Equatable {
    package var prompt: String
    /// As in `Order.variations`.
    package var variations: [String]
    package var warnings: [String]

    package init(prompt: String, variations: [String] = [], warnings: [String] = []) {
        self.prompt = prompt
        self.variations = variations
        self.warnings = warnings
    }
}
