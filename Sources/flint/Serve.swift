import Catalog
import Console
import Domain
import Foundation
import Gateway
import HTTP
import Imaging
import JSON
import Sodium
import Storage
import Studio
import Web

/// `flint serve`: builds the parts, and runs them until SIGTERM.
enum Serve {
    static func run(_ arguments: some Sequence<String>) async throws {
        let flags = Set(Setting.all.map(\.flag) + ["--config"])
        let (settings, lineup) = try Settings.readWithEngines(flags: try Arguments(arguments, flags: flags).flags) {
            Log(level: $0.logLevel) { Terminal.say($0) }
        }
        let signals = terminationSignals()
        let log = Log(level: settings.logLevel) { Terminal.say($0) }
        let metrics = Metrics()
        let state = ServiceState()
        let previews = Previews()
        let folder = try DataFolder(settings.data, settings: settings, exclusively: true)
        let recovered = try await takeBack(folder.store)
        let gateway = try Gateway(
            configuration: settings.gateway,
            store: folder.store,
            files: folder.files,
            secret: folder.secret,
            metrics: metrics,
            log: log,
            state: state,
            previews: previews
        )
        let firstKey = try await makeFirstKey(folder, gateway, log)
        let console = console(folder, gateway, lineup.engines)
        let server = Server(configuration: settings.server, handler: gateway.handler(adding: console.add))
        let addresses = try server.start()
        let base = settings.publicURL ?? addresses.first?.url ?? "http://127.0.0.1:8080"
        if let firstKey { welcome(firstKey, base: base) }
        try await openDoor(folder, gateway, base: base, log)
        log(
            .info,
            "serving",
            [
                "listen": .array(addresses.map { .string($0.description) }), "recovered": .integer(recovered),
                "version": .string(Flint.version),
            ]
        )
        let client = try settings.client()
        let studio = Studio(
            configuration: settings.studio,
            store: folder.store,
            files: folder.files,
            engines: lineup.engines,
            gathering: settings.gathering(files: folder.files, client: client),
            rewriter: try settings.rewriter(log: log),
            previews: previews,
            metrics: metrics,
            log: log
        )
        let housekeeper = Housekeeper(
            configuration: settings.housekeeping,
            store: folder.store,
            files: folder.files,
            log: log
        )
        let courier = WebhookCourier(gateway: gateway, deliveries: folder.store, client: client, base: base)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await studio.run() }
            group.addTask { await housekeeper.run() }
            group.addTask { await courier.run() }
            group.addTask { await recordKeyUse(gateway, log) }
            group.addTask { try await server.run() }
            group.addTask {
                for await signal in signals {
                    log(.info, "draining", ["signal": .integer(Int(signal))])
                    break
                }
            }
            // The first to end is the signal, or something that must not end.
            try await group.next()
            state.drain()
            server.drain()
            group.cancelAll()
            try await group.waitForAll()
        }
        try await gateway.desk.recordUse()
        log(.info, "stopped")
    }

    private static func console(_ folder: DataFolder, _ gateway: Gateway, _ engines: Engines) -> Console {
        var configuration = Console.Configuration()
        configuration.version = Flint.version
        configuration.folder = folder.path
        return Console(
            configuration: configuration,
            gateway: gateway,
            store: folder.store,
            files: folder.files,
            engines: engines
        )
    }

    /// While nobody can sign in to the console, each start makes a link for the first person, an admin of the owner
    /// `default`: on a terminal it is shown, else it is left in a file that only its owner can read.
    private static func openDoor(_ folder: DataFolder, _ gateway: Gateway, base: String, _ log: Log) async throws {
        let path = "\(folder.path)/first-link"
        guard try await folder.store.people().isEmpty else {
            unlink(path)
            return
        }
        let token = try await gateway.sessions.invite(name: nil, owner: .standard, isAdmin: true)
        let link = Console.welcomeLink(base: base, token: token)
        guard isatty(STDOUT_FILENO) != 1 else {
            Terminal.answer("Or draw in the browser; this link works once:\n  \(link)")
            return
        }
        try DataFolder.writePrivately(Data((link + "\n").utf8), to: path)
        log(.info, "nobody can sign in yet; a link was made", ["file": .string(path)])
    }

    private static func recordKeyUse(_ gateway: Gateway, _ log: Log) async {
        while !Task.isCancelled {
            do {
                try await gateway.desk.recordUse()
            } catch {
                log(.warning, "the use of keys can't be stored", ["error": .string("\(error)")])
            }
            try? await Task.sleep(for: .seconds(60))
        }
    }

    /// The first start makes a key, before anybody can call, and shows it at once: on a terminal, else it is left in a
    /// file that only its owner can read. Answers with how a shell finds it.
    private static func makeFirstKey(_ folder: DataFolder, _ gateway: Gateway, _ log: Log) async throws -> String? {
        guard try await folder.store.keys(of: nil).isEmpty else { return nil }
        let text = try await gateway.desk.create(name: "first", isAdmin: true).text
        guard isatty(STDOUT_FILENO) != 1 else {
            Terminal.answer("Your first key, shown this once: \(text)")
            return text
        }
        let path = "\(folder.path)/first-key"
        try DataFolder.writePrivately(Data((text + "\n").utf8), to: path)
        log(.info, "the first key was made", ["file": .string(path)])
        return "$(cat \(path))"
    }

    private static func welcome(_ key: String, base: String) {
        Terminal.answer(
            """
            Draw a picture:
              curl -s \(base)/model/v1/generation/sync -H "Authorization: Bearer \(key)" \\
                -H 'Content-Type: application/json' \\
                -d '{"model": "spark_t2i_3_0", "prompt": "three red mushrooms in a meadow"}'
            """
        )
    }

    /// This process alone works on the folder: whatever ran when the last one ended is nobody's now.
    private static func takeBack(_ store: SQLiteStore) async throws -> Int {
        var count = 0
        while true {
            let lost = try await store.recover(attempts: 5, lease: .zero)
            guard !lost.isEmpty else { return count }
            count += lost.count
        }
    }
}

extension Settings {
    var gateway: Gateway.Configuration {
        var configuration = Gateway.Configuration()
        configuration.publicURL = publicURL
        configuration.trustedProxies = trustedProxies
        configuration.origins = origins
        configuration.queueLimit = queueLimit
        configuration.prices = prices
        configuration.metricsNeedKey = metricsNeedKey
        configuration.version = Flint.version
        return configuration
    }

    var server: Server.Configuration {
        var configuration = Server.Configuration()
        configuration.listen = listen
        configuration.loops = loops
        configuration.limits.connections = maxConnections
        configuration.limits.connectionsPerAddress = maxConnectionsPerAddress
        configuration.drainGrace = drainGrace
        configuration.refuse = Gateway.refusal
        return configuration
    }

    var studio: Studio.Configuration {
        var configuration = Studio.Configuration()
        configuration.workers = workers
        configuration.grace = drainGrace
        configuration.finishing = finishing
        return configuration
    }

    var finishing: Finisher.Configuration {
        var configuration = Finisher.Configuration()
        configuration.label = label
        configuration.keepsPrompts = promptsInFiles
        configuration.producer.name = producer
        configuration.producer.version = Flint.version
        return configuration
    }

    var housekeeping: Housekeeper.Configuration {
        var configuration = Housekeeper.Configuration()
        configuration.keepFiles = keepFiles
        configuration.keepTasks = keepTasks
        configuration.quota = quota
        return configuration
    }
}

extension ListenAddress {
    /// How a client on this machine reaches it.
    var url: String? {
        guard case .tcp(let host, let port) = self else { return nil }
        switch host {
        case "0.0.0.0": return "http://127.0.0.1:\(port)"
        case "::": return "http://[::1]:\(port)"
        default: return "http://\(self)"
        }
    }
}
