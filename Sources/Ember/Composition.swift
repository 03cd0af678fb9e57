/// What stands where in a picture.
package struct Composition: Sendable, Equatable {
    /// A thing in its box.
    package struct Thing: Sendable, Equatable {
        /// Its kind, its colour, and what it wears.
        package var tokens: [Int]
        /// Its middle and its sides, in shares of the picture's; the width of a thing that is drawn mirrored is negative.
        package var x: Float
        package var y: Float
        package var width: Float
        package var height: Float

        package init(tokens: [Int], x: Float, y: Float, width: Float, height: Float) {
            self.tokens = tokens
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    package var things: [Thing]

    package init(_ things: [Thing] = []) { self.things = things }

    /// Keeps things back whose places references take, in the order in which the words name them: first one of each kind, and not mirrored. Where
    /// there are too few, nothing is left of either.
    package func reserving(_ count: Int, by words: [Int]) -> (places: Composition, rest: Composition) {
        guard count > 0 else { return (Composition(), self) }
        guard things.count >= count else { return (Composition(), Composition()) }
        var rest = things
        var (firsts, others): ([Thing], [Thing]) = ([], [])
        for word in words {
            while let index = rest.firstIndex(where: { $0.tokens.first == word }) {
                let thing = rest.remove(at: index)
                if firsts.contains(where: { $0.tokens.first == word }) {
                    others.append(thing)
                } else {
                    firsts.append(thing)
                }
            }
        }
        let ordered = firsts + others + rest
        let places = ordered.prefix(count).map { thing in
            var thing = thing
            thing.width = abs(thing.width)
            return thing
        }
        return (Composition(places), Composition(Array(ordered.dropFirst(count))))
    }
}
