import Domain
import JSON
import Locking
import Remote
import TestSupport
import Workbench

/// What the tests of this target share: a plain picture format, tools that use it, and what an engine told.
enum Scene {
    /// A picture in one colour, as PPM: no compression, so that every byte can be looked at.
    static func ppm(_ width: Int, _ height: Int, _ colour: (UInt8, UInt8, UInt8) = (200, 30, 40)) -> [UInt8] {
        let pixels = (0..<width * height).flatMap { _ in [colour.0, colour.1, colour.2] }
        return Array("P6 \(width) \(height)\n".utf8) + pixels
    }

    struct NoPicture: Error {}

    static func decode(_ bytes: [UInt8]) throws -> Bitmap {
        guard let end = bytes.firstIndex(of: 0x0A) else { throw NoPicture() }
        let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
        guard words.count == 3, words[0] == "P6", let width = Int(words[1]), let height = Int(words[2]),
            bytes.count - end - 1 == width * height * 3
        else { throw NoPicture() }
        return Bitmap(width: width, height: height, pixels: Array(bytes[(end + 1)...]))
    }

    static let tools = EngineTools(
        decode: { try decode($0) },
        encode: { Array("P6 \($0.width) \($0.height)\n".utf8) + $0.pixels }
    )

    static func base64(_ bytes: [UInt8]) -> String { String(decoding: PictureText.encode(bytes), as: UTF8.self) }

    /// The answer of an Images API with one picture.
    static func answer(_ width: Int = 64, _ height: Int = 48) -> String {
        #"{"created": 1, "data": [{"b64_json": "\#(base64(ppm(width, height)))"}]}"#
    }

    /// An upstream that does not wait between tries, but writes down how long it would have.
    static func remote(
        _ servers: [TestServer],
        key: String? = "sk-test-0123456789abcdef",
        pauses: Lock<[Duration]> = Lock([])
    ) -> RemoteConfiguration {
        let upstreams = servers.enumerated().map { index, server in
            Upstream(name: "server-\(index)", base: server.url("/v1"), key: key.map(Credential.init))
        }
        var remote = RemoteConfiguration(name: "far", upstreams: upstreams, tools: tools)
        remote.timeout = .seconds(20)
        remote.retry.jitter = { 1 }
        remote.retry.wait = { pause in
            pauses.withLock { $0.append(pause) }
            try Task.checkCancellation()
            await Task.yield()
        }
        return remote
    }

    static func openAI(
        _ server: TestServer,
        _ dialect: OpenAIDialect.Name = .vllm,
        configure: (inout OpenAIEngine.Configuration) -> Void = { _ in }
    ) throws -> OpenAIEngine {
        var configuration = OpenAIEngine.Configuration(remote: remote([server]), dialect: dialect)
        configure(&configuration)
        return try OpenAIEngine(configuration)
    }

    /// Nobody listens there.
    static let gone = "http://127.0.0.1:1/v1"
}

/// All that an engine told about an order.
struct Told {
    var pictures: [Int: Bitmap] = [:]
    var lost: [Int: String] = [:]
    var previews = 0
    var progress: [Double] = []
    var warnings: [String] = []
    var jobID: String?

    init(_ engine: any Engine, _ order: Order, references: [ReferencePicture] = []) async throws {
        for try await drawing in try await engine.draw(order, references: references) {
            switch drawing {
            case .accepted(let id): jobID = id
            case .understood(_, _, let more): warnings += more
            case .progress(let part): progress.append(part)
            case .preview: previews += 1
            case .decided: break
            case .picture(let index, let bitmap): pictures[index] = bitmap
            case .lost(let index, let reason): lost[index] = reason
            }
        }
    }
}

/// The failure of an order that must fail.
func failure(_ engine: any Engine, _ order: Order = .sample()) async -> ImageTask.Failure? {
    do {
        _ = try await Told(engine, order)
        return nil
    } catch {
        return error as? ImageTask.Failure
    }
}

extension TestServer.Seen {
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
}
