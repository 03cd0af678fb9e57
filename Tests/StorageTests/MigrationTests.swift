import Domain
import SQLite
import TestSupport
import Testing

@testable import Storage

/// Files that earlier versions wrote are brought to today's form, with everything in them.
@Suite(.timeLimit(.minutes(1)))
struct MigrationTests {
    let folder = TemporaryFolder()

    @Test func `a store of version 1 keeps its tasks and learns how long they took`() async throws {
        let path = folder.path(of: "flint.db")
        let order = Order.sample(prompt: "a red fox").json.text
        do {
            let old = try Database(path: path)
            try old.execute(Schema.steps[0])
            try old.execute(
                """
                PRAGMA user_version = 1;
                INSERT INTO owners (name, spent) VALUES ('ann', 30000000);
                INSERT INTO tasks (id, owner, key_id, model, state, content, price, wanted, created_at, started_at, ended_at, cost)
                VALUES ('d758n65e878c73cmdg20', 'ann', 'k', 'a', 2, '\(order)', 30000000, 1, 1000000, 3000000, 8000000, 30000000);
                INSERT INTO usage (task_id, owner, key_id, model, images, failed, cost, at)
                VALUES ('d758n65e878c73cmdg20', 'ann', 'k', 'a', 1, 0, 30000000, 8000000),
                    ('purged', 'ann', 'k', 'a', 1, 0, 30000000, 9000000);
                """
            )
        }
        let store = try SQLiteStore(path: path)
        let id = try #require(ImageTask.ID("d758n65e878c73cmdg20"))
        #expect(try await store.task(id)?.order.prompt == "a red fox")
        let activity = try await store.activity(
            of: Owner("ann"),
            from: Timestamp(seconds: 0),
            to: Timestamp(seconds: 100)
        )
        #expect(activity.map(\.images) == [2])
        #expect(activity.map(\.waited) == [.seconds(2)])
        #expect(activity.map(\.drawn) == [.seconds(5)])
        #expect(try await store.people().isEmpty)
    }

    @Test func `a store of a later version is left alone`() throws {
        let path = folder.path(of: "flint.db")
        do {
            let later = try Database(path: path)
            try later.execute("PRAGMA user_version = 1000")
        }
        #expect(throws: SQLiteError.self) { _ = try SQLiteStore(path: path) }
    }
}
