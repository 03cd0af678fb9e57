import CProcesses
import Glibc

/// A file that lies in memory alone; how bytes go to a child process and come back without a pipe to be pumped.
@safe package final class MemoryFile: Sendable {
    package let descriptor: Int32

    /// Empty, with a name for people who look into /proc.
    package init(_ name: String) throws(ProcessError) {
        descriptor = unsafe memory_file(name)
        guard descriptor >= 0 else { throw .unavailable(code: -descriptor) }
    }

    deinit { close(descriptor) }

    package convenience init(_ name: String, holding bytes: [UInt8]) throws(ProcessError) {
        try self.init(name)
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unavailable(code: errno) }
            written += count
        }
        lseek(descriptor, 0, SEEK_SET)
    }

    package var count: Int {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// What stands there from a place on, no more than `most` bytes.
    package func bytes(from start: Int = 0, most: Int) -> [UInt8] {
        let wanted = max(0, min(most, count - start))
        return unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let place = unsafe buffer.baseAddress! + filled
                let read = unsafe pread(descriptor, place, wanted - filled, off_t(start + filled))
                if read < 0, errno == EINTR { continue }
                guard read > 0 else { return }
                filled += read
            }
        }
    }
}

package enum ProcessError: Error, Equatable {
    /// The system gave no process or no memory for one; the code is `errno`'s.
    case unavailable(code: Int32)
    case timedOut
    case cancelled
}
