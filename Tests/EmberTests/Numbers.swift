import Ember
import OneDNN
import Testing

/// What PyTorch answered for the tiny model, in `Tests/Fixtures/Ember`; made in `training/` by `python fixtures.py ../Tests/Fixtures/Ember`.
enum Fixture {
    static let folder = #filePath.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" } + "/Fixtures/Ember"

    static func expected(_ name: String) throws -> [Float] {
        let weights = try Weights("\(folder)/expected.safetensors")
        let shape = try #require(weights.shape(of: name), "\(name) is no fixture")
        return try weights.numbers(name, shape)
    }

    static var model: Weights { get throws { try Weights("\(folder)/tiny-model.safetensors") } }
    static var composer: Weights { get throws { try Weights("\(folder)/tiny-composer.safetensors") } }
    static var decoder: Weights { get throws { try Weights("\(folder)/tiny-decoder.safetensors") } }
    static var tokenizer: Tokenizer { get throws { Tokenizer(try Vocabulary("\(folder)/vocabulary.json")) } }
}

/// The largest difference, as a share of the largest number expected.
func distance(_ found: [Float], _ expected: [Float]) -> Float {
    guard found.count == expected.count, !found.isEmpty else { return .infinity }
    let most = expected.map(abs).max() ?? 0
    return (zip(found, expected).map { abs($0 - $1) }.max() ?? 0) / max(most, 1e-6)
}

/// How far numbers in that element may be from PyTorch's, which are floats.
func tolerance(_ element: Element) -> Float { element == .float32 ? 2e-4 : 0.05 }
