import Glibc
import Locking

/// A tiny HTTP/1.1 server for tests: a thread that accepts, a thread for each connection, a closure that answers.
package final class TestServer: Sendable {
    package struct Seen: Sendable {
        package var method = ""
        package var target = ""
        /// By lower-case name.
        package var headers: [String: String] = [:]
        package var body: [UInt8] = []
    }

    private struct State {
        var connections = 0
        var requests: [Seen] = []
    }

    package typealias Handler = @Sendable (Seen, Connection) -> Void

    package let port: Int
    private let listener: Int32
    private let state = Lock(State())

    /// `address`: IPv4, or `::` for all addresses of both families.
    package init(
        on address: String = "127.0.0.1",
        _ handler: @escaping Handler = { _, connection in connection.answer() }
    ) {
        let isBoth = address == "::"
        listener = socket(isBoth ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(listener >= 0, "no socket for the test server")
        var off: Int32 = 0
        if isBoth { setsockopt(listener, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, 4) }
        port = isBoth ? bind6(listener) : bind4(listener, address)
        precondition(listen(listener, 64) == 0, "the test server cannot listen")
        let (listener, state) = (listener, state)
        startThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else {
                    // Closed by nobody else: another server may get its number while this thread still uses it.
                    close(listener)
                    return
                }
                state.withLock { $0.connections += 1 }
                startThread {
                    let connection = Connection(descriptor: descriptor)
                    while let request = connection.readRequest(), request.target != "/probe" {
                        state.withLock { $0.requests.append(request) }
                        handler(request, connection)
                    }
                    close(descriptor)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    package var requests: [Seen] { state.withLock { $0.requests } }

    /// How many connections have come so far.
    ///
    /// Connections are accepted in the order they came in, so that once one of our own is through none is still on its way.
    package func connections() -> Int {
        let before = state.withLock { $0.connections }
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var peer = address4("127.0.0.1", port)
        let code = withAddress(&peer) { connect(probe, $0, $1) }
        precondition(code == 0, "the test server cannot be reached at all")
        send(probe, "GET /probe HTTP/1.1\r\n\r\n", 23, Int32(MSG_NOSIGNAL))
        shutdown(probe, Int32(SHUT_WR))
        var byte: UInt8 = 0
        // Until the connection has been served, so it has been accepted and counted.
        while recv(probe, &byte, 1, 0) > 0 {}
        return state.withLock { state in
            state.connections -= 1
            precondition(state.connections >= before, "connections do not vanish")
            return state.connections
        }
    }

    package func url(_ path: String = "/", host: String = "127.0.0.1") -> String {
        "http://\(host):\(port)\(path)"
    }
}

/// The server's end of a connection.
package final class Connection: Sendable {
    private let descriptor: Int32
    private let isOver = Lock(false)

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// `false` when the other end is gone.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    package func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    package func answer(_ status: Int = 200, _ headers: [String: String] = [:], _ body: String = "") {
        let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
        send("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(lines)\r\n\(body)")
    }

    package func hangUp() {
        isOver.withLock { $0 = true }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Returns when the other end has closed.
    package func waitForClose() {
        var byte: UInt8 = 0
        while recv(descriptor, &byte, 1, 0) > 0 {}
    }

    fileprivate func readRequest() -> TestServer.Seen? {
        // What came before the hang-up could still be read, but nobody would be answered.
        guard !isOver.withLock({ $0 }) else { return nil }
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
            var byte: UInt8 = 0
            guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
            head.append(byte)
        }
        var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")[...]
        let words = lines.removeFirst().split(separator: " ")
        var request = TestServer.Seen(method: String(words[0]), target: String(words[1]))
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            request.headers[parts[0].lowercased()] = String(parts.count > 1 ? parts[1].drop { $0 == " " } : "")
        }
        let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
        request.body = [UInt8](repeating: 0, count: length)
        var count = 0
        while count < length {
            let got = request.body[count...].withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard got > 0 else { return nil }
            count += got
        }
        return request
    }
}

private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func startThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    pthread_create(
        &thread,
        nil,
        { work in
            if let work { Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
            return nil
        },
        work
    )
    pthread_detach(thread)
}

private func address4(_ text: String, _ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    inet_pton(AF_INET, text, &address.sin_addr)
    return address
}

private func bind4(_ descriptor: Int32, _ text: String) -> Int {
    var address = address4(text, 0)
    precondition(withAddress(&address) { bind(descriptor, $0, $1) } == 0, "the test server cannot bind")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withAddress(&address) { pointer, _ in getsockname(descriptor, pointer, &length) }
    return Int(UInt16(bigEndian: address.sin_port))
}

private func bind6(_ descriptor: Int32) -> Int {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    precondition(withAddress(&address) { bind(descriptor, $0, $1) } == 0, "the test server cannot bind")
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    _ = withAddress(&address) { pointer, _ in getsockname(descriptor, pointer, &length) }
    return Int(UInt16(bigEndian: address.sin6_port))
}

private func withAddress<Address>(
    _ address: inout Address,
    _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<Address>.size))
        }
    }
}
