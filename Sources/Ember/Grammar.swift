import Glibc

/// The composer's tokens, and which of them may follow which: things of a kind, a colour, what they wear, and three bins.
struct Grammar {
    let tokenCount: Int
    let longest: Int
    let end: Int
    private let prompt: Int
    private let compose: Int
    private let ratio: Int
    private let ratios: Int
    private let across: Int
    private let down: Int
    private let heights: Int
    private let most: Int
    private let lowest: Float
    private let highest: Float
    private let kinds: [Int]
    private let aspects: [Float]
    private let colours: [Int]
    private let worn: [Int]
    /// What prompts call things by: their kinds, and words for several kinds.
    private let names: Set<Int>

    init(_ reader: ConfigurationReader) throws(EmberError) {
        tokenCount = try reader.number("tokens", 2...65_536)
        longest = try reader.number("limit", 8...4096)
        prompt = try reader.number("prompt", 1...512)
        end = try reader.number("end", 2...65_535)
        compose = try reader.number("compose", 1...65_535)
        ratio = try reader.number("ratio", 1...65_535)
        ratios = try reader.number("ratios", 1...99)
        across = try reader.number("across", 1...999)
        down = try reader.number("down", 1...999)
        heights = try reader.number("heights", 1...999)
        most = try reader.number("most", 1...16)
        let range = try reader.numbers("thousandths", 1...9999, count: 2...2)
        (lowest, highest) = (log(Float(range[0]) / 1000), log(Float(range[1]) / 1000))
        kinds = try reader.numbers("kinds", 1...(end - 1), count: 1...999)
        aspects = try reader.numbers("aspects", 1...99_999, count: kinds.count...kinds.count).map { Float($0) / 1000 }
        colours = try reader.numbers("colours", 1...(end - 1), count: 1...999)
        worn = try reader.numbers("worn", 1...(end - 1), count: 0...3)
        names = Set(try reader.numbers("names", 1...(end - 1), count: 1...999))
        // Each token has one meaning, and those of things stand before those of places.
        let meanings = kinds + colours + worn
        guard Set(meanings).count == meanings.count else { throw reader.fault("kinds") }
        guard end <= compose, compose < ratio else { throw reader.fault("ratio") }
        guard max(end, compose, height + heights - 1) < tokenCount else { throw reader.fault("tokens") }
        guard 3 + prompt + most * (worn.count + 5) <= longest else { throw reader.fault("limit") }
    }

    private var x: Int { ratio + ratios }
    private var y: Int { x + across }
    private var height: Int { y + down }

    /// What stands before that which the composer writes.
    func opening(_ words: [Int], ratio shape: Float) -> [Int] {
        let step = Int((log2(shape) * 2).rounded()) + ratios / 2
        return [ratio + max(0, min(ratios - 1, step))] + words.prefix(prompt).filter { $0 < end } + [compose]
    }

    /// The highest token that a thing can have.
    var highestMeaning: Int { (kinds + colours + worn).max() ?? 0 }

    func isKind(_ token: Int) -> Bool { kinds.contains(token) }

    func namesThing(_ tokens: [Int]) -> Bool { tokens.contains(where: names.contains) }

    enum Role {
        case kind
        case colour
        case worn
        /// How far across and down, and how high, as a share of its bins.
        case across(Int), down(Int), height(Int)
    }

    func role(of token: Int) -> Role {
        switch token {
        case height...: .height(token - height)
        case y...: .down(token - y)
        case x...: .across(token - x)
        default: kinds.contains(token) ? .kind : colours.contains(token) ? .colour : .worn
        }
    }

    /// What may follow `last` of a thing, or its beginning, when so many things stand; and whether the choices are many and alike.
    func after(_ last: Int?, things: Int) -> (tokens: [Int], isSpread: Bool) {
        let beginning = [end] + (things < most ? kinds : [])
        guard let last else { return (beginning, false) }
        let places = Array(x..<y)
        switch role(of: last) {
        case .kind: return (colours, false)
        case .colour: return (worn + places, true)
        case .worn: return (worn.drop { $0 != last }.dropFirst() + places, true)
        case .across: return (Array(y..<height), true)
        case .down: return (Array(height..<height + heights), true)
        case .height: return (beginning, false)
        }
    }

    /// The thing that was written; `free` says where in its bin a place is, and whether the thing is mirrored.
    func thing(_ written: [Int], ratio: Float, free: (Int) -> Float) -> Composition.Thing {
        var thing = Composition.Thing(tokens: [], x: 0.5, y: 0.5, width: 0, height: 0)
        for token in written {
            switch role(of: token) {
            case .across(let bin): thing.x = (Float(bin) + free(0)) / Float(across)
            case .down(let bin): thing.y = (Float(bin) + free(1)) / Float(down)
            case .height(let bin):
                let height = exp(lowest + (Float(bin) + free(2)) / Float(heights) * (highest - lowest))
                let aspect = thing.tokens.first.flatMap(kinds.firstIndex).map { aspects[$0] } ?? 1
                thing.width = height * aspect / ratio.squareRoot() * (free(3) < 0.5 ? -1 : 1)
                thing.height = height * ratio.squareRoot()
            default: thing.tokens.append(token)
            }
        }
        return thing
    }
}

/// Things as they are written.
struct Writing {
    private let grammar: Grammar
    private let ratio: Float
    private(set) var things: [Composition.Thing] = []
    /// The tokens of the thing that is not finished.
    private(set) var current: [Int] = []

    init(_ grammar: Grammar, ratio: Float) {
        self.grammar = grammar
        self.ratio = ratio
    }

    var allowed: (tokens: [Int], isSpread: Bool) { grammar.after(current.last, things: things.count) }

    mutating func write(_ token: Int, free: (Int) -> Float) {
        current.append(token)
        guard case .height = grammar.role(of: token) else { return }
        things.append(grammar.thing(current, ratio: ratio, free: free))
        current = []
    }
}
