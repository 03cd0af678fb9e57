import Domain
import Foundation
import Imaging
import JSON
import Storage
import Studio
import TestSupport
import Testing

/// What the studio does between the engine and the file.
@Suite(.timeLimit(.minutes(1)))
struct FinishingTests {
    private let folder = TemporaryFolder()

    private func draw(
        _ prompt: String,
        _ engine: TestEngine = TestEngine(size: nil),
        _ change: (inout Order) -> Void = { _ in }
    ) async throws -> (task: ImageTask, file: [UInt8]) {
        let scene = try StudioScene(folder: folder, clock: ManualClock())
        var order = Order.sample()
        order.prompt = prompt
        order.format = .png
        (order.width, order.height) = (256, 192)
        change(&order)
        let task = try await scene.work(with: engine) { try await scene.ended(scene.submit(order)) }
        let key = try #require(task.pictures.first?.file)
        return (task, try await scene.files.read(key))
    }

    /// The words of the file, up to its pixels.
    private func words(_ file: [UInt8]) -> String { String(decoding: file.prefix(6000), as: UTF8.self) }

    @Test func `a text in quotes is set over the picture, and the engine does not hear of it`() async throws {
        let engine = TestEngine(size: nil)
        let (task, file) = try await draw("a house with the title \"HOME\" at the top", engine)
        #expect(engine.orders.map(\.prompt) == ["a house"])
        #expect(task.report?.revisedPrompt == "a house")
        #expect(task.order.prompt == "a house with the title \"HOME\" at the top")
        #expect(PictureHeader(of: file) == PictureHeader(format: .png, width: 256, height: 192))
        let plain = try await draw("a house")
        #expect(plain.task.report?.revisedPrompt == nil)
        #expect(plain.file.count < file.count)
    }

    @Test func `an engine that writes text itself gets the prompt as it is`() async throws {
        var abilities = Abilities()
        abilities.writesText = true
        let engine = TestEngine(size: nil, abilities: abilities)
        let (task, _) = try await draw("a house with the title \"HOME\"", engine)
        #expect(engine.orders.map(\.prompt) == ["a house with the title \"HOME\""])
        #expect(task.report?.revisedPrompt == nil)
    }

    @Test func `nothing but a text stands on a plain ground`() async throws {
        let engine = TestEngine(size: nil)
        _ = try await draw("“你好”", engine)
        #expect(engine.orders.map(\.prompt) == ["a plain background"])
    }

    @Test func `the label is put where it is ordered, and nothing warns of it`() async throws {
        let plain = try await draw("a")
        let labelled = try await draw("a") { $0.isLabelled = true }
        #expect(labelled.file.count > plain.file.count)
        #expect(labelled.task.report?.warnings == [])
    }

    @Test func `each file says that a machine made it, and nothing of the prompt`() async throws {
        let (task, file) = try await draw("a secret wish")
        #expect(words(file).contains("digitalsourcetype/trainedAlgorithmicMedia"))
        #expect(words(file).contains("\"ProduceID\":\"\(task.id)-0\""))
        #expect(!words(file).contains("secret wish"))
    }

    @Test func `what can't be set is told once`() async throws {
        let (task, _) = try await draw("two of “😀 hi”", TestEngine(size: nil)) { $0.count = 2 }
        #expect(task.pictures.count == 2)
        #expect(task.report?.warnings.count == 1)
        #expect(task.report?.warnings.first?.contains("😀") == true)
    }
}
