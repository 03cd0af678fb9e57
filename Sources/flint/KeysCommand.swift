import Catalog
import Domain
import Foundation
import Gateway
import JSON
import Storage

/// `flint keys`: on the store itself, also while a server runs.
enum KeysCommand {
    private static let flags: Set<String> = [
        "--data", "--config", "--name", "--owner", "--expires", "--models", "--budget", "--requests-per-minute",
        "--images-per-minute", "--tasks-at-once", "--output",
    ]

    static func run(_ arguments: some Sequence<String>) async throws {
        let arguments = try Arguments(arguments, flags: flags, switches: ["--admin"])
        try checkUse(arguments)
        let settings = try Settings.read(flags: arguments.flags.filter { ["--data", "--config"].contains($0.key) })
        if !DataFolder.exists(settings.data) {
            guard arguments.words.first == "create" else {
                throw Exit(.failed, "There is no store in \(settings.data); --data DIR says where it is.")
            }
            Terminal.say("Made a new store in \(settings.data).")
        }
        let folder = try DataFolder(settings.data, settings: settings, exclusively: false)
        let desk = try KeyDesk(store: folder.store, secret: folder.secret, clock: SystemClock())
        switch (arguments.words.first, arguments.words.dropFirst().first) {
        case ("create", nil): try await create(arguments, desk)
        case ("list", nil): try await list(arguments, folder)
        case ("revoke", let id?):
            try await known(id) { () async throws(StoreError) in try await folder.store.revoke(APIKey.ID(id)) }
            Terminal.say("Revoked \(id).")
        case ("change", let id?): try await change(id, arguments, folder.store)
        case ("rotate", let id?):
            Terminal.answer(try await known(id) { () async throws(StoreError) in try await desk.rotate(APIKey.ID(id)) })
        default: throw misuse
        }
    }

    private static var misuse: Exit {
        Exit(.usage, "Use: flint keys create --name NAME | list | change ID | revoke ID | rotate ID")
    }

    /// Before a store is looked for, or made.
    private static func checkUse(_ arguments: Arguments) throws(Exit) {
        let wanted = ["create": 1, "list": 1, "change": 2, "revoke": 2, "rotate": 2]
        guard let verb = arguments.words.first, wanted[verb] == arguments.words.count else { throw misuse }
        let needsName = verb == "create" || (verb == "change" && arguments.has("--name"))
        guard !needsName || (1...100).contains(arguments["--name"]?.count ?? 0) else {
            throw Exit(.usage, "A key needs --name NAME, of at most 100 characters.")
        }
    }

    private static func known<Answer>(
        _ id: String,
        _ work: () async throws(StoreError) -> Answer
    ) async throws -> Answer {
        do throws(StoreError) {
            return try await work()
        } catch {
            if case .notFound = error { throw Exit(.key, "There is no key \(id).") }
            throw error
        }
    }

    private static func create(_ arguments: Arguments, _ desk: KeyDesk) async throws {
        var terms = Terms()
        try terms.read(arguments)
        let owner = arguments["--owner"] ?? Owner.standard.name
        guard (1...64).contains(owner.count) else { throw Exit(.usage, "--owner must have 1 to 64 characters.") }
        let (_, text) = try await desk.create(
            name: arguments["--name"] ?? "",
            owner: Owner(owner),
            isAdmin: arguments.has("--admin"),
            models: terms.models,
            limits: terms.limits,
            expiresAt: terms.expiresAt
        )
        Terminal.answer(text)
    }

    /// What is not named stays as it is; "none" takes a limit away.
    private static func change(_ id: String, _ arguments: Arguments, _ store: SQLiteStore) async throws {
        if arguments.has("--owner") || arguments.has("--admin") {
            throw Exit(.usage, "A key stays with its owner, and an admin key or not.")
        }
        guard var key = try await store.key(APIKey.ID(id))?.key else { throw Exit(.key, "There is no key \(id).") }
        var terms = Terms(models: key.models, limits: key.limits, expiresAt: key.expiresAt)
        try terms.read(arguments)
        key.name = arguments["--name"] ?? key.name
        (key.models, key.limits, key.expiresAt) = (terms.models, terms.limits, terms.expiresAt)
        try await store.change(key)
        Terminal.say("Changed \(id).")
    }

    /// What a key may do, and until when.
    private struct Terms {
        var models: [String]?
        var limits = APIKey.Limits()
        var expiresAt: Timestamp?

        mutating func read(_ arguments: Arguments) throws(Exit) {
            func read<Value>(
                _ flag: String,
                into value: inout Value?,
                _ rule: String,
                _ parse: (String) -> Value?
            )
                throws(Exit)
            {
                guard let text = arguments[flag] else { return }
                guard text != "none" else { return value = nil }
                guard let parsed = parse(text) else { throw Exit(.usage, "\(flag) must be \(rule).") }
                value = parsed
            }
            func count(_ text: String) -> Int? { Int(text).flatMap { $0 > 0 ? $0 : nil } }
            try read("--requests-per-minute", into: &limits.requestsPerMinute, "a positive number", count)
            try read("--images-per-minute", into: &limits.imagesPerMinute, "a positive number", count)
            try read("--tasks-at-once", into: &limits.tasksAtOnce, "a positive number", count)
            try read("--budget", into: &limits.budget, "US dollars such as 10.00") { Money($0) }
            try read(
                "--expires",
                into: &expiresAt,
                "a day such as 2030-01-31, or a moment such as 2030-01-31T12:00:00Z"
            ) {
                Timestamp(text: $0)
            }
            try read("--models", into: &models, "models with commas between") { text in
                text.split(separator: ",").map(String.init)
            }
            if let unknown = models?.first(where: { Catalog.spark[$0] == nil }) {
                throw Exit(.usage, "There is no model \(unknown). See flint models list.")
            }
        }
    }

    private static func list(_ arguments: Arguments, _ folder: DataFolder) async throws {
        let keys = try await folder.store.keys(of: arguments["--owner"].map { Owner($0) })
        if arguments["--output"] == "json" {
            return Terminal.answer(JSON.array(keys.map(\.json)).pretty)
        }
        for key in keys {
            let state = key.revokedAt != nil ? "revoked" : key.isValid(at: SystemClock().now) ? "valid" : "expired"
            let admin = key.isAdmin ? "  admin" : ""
            Terminal.answer("\(key.id.text)  \(state)  \(key.owner.name)  \(key.name)  spent \(key.spent) USD\(admin)")
        }
    }
}
