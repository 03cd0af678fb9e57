import Domain
import TestSupport
import Testing

/// What a rewriter makes of a prompt reaches the engine and the report.
@Suite(.timeLimit(.minutes(1)))
struct RewritingTests {
    private struct Loud: Rewriter {
        func rewrite(_ order: Order, for engine: any Engine) async -> Rewrite {
            guard order.count > 1 else { return Rewrite(prompt: order.prompt.uppercased(), warnings: ["loud"]) }
            return Rewrite(prompt: order.prompt, variations: (0..<order.count).map { "\(order.prompt) \($0)" })
        }
    }

    let folder = TemporaryFolder()

    private func ended(_ order: Order, by engine: TestEngine) async throws -> ImageTask {
        let scene = try StudioScene(folder: folder, clock: ManualClock())
        return try await scene.work(with: engine, rewriter: Loud()) { try await scene.ended(scene.submit(order)) }
    }

    @Test func `the engine gets the new words, and the report has them`() async throws {
        let engine = TestEngine()
        let task = try await ended(.sample(prompt: "a fox"), by: engine)
        #expect(engine.orders.map(\.prompt) == ["A FOX"])
        #expect(task.report?.revisedPrompt == "A FOX")
        #expect(task.report?.warnings == ["loud"])
        #expect(task.order.prompt == "a fox")
    }

    @Test func `words that stay as they were are no news`() async throws {
        let task = try await ended(.sample(prompt: "A FOX"), by: TestEngine())
        #expect(task.report?.revisedPrompt == nil)
    }

    @Test func `a group gets words for each picture`() async throws {
        let engine = TestEngine()
        let task = try await ended(.sample(prompt: "a fox", count: 2), by: engine)
        #expect(engine.orders.first?.variations == ["a fox 0", "a fox 1"])
        #expect(task.report?.revisedPrompt == "a fox 0\na fox 1")
    }
}
