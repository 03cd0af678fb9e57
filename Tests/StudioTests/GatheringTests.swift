import Domain
import Studio
import TestSupport
import Testing
import Web

/// References on their way from the order to the engine.
struct GatheringTests {
    private let folder = TemporaryFolder()

    private func scene() throws -> StudioScene {
        try StudioScene(folder: folder, clock: ManualClock())
    }

    private func order(_ references: [Reference]) -> Order {
        var order = Order(model: "spark_dream_5_0", prompt: "a fox", width: 2048, height: 2048, seed: 1)
        order.references = references
        return order
    }

    private func fetcher(_ server: TestServer, allowing network: String? = "127.0.0.0/8") throws -> Gathering.Fetch {
        let networks = try network.map { [try CIDR($0)] } ?? []
        let client = try Client(.init(route: .direct(Guard(allowing: networks))))
        return ReferenceFetcher(client: client).fetch
    }

    /// Serves the pictures of the fixtures under their names.
    private func pictureServer() -> TestServer {
        TestServer { request, connection in
            let isSmall = request.target == "/small.png"
            let name = isSmall ? "png.png" : String(request.target.dropFirst())
            guard var bytes = try? PictureFiles.bytes(name) else { return connection.answer(404, [:], "nothing here") }
            if isSmall { bytes.replaceSubrange(16..<24, with: [0, 0, 0, 9, 0, 0, 0, 9]) }
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(bytes.count)\r\n\r\n")
            connection.send(bytes)
        }
    }

    @Test func `files and URLs reach the engine as pictures, in the order of the request`() async throws {
        let scene = try scene()
        let server = pictureServer()
        let file = try await scene.files.write(PictureFiles.bytes("bmp-24.bmp"), format: .bmp)
        let engine = TestEngine()
        try await scene.work(with: engine, fetch: fetcher(server)) {
            let id = try await scene.submit(
                order([
                    Reference(source: .url(server.url("/jpeg-orientation-6.jpg")), kind: .style, name: "image[0]"),
                    Reference(source: .file(file.key), kind: .subject, name: "image[1]"),
                ])
            )
            let task = try await scene.ended(id)
            #expect(task.state == .completed)
        }
        let references = try #require(engine.references.first)
        #expect(references.map(\.kind) == [.style, .subject])
        #expect(references.allSatisfy { $0.bitmap.width == 32 && $0.bitmap.height == 24 })
        let sent = try #require(server.requests.first)
        #expect(sent.headers["authorization"] == nil && sent.headers["cookie"] == nil && sent.headers["referer"] == nil)
    }

    @Test func `a task tells of every picture that is no good`() async throws {
        let scene = try scene()
        let server = pictureServer()
        let engine = TestEngine()
        try await scene.work(with: engine, fetch: fetcher(server)) {
            let names = ["/nowhere.png", "/small.png", "/make.py"]
            let references = names.enumerated().map {
                Reference(source: .url(server.url($1)), name: "image[\($0)]")
            }
            let failure = try await scene.ended(scene.submit(order(references))).failure
            #expect(failure?.kind == .badReference)
            #expect(failure?.parameter == "image[0]")
            let message = failure?.message ?? ""
            #expect(message.contains("image[0] can't be fetched: its server answers with status 404."))
            #expect(message.contains("image[2] is no picture that can be read; allowed are jpeg, png, webp"))
            #expect(message.contains("image[1] is 9×9; each side must be longer than 14."))
            #expect(!message.contains("127.0.0.1"))
        }
        #expect(engine.drawings == 0)
    }

    @Test(arguments: [
        "http://127.0.0.1", "http://localhost", "http://0.0.0.0", "http://[::1]", "http://2130706433",
        "http://[::ffff:127.0.0.1]",
    ])
    func `no connection arrives at an address that is not open to all`(host: String) async throws {
        let scene = try scene()
        let server = TestServer(on: "::")
        try await scene.work(with: TestEngine(), fetch: fetcher(server, allowing: nil)) {
            let reference = Reference(source: .url("\(host):\(server.port)/png.png"), name: "image")
            let failure = try await scene.ended(scene.submit(order([reference]))).failure
            #expect(failure?.kind == .badReference)
            #expect(failure?.message.hasPrefix("image can't be fetched: ") == true)
        }
        #expect(server.connections() == 0)
    }

    @Test func `a redirect to an address that is not open leads nowhere`() async throws {
        let scene = try scene()
        let hidden = TestServer(on: "127.0.0.2")
        let server = TestServer { _, connection in
            connection.answer(302, ["Location": "http://127.0.0.2:\(hidden.port)/png.png"])
        }
        try await scene.work(with: TestEngine(), fetch: fetcher(server, allowing: "127.0.0.1/32")) {
            let reference = Reference(source: .url(server.url("/a.png")), name: "image")
            let failure = try await scene.ended(scene.submit(order([reference]))).failure
            #expect(failure?.message.contains("not allowed to reach") == true)
        }
        #expect(server.requests.count == 1)
        #expect(hidden.requests.isEmpty)
    }

    @Test func `a file that is larger than the model allows is not read to its end`() async throws {
        let scene = try scene()
        let server = TestServer { _, connection in
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "100000\r\n" + String(repeating: "x", count: 0x100000) + "\r\n"
            for _ in 0..<64 where !connection.send(chunk) { return }
        }
        try await scene.work(with: TestEngine(), fetch: fetcher(server)) {
            let reference = Reference(source: .url(server.url("/big.png")), name: "image")
            let failure = try await scene.ended(scene.submit(order([reference]))).failure
            #expect(failure?.message.contains("larger than 10485760 bytes") == true, "\(failure?.message ?? "")")
        }
    }

    @Test func `references beyond those that an engine looks at are checked, left out and named`() async throws {
        let scene = try scene()
        let server = pictureServer()
        var abilities = Abilities()
        abilities.references = 1
        let engine = TestEngine(abilities: abilities)
        let file = try await scene.files.write(PictureFiles.bytes("tiff.tiff"), format: .tiff)
        let broken = try await scene.files.write(PictureFiles.bytes("png.png").dropLast(30).map(\.self), format: .png)
        try await scene.work(with: engine, fetch: fetcher(server)) {
            func references(_ last: FileKey) -> [Reference] {
                [file.key, file.key, last].enumerated().map { Reference(source: .file($1), name: "image[\($0)]") }
            }
            let task = try await scene.ended(scene.submit(order(references(file.key))))
            #expect(engine.references.first?.count == 1)
            let warnings = task.report?.warnings.joined() ?? ""
            #expect(warnings.contains("looks at 1 references and left out image[1], image[2]"))
            let failed = try await scene.ended(scene.submit(order(references(broken.key))))
            #expect(failed.failure?.message.hasPrefix("image[2] can't be decoded") == true)
        }
    }
}
