import Glibc

/// A disk of a few megabytes in memory, for filling it; it goes away with the last that holds it. Only root may make one.
package final class SmallDisk: Sendable {
    package static let canBeMade = geteuid() == 0

    package let path: String
    private let folder = TemporaryFolder()

    package init(megabytes: Int) throws {
        path = folder.path
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { throw Refused(errno: errno) }
    }

    // Lazily, for a database may still be open on it.
    deinit { umount2(path, Int32(MNT_DETACH)) }

    /// Leaves so many bytes free and takes all others.
    package func fill(leaving bytes: Int = 0) throws {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw Refused(errno: errno) }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        let file = open("\(path)/ballast", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Refused(errno: errno) }
        defer { close(file) }
        let size = lseek(file, 0, SEEK_END)
        let code = posix_fallocate(file, size, max(1, free - bytes))
        guard code == 0 || code == ENOSPC else { throw Refused(errno: code) }
    }

    package func makeRoom() {
        unlink("\(path)/ballast")
    }

    package struct Refused: Error {
        let errno: Int32
    }
}
