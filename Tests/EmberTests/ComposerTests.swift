import Ember
import Foundation
import OneDNN
import Testing

/// What the composer writes: with random weights anything that the grammar allows, with those that are shipped what the words say.
struct ComposerTests {
    private static let kinds = 2...33
    private static let colours = 34...45

    private func composer(_ weights: Weights) throws -> Composer {
        try Composer(weights, on: Machine(threads: 1, element: .fastest))
    }

    @Test func `whatever the weights, there are things of a kind and a colour in boxes, five at most`() throws {
        let composer = try composer(Fixture.composer)
        var counts: Set<Int> = []
        for seed: UInt64 in 0..<60 {
            let ratio = Float([1, 1.5, 0.4, 16, 1.0 / 16][Int(seed % 5)])
            let things = try composer.compose([1, 7, 34, 60], ratio: ratio, obedience: 1, seed: seed).things
            counts.insert(things.count)
            for thing in things {
                #expect(Self.kinds.contains(thing.tokens[0]) && Self.colours.contains(thing.tokens[1]))
                #expect(thing.tokens.dropFirst(2).allSatisfy { [107, 108].contains($0) })
                #expect((0...1).contains(thing.x) && (0...1).contains(thing.y))
                #expect(thing.height > 0 && thing.width != 0)
                #expect(thing.height / ratio.squareRoot() < 1.31 && thing.height / ratio.squareRoot() > 0.059)
            }
        }
        #expect(counts.contains(0) && counts.contains(5) && counts.max() == 5)
    }

    @Test func `the same seed composes alike, another otherwise`() throws {
        let composer = try composer(Fixture.composer)
        let all = try (0..<20).map { try composer.compose([1, 7], ratio: 1, obedience: 2.5, seed: UInt64($0)) }
        #expect(try composer.compose([1, 7], ratio: 1, obedience: 2.5, seed: 3) == all[3])
        #expect(try self.composer(Fixture.composer).compose([1, 7], ratio: 1, obedience: 2.5, seed: 3) == all[3])
        #expect(all.filter { $0 == all[3] }.count == 1 || all[3].things.isEmpty)
    }

    @Test func `more words than it reads, and words that are not its own, do no harm`() throws {
        let composer = try composer(Fixture.composer)
        _ = try composer.compose([Int](repeating: 7, count: 500), ratio: 1, obedience: 2.5, seed: 1)
        _ = try composer.compose([], ratio: 1, obedience: 2.5, seed: 1)
        _ = try composer.compose([1, 600, 100_000], ratio: 1, obedience: 2.5, seed: 1)
    }

    /// The tiny composer's weights, with another text somewhere in what they say of themselves.
    private func changed(_ old: String, _ new: String) throws -> Weights {
        let bytes = try Data(contentsOf: URL(filePath: "\(Fixture.folder)/tiny-composer.safetensors"))
        let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        let other = header.replacing(old, with: new)
        #expect(other != header, "\(old) is nowhere")
        let size = withUnsafeBytes(of: UInt64(other.utf8.count).littleEndian) { Data($0) }
        let path = NSTemporaryDirectory() + "composer-\(UUID()).safetensors"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try (size + Data(other.utf8) + bytes[(8 + length)...]).write(to: URL(filePath: path))
        return try Weights(path)
    }

    @Test(arguments: [
        (#"\"end\": 512"#, #"\"end\": 1"#), (#"\"end\": 512"#, #"\"end\": 600"#),
        (#"\"worn\": [107, 108]"#, #"\"worn\": [107, 107]"#), (#"\"worn\": [107, 108]"#, #"\"worn\": [34, 108]"#),
        (#"\"worn\": [107, 108]"#, #"\"worn\": [107, 640]"#), (#"\"most\": 5"#, #"\"most\": 9"#),
        (#"\"heads\": 2"#, #"\"heads\": 3"#), (#"\"heights\": 24"#, #"\"heights\": 25"#),
        (#"\"ratios\""#, #"\"ratio\""#),
    ])
    func `weights that contradict themselves are refused`(old: String, new: String) throws {
        let weights = try changed(old, new)
        #expect(throws: EmberError.self) { try composer(weights) }
    }

    @Test func `references take the things that they show, or else those of the words in their order, unmirrored`() {
        let (cat, dog): ([Int], [Int]) = ([7, 34], [8, 38])
        let things = [dog, dog, cat].enumerated().map { number, tokens in
            Composition.Thing(tokens: tokens, x: Float(number) / 10, y: 0.5, width: -0.2, height: 0.2)
        }
        let words = [1, 47, 7, 98, 8]
        // One of each kind first.
        let (places, rest) = Composition(things).reserving([[], []], by: words)
        #expect(places.things.map(\.tokens) == [cat, dog] && places.things.map(\.width) == [0.2, 0.2])
        #expect(rest.things == [things[1]])
        #expect(Composition(things).reserving([[], [7]], by: words).places.things.map(\.tokens) == [dog, cat])
        #expect(Composition(things).reserving([[8], [8]], by: words).places.things.map(\.tokens) == [dog, dog])
        // Of a kind that was not composed: what is left.
        #expect(Composition(things).reserving([[9]], by: words).places.things.map(\.tokens) == [cat])
        #expect(Composition(things).reserving([], by: [1, 7]).rest.things == things)
        let tooFew = Composition(things).reserving([[], [], [], [7]], by: [1, 7])
        #expect(tooFew.places.things.isEmpty && tooFew.rest.things.isEmpty)
    }

    // MARK: - With the weights that are shipped

    static let shipped = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/Weights"

    /// The share of seeds that compose the words as they are meant.
    private func right(_ prompt: String, _ isRight: ([Composition.Thing]) -> Bool) throws -> Double {
        let composer = try composer(Weights("\(Self.shipped)/ember-composer.safetensors"))
        let tokenizer = Tokenizer(try Vocabulary("\(Self.shipped)/vocabulary.json"))
        let tokens = tokenizer.read(prompt).tokens
        let seeds: Range<UInt64> = 0..<40
        let good = try seeds.count { isRight(try composer.compose(tokens, ratio: 1, obedience: 2.5, seed: $0).things) }
        return Double(good) / Double(seeds.count)
    }

    @Test(arguments: ["three red mushrooms in a meadow", "草地上有三朵红色的蘑菇"])
    func `things are as many, and of the kind and colour, as the words say`(prompt: String) throws {
        let good = try right(prompt) { things in things.count == 3 && things.allSatisfy { $0.tokens == [15, 34] } }
        #expect(good >= 0.9)
    }

    @Test(arguments: ["a blue dog to the left of a yellow cat", "一只蓝色的狗在一只黄色的猫的左边"])
    func `each thing has its own colour, and its place`(prompt: String) throws {
        let good = try right(prompt) { things in
            guard things.count == 2, let dog = things.first(where: { $0.tokens == [8, 38] }),
                let cat = things.first(where: { $0.tokens == [7, 36] })
            else { return false }
            return dog.x < cat.x - 0.1
        }
        #expect(good >= 0.9)
    }

    @Test func `what words leave open varies less the more they bind`() throws {
        let composer = try composer(Weights("\(Self.shipped)/ember-composer.safetensors"))
        let words = try Fixture.tokenizer.read("a red cat in a meadow").tokens
        let kinds = try [1, 10].map { (obedience: Float) in
            let all = try (0..<60).map {
                try composer.compose(words, ratio: 1, obedience: obedience, seed: $0).things.map { thing in
                    "\(thing.tokens) \(Int(thing.x * 8)) \(Int(thing.y * 8)) \(Int(thing.height * 8))"
                }
            }
            return Set(all).count
        }
        #expect(Double(kinds[0]) > 1.3 * Double(kinds[1]), "\(kinds)")
    }

    @Test func `a face wears what the words say`() throws {
        let good = try right("a face with blue hair and glasses") { $0.map(\.tokens) == [[33, 38, 107]] }
        #expect(good >= 0.9)
    }

    @Test func `a view without things has none`() throws {
        #expect(try right("mountains at sunset") { $0.isEmpty } >= 0.6)
    }
}

/// What stands behind things when nobody says.
struct BackgroundTests {
    @Test func `words that leave the ground open get a colour that no thing has, a told time gets a landscape`() throws
    {
        let tokenizer = try Fixture.tokenizer
        func read(_ text: String) -> [Int] { tokenizer.read(text).tokens }
        func added(_ text: String, _ things: [Composition.Thing] = [], seed: UInt64 = 1) -> [Int] {
            let words = read(text)
            let all = Background(tokenizer.vocabulary).completed(words, behind: Composition(things), seed: seed)
            #expect(all.starts(with: words))
            return Array(all.dropFirst(words.count))
        }
        let (background, blue) = (read("background")[1], read("blue")[1])
        let thing = Composition.Thing(tokens: [7, blue], x: 0.5, y: 0.5, width: 0.3, height: 0.3)
        for seed: UInt64 in 0..<40 {
            let ground = added("a cat", [thing], seed: seed)
            #expect(ground.count == 2 && ground[1] == background && ground[0] != blue)
            #expect(added("", seed: seed).last == background)
            #expect(added("a cat at night", seed: seed).first == read("in")[1])
        }
        #expect(Set((0..<40).map { added("a cat", seed: $0) }).count > 4)
        for text in ["a cat in a meadow", "a cat on a red background", "a neon cat", "a cat, black and white"] {
            #expect(added(text).isEmpty, "\(text)")
        }
        #expect(added(String(repeating: "cat ", count: 60)).isEmpty)
    }
}
