import Domain
import Foundation
import Storage

/// `flint backup` and `flint restore`: the whole folder, from a store that goes on being used.
enum BackupCommand {
    static func backup(_ arguments: some Sequence<String>) async throws {
        let (settings, target) = try read(arguments, "Use: flint backup TARGET [--data DIR]")
        guard FileManager.default.fileExists(atPath: "\(settings.data)/flint.db") else {
            throw Exit(.failed, "There is no store in \(settings.data).")
        }
        guard !FileManager.default.fileExists(atPath: target) else {
            throw Exit(.failed, "\(target) is there already.")
        }
        try FileManager.default.createDirectory(
            atPath: "\(target)/files",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        // The store first: every file that it knows was written before it, and files never change.
        let store = try SQLiteStore(path: "\(settings.data)/flint.db")
        try await store.backup(to: "\(target)/flint.db")
        chmod("\(target)/flint.db", 0o600)
        if let secret = FileManager.default.contents(atPath: "\(settings.data)/secret") {
            try DataFolder.writePrivately(secret, to: "\(target)/secret")
        }
        let count = try copyFiles(from: "\(settings.data)/files", to: "\(target)/files")
        Terminal.say("Saved the store and \(count) files to \(target).")
    }

    static func restore(_ arguments: some Sequence<String>) throws {
        let (settings, source) = try read(arguments, "Use: flint restore SOURCE [--data DIR]")
        guard FileManager.default.fileExists(atPath: "\(source)/flint.db") else {
            throw Exit(.failed, "There is no backup in \(source).")
        }
        guard !FileManager.default.fileExists(atPath: "\(settings.data)/flint.db") else {
            throw Exit(.failed, "\(settings.data) holds a store already; restore into an empty folder.")
        }
        try FileManager.default.createDirectory(
            atPath: settings.data,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let count = try copyFiles(from: "\(source)/files", to: "\(settings.data)/files")
        if let secret = FileManager.default.contents(atPath: "\(source)/secret") {
            try DataFolder.writePrivately(secret, to: "\(settings.data)/secret")
        }
        // The store last: a folder without it is no half-restored service.
        let part = "\(settings.data)/flint.db.part"
        try? FileManager.default.removeItem(atPath: part)
        try FileManager.default.copyItem(atPath: "\(source)/flint.db", toPath: part)
        try FileManager.default.moveItem(atPath: part, toPath: "\(settings.data)/flint.db")
        Terminal.say("Restored the store and \(count) files to \(settings.data).")
    }

    private static func read(_ arguments: some Sequence<String>, _ usage: String) throws -> (Settings, String) {
        let arguments = try Arguments(arguments, flags: ["--data", "--config"])
        guard arguments.words.count == 1 else { throw Exit(.usage, usage) }
        return (try Settings.read(flags: arguments.flags), arguments.words[0])
    }

    /// A file that vanishes meanwhile was removed for its age, and is not missed.
    private static func copyFiles(from source: String, to target: String) throws -> Int {
        try FileManager.default.createDirectory(
            atPath: target,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        var count = 0
        for shelf in (try? FileManager.default.contentsOfDirectory(atPath: source)) ?? [] {
            try FileManager.default.createDirectory(
                atPath: "\(target)/\(shelf)",
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(source)/\(shelf)")) ?? []
            where !name.hasPrefix(".") {
                do {
                    try FileManager.default.copyItem(
                        atPath: "\(source)/\(shelf)/\(name)",
                        toPath: "\(target)/\(shelf)/\(name)"
                    )
                    count += 1
                } catch  where !FileManager.default.fileExists(atPath: "\(source)/\(shelf)/\(name)") {
                    continue
                }
            }
        }
        return count
    }
}
