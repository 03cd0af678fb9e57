import Domain
import JSON
import Web
import Workbench

/// Sends the calls of one engine: chooses the upstream, tries again where that is safe, and says what went wrong.
struct Caller: Sendable {
    struct Call: Sendable {
        var method = WebRequest.Method.get
        /// Behind the base of the upstream.
        var path: String
        var headers: WebHeaders = [:]
        var body: [UInt8] = []
        /// Whether the same call twice is no more work than once.
        var isRepeatable = false
        /// The only upstream that knows of it, where it is about work that one has.
        var upstream: Int?
        var timeout: Duration
        var accept = "application/json"
    }

    struct Answer: Sendable {
        var json: JSON
        /// Which upstream answered.
        var upstream: Int
    }

    let engine: String
    let pool: Pool
    let client: Client
    let retry: RetryPolicy
    let connect: Duration
    let log: Log

    /// Fifteen pictures of 3K in base64 fit.
    private static let bodyLimit = 400 << 20
    private static let errorLimit = 64 << 10

    /// The JSON of an answer.
    func json(_ call: Call) async throws -> Answer {
        try await open(call) { answer, upstream in
            var body: [UInt8] = []
            for try await piece in answer { body += piece }
            do {
                return Answer(json: try JSON(parsing: body), upstream: upstream)
            } catch {
                throw RemoteFault.nonsense("it is no JSON.")
            }
        }
    }

    /// Lends the answer of the first upstream that gives a good one.
    func open<Result: Sendable>(
        _ call: Call,
        _ read: (_ answer: WebStream, _ upstream: Int) async throws -> Result
    ) async throws -> Result {
        var tries = 0
        var asked: Set<Int> = []
        while true {
            guard let index = call.upstream ?? pool.next(except: asked) else { throw RemoteFault.resting }
            asked.insert(index)
            tries += 1
            let fault: RemoteFault
            var pause: Duration?
            do {
                return try await once(call, index, read)
            } catch let error as Refusal {
                let isOverload = error.status == 429 || error.status == 503
                pool.report(error.status >= 500 ? .broken : .nothing, of: index)
                fault = .refused(status: error.status, sentence: error.sentence)
                // The server says that it has not taken the work; any other failure of its own may have come after it.
                if isOverload || call.isRepeatable && error.status >= 500 {
                    pause = retry.pause(after: tries, asked: error.retryAfter)
                }
            } catch let error as WebError where error.isBeforeHandover {
                pool.report(.broken, of: index)
                fault = .unreachable(error)
                pause = retry.pause(after: tries)
            } catch let error as WebError where error.isOfTheAnswer {
                pool.report(.broken, of: index)
                fault = .nonsense(error.description)
            } catch let error as WebError {
                if Task.isCancelled {
                    // A trial of this upstream ends without a verdict, so that the next call may try it.
                    pool.report(.nothing, of: index)
                    throw CancellationError()
                }
                pool.report(.broken, of: index)
                fault = .silent(error)
                if call.isRepeatable { pause = retry.pause(after: tries) }
            } catch {
                // The server did answer; what is wrong is in the answer, or somebody stopped us.
                pool.report(.nothing, of: index)
                throw error
            }
            let told: Object = [
                "engine": .string(engine), "upstream": .string(pool.upstreams[index].name), "try": .integer(tries),
                "fault": .string(fault.failure(of: engine).message),
            ]
            log(.warning, pause == nil ? "an upstream failed" : "an upstream failed; it is tried again", told)
            guard let pause else { throw fault }
            // Another upstream need not be waited for.
            if call.upstream != nil || asked.count >= pool.upstreams.count { try await retry.wait(pause) }
        }
    }

    private func once<Result: Sendable>(
        _ call: Call,
        _ index: Int,
        _ read: (WebStream, Int) async throws -> Result
    ) async throws -> Result {
        let upstream = pool.upstreams[index]
        var headers = call.headers
        headers["Accept"] = call.accept
        if let key = upstream.key { headers["Authorization"] = "Bearer \(key.text)" }
        var request = WebRequest(
            call.method,
            upstream.base + call.path,
            headers: headers,
            body: call.body,
            limits: .init(body: Self.bodyLimit, total: call.timeout, connect: connect),
            // A key must not travel on, and a POST that becomes a GET asks for something else.
            followsRedirects: false
        )
        request.isSentOnce = call.method == .post && !call.isRepeatable
        let result = try await client.stream(request) { answer in
            guard (200..<300).contains(answer.status) else {
                throw try await refusal(answer, hiding: upstream.key?.text)
            }
            return try await read(answer, index)
        }
        pool.report(.wellDone, of: index)
        return result
    }

    private func refusal(_ answer: WebStream, hiding key: String?) async throws -> Refusal {
        var body: [UInt8] = []
        for try await piece in answer {
            body += piece
            if body.count > Self.errorLimit { break }
        }
        return Refusal(
            status: answer.status,
            sentence: Sentence.find(in: body, status: answer.status, hiding: key),
            retryAfter: answer.headers["Retry-After"].flatMap { Int($0) }.map { .seconds(min(max($0, 0), 1 << 30)) }
        )
    }

    private struct Refusal: Error {
        var status: Int
        var sentence: String?
        var retryAfter: Duration?
    }
}

extension WebError {
    /// Whether the server can't have got the request.
    fileprivate var isBeforeHandover: Bool {
        switch self {
        case .malformedURL, .unsupportedScheme, .credentialsInURL, .malformedRequest, .addressRefused, .nameNotFound,
            .connectionFailed, .secureConnectionFailed, .connectTimedOut, .unavailable:
            true
        default: false
        }
    }

    /// Whether the server did answer, and the answer is no good.
    fileprivate var isOfTheAnswer: Bool {
        switch self {
        case .headTooLarge, .bodyTooLarge, .tooManyRedirects, .malformedAnswer: true
        default: false
        }
    }
}
