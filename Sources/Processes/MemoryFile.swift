import CProcesses
import Glibc

/// A file that lies in memory alone; how bytes go to a child process and come back without a pipe to be pumped.
package final class MemoryFile: Sendable {
    package let descriptor: Descriptor

    /// Empty, with a name for people who look into /proc.
    package init(_ name: String) throws(ProcessError) {
        let number = unsafe memory_file(name)
        guard number >= 0 else { throw .unavailable(code: -number) }
        descriptor = Descriptor(number)
    }

    deinit { close(descriptor.number) }

    package convenience init(_ name: String, holding bytes: [UInt8]) throws(ProcessError) {
        try self.init(name)
        guard descriptor.write(bytes) else { throw .unavailable(code: errno) }
        lseek(descriptor.number, 0, SEEK_SET)
    }

    package var count: Int { descriptor.count }

    /// What stands there from a place on, no more than `most` bytes.
    package func bytes(from start: Int = 0, most: Int) -> [UInt8] {
        descriptor.bytes(from: start, most: most)
    }
}

package enum ProcessError: Error, Equatable {
    /// The system gave no process or no memory for one; the code is `errno`'s.
    case unavailable(code: Int32)
    case timedOut
    case cancelled
}
