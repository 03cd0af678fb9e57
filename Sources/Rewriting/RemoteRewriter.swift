package import Domain
import JSON
package import Web

/// Asks a language model behind any server that speaks OpenAI's chat completions; where it does not answer well in time, the built-in one rewrites.
package struct RemoteRewriter: Rewriter {
    package struct Configuration: Sendable {
        /// The base, `https://llm.example.com/v1`, or the whole address of chat/completions.
        package var url: String
        package var model: String
        /// Sent as a bearer token; `nil` sends none.
        package var key: String?
        /// How long the answer may take.
        package var timeout: Duration = .seconds(20)

        package init(url: String, model: String) {
            self.url = url
            self.model = model
        }
    }

    private let configuration: Configuration
    private let client: Client
    private let builtIn: BuiltInRewriter
    private let log: Log

    /// `client`: Made for what the settings name, so that it may reach private networks.
    package init(_ configuration: Configuration, client: Client, builtIn: BuiltInRewriter = .init(), log: Log = .silent)
    {
        self.configuration = configuration
        self.client = client
        self.builtIn = builtIn
        self.log = log
    }

    package func rewrite(_ order: Order, for engine: any Engine) async throws -> Rewrite {
        // Without leave to rewrite nobody outside gets to read the prompt.
        guard order.rewriting != .off else { return await builtIn.rewrite(order, for: engine) }
        let known = await engine.vocabulary
        do {
            let answer = try ChatAnswer(try await ask(order, knowsAnyWords: known == nil), for: order)
            return Rewrite(
                prompt: builtIn.simplified(answer.prompt, known),
                variations: answer.variations.map { builtIn.simplified($0, known) }
            )
        } catch {
            try Task.checkCancellation()
            log(.warning, "the rewriter of the settings is of no use", ["error": .string("\(error)")])
            var rewrite = await builtIn.rewrite(order, for: engine)
            rewrite.warnings.append(
                "The prompt was rewritten by the built-in rewriter: the one in the settings \(reason(error))."
            )
            return rewrite
        }
    }

    private func reason(_ error: any Error) -> String {
        switch error {
        case WebError.timedOut, WebError.connectTimedOut: "did not answer in time"
        case is WebError: "could not be reached"
        case let error as ChatAnswer.Useless: error.description
        default: "failed"
        }
    }

    private func ask(_ order: Order, knowsAnyWords: Bool) async throws -> [UInt8] {
        var headers: WebHeaders = ["Content-Type": "application/json", "Accept": "application/json"]
        if let key = configuration.key { headers["Authorization"] = "Bearer \(key)" }
        let path = "/chat/completions"
        let base = configuration.url.hasSuffix("/") ? String(configuration.url.dropLast()) : configuration.url
        let body: JSON = [
            "model": .string(configuration.model), "temperature": 0, "seed": .integer(order.seed % 2_147_483_647),
            "max_tokens": 2000, "stream": false,
            "messages": [
                ["role": "system", "content": .string(Instruction(order, knowsAnyWords: knowsAnyWords).text)],
                ["role": "user", "content": .string(order.prompt)],
            ],
        ]
        let request = WebRequest(
            .post,
            base.hasSuffix(path) ? base : base + path,
            headers: headers,
            body: body.encoded,
            limits: .init(
                body: 1 << 20,
                total: configuration.timeout,
                connect: min(.seconds(5), configuration.timeout)
            ),
            followsRedirects: false
        )
        let response = try await client.send(request)
        guard response.status == 200 else { throw ChatAnswer.Useless.status(response.status) }
        return response.body
    }
}
