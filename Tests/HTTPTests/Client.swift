import Glibc
import HTTP

/// A client that sends exactly what it is told, on a blocking socket that gives up after some seconds.
final class Client {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A response as it came.
    struct Reply {
        var status: Int
        var head: String
        var headers: Headers
        var body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Kept, so that the server lives as long as its clients.
    var server: Serving?
    private let descriptor: Int32
    private var received: [UInt8] = []
    private var isClosed = false

    init(_ address: ListenAddress, patience: Int = 30, receiveBuffer: Int32? = nil) throws {
        switch address {
        case .unix(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
            try connect(&name)
        case .tcp(let host, let port) where host.contains(":"):
            descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = port.bigEndian
            inet_pton(AF_INET6, host, &name.sin6_addr)
            try connect(&name)
        case .tcp(let host, let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            if var size = receiveBuffer {
                setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
            }
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            inet_pton(AF_INET, host, &name.sin_addr)
            try connect(&name)
        }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close() }

    private func connect<Name>(_ name: inout Name) throws {
        let result = withUnsafePointer(to: &name) { name in
            name.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Name>.size))
            }
        }
        guard result == 0 else { throw Failure(description: "connect: \(String(cString: strerror(errno)))") }
    }

    // MARK: Sending

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "send: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        Glibc.close(descriptor)
    }

    /// Closes with a reset, as a crashed client does.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    // MARK: Receiving

    /// Reads what comes next; `false` at the end.
    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == ECONNRESET { return false }
        guard count >= 0 else { throw Failure(description: "nothing came: \(String(cString: strerror(errno)))") }
        received += buffer[..<count]
        return count > 0
    }

    /// Everything up to and with a text.
    func read(through end: String) throws -> String {
        let end = Array(end.utf8)
        var searched = 0
        while true {
            if let range = received[searched...].firstRange(of: end) {
                defer { received.removeSubrange(..<range.upperBound) }
                return String(decoding: received[..<range.upperBound], as: UTF8.self)
            }
            searched = max(0, received.count - end.count)
            guard try receive() else { throw Failure(description: "closed before \(end)") }
        }
    }

    func read(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try receive() else { throw Failure(description: "closed after \(received.count) of \(count)") }
        }
        defer { received.removeSubrange(..<count) }
        return Array(received[..<count])
    }

    /// Everything until the server closes.
    func readToEnd() throws -> String {
        while try receive() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// The head of a response.
    func readHead() throws -> Reply {
        let head = try read(through: "\r\n\r\n")
        var lines = head.split(separator: "\r\n")
        guard let first = lines.first, let status = Int(first.dropFirst(9).prefix(3)) else {
            throw Failure(description: "not a response: \(head)")
        }
        lines.removeFirst()
        var headers = Headers()
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { throw Failure(description: "not a field: \(line)") }
            headers.add(String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...]))
        }
        return Reply(status: status, head: head, headers: headers, body: [])
    }

    /// A piece of a chunked body; empty at its end.
    func readChunk() throws -> [UInt8] {
        let line = try read(through: "\r\n")
        guard let size = Int(line.dropLast(1), radix: 16) else { throw Failure(description: "not a chunk: \(line)") }
        let piece = try read(size)
        guard try read(2) == [13, 10] else { throw Failure(description: "a chunk has no end") }
        return piece
    }

    /// A whole response.
    func readReply(toHead: Bool = false) throws -> Reply {
        var reply = try readHead()
        if toHead || reply.status == 304 || reply.status == 204 || reply.status < 200 { return reply }
        if reply.headers["transfer-encoding"] == "chunked" {
            while true {
                let piece = try readChunk()
                if piece.isEmpty { break }
                reply.body += piece
            }
        } else if let length = reply.headers["content-length"].flatMap({ Int($0) }) {
            reply.body = try read(length)
        } else {
            reply.body = Array(try readToEnd().utf8)
        }
        return reply
    }

    func ask(_ request: String) throws -> Reply {
        try send(request)
        return try readReply(toHead: request.hasPrefix("HEAD"))
    }

    /// Whether the server closes without saying more.
    func isClosedByServer() throws -> Bool {
        try readToEnd().isEmpty
    }
}
