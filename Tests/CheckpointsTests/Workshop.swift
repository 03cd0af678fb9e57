import Checkpoints
import Domain
import Foundation
import JSON
import TestSupport
import Testing
import Workbench

/// What these tests need beyond Swift: the library, which is built only where it is asked for. In CI it is.
let libraryIsHere: Bool = {
    let mustBe = ProcessInfo.processInfo.environment["TEST_CHECKPOINTS"] != nil
    return mustBe || DiffusionLibrary.isInstalled
}()

/// The tiny model on disk, written once.
enum Workshop {
    private static let folder = TemporaryFolder()
    static let model: Result<TinyModel, any Error> = Result { try TinyModel(in: folder.path) }

    /// The program whose hidden verb is a worker.
    static let program = BesideTests.program("flint")

    static func checkpoint() throws -> Checkpoint {
        let model = try model.get()
        var checkpoint = Checkpoint()
        checkpoint.parts.files = [.diffusionModel: model.diffusion, .llm: model.text, .tae: model.decoder]
        checkpoint.parts.threads = 2
        checkpoint.parts.takesPictures = true
        checkpoint.guidance = .fixed
        checkpoint.usualGuidance = 1
        checkpoint.steps = 4
        checkpoint.stepRange = 1...200
        checkpoint.sampler = "euler"
        checkpoint.references = .conditions
        checkpoint.mostReferences = 2
        checkpoint.sizes.pixels = 256...4096
        return checkpoint
    }

    static func engine(
        library: String = DiffusionLibrary.nearest,
        change: (inout CheckpointEngine.Configuration) -> Void = { _ in }
    ) throws -> CheckpointEngine {
        var configuration = CheckpointEngine.Configuration(
            name: "tiny",
            checkpoint: try checkpoint(),
            library: library,
            program: program
        )
        change(&configuration)
        return try CheckpointEngine(configuration)
    }

    static func order(steps: Int? = nil, count: Int = 1, seed: Int64 = 7) -> Order {
        var order = Order.sample(count: count)
        order.width = 64
        order.height = 48
        order.seed = seed
        if let steps { order.parameters = ["ddim_steps": .integer(steps)] }
        return order
    }
}

/// All that an engine told about an order.
struct Told {
    var pictures: [Int: Bitmap] = [:]
    var previews = 0
    var progress: [Double] = []
    var warnings: [String] = []

    init(
        _ engine: any Engine,
        _ order: Order,
        references: [ReferencePicture] = [],
        hear: (Drawing) async throws -> Void = { _ in }
    ) async throws {
        for try await drawing in try await engine.draw(order, references: references) {
            switch drawing {
            case .understood(_, _, let more): warnings += more
            case .progress(let part): progress.append(part)
            case .preview: previews += 1
            case .picture(let index, let bitmap): pictures[index] = bitmap
            case .accepted, .decided, .lost: break
            }
            try await hear(drawing)
        }
    }
}

func failure(_ engine: any Engine, _ order: Order) async -> ImageTask.Failure? {
    do {
        _ = try await Told(engine, order)
        return nil
    } catch {
        return error as? ImageTask.Failure
    }
}
