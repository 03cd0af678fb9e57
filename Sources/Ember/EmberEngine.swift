package import Domain
import OneDNN

/// The built-in engine: a small diffusion model of our own, on the processor.
package final class EmberEngine: Engine {
    package struct Configuration: Sendable {
        /// The folder with the weights.
        package var weights: String
        /// Threads that draw.
        package var threads: Int
        /// How far these threads stand behind the others of the process, from 0 to 19.
        package var niceness = 10
        /// How long the weights stay in memory when nothing is drawn.
        package var idle: Duration = .seconds(600)
        /// Whether products are computed with floats of 32 bits even where the processor is faster with 16.
        package var isExact = false

        package init(weights: String = WeightsFolder.nearest, threads: Int = Machine.cores) {
            self.weights = weights
            self.threads = threads
        }
    }

    package let name = "ember"
    package let abilities = {
        var abilities = Abilities()
        abilities.understandsAnyWords = false
        abilities.references = 5
        abilities.referenceSide = 512
        return abilities
    }()
    private let configuration: Configuration
    private let crew: Crew

    /// Everything that it has been taught; `nil` also while that can't be read, which drawing will tell.
    package var vocabulary: Set<String>? {
        get async { try? await crew.world().tokenizer.vocabulary.words }
    }

    /// Starts the threads; the weights are loaded when the first picture is drawn.
    package init(configuration: Configuration = .init()) throws(EmberError) {
        self.configuration = configuration
        crew = try Crew(configuration)
    }

    package func draw(
        _ order: Order,
        references: [ReferencePicture]
    ) async throws -> any AsyncSequence<Drawing, any Error> & Sendable {
        let mentions = Mentions(order.prompt)
        var order = order
        var references = references
        // A face that is to be kept is there to be taken.
        let said = order.keepsFaces ? .face : AutoKind.asked(in: order.prompt)
        for index in references.indices where references[index].kind == .auto {
            references[index].kind = mentions.kinds[index] ?? said ?? .auto
        }
        if !references.isEmpty {
            order.prompt = mentions.rest
            order.variations = order.variations.map { Mentions($0).rest }
        }
        let painting = Painting(order, references: references, by: crew)
        // Pulled: nothing is drawn that nobody asks for, and a dropped stream leaves nothing running.
        return AsyncThrowingStream {
            do {
                return try await painting.next()
            } catch is EmberError {
                throw ImageTask.Failure(
                    .noEngine,
                    "The weights of the built-in model are missing or damaged; flint doctor says more."
                )
            }
        }
    }

    /// Lets the weights go until the next picture.
    package func rest() async {
        await crew.rest()
    }

    /// Whether the weights are in memory.
    package var isLoaded: Bool {
        get async { await crew.isLoaded }
    }

    /// What `flint doctor` wants to know: reads all weights, and throws what is wrong with them.
    /// Answers with a sentence about the weights.
    package static func check(_ configuration: Configuration = .init()) throws -> String {
        let machine = try Machine(threads: 1, element: configuration.isExact ? .float32 : .fastest)
        let world = try World(configuration.weights)
        _ = try Model(configuration.weights, on: machine)
        let kind = machine.element == .bfloat16 ? "bfloat16" : "float32"
        return
            "\(configuration.weights): \(world.tokenizer.vocabulary.size) tokens, trained with \(world.origin); draws in \(kind)"
    }
}
