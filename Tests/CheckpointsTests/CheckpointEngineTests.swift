import Checkpoints
import Domain
import Foundation
import TestSupport
import Testing
import Workbench

/// The whole way through a child process, with a tiny model.
@Suite(
    .enabled(if: libraryIsHere, "scripts/bootstrap --with-checkpoints builds the library"),
    .timeLimit(.minutes(5)),
    .serialized
)
struct CheckpointEngineTests {
    @Test func `a picture is drawn, its steps are told, and the same seed draws the same`() async throws {
        let engine = try Workshop.engine { $0.checkpoint.previewInterval = 1 }
        let first = try await Told(engine, Workshop.order())
        let picture = try #require(first.pictures[0])
        #expect(picture.width == 64 && picture.height == 48)
        #expect(Set(picture.pixels).count > 10, "it is no flat colour")
        #expect(first.progress == first.progress.sorted() && first.progress.count >= 5 && first.progress.last == 1)
        #expect(first.previews > 0)
        let pids = await engine.workers
        #expect(try await Told(engine, Workshop.order()).pictures[0] == picture)
        #expect(try await Told(engine, Workshop.order(seed: 8)).pictures[0] != picture)
        #expect(await engine.workers == pids, "one process draws them all")
    }

    @Test func `references change the picture`() async throws {
        let engine = try Workshop.engine()
        let plain = try await Told(engine, Workshop.order()).pictures[0]
        let red = Bitmap(width: 32, height: 32, pixels: (0..<1024).flatMap { _ in [255, 0, 0] as [UInt8] })
        let reference = ReferencePicture(kind: .auto, bitmap: red)
        let other = try await Told(engine, Workshop.order(), references: [reference, reference]).pictures[0]
        #expect(other != nil && other != plain)
    }

    @Test func `a group is drawn one after the other, each with its own seed`() async throws {
        let engine = try Workshop.engine()
        let told = try await Told(engine, Workshop.order(count: 2))
        #expect(told.pictures.count == 2 && told.pictures[0] != told.pictures[1])
        #expect(try await Told(engine, Workshop.order(seed: 8)).pictures[0] == told.pictures[1])
    }

    @Test func `a cancelled picture stops, and the process draws the next one`() async throws {
        let engine = try Workshop.engine()
        let expected = try await Told(engine, Workshop.order()).pictures[0]
        let pid = try await cancelled(engine) { _ in }
        // The same process, with its model, is good for the next order at once.
        #expect(try await Told(engine, Workshop.order()).pictures[0] == expected)
        #expect(await engine.workers == [pid])
    }

    @Test func `a process that is killed costs one try`() async throws {
        let engine = try Workshop.engine()
        let expected = try await Told(engine, Workshop.order()).pictures[0]
        let victim = try #require(await engine.workers.first)
        let told = try await Told(engine, Workshop.order()) { drawing in
            if case .progress(let part) = drawing, part < 0.5 { kill(victim, SIGKILL) }
        }
        #expect(told.pictures[0] == expected)
        let heir = try #require(await engine.workers.first)
        #expect(heir != victim)
    }

    @Test func `a process that breaks twice is the engine's failure, and the next task has another`() async throws {
        let engine = try Workshop.engine()
        _ = try await Told(engine, Workshop.order())
        let task = Task { await failure(engine, Workshop.order()) }
        let hunter = Task {
            while !Task.isCancelled {
                for pid in await engine.workers { kill(pid, SIGKILL) }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let end = await task.value
        hunter.cancel()
        _ = try? await hunter.value
        #expect(end?.kind == .engineBroke)
        #expect(end?.message == "The process of the engine tiny broke: it was ended by signal 9.")
        #expect(try await Told(engine, Workshop.order()).pictures.count == 1)
    }

    @Test func `a process that hangs is ended, and a new one draws`() async throws {
        let engine = try Workshop.engine { $0.limits.silence = .seconds(20) }
        let expected = try await Told(engine, Workshop.order()).pictures[0]
        let victim = try #require(await engine.workers.first)
        let quick = try Workshop.engine { $0.limits.silence = .seconds(3) }
        _ = try await Told(quick, Workshop.order())
        let sleeper = try #require(await quick.workers.first)
        kill(sleeper, SIGSTOP)
        let told = try await Told(quick, Workshop.order())
        #expect(told.pictures[0] == expected)
        #expect(await quick.workers.first != sleeper)
        #expect(kill(victim, 0) == 0, "the other engine's process is left alone")
    }

    @Test func `a process that does not stop when it is asked to is ended`() async throws {
        let engine = try Workshop.engine { $0.limits.stop = .milliseconds(300) }
        let victim = try await cancelled(engine) { kill($0, SIGSTOP) }
        #expect(try await Told(engine, Workshop.order()).pictures.count == 1)
        #expect(await engine.workers.first != victim)
    }

    @Test func `a process that takes too much memory is ended`() async throws {
        let engine = try Workshop.engine { $0.limits.memory = 1 << 20 }
        let failure = await failure(engine, Workshop.order())
        #expect(failure?.kind == .engineBroke)
        #expect(failure?.message.contains("too much memory") == true)
    }

    @Test func `a model that rests is loaded again for the next picture`() async throws {
        let engine = try Workshop.engine { $0.limits.idle = .milliseconds(50) }
        let first = try await Told(engine, Workshop.order()).pictures[0]
        while await !engine.workers.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await Told(engine, Workshop.order()).pictures[0] == first)
    }

    @Test func `files that do not belong together are told, and the service lives`() async throws {
        let model = try Workshop.model.get()
        let engine = try Workshop.engine { $0.checkpoint.parts.files = [.model: model.decoder] }
        let failure = await failure(engine, Workshop.order())
        #expect(failure?.kind == .noEngine || failure?.kind == .engineBroke)
        #expect(failure?.message.contains("/") == false, "\(failure?.message ?? "")")
    }

    @Test func `a library that is none is told with what to do`() async throws {
        for library in ["/nowhere/libstable-diffusion.so", "libc.so.6"] {
            let engine = try Workshop.engine(library: library)
            #expect(await failure(engine, Workshop.order())?.kind == .noEngine)
            await #expect(throws: EngineProblem.self) { try await engine.check() }
        }
        #expect(try await Workshop.engine().check().hasPrefix("stable-diffusion.cpp works"))
    }

    /// Cancels an order when its second step is told; answers with the worker that drew it.
    private func cancelled(_ engine: CheckpointEngine, _ act: @escaping @Sendable (Int32) -> Void) async throws -> Int32
    {
        let gate = Gate()
        let task = Task {
            _ = try? await Told(engine, Workshop.order(steps: 200)) { drawing in
                if case .progress(let part) = drawing, part > 0 { gate.open() }
            }
        }
        try await gate.pass()
        let pid = try #require(await engine.workers.first)
        act(pid)
        task.cancel()
        await task.value
        return pid
    }
}
