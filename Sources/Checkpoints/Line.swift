import Glibc
import Locking

/// One end of the socket between a worker and its supervisor. Reading and writing block the thread that does it.
final class Line: Sendable {
    private let descriptor: Lock<Int32>
    private let fixed: Int32

    /// Takes over the descriptor.
    init(_ descriptor: Int32) {
        fixed = descriptor
        self.descriptor = Lock(descriptor)
    }

    deinit { hangUp() }

    /// Both ends of a new one, closed on exec; `nil` where the system gives none.
    static func pair() -> (Int32, Int32)? {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        return unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 ? (ends[0], ends[1]) : nil
    }

    /// Whether all of it went; a reader that takes nothing for half a minute counts as gone.
    func write(_ bytes: [UInt8]) -> Bool {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return false }
            var patience = timeval(tv_sec: 30, tv_usec: 0)
            _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var sent = 0
            while sent < bytes.count {
                let count = unsafe bytes.withUnsafeBytes { buffer -> Int in
                    guard let start = buffer.baseAddress else { return 0 }
                    return unsafe send(descriptor, start + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// What has come; empty when nothing came within the time, `nil` at the end.
    func read(within milliseconds: Int32, into buffer: inout [UInt8]) -> Int? {
        var item = pollfd(fd: fixed, events: Int16(POLLIN), revents: 0)
        let ready = unsafe poll(&item, 1, milliseconds)
        if ready == 0 || ready < 0 && errno == EINTR { return 0 }
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(fixed, $0.baseAddress, $0.count, 0) }
        if count < 0, errno == EINTR { return 0 }
        return count > 0 ? count : nil
    }

    /// Only once nobody reads any more.
    func hangUp() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }
}
