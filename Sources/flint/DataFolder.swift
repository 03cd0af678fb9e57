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
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        lock = exclusively ? try FolderLock("\(path)/lock") : nil
        secret = try Self.secret(settings, "\(path)/secret")
        store = try SQLiteStore(path: "\(path)/flint.db")
        files = try DiskFiles(folder: "\(path)/files")
    }

    /// The secret of the settings, or one that is made once and kept where only the owner reads it.
    private static func secret(_ settings: Settings, _ path: String) throws -> Secret {
        if let text = settings.secret { return Secret(SHA256().hash(utf8: text)) }
        if let kept = FileManager.default.contents(atPath: path), kept.count == 32 { return Secret(Array(kept)) }
        let bytes = Random.bytes(32)
        try writePrivately(Data(bytes), to: path)
        return Secret(bytes)
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
