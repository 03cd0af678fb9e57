import Glibc

/// A file in memory, its pages read when they are looked at.
@safe final class MappedFile {
    private let start: UnsafeMutableRawPointer
    private let count: Int

    /// `limit`: Bytes of the largest file that is looked at.
    init(_ path: String, limit: Int) throws(EmberError) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable(path: path, reason: Self.reason) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw .unreadable(path: path, reason: Self.reason) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, reason: "it is no file") }
        guard status.st_size > 0 else { throw .damaged(path: path, reason: "it is empty") }
        guard status.st_size <= limit else { throw .damaged(path: path, reason: "it is larger than \(limit) bytes") }
        let address = unsafe mmap(nil, status.st_size, PROT_READ, MAP_PRIVATE, file, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw .unreadable(path: path, reason: Self.reason)
        }
        unsafe start = address
        count = status.st_size
    }

    deinit { unsafe munmap(start, count) }

    var bytes: RawSpan {
        @_lifetime(borrow self)
        get { unsafe _overrideLifetime(RawSpan(_unsafeStart: start, byteCount: count), borrowing: self) }
    }

    private static var reason: String { unsafe String(cString: strerror(errno)) }
}
