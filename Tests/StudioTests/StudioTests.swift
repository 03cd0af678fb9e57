import Domain
import Foundation
import Storage
import Studio
import Synchronization
import TestSupport
import Testing

/// The way of a task through the studio, from the claim to its end.
@Suite(.timeLimit(.minutes(1)))
struct StudioTests {
    let folder = TemporaryFolder()
    let clock = ManualClock()

    // MARK: - Ends

    @Test func `a task is drawn, its picture kept and charged`() async throws {
        let scene = try scene()
        let engine = TestEngine()
        let task = try await scene.work(with: engine) { try await scene.ended(scene.submit()) }
        #expect(task.state == .completed)
        #expect(task.progress == 1)
        #expect(task.report == ImageTask.Report(engine: "test", jobID: "job-1"))
        let picture = try #require(task.pictures.first)
        #expect(task.pictures.count == 1)
        #expect((picture.width, picture.height, picture.seed) == (16, 12, 7))
        let bytes = try await scene.files.read(#require(picture.file))
        #expect(bytes.count == picture.size)
        #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
        #expect(task.cost == Money("0.03"))
        #expect(engine.drawings == 1)
    }

    @Test func `the file has the format that was ordered`() async throws {
        let scene = try scene()
        var order = Order.sample()
        order.format = .png
        let task = try await scene.work(with: TestEngine()) { try await scene.ended(scene.submit(order)) }
        let key = try #require(task.pictures.first?.file)
        #expect(key.text.hasSuffix(".png"))
        #expect(try await scene.files.read(key).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func `what the engine says of its work is told`() async throws {
        let scene = try scene()
        let engine = TestEngine { _ in
            [
                .tell(.understood(prompt: "a fox, red", tokens: 3, warnings: ["no style"])),
                .tell(.accepted(jobID: "job-7")), .picture(0),
            ]
        }
        let task = try await scene.work(with: engine) { try await scene.ended(scene.submit()) }
        #expect(
            task.report
                == ImageTask.Report(
                    engine: "test",
                    jobID: "job-7",
                    revisedPrompt: "a fox, red",
                    promptTokens: 3,
                    warnings: ["no style"]
                )
        )
    }

    @Test func `what the engine takes from references is told`() async throws {
        let scene = try scene()
        let engine = TestEngine { _ in [.tell(.decided(references: [.style, .face])), .picture(0)] }
        let task = try await scene.work(with: engine) { try await scene.ended(scene.submit()) }
        #expect(task.report?.referenceKinds == [.style, .face])
    }

    @Test func `progress is stored while the engine draws`() async throws {
        let scene = try scene()
        let gate = Gate()
        let engine = TestEngine { _ in [.tell(.progress(0.5)), .pause(gate), .picture(0)] }
        try await scene.work(with: engine) {
            let id = try await scene.submit()
            let half = try await scene.store.task(id) { $0.progress > 0 }
            #expect(half.progress == 0.5)
            #expect(half.state == .running)
            gate.open()
            _ = try await scene.ended(id)
        }
    }

    @Test func `the pictures of a group are there as they come`() async throws {
        let scene = try scene()
        let gate = Gate()
        let engine = TestEngine { _ in [.picture(1), .pause(gate), .picture(0)] }
        let task = try await scene.work(with: engine) {
            let id = try await scene.submit(.sample(count: 2))
            #expect(try await scene.store.task(id) { !$0.pictures.isEmpty }.pictures.map(\.index) == [1])
            gate.open()
            return try await scene.ended(id)
        }
        #expect(task.pictures.map(\.index) == [0, 1])
        #expect(task.pictures.map(\.seed) == [7, 8])
    }

    @Test func `a group with a lost picture completes with the others, and only they are charged`() async throws {
        let scene = try scene()
        let task = try await scene.work(with: TestEngine(losing: [1])) {
            try await scene.ended(scene.submit(.sample(count: 3)))
        }
        #expect(task.state == .completed)
        #expect(task.pictures.map { $0.failure == nil } == [true, false, true])
        #expect(task.pictures[1].failure?.message == "Picture 1 did not come out.")
        #expect(task.pictures[1].file == nil)
        #expect(task.cost == Money("0.06"))
    }

    @Test func `a group that lost all its pictures has failed`() async throws {
        let scene = try scene()
        let task = try await scene.work(with: TestEngine(losing: [0, 1])) {
            try await scene.ended(scene.submit(.sample(count: 2)))
        }
        #expect(task.state == .failed)
        #expect(task.failure == ImageTask.Failure(.engineBroke, "Picture 0 did not come out."))
        #expect(task.cost == .zero)
    }

    @Test func `an engine that ends without a picture made no sense`() async throws {
        let scene = try scene()
        let task = try await scene.work(with: TestEngine { _ in [.tell(.progress(1))] }) {
            try await scene.ended(scene.submit())
        }
        #expect(task.state == .failed)
        #expect(task.failure?.kind == .badAnswer)
    }

    @Test func `any error of the engine fails the task as a broken engine, without its details`() async throws {
        let scene = try scene()
        let engine = TestEngine { _ in [.tell(.progress(0.5)), .fail(SecretTrouble())] }
        let task = try await scene.work(with: engine) { try await scene.ended(scene.submit()) }
        #expect(task.state == .failed)
        #expect(task.failure?.kind == .engineBroke)
        #expect(task.failure?.message.contains("secret") == false)
        #expect(task.attempts == 1)
        #expect(engine.drawings == 1)
    }

    @Test(arguments: ImageTask.Failure.Kind.allCases)
    func `a failure that the engine explains is passed on as it is`(kind: ImageTask.Failure.Kind) async throws {
        let scene = try scene()
        let failure = ImageTask.Failure(kind, "The reference is no picture.", parameter: "image_urls[0]")
        let task = try await scene.work(with: TestEngine { _ in [.fail(failure)] }) {
            try await scene.ended(scene.submit())
        }
        #expect(task.state == .failed)
        #expect(task.failure == failure)
        #expect(task.cost == .zero)
    }

    @Test func `a model without an engine fails, and says so`() async throws {
        let scene = try scene()
        let task = try await scene.work(with: TestEngine()) {
            try await scene.ended(scene.submit(.sample(model: "other")))
        }
        #expect(task.state == .failed)
        #expect(task.failure?.kind == .noEngine)
        #expect(task.failure?.message.contains("other") == true)
    }

    /// It was taken for the end of the service: the task went back uncounted, and was tried for ever.
    @Test func `an engine that speaks of a cancel where nobody cancelled has broken`() async throws {
        let scene = try scene()
        let engine = TestEngine { _ in [.fail(CancellationError())] }
        let task = try await scene.work(with: engine) { try await scene.ended(scene.submit()) }
        #expect(task.failure?.kind == .engineBroke)
        #expect(engine.drawings == 1)
    }

    @Test func `one broken task does not hold up the next`() async throws {
        let scene = try scene()
        let engine = TestEngine { order in order.prompt == "bad" ? [.fail(SecretTrouble())] : [.picture(0)] }
        try await scene.work(with: engine) {
            let bad = try await scene.submit(.sample(prompt: "bad"))
            let good = try await scene.submit()
            #expect(try await scene.ended(bad).state == .failed)
            #expect(try await scene.ended(good).state == .completed)
        }
    }

    // MARK: - Cancelling

    @Test func `cancelling a running task stops the engine between two steps`() async throws {
        let scene = try scene()
        let gate = Gate()
        let engine = TestEngine { _ in
            [.tell(.progress(0.1)), .pause(gate), .tell(.progress(1)), .pause(Gate()), .picture(0)]
        }
        try await scene.work(with: engine) {
            let id = try await scene.submit()
            await gate.reached()
            _ = try await scene.store.cancel(id)
            gate.open()
            // The worker is free for the next one, which it would never be if the engine had gone on to the second gate.
            let next = try await scene.submit(.sample(model: "other"))
            _ = try await scene.ended(next)
            #expect(try await scene.task(id).failure?.kind == .cancelled)
        }
        // The cancel is heard at once, perhaps before the step that was under way is told.
        #expect(engine.told <= 2)
        #expect(engine.drawings == 1)
    }

    @Test func `a picture that comes after the cancel leaves no file behind`() async throws {
        let scene = try scene()
        let gate = Gate()
        let engine = TestEngine { _ in [.pause(gate), .picture(0)] }
        try await scene.work(with: engine) {
            let id = try await scene.submit()
            await gate.reached()
            _ = try await scene.store.cancel(id)
            gate.open()
            _ = try await scene.ended(scene.submit(.sample(model: "other")))
            #expect(try await scene.task(id).pictures.isEmpty)
        }
        #expect(engine.told <= 1)
        #expect(try await scene.allFiles().isEmpty)
    }

    @Test func `an engine that hangs is cancelled when the claim can't be renewed any more`() async throws {
        let scene = try scene()
        let gate = Gate()
        gate.open()
        let engine = TestEngine { _ in [.pause(gate), .hang()] }
        try await scene.work(with: engine, lease: .milliseconds(30)) {
            let id = try await scene.submit()
            await gate.reached()
            _ = try await scene.store.cancel(id)
            _ = try await scene.ended(scene.submit(.sample(model: "other")))
        }
        #expect(engine.cancellations == 1)
    }

    // MARK: - Stopping

    @Test func `running work is given its grace when the studio stops`() async throws {
        let scene = try scene()
        let gate = Gate()
        let engine = TestEngine { _ in [.pause(gate), .picture(0)] }
        let studio = scene.start(engine, grace: .seconds(60))
        let id = try await scene.submit()
        await gate.reached()
        let left = try await scene.submit()
        studio.cancel()
        gate.open()
        await studio.value
        #expect(try await scene.task(id).state == .completed)
        // Nothing new was begun.
        #expect(try await scene.task(left).state == .waiting)
        #expect(engine.drawings == 1)
    }

    @Test func `work that does not end within the grace is given back, uncounted`() async throws {
        let scene = try scene()
        let gate = Gate()
        let engine = TestEngine { _ in [.pause(gate), .picture(0)] }
        let studio = scene.start(engine, grace: .milliseconds(20))
        let id = try await scene.submit()
        await gate.reached()
        studio.cancel()
        await studio.value
        let task = try await scene.task(id)
        #expect(task.state == .waiting)
        #expect(task.attempts == 0)
        #expect(engine.cancellations == 1)

        gate.open()
        #expect(try await scene.work(with: engine) { try await scene.ended(id) }.state == .completed)
    }

    @Test(arguments: [ImageTask.Failure(.upstreamRefused, "Cancelled."), SecretTrouble()] as [any Error & Sendable])
    func `stopping is no fault of the engine, whatever it says of it`(complaint: any Error & Sendable) async throws {
        let scene = try scene()
        let gate = Gate()
        gate.open()
        let studio = scene.start(
            TestEngine { _ in [.pause(gate), .hang(complaining: complaint)] },
            grace: .milliseconds(20)
        )
        let id = try await scene.submit()
        await gate.reached()
        studio.cancel()
        await studio.value
        #expect(try await scene.task(id).state == .waiting)
        #expect(try await scene.task(id).attempts == 0)
    }

    @Test func `a studio with nothing to do stops at once`() async throws {
        let scene = try scene()
        let studio = scene.start(TestEngine(), grace: .seconds(60))
        studio.cancel()
        await studio.value
    }

    // MARK: - Leases

    @Test func `a long task is kept by renewing its claim`() async throws {
        let scene = try scene()
        let gate = Gate()
        let engine = TestEngine { _ in [.pause(gate), .picture(0)] }
        let lease = Duration.milliseconds(30)
        let task = try await scene.work(with: engine, lease: lease) {
            let id = try await scene.submit()
            await gate.reached()
            for _ in 0..<3 {
                let renewals = scene.store.renewals.value
                // Nearly a lease goes by, and the worker speaks up: so the lease never ends.
                clock.advance(by: .milliseconds(25))
                await scene.store.renewals.wait(for: renewals + 2)
                #expect(try await scene.store.recover(attempts: 5, lease: lease).isEmpty)
            }
            gate.open()
            return try await scene.ended(id)
        }
        #expect(task.state == .completed)
        #expect(task.attempts == 1)
    }

    @Test func `a worker that lost its task lets go of it, and another ends it`() async throws {
        let scene = try scene()
        let gate = Gate()
        let calls = Mutex(0)
        let engine = TestEngine { _ in
            let isFirst = calls.withLock { calls in
                calls += 1
                return calls == 1
            }
            return isFirst ? [.pause(gate), .picture(0)] : [.picture(0)]
        }
        let task = try await scene.work(with: engine, lease: .seconds(60)) {
            let id = try await scene.submit()
            await gate.reached()
            clock.advance(by: .seconds(61))
            #expect(try await scene.store.recover(attempts: 5, lease: .seconds(60)).count == 1)
            gate.open()
            return try await scene.ended(id)
        }
        #expect(task.state == .completed)
        #expect(task.attempts == 2)
        #expect(task.cost == Money("0.03"))
        #expect(engine.drawings == 2)
        #expect(try await scene.allFiles() == [task.pictures[0].file!])
    }

    @Test func `a studio takes up what another left when it was killed`() async throws {
        let scene = try scene()
        let id = try await scene.submit()
        _ = try await scene.store.claim(by: "killed", lease: .seconds(60))
        clock.advance(by: .seconds(61))
        let task = try await scene.work(with: TestEngine()) { try await scene.ended(id) }
        #expect(task.state == .completed)
        #expect(task.attempts == 2)
    }

    // MARK: - Company

    @Test func `workers draw at the same time`() async throws {
        let scene = try scene()
        let gates = [Gate(), Gate()]
        let engine = TestEngine { order in [.pause(gates[order.prompt == "one" ? 0 : 1]), .picture(0)] }
        try await scene.work(with: engine, workers: 2) {
            let one = try await scene.submit(.sample(prompt: "one"))
            let two = try await scene.submit(.sample(prompt: "two"))
            for gate in gates { await gate.reached() }
            for gate in gates { gate.open() }
            #expect(try await scene.ended(one).state == .completed)
            #expect(try await scene.ended(two).state == .completed)
        }
    }

    @Test func `two studios on one store draw every task once`() async throws {
        let scene = try scene()
        let engine = TestEngine()
        var ids: [ImageTask.ID] = []
        for _ in 0..<20 { ids.append(try await scene.submit()) }
        let tasks = try await scene.work(with: engine, workers: 2) {
            try await scene.work(with: engine, workers: 2) {
                var tasks: [ImageTask] = []
                for id in ids { tasks.append(try await scene.ended(id)) }
                return tasks
            }
        }
        #expect(tasks.allSatisfy { $0.state == .completed && $0.attempts == 1 })
        #expect(engine.drawings == 20)
        #expect(try await scene.store.account(of: Owner("ann")).spent == Money("0.60"))
        #expect(try await scene.allFiles().count == 20)
    }

    // MARK: - The scene

    private func scene() throws -> StudioScene {
        try StudioScene(folder: folder, clock: clock)
    }
}

private struct SecretTrouble: Error {}
