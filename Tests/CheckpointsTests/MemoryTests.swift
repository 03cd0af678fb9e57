import Domain
import Foundation
import Locking
import Testing
import Workbench

@testable import Checkpoints

@Suite(
    .enabled(if: libraryIsHere, "scripts/bootstrap --with-checkpoints builds the library"),
    .timeLimit(.minutes(5)),
    .serialized
)
struct MemoryTests {
    private func place(_ memory: MemoryDesk, need: Int = 1) throws -> Workplace {
        Workplace(
            Workplace.Configuration(
                name: "tiny",
                program: Workshop.program,
                arguments: [Worker.verb, DiffusionLibrary.nearest],
                environment: ["OMP_WAIT_POLICY": "passive"],
                parts: try Workshop.checkpoint().parts,
                need: need
            ),
            memory: memory
        )
    }

    private let job = Job(prompt: "a red fox", width: 64, height: 48, steps: 1, seed: 7)

    @Test func `room is made by unloading what is idle`() async throws {
        let free = Lock([Int.max, 0, Int.max])
        let desk = MemoryDesk { free.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
        let (first, second) = (try place(desk), try place(desk))
        _ = try await first.draw(job) { _ in }
        #expect(await first.state.isLoaded)
        _ = try await second.draw(job) { _ in }
        #expect(await !first.state.isLoaded)
        #expect(await second.state.isLoaded)
    }

    @Test func `where no room can be made, that is said`() async throws {
        let desk = MemoryDesk { 100 }
        let place = try place(desk, need: 101)
        await #expect(throws: MemoryDesk.Shortage.self) { _ = try await place.draw(job) { _ in } }
        #expect(await place.state.pid == nil)
    }

    @Test func `the kernel is asked for memory`() {
        #expect(ProcessMemory.available > 1 << 20)
        #expect(ProcessMemory.own(of: getpid()) > 1 << 20)
        #expect(ProcessMemory.own(of: 0) == 0)
    }
}
