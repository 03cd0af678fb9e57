import Catalog
import Domain
package import HTTP
import JSON

/// Why a request gets no answer but an error; one function turns it into the response.
struct Refusal: Error {
    var status: Status
    var code: ErrorCode
    var message: String
    var parameter: String?
    var model: String?
    var headers: Headers

    init(
        _ status: Status,
        _ code: String,
        _ message: String,
        parameter: String? = nil,
        model: String? = nil,
        headers: Headers = [:]
    ) {
        self.status = status
        self.code = ErrorCode(code)
        self.message = message
        self.parameter = parameter
        self.model = model
        self.headers = headers
    }

    init(_ fault: Fault, model: String) {
        status = .badRequest
        code = fault.code
        message = fault.message
        parameter = fault.parameter
        self.model = model
        headers = [:]
    }

    init(_ error: HTTPError) {
        self.init(error.status, error.code, error.message)
    }

    init(_ error: StoreError) {
        switch error {
        case .queueFull(let limit):
            self.init(
                .tooManyRequests,
                "queue_full",
                "The queue holds \(limit) tasks and is full; try again later.",
                headers: ["retry-after": "5"]
            )
        case .tooManyTasks(let limit):
            self.init(
                .tooManyRequests,
                "rate_limited",
                "This key may have \(limit) unfinished tasks at once.",
                headers: [
                    "retry-after": "2", "ratelimit-policy": "\"tasks\";q=\(limit)", "ratelimit": "\"tasks\";r=0;t=2",
                ]
            )
        case .tooManyImages(let limit, let retryAfter):
            let seconds = max(1, Int(retryAfter.inSeconds.rounded(.up)))
            self.init(
                .tooManyRequests,
                "rate_limited",
                "This key may ask for \(limit) images a minute.",
                headers: [
                    "retry-after": String(seconds), "ratelimit-policy": "\"images\";q=\(limit);w=60",
                    "ratelimit": "\"images\";r=0;t=\(seconds)",
                ]
            )
        case .insufficientFunds:
            self.init(
                .forbidden,
                "insufficient_balance",
                "The budget of this key or the balance of its owner is used up."
            )
        case .idempotencyMismatch:
            self.init(
                .unprocessable,
                "idempotency_mismatch",
                "This Idempotency-Key was used for another request within the last 24 hours."
            )
        case .notFound: self = .taskNotFound
        case .alreadyFinished: self.init(.conflict, "already_finished", "The task is finished already.")
        case .claimLost: self.init(.conflict, "already_finished", "The task was changed meanwhile.")
        case .unavailable:
            self.init(
                .serviceUnavailable,
                "unavailable",
                "Nothing can be stored at the moment; try again later.",
                headers: ["retry-after": "10"]
            )
        }
    }

    static let taskNotFound = Refusal(.notFound, "not_found", "There is no such task.")
    static let unauthorized = Refusal(
        .unauthorized,
        "unauthorized",
        "A valid key is needed: send it as Authorization: Bearer KEY.",
        headers: ["www-authenticate": "Bearer"]
    )

    /// Any error as a refusal; what nobody foresaw says nothing about itself.
    init(_ error: any Error) {
        switch error {
        case let refusal as Refusal: self = refusal
        case let error as HTTPError: self.init(error)
        case let error as StoreError: self.init(error)
        case let error as JSONError: self.init(.badRequest, "invalid_json", "The body is no JSON: \(error).")
        default: self.init(.internalServerError, "internal", "Something went wrong in the service; the log knows more.")
        }
    }

    func response(_ dialect: Dialect, requestID: String) -> Response {
        let body: JSON =
            if dialect.isCommandLine {
                [
                    "status": [
                        "code": .integer(status.code), "message": .string(message), "error_code": .string(code.text),
                    ],
                    "data": .null, "message": .string(message), "request_id": .string(requestID),
                ]
            } else {
                [
                    "status": "failed", "model": model.map(JSON.string) ?? .null,
                    "error": dialect.error(code, message, status: status.code, parameter: parameter),
                    "request_id": .string(requestID),
                ]
            }
        var response = Response(status, json: body)
        for (name, value) in headers { response.headers[name] = value }
        return response
    }
}

extension Response {
    init(_ status: Status = .ok, json: JSON) {
        self.init(status, bytes: json.encoded)
    }

    /// JSON that is written already.
    init(_ status: Status = .ok, bytes: [UInt8]) {
        self.init(status, headers: ["content-type": "application/json"], body: .bytes(bytes))
    }
}

extension Gateway {
    /// What the server says when it refuses a request before any of us sees it.
    package static let refusal: @Sendable (HTTPError) -> Response = { error in
        let id = RequestID.make()
        var response = Refusal(error).response(.documented, requestID: id)
        response.headers["x-request-id"] = id
        return response
    }
}
