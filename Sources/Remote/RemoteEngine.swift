import Domain
package import Web
package import Workbench

/// What all engines over HTTP are set up with.
package struct RemoteConfiguration: Sendable {
    package var name: String
    package var upstreams: [Upstream]
    /// The model as the upstream calls it.
    package var model: String?
    /// For the whole of a picture.
    package var timeout: Duration = .seconds(300)
    package var connect: Duration = .seconds(10)
    package var retry = RetryPolicy()
    /// After so many failures in a row an upstream is left alone …
    package var failuresToRest = 5
    /// … for so long.
    package var rest: Duration = .seconds(30)
    /// Private networks that links of upstreams may lead to.
    package var openNetworks: [CIDR] = []
    package var tools: EngineTools

    package init(name: String, upstreams: [Upstream], tools: EngineTools) {
        self.name = name
        self.upstreams = upstreams
        self.tools = tools
    }
}

extension RemoteConfiguration {
    /// What the manifest says; `nil` where an upstream is missing.
    package init?(_ settings: inout EngineSettings, _ tools: EngineTools) {
        let upstreams = Upstream.all(in: &settings)
        self.init(name: settings.name, upstreams: upstreams, tools: tools)
        timeout = settings.duration("timeout", 1...86_400) ?? timeout
        connect = settings.duration("connect_timeout", 1...600) ?? connect
        retry.tries = settings.integer("tries", 1...20) ?? retry.tries
        failuresToRest = settings.integer("failures_to_rest", 1...1000) ?? failuresToRest
        rest = settings.duration("rest", 1...3600) ?? rest
        openNetworks = (try? CIDR.list(tools.openNetworks.joined(separator: ","))) ?? []
        if upstreams.isEmpty { return nil }
    }

    func makeCaller() throws(WebError) -> Caller {
        Caller(
            engine: name,
            pool: Pool(upstreams, rule: .init(failures: failuresToRest, rest: rest)),
            client: try Client(.init(route: .direct(.everything), userAgent: "Flint/\(tools.version)")),
            retry: retry,
            connect: connect,
            log: tools.log
        )
    }

    func makeSource() throws(WebError) -> PictureSource {
        let agent = "Flint/\(tools.version)"
        return PictureSource(
            decode: tools.decode,
            own: try Client(.init(route: .direct(.everything), userAgent: agent)),
            guarded: try Client(.init(route: .direct(Guard(allowing: openNetworks)), userAgent: agent)),
            retry: retry
        )
    }

    /// Whether each upstream answers at all; any status will do, but those that say that the key is wrong.
    func check(_ path: String, _ caller: Caller) async throws(EngineProblem) -> String {
        var answers: [String] = []
        for upstream in upstreams {
            var headers: WebHeaders = ["Accept": "application/json"]
            if let key = upstream.key { headers["Authorization"] = "Bearer \(key.text)" }
            let limits = WebRequest.Limits(body: 16 << 20, total: .seconds(15), connect: connect)
            do {
                let answer = try await caller.client.send(
                    WebRequest(.get, upstream.base + path, headers: headers, limits: limits, followsRedirects: false)
                )
                guard answer.status != 401, answer.status != 403 else {
                    throw EngineProblem(
                        "\(upstream.name) does not accept the key (status \(answer.status))",
                        remedy: "set key_env or key_file of \(upstream.name)"
                    )
                }
                answers.append("\(upstream.name) answers")
            } catch let error as WebError {
                throw EngineProblem(
                    "\(upstream.name) does not answer: \(error)",
                    remedy: "look at its url and its server"
                )
            } catch let error as EngineProblem {
                throw error
            } catch {
                throw EngineProblem("\(upstream.name) does not answer: \(error)", remedy: "look at its url")
            }
        }
        return answers.joined(separator: ", ")
    }

    var places: String {
        upstreams.map { "\($0.base)\($0.key == nil ? "" : " with a key")" }.joined(separator: ", ")
    }
}

extension Order {
    /// Draws the pictures of the order by calls of their own, and tells faults in the words of the engine.
    func drawEach(
        over engine: String,
        _ tell: Telling,
        _ draw: (_ index: Int) async throws -> Bitmap
    ) async throws {
        try await drawEach(tell) { index in
            do {
                return try await draw(index)
            } catch let fault as RemoteFault {
                let failure = fault.failure(of: engine)
                throw fault.isOfThisPicture ? failure : Hopeless(failure)
            }
        }
    }
}
