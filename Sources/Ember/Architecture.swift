import JSON

/// The sizes of the network, as they stand in the metadata of its weights.
package struct Architecture: Sendable, Equatable {
    let tokens: Int
    let textWidth: Int
    let textLayers: Int
    let textHeads: Int
    let textLimit: Int
    /// Channels at each depth, and how many blocks there are on the way down and up, and how many of the last of them are followed by attention.
    let widths: [Int]
    let down: [Int]
    let up: [Int]
    let downAttention: [Int]
    let upAttention: [Int]
    /// Channels of a head of attention.
    let head: Int
    let timeWidth: Int
    /// Of a thing's embedding, and side and channels of the little picture that it becomes.
    let sketchWidth: Int
    let sketchSide: Int
    let sketchDepth: Int
    /// Of what looks at a reference.
    let glanceWidth: Int
    let glanceBlocks: Int
    /// Side of the square canvas that the weights were trained for; oblong ones have its area.
    let canvas: Int

    /// Side of the square picture in which a reference is looked at.
    var glanceSide: Int { sketchSide * Glance.fold }

    package init(_ weights: Weights) throws(EmberError) {
        let reader = try ConfigurationReader(weights, format: "ember-model")
        tokens = try reader.number("tokens", 2...65_536)
        textWidth = try reader.number("text_width", 8...4096, multipleOf: 8)
        textLayers = try reader.number("text_layers", 1...64)
        textHeads = try reader.number("text_heads", 1...64)
        textLimit = try reader.number("text_limit", 1...512)
        widths = try reader.numbers("widths", 8...4096, count: 2...4, multipleOf: 8)
        down = try reader.numbers("down", 0...32, count: widths.count...widths.count)
        up = try reader.numbers("up", 0...32, count: widths.count - 1...widths.count - 1)
        downAttention = try reader.numbers("down_attention", 0...32, count: down.count...down.count)
        upAttention = try reader.numbers("up_attention", 0...32, count: up.count...up.count)
        head = try reader.number("head", 8...512, multipleOf: 8)
        timeWidth = try reader.number("time_width", 8...4096, multipleOf: 8)
        sketchWidth = try reader.number("sketch_width", 8...4096, multipleOf: 8)
        sketchSide = try reader.number("sketch_side", 3...63, multipleOf: Glance.pieces)
        sketchDepth = try reader.number("sketch_depth", 8...4096, multipleOf: 8)
        glanceWidth = try reader.number("glance_width", 8...4096, multipleOf: 8)
        glanceBlocks = try reader.number("glance_blocks", 0...16)
        canvas = try reader.number("canvas", 16...512, multipleOf: Canvas.grain)
        let attended = zip(widths + widths, downAttention + [0] + upAttention).filter { $0.1 > 0 }
        guard textWidth % textHeads == 0, textWidth / textHeads % 8 == 0 else { throw reader.fault("text_heads") }
        guard attended.allSatisfy({ $0.0 % head == 0 }) else { throw reader.fault("head") }
    }
}

/// Reads the sizes in a file's metadata.
struct ConfigurationReader {
    private let path: String
    private let stored: JSON

    init(_ weights: Weights, format: String) throws(EmberError) {
        path = weights.path
        guard weights.metadata["format"] == format, weights.metadata["version"] == "1" else {
            throw .damaged(path: path, reason: "it does not call itself \(format), version 1")
        }
        do throws(JSONError) {
            stored = try JSON(parsing: weights.metadata["config"] ?? "")
        } catch {
            throw .damaged(path: path, reason: "its config is no JSON")
        }
    }

    func fault(_ name: String) -> EmberError { .damaged(path: path, reason: "its config has no proper \(name)") }

    func number(_ name: String, _ range: ClosedRange<Int>, multipleOf grain: Int = 1) throws(EmberError) -> Int {
        guard let number = stored[name]?.int, range.contains(number), number % grain == 0 else { throw fault(name) }
        return number
    }

    func numbers(
        _ name: String,
        _ range: ClosedRange<Int>,
        count: ClosedRange<Int>,
        multipleOf grain: Int = 1
    ) throws(EmberError) -> [Int] {
        let numbers = stored[name]?.array?.map(\.int) ?? []
        let proper = numbers.compactMap { $0 }.filter { range.contains($0) && $0 % grain == 0 }
        guard count.contains(numbers.count), proper.count == numbers.count else { throw fault(name) }
        return proper
    }
}
