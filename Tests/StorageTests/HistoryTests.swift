import Domain
import TestSupport
import Testing

@testable import Storage

/// Looking back: searching tasks, and what was drawn when.
@Suite(.timeLimit(.minutes(1)))
struct HistoryTests {
    let folder = TemporaryFolder()

    private func scene() async throws -> (Scene, SQLiteStore) {
        let clock = ManualClock()
        let store = try SQLiteStore(path: folder.path(of: "flint.db"), clock: clock)
        return (try await Scene(.sqlite, in: folder, clock: clock), store)
    }

    private func prompts(_ store: SQLiteStore, _ search: TaskSearch) async throws -> [String] {
        try await store.search(search, before: nil, limit: 50).tasks.map(\.order.prompt)
    }

    @Test func `a search finds all words in any order and case, and takes signs for what they are`() async throws {
        let (scene, store) = try await scene()
        for prompt in ["a Red fox", "fox, red and 100% wild", "a red_cat", "狐狸在雪地", "a redXcat"] {
            try await scene.submit(.sample(prompt: prompt))
        }
        func find(_ words: String...) async throws -> [String] {
            try await prompts(store, TaskSearch(owner: Owner("ann"), words: words))
        }
        #expect(try await find("FOX", "red") == ["fox, red and 100% wild", "a Red fox"])
        #expect(try await find("100%") == ["fox, red and 100% wild"])
        #expect(try await find("red_cat") == ["a red_cat"])
        #expect(try await find("雪地") == ["狐狸在雪地"])
        #expect(try await find("\\") == [])
        #expect(try await prompts(store, TaskSearch(owner: Owner("ben"))) == [])
    }

    @Test func `a search goes by model, state and key`() async throws {
        let (scene, store) = try await scene()
        try await scene.finish(.sample(model: "a", prompt: "one"), by: .sample(name: "one"))
        let failed = try await scene.start(.sample(model: "b", prompt: "two"), by: .sample(name: "two"))
        _ = try await scene.store.fail(failed, failure: .sample, report: nil)
        try await scene.submit(.sample(model: "a", prompt: "three"), by: .sample(name: "two"))
        func find(
            _ model: String? = nil,
            _ status: TaskFilter.Status? = nil,
            _ key: String? = nil
        ) async throws -> [String] {
            let key = key.map { APIKey.ID($0) }
            return try await prompts(store, TaskSearch(owner: Owner("ann"), model: model, status: status, key: key))
        }
        #expect(try await find("a") == ["three", "one"])
        #expect(try await find(nil, .failed) == ["two"])
        #expect(try await find(nil, .inProgress) == ["three"])
        #expect(try await find(nil, .completed, "ann-one") == ["one"])
        #expect(try await find(nil, nil, "ann-two") == ["three", "two"])
    }

    @Test func `pages join without a gap or a repetition`() async throws {
        let (scene, store) = try await scene()
        for number in 0..<7 { try await scene.submit(.sample(prompt: "\(number)")) }
        var seen: [String] = []
        var cursor: ImageTask.ID?
        repeat {
            let page = try await store.search(TaskSearch(owner: Owner("ann")), before: cursor, limit: 3)
            seen += page.tasks.map(\.order.prompt)
            cursor = page.next
        } while cursor != nil
        #expect(seen == ["6", "5", "4", "3", "2", "1", "0"])
    }

    @Test func `activity tells how long tasks waited and were drawn`() async throws {
        let (scene, store) = try await scene()
        try await scene.submit(.sample(model: "a"))
        scene.clock.advance(by: .seconds(3))
        let claim = try await scene.claim()
        scene.clock.advance(by: .seconds(5))
        try await scene.complete(claim)
        let moment = Timestamp(seconds: 0)
        let rows = try await store.activity(of: Owner("ann"), from: moment, to: scene.clock.now + .seconds(1))
        #expect(
            rows == [
                Activity(
                    day: "2026-01-05",
                    model: "a",
                    key: APIKey.ID("ann-main"),
                    tasks: 1,
                    failed: 0,
                    images: 1,
                    cost: scene.price,
                    waited: .seconds(3),
                    drawn: .seconds(5)
                )
            ]
        )
        #expect(
            try await store.speeds(since: moment) == [
                ModelSpeed(model: "a", images: 1, failed: 0, drawing: .seconds(5))
            ]
        )
        #expect(try await store.activity(of: Owner("ben"), from: moment, to: scene.clock.now).isEmpty)
    }
}
