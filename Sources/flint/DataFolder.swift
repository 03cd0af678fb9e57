import Domain
import Foundation
import Sodium
import Storage

/// The folder that holds everything of one service: `flint.db`, `files/`, `secret`.
struct DataFolder {
    let path: String
    let store: SQLiteStore
    let files: DiskFiles
    let secret: Secret
    private let lock: FolderLock?

    /// The one process that serves opens it exclusively: a second one is refused.
    init(_ path: String, settings: Settings, exclusively: Bool) throws {
        self.path = path
        try Self.makeFolder(path)
        lock = exclusively ? try FolderLock("\(path)/lock") : nil
        secret = try Self.secret(settings, path)
        store = try SQLiteStore(path: "\(path)/flint.db")
        files = try DiskFiles(folder: "\(path)/files")
    }

    /// Whether there is a service in the folder already.
    static func exists(_ path: String) -> Bool { access("\(path)/flint.db", F_OK) == 0 }

    static func makeFolder(_ path: String) throws(Exit) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Exit(.failed, "The folder \(path) can't be made, or is none.")
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw Exit(.failed, "The folder \(path) can't be written: \(String(cString: strerror(errno))).")
        }
    }

    /// The secret of the settings, or one that is made once, with the store, and kept where only the owner reads it.
    private static func secret(_ settings: Settings, _ folder: String) throws -> Secret {
        if let text = settings.secret { return Secret(SHA256().hash(utf8: text)) }
        let path = "\(folder)/secret"
        if access(path, F_OK) != 0 {
            // Without it every key and link of a store is worthless, so a lost one is never replaced in silence.
            guard !exists(folder) else {
                throw Exit(
                    .failed,
                    "\(path) is missing: without it no key opens this store. Put it back from a backup."
                )
            }
            try publish(Data(Random.bytes(32)), as: path)
        }
        guard let kept = FileManager.default.contents(atPath: path), kept.count == 32 else {
            throw Exit(.failed, "\(path) can't be read, or is damaged. Put it back from a backup.")
        }
        return Secret(Array(kept))
    }

    /// Puts a file where none is; when another process was quicker, its file stays.
    private static func publish(_ data: Data, as path: String) throws {
        let temporary = "\(path).\(getpid())"
        try writePrivately(data, to: temporary)
        defer { unlink(temporary) }
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw Exit(.failed, "\(path) can't be written: \(String(cString: strerror(errno))).")
        }
    }

    /// Writes a file that only its owner may read, whole or not at all.
    static func writePrivately(_ data: Data, to path: String) throws {
        let temporary = "\(path).part"
        unlink(temporary)
        guard FileManager.default.createFile(atPath: temporary, contents: data, attributes: [.posixPermissions: 0o600]),
            rename(temporary, path) == 0
        else { throw Exit(.failed, "\(path) can't be written: \(String(cString: strerror(errno))).") }
    }
}

/// Holds a file locked for as long as this process lives; the kernel lets go of it whatever happens.
final class FolderLock: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Exit(.failed, "\(path) can't be opened: \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Exit(.failed, "Another flint serves this data folder already.")
        }
    }

    deinit { close(descriptor) }
}
