import Glibc
import HTTP
import Testing

/// Where a server listens.
@MainActor struct AddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", ListenAddress.tcp(host: "127.0.0.1", port: 8080)),
        ("localhost:80", .tcp(host: "127.0.0.1", port: 80)),
        ("[::1]:8080", .tcp(host: "::1", port: 8080)),
        ("0.0.0.0:0", .tcp(host: "0.0.0.0", port: 0)),
        ("unix:/run/a b.sock", .unix(path: "/run/a b.sock")),
    ])
    func `an address is read`(text: String, address: ListenAddress) {
        #expect(ListenAddress(text) == address)
        if !text.hasPrefix("localhost") { #expect(address.description == text) }
    }

    @Test(arguments: ["", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:8080", "unix:", "a:b:c"])
    func `what is no address is refused`(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func `several addresses are served by one server`() throws {
        let path = "/tmp/flint-several-\(getpid()).sock"
        let serving = try Serving({
            $0.listen = [.tcp(host: "127.0.0.1", port: 0), .tcp(host: "::1", port: 0), .unix(path: path)]
        }) { request in Response(.ok, body: .bytes(Array(request.peer.utf8))) }
        let peers = try serving.addresses.map { try Client($0).ask(get("/")).text }
        #expect(peers == ["127.0.0.1", "::1", "unix"])
    }

    @Test(.timeLimit(.minutes(1))) func `a socket is for owner and group, and goes with the server`() async throws {
        let path = "/tmp/flint-mode-\(getpid()).sock"
        let serving = try Serving({ $0.listen = [.unix(path: path)] }, handler: echo)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o660)
        let client = try serving.client()
        #expect(try client.ask(get("/")).status == 200)
        serving.server.drain()
        try await serving.server.run()
        #expect(stat(path, &status) != 0)
    }

    @Test func `a stale socket is replaced, one that is served is not, nor is a file`() throws {
        let path = "/tmp/flint-stale-\(getpid()).sock"
        // Bound and closed without being removed, as a crash leaves it.
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &name) { name in
            name.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        close(descriptor)
        let serving = try Serving({ $0.listen = [.unix(path: path)] }, handler: echo)
        #expect(try serving.client().ask(get("/")).status == 200)
        #expect(throws: ServerError.cannotListen(.unix(path: path), code: EADDRINUSE)) {
            try Serving({ $0.listen = [.unix(path: path)] }, handler: echo)
        }
        #expect(throws: ServerError.cannotListen(.unix(path: "/etc/passwd"), code: EEXIST)) {
            try Serving({ $0.listen = [.unix(path: "/etc/passwd")] }, handler: echo)
        }
    }

    @Test func `a port in use is an error that says so`() throws {
        let serving = try Serving(handler: echo)
        let address = serving.address
        let error = ServerError.cannotListen(address, code: EADDRINUSE)
        #expect(throws: error) { try Serving({ $0.listen = [address] }, handler: echo) }
        #expect(error.description == "Cannot listen on \(address): Address already in use.")
    }
}
