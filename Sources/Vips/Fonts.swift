import CVips

/// What the installed fonts can draw; looked up once.
package enum Fonts {
    package static var areInstalled: Bool { covers("A") || covers("一") }

    /// Whether some font has an outline for this character.
    package static func covers(_ character: Unicode.Scalar) -> Bool {
        unsafe FcCharSetHasChar(covered.characters, character.value) != 0
    }

    /// Never changed once it is made.
    @safe private struct Coverage: @unchecked Sendable {
        let characters = unsafe flint_covered_characters()
    }

    private static let covered = Coverage()
}
