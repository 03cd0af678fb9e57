/// What is behind things whose words say nothing of it: a colour that none of them is said to have, or where a time of day is told a landscape.
/// Left open it would come out as the mean of all that the network has seen.
package struct Background {
    private let settings: Set<Int>
    private let times: Set<Int>
    /// Looks that have a ground of their own.
    private let looks: Set<Int>
    private let colours: [Int]
    private let landscapes: [[Int]]
    private let word: [Int]
    private let limit: Int

    package init(_ vocabulary: Vocabulary) {
        func tokens(_ words: String) -> [[Int]] {
            words.split(separator: " ").map { vocabulary.forms[String($0)] ?? [] }
        }
        word = vocabulary.forms["background"] ?? []
        let places = "sea beach meadow forest mountains desert city street room kitchen space plain"
        settings = Set(tokens(places).joined() + word)
        times = Set(tokens("day night sunset rain snow").joined())
        looks = Set(tokens("neon monochrome").joined() + (vocabulary.forms["line art"] ?? []))
        colours = tokens("blue yellow green pink turquoise orange purple").flatMap { $0 }
        landscapes = tokens("meadow forest mountains city").map { (vocabulary.forms["in"] ?? []) + $0 }
        limit = vocabulary.limit
    }

    /// The words with what they leave open, as the seed decides it.
    package func completed(_ words: [Int], behind composition: Composition, seed: UInt64) -> [Int] {
        guard settings.isDisjoint(with: words) else { return words }
        let taken = Set(words + composition.things.flatMap(\.tokens))
        let free = colours.filter { !taken.contains($0) }
        let choices =
            if !times.isDisjoint(with: words) { landscapes } else if looks.isDisjoint(with: words) {
                free.map { [$0] + word }
            } else { [[Int]]() }
        guard !choices.isEmpty else { return words }
        // A chance beyond those that things have.
        let chosen = choices[Int(Noise.uniform(seed: seed, 1 << 32) * Float(choices.count))]
        return words.count + chosen.count <= limit ? words + chosen : words
    }
}
