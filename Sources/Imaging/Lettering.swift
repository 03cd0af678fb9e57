/// A text that is set over a picture, and how it is wished to look.
package struct Lettering: Sendable, Equatable {
    package var text: String
    package var wishes = Wishes()

    package init(_ text: String, wishes: Wishes = Wishes()) {
        self.text = text
        self.wishes = wishes
    }

    /// What a prompt says about a text; `nil` where it says nothing.
    package struct Wishes: Sendable, Equatable {
        package var size: Size?
        package var colour: Colour?
        package var weight: Weight?
        package var face: Face?
        package var isItalic = false
        package var row: Row?
        package var column: Column?
        package var alignment: Column?
        package var role: Role?

        package init() {}
    }

    package enum Size: Sendable, Equatable { case tiny, small, medium, large, huge }
    package enum Weight: Sendable, Equatable { case light, regular, bold }
    package enum Face: Sendable, Equatable { case sans, serif, handwriting }
    package enum Row: Sendable, Equatable, CaseIterable { case top, middle, bottom }
    package enum Column: Sendable, Equatable, CaseIterable { case left, centre, right }
    /// What a text is for: it decides what the prompt leaves open.
    package enum Role: Sendable, Equatable { case title, subtitle, caption }

    package struct Colour: Sendable, Equatable {
        package var red: UInt8
        package var green: UInt8
        package var blue: UInt8

        package init(_ rgb: UInt32) {
            red = UInt8(rgb >> 16 & 255)
            green = UInt8(rgb >> 8 & 255)
            blue = UInt8(rgb & 255)
        }

        package static let white = Colour(0xFFFFFF)
        package static let black = Colour(0x101010)
    }
}
