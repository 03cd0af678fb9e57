/// Changes pictures as chance will: bits, numbers that matter, pieces cut out, doubled, exchanged or taken from another file.
struct Fuzz: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// SplitMix64, after Steele, Lea and Flood (2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private static let interesting: [[UInt8]] = [
        [0], [0xFF], [0x7F], [0x80], [0, 0], [0xFF, 0xFF], [0x7F, 0xFF], [0xFF, 0x7F], [0x80, 0], [0, 0, 0, 0],
        [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0x80, 0, 0, 0], [0, 0, 0, 0x80],
        [0, 0, 0x40, 0], [0, 0x40, 0, 0],
    ]

    mutating func next(from corpus: [[UInt8]]) -> [UInt8] {
        var picture = corpus[Int.random(in: corpus.indices, using: &self)]
        for _ in 0..<Int.random(in: 1...6, using: &self) where !picture.isEmpty {
            let place = Int.random(in: picture.indices, using: &self)
            // Headers are short, and decide much.
            let early = Int.random(in: 0..<min(96, picture.count), using: &self)
            let spot = Bool.random(using: &self) ? early : place
            switch Int.random(in: 0..<8, using: &self) {
            case 0: picture[spot] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: picture[spot] = UInt8.random(in: 0...255, using: &self)
            case 2, 3:
                let number = Self.interesting[Int.random(in: Self.interesting.indices, using: &self)]
                for (offset, byte) in number.enumerated() where spot + offset < picture.count {
                    picture[spot + offset] = byte
                }
            case 4: picture.removeSubrange(place..<min(picture.count, place + length()))
            case 5: picture.insert(contentsOf: picture[place..<min(picture.count, place + length())], at: spot)
            case 6: picture.removeLast(picture.count - place)
            default:
                let other = corpus[Int.random(in: corpus.indices, using: &self)]
                let from = Int.random(in: other.indices, using: &self)
                picture.replaceSubrange(place..., with: other[from...])
            }
        }
        return picture
    }

    private mutating func length() -> Int { 1 << Int.random(in: 0...8, using: &self) }
}
