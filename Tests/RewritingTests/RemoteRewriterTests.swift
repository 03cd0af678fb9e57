import Domain
import HTTP
import JSON
import Locking
import Rewriting
import Testing
import Web

/// Against a real server on the loopback that behaves well and badly.
@Suite(.timeLimit(.minutes(5)))
struct RemoteRewriterTests {
    /// What a request asked, and a server that answers it.
    private final class ChatServer: Sendable {
        let server: Server
        let base: String
        let seen = Lock<[(headers: Headers, path: String, body: JSON)]>([])

        init(_ answer: @escaping @Sendable () async -> Response) throws {
            var configuration = Server.Configuration()
            configuration.listen = [.tcp(host: "127.0.0.1", port: 0)]
            configuration.loops = 1
            let seen = seen
            server = Server(configuration: configuration) { request in
                let body = (try? await request.body.collect(upTo: 1 << 20)).flatMap { try? JSON(parsing: $0) } ?? .null
                seen.withLock { $0.append((request.headers, request.path, body)) }
                return await answer()
            }
            base = try "http://\(server.start()[0])/v1"
        }

        deinit { server.drain() }
    }

    private static func says(_ content: String) -> Response {
        let body: JSON = ["choices": [["message": ["role": "assistant", "content": .string(content)]]]]
        return Response(.ok, headers: ["content-type": "application/json"], body: .bytes(body.encoded))
    }

    private static func text(_ status: Status, _ text: String) -> Response {
        Response(status, headers: ["content-type": "text/html"], body: .bytes(Array(text.utf8)))
    }

    private func rewriter(_ base: String, timeout: Duration = .seconds(10)) throws -> RemoteRewriter {
        var configuration = RemoteRewriter.Configuration(url: base, model: "tiny")
        configuration.key = "sk-secret"
        configuration.timeout = timeout
        return RemoteRewriter(configuration, client: try Client(.init(route: .direct(.everything))))
    }

    @Test func `a good answer is the prompt`() async throws {
        let server = try ChatServer { Self.says("a red cat by the sea, soft light") }
        let rewrite = try await rewriter(server.base).rewrite(.asking("a red cat", .fine), for: Knowing())
        #expect(rewrite == Rewrite(prompt: "a red cat by the sea, soft light"))
        let seen = try #require(server.seen.withLock { $0 }.first)
        #expect(seen.path == "/v1/chat/completions")
        #expect(seen.headers["authorization"] == "Bearer sk-secret")
        #expect(seen.body["model"]?.string == "tiny")
        #expect(seen.body["messages"]?.array?.last?["content"]?.string == "a red cat")
    }

    @Test(arguments: [
        "```\na red cat, at dusk\n```", "<think>hm, \"what\"</think>\na red cat, at dusk", "\"a red cat, at dusk\"",
        "Prompt: a red cat, at dusk", "\n\n a red cat, at dusk \n",
    ])
    func `what models put around an answer is taken off`(content: String) async throws {
        let server = try ChatServer { Self.says(content) }
        let rewrite = try await rewriter(server.base).rewrite(.asking("a red cat"), for: Knowing())
        #expect(rewrite.prompt == "a red cat, at dusk")
        #expect(rewrite.warnings.isEmpty)
    }

    @Test func `words that the engine does not know are made plain afterwards`() async throws {
        let server = try ChatServer { Self.says("a poodle in a limousine") }
        let words = try EmberWords()
        let rewrite = try await rewriter(server.base).rewrite(.asking("a poodle"), for: words.engine)
        #expect(rewrite.prompt == "a dog in a car")
    }

    private static let bad: [(String, @Sendable () -> Response, String)] = [
        ("HTML", { text(.ok, "<html>welcome</html>") }, "form of chat completions"),
        ("nothing", { says("") }, "with nothing"), ("blanks", { says(" \n … ") }, "with nothing"),
        ("no body", { Response(.ok) }, "form of chat completions"),
        ("a fault", { text(.internalServerError, "boom") }, "HTTP 500"),
        ("far too much", { says(String(repeating: "a cat ", count: 5000)) }, "far too much"),
        ("megabytes", { text(.ok, String(repeating: "x", count: 3 << 20)) }, "could not be reached"),
        ("a refusal", { says("I’m sorry, but I can't help with that.") }, "refused"),
        ("拒绝", { says("抱歉，我无法帮助。") }, "refused"),
        ("other JSON", { Response(.ok, body: .bytes(Array(#"{"choices": []}"#.utf8))) }, "form of chat completions"),
    ]

    @Test(arguments: bad.indices)
    func `a bad answer is replaced by the built-in rewriter's, with a warning`(index: Int) async throws {
        let (_, answer, reason) = Self.bad[index]
        let server = try ChatServer { answer() }
        let words = try EmberWords()
        let rewrite = try await rewriter(server.base).rewrite(.asking("a poodle", .coarse), for: words.engine)
        #expect(rewrite.prompt == "a dog")
        #expect(rewrite.warnings.count == 1)
        #expect(rewrite.warnings.first?.contains(reason) == true, "\(rewrite.warnings)")
    }

    @Test func `a slow server is waited for no longer than the settings say`() async throws {
        // Far longer than the suite may take.
        let server = try ChatServer {
            try? await Task.sleep(for: .seconds(3600))
            return Self.says("too late")
        }
        let rewrite = try await rewriter(server.base, timeout: .milliseconds(300)).rewrite(
            .asking("a poodle", .coarse),
            for: Knowing()
        )
        #expect(rewrite.prompt == "a poodle")
        #expect(rewrite.warnings.first?.contains("in time") == true)
    }

    @Test func `a server that is not there is no trouble`() async throws {
        let rewrite = try await rewriter("http://127.0.0.1:1/v1").rewrite(.asking("a cat", .coarse), for: Knowing())
        #expect(rewrite.prompt == "a cat")
        #expect(rewrite.warnings.first?.contains("reached") == true)
        #expect(rewrite.warnings.first?.contains("127.0.0.1") == false)
    }

    @Test func `an answer that loses quoted text is not used`() async throws {
        let server = try ChatServer { Self.says("a poster that says Hello") }
        let order = Order.asking("a poster \"Hello World\"", .coarse)
        let rewrite = try await rewriter(server.base).rewrite(order, for: Knowing())
        #expect(rewrite.prompt == "a poster \"Hello World\"")
        #expect(rewrite.warnings.first?.contains("quoted") == true)
    }

    @Test func `a prompt that is not to be rewritten goes nowhere`() async throws {
        let server = try ChatServer { Self.says("no") }
        let rewrite = try await rewriter(server.base).rewrite(.asking("a cat", .off), for: Knowing())
        #expect(rewrite.prompt == "a cat")
        #expect(server.seen.withLock { $0.isEmpty })
    }

    @Test func `a group is planned by the model, or else inside`() async throws {
        let plan = #"{"prompt": "a cat", "variations": ["a cat in spring", "a cat in summer", "a cat in winter"]}"#
        let server = try ChatServer { Self.says("```json\n\(plan)\n```") }
        let good = try await rewriter(server.base).rewrite(.asking("three cats", count: 3), for: Knowing())
        #expect(good.variations == ["a cat in spring", "a cat in summer", "a cat in winter"])
        let other = try await rewriter(server.base).rewrite(.asking("four pictures of a cat", count: 4), for: Knowing())
        #expect(other.variations.count == 4)
        #expect(other.warnings.first?.contains("group") == true)
    }

    @Test func `being cancelled is no bad answer`() async throws {
        let server = try ChatServer {
            try? await Task.sleep(for: .seconds(20))
            return Self.says("too late")
        }
        let rewriter = try rewriter(server.base)
        let task = Task { try await rewriter.rewrite(.asking("a cat"), for: Knowing()) }
        while server.seen.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
