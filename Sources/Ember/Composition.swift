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
        /// What a reference shows of it, beside its words if there are any: a small square picture.
        package var seen: [Float]?

        package init(tokens: [Int], x: Float, y: Float, width: Float, height: Float) {
            self.tokens = tokens
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    package var things: [Thing]

    /// A box is looked at that much longer than its thing, for what glows and sheds shadow.
    static let margin: Float = 1.2

    package init(_ things: [Thing] = []) { self.things = things }

    /// Keeps things back whose places references take: those of what they show, and where there is none or nobody can tell, the others in the
    /// order in which the words name them, first one of each kind. None of them is mirrored. Where there are too few, nothing is left of either.
    package func reserving(_ names: [Set<Int>], by words: [Int]) -> (places: Composition, rest: Composition) {
        guard !names.isEmpty else { return (Composition(), self) }
        guard things.count >= names.count else { return (Composition(), Composition()) }
        var rest = ordered(by: words)
        var places = [Thing?](repeating: nil, count: names.count)
        for (index, names) in names.enumerated() {
            guard let place = rest.firstIndex(where: { names.contains($0.tokens.first ?? 0) }) else { continue }
            places[index] = rest.remove(at: place)
        }
        for index in places.indices where places[index] == nil { places[index] = rest.removeFirst() }
        let unmirrored = places.compactMap(\.self).map { thing in
            var thing = thing
            thing.width = abs(thing.width)
            return thing
        }
        return (Composition(unmirrored), Composition(rest))
    }

    private func ordered(by words: [Int]) -> [Thing] {
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
        return firsts + others + rest
    }
}
