package import Domain
import Foundation

/// Files in a folder, each in one of 256 subfolders; a file is there whole or not at all.
package final class DiskFiles: FileStore {
    private let folder: String
    private let clock: any WallClock

    package init(folder: String, clock: any WallClock = SystemClock()) throws {
        self.folder = folder
        self.clock = clock
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    @concurrent
    package func write(_ bytes: [UInt8], format: PictureFormat) async throws(StoreError) -> StoredFile {
        let name = ImageTask.ID(at: clock.now).text
        let shelf = String(name.suffix(2))
        let key = FileKey("\(shelf)/\(name).\(format.fileExtension)")
        let target = "\(folder)/\(key.text)"
        let temporary = "\(folder)/\(shelf)/.\(name).part"
        do {
            if try Self.make(shelf: "\(folder)/\(shelf)") { try Self.sync(folder: folder) }
            try Self.write(bytes, to: temporary)
            guard rename(temporary, target) == 0 else { throw Self.problem("rename") }
            try Self.sync(folder: "\(folder)/\(shelf)")
        } catch {
            unlink(temporary)
            throw StoreError(error)
        }
        return StoredFile(key: key, size: bytes.count)
    }

    @concurrent
    package func read(_ key: FileKey) async throws(StoreError) -> [UInt8] {
        do {
            return try Self.read("\(folder)/\(key.text)")
        } catch {
            throw StoreError(error)
        }
    }

    package func path(of key: FileKey) -> String? {
        let path = "\(folder)/\(key.text)"
        return access(path, R_OK) == 0 ? path : nil
    }

    @concurrent
    package func delete(_ keys: [FileKey]) async throws(StoreError) {
        for key in keys where unlink("\(folder)/\(key.text)") != 0 && errno != ENOENT {
            throw StoreError(Self.problem("unlink"))
        }
    }

    @concurrent
    package func files(writtenBefore moment: Timestamp) async throws(StoreError) -> [FileKey] {
        var found: [FileKey] = []
        let shelves = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for shelf in shelves {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(shelf)")) ?? [] {
                var status = stat()
                guard stat("\(folder)/\(shelf)/\(name)", &status) == 0,
                    Int64(status.st_mtim.tv_sec) < moment.seconds
                else { continue }
                found.append(FileKey("\(shelf)/\(name)"))
            }
        }
        return found
    }

    /// Answers whether it was not there yet; then the folder that it stands in has changed too.
    private static func make(shelf: String) throws -> Bool {
        if mkdir(shelf, 0o700) == 0 { return true }
        guard errno == EEXIST else { throw problem("mkdir") }
        return false
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw problem("open") }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw problem("write")
            }
            written += count
        }
        guard fsync(file) == 0 else { throw problem("fsync") }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw errno == ENOENT ? StoreError.notFound : problem("open") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw problem("fstat") }
        let size = Int(status.st_size)
        return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(file, buffer.baseAddress.map { $0 + count }, size - count)
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw problem("read") }
                // It became shorter meanwhile; nobody does that to a file that is kept.
                guard got > 0 else { return }
                count += got
            }
        }
    }

    private static func sync(folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw problem("fsync") }
    }

    private static func problem(_ call: String) -> StoreError {
        .unavailable(detail: "\(call): \(String(cString: strerror(errno)))")
    }
}
