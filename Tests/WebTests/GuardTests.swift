import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(1)))
struct GuardTests {
    private static let closed = [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
        "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:2::1",
        "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fec0::1", "ff02::1", "ff0e::1",
    ]

    @Test(arguments: closed)
    func `an address outside the public internet is refused before a packet leaves`(address: String) async throws {
        #expect(!Guard().permits(try #require(IPAddress(address))))

        // What leads to this machine would arrive here.
        let server = TestServer(on: "::")
        let client = try Client(.init(resolve: { _ in [address] }))
        await #expect(throws: WebError.addressRefused) {
            try await client.send(WebRequest(.get, server.url(host: "picture.example")))
        }
        #expect(server.connections() == 0)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "11.0.0.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
        "192.167.0.1",
        "198.17.0.1", "198.20.0.1", "223.255.255.255", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1",
        "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    ])
    func `an address of the public internet is permitted`(address: String) throws {
        #expect(Guard().permits(try #require(IPAddress(address))))
    }

    @Test(arguments: [
        "localhost", "LOCALHOST", "127.0.0.1", "127.1", "127.0.1", "0x7f.1", "0x7f000001", "0X7F.0.0.1", "2130706433",
        "017700000001", "0177.0.0.1", "0177.0x0.0.1", "0", "0.0.0.0", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "%31%32%37.0.0.1",
    ])
    func `a host that means this machine is refused however it is written`(host: String) async throws {
        let server = TestServer(on: "::")
        let client = try Client()
        await #expect(throws: WebError.addressRefused) {
            try await client.send(WebRequest(.get, server.url(host: host)))
        }
        #expect(server.connections() == 0)
    }

    @Test(arguments: [
        "localhost.", "127.0.0.1.", "4294967297", "127.0.0.1.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "[::1%25lo]", "[127.0.0.1]",
        "0x7f.0x0.0x0.0x0.1",
        "1.1.1.1 @127.0.0.1", "localhost\u{ad}", "127.0.0.1\\@1.1.1.1", "::1", "ⓛocalhost",
    ])
    func `a host that is hardly one does not arrive here`(host: String) async throws {
        let server = TestServer(on: "::")
        let client = try Client()
        // Some are names to ask a name server for, and it may be far away.
        let limits = WebRequest.Limits(connect: .seconds(2))
        await #expect(throws: WebError.self) {
            try await client.send(WebRequest(.get, server.url(host: host), limits: limits))
        }
        #expect(server.connections() == 0)
    }

    @Test(arguments: [
        "127.0.0.1", "127.1", "0x7f000001", "017700000001", "0.0.0.0", "[::]", "[::1]", "[::ffff:7f00:1]",
    ])
    func `without a guard the same notations do arrive`(host: String) async throws {
        let server = TestServer(on: "::")
        let client = try Client(.init(route: .direct(.everything)))
        #expect(try await client.send(WebRequest(.get, server.url(host: host))).status == 200)
        #expect(server.connections() == 1)
    }

    @Test(arguments: ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1"])
    func `a network that the operator opens is reached`(host: String) async throws {
        let server = TestServer(on: "::") { _, connection in connection.answer(200, [:], "here") }
        let client = try Client(.init(route: .direct(Guard(allowing: CIDR.list("127.0.0.0/8, ::1")))))
        let response = try await client.send(WebRequest(.get, server.url(host: host)))
        #expect(String(decoding: response.body, as: UTF8.self) == "here")
    }

    @Test func `opening one network opens no other`() async throws {
        let server = TestServer(on: "0.0.0.0")
        let client = try Client(.init(route: .direct(Guard(allowing: CIDR.list("127.0.0.2")))))
        #expect(try await client.send(WebRequest(.get, server.url(host: "127.0.0.2"))).status == 200)
        await #expect(throws: WebError.addressRefused) {
            try await client.send(WebRequest(.get, server.url(host: "127.0.0.1")))
        }
        #expect(server.connections() == 1)
    }

    @Test func `of several addresses only the permitted one is tried`() async throws {
        let server = TestServer(on: "0.0.0.0") { _, connection in connection.answer() }
        let policy = Guard(allowing: try CIDR.list("127.0.0.2"))
        let client = try Client(
            .init(route: .direct(policy), resolve: { _ in ["127.0.0.1", "10.0.0.1", "127.0.0.2"] })
        )
        #expect(try await client.send(WebRequest(.get, server.url(host: "picture.example"))).status == 200)
        #expect(server.connections() == 1)
    }

    @Test func `a name that changes its address is judged by the one it has at connect`() async throws {
        let server = TestServer(on: "0.0.0.0") { _, connection in connection.answer(200, ["Connection": "close"]) }
        let asked = Counter()
        let policy = Guard(allowing: try CIDR.list("127.0.0.2"))
        let client = try Client(
            .init(route: .direct(policy), resolve: { _ in [asked.next() == 1 ? "127.0.0.2" : "127.0.0.1"] })
        )
        #expect(try await client.send(WebRequest(.get, server.url(host: "picture.example"))).status == 200)
        await #expect(throws: WebError.addressRefused) {
            try await client.send(WebRequest(.get, server.url(host: "picture.example")))
        }
        #expect(server.connections() == 1)
    }

    @Test func `a connection made under one guard does not serve another`() async throws {
        let server = TestServer { _, connection in connection.answer() }
        let open = try Client(.init(route: .direct(.everything)))
        #expect(try await open.send(WebRequest(.get, server.url())).status == 200)
        #expect(try await open.send(WebRequest(.get, server.url())).status == 200)
        await #expect(throws: WebError.addressRefused) { try await Client().send(WebRequest(.get, server.url())) }
        #expect(server.connections() == 1)
    }
}
