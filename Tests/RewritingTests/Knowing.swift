import Domain
import Ember
import Foundation
import JSON
import TestSupport

/// An engine of which only matters what it knows.
struct Knowing: Engine {
    let name = "knowing"
    var words: Set<String>?

    var vocabulary: Set<String>? { get async { words } }

    func draw(
        _ order: Order,
        references: [ReferencePicture]
    ) async throws
        -> any AsyncSequence<Drawing, any Error> & Sendable
    {
        AsyncThrowingStream<Drawing, any Error> { $0.finish() }
    }
}

/// The words of the shipped model, and what their tokens mean.
struct EmberWords {
    let vocabulary: Vocabulary
    private let names: [String]

    init() throws {
        let path = Self.root + "/Weights/vocabulary.json"
        vocabulary = try Vocabulary(path)
        let stored = try JSON(parsing: String(contentsOfFile: path, encoding: .utf8))
        names = stored["tokens"]?.array?.compactMap(\.string) ?? []
    }

    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    func meaning(_ tokens: [Int]) -> [String] { tokens.map { names[$0] } }

    var engine: Knowing { Knowing(words: vocabulary.words) }
}

extension Order {
    static func asking(_ prompt: String, _ rewriting: Rewriting = .general, seed: Int64 = 7, count: Int = 1) -> Order {
        var order = Order.sample(prompt: prompt, count: count)
        order.rewriting = rewriting
        order.seed = seed
        return order
    }
}
