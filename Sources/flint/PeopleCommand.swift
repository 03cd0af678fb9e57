import Console
import Domain
import Foundation
import Gateway
import Storage

/// `flint people`: who may sign in to the console; on the store itself, also while a server runs.
enum PeopleCommand {
    static func run(_ arguments: some Sequence<String>) async throws {
        let arguments = try Arguments(arguments, flags: ["--data", "--config", "--owner"], switches: ["--admin"])
        let settings = try Settings.read(flags: arguments.flags.filter { ["--data", "--config"].contains($0.key) })
        guard DataFolder.exists(settings.data) else {
            throw Exit(.failed, "There is no store in \(settings.data); --data DIR says where it is.")
        }
        let folder = try DataFolder(settings.data, settings: settings, exclusively: false)
        switch (arguments.words.first, arguments.words.dropFirst().first) {
        case ("invite", let name?): try await invite(name, arguments, folder, settings)
        case ("list", nil):
            for person in try await folder.store.people() {
                Terminal.answer("\(person.name)  \(person.owner.name)\(person.isAdmin ? "  admin" : "")")
            }
        case ("remove", let name?):
            try await remove(name, folder)
            Terminal.say("Removed \(name).")
        default: throw Exit(.usage, "Use: flint people invite NAME | list | remove NAME")
        }
    }

    /// Makes a link for choosing a password. Somebody who is there already keeps their owner and their rights.
    private static func invite(
        _ name: String,
        _ arguments: Arguments,
        _ folder: DataFolder,
        _ settings: Settings
    ) async throws {
        let known = try await folder.store.person(name)
        let owner = arguments["--owner"] ?? known?.owner.name ?? Owner.standard.name
        guard Console.isPersonName(name), Console.isPersonName(owner) else {
            throw Exit(.usage, "A name has 1 to 64 characters.")
        }
        let sessions = try SessionDesk(store: folder.store, secret: folder.secret, clock: SystemClock())
        let token = try await sessions.invite(
            name: name,
            owner: Owner(owner),
            isAdmin: arguments.has("--admin") || known?.isAdmin == true
        )
        let base = settings.publicURL ?? settings.listen.compactMap(\.url).first ?? "http://127.0.0.1:8080"
        Terminal.say("A link for \(name) to choose a password; it works once, within seven days:")
        Terminal.answer(Console.welcomeLink(base: base, token: token))
    }

    private static func remove(_ name: String, _ folder: DataFolder) async throws {
        do throws(StoreError) {
            try await folder.store.removePerson(name)
        } catch {
            if case .notFound = error { throw Exit(.failed, "Nobody is called \(name).") }
            throw error
        }
    }
}
