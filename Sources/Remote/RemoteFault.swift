import Domain
import Web

/// Why an upstream brought nothing.
enum RemoteFault: Error {
    /// No connection, so nothing was handed over.
    case unreachable(WebError)
    /// All upstreams have failed lately, and are left alone for a while.
    case resting
    /// It answered with an error.
    case refused(status: Int, sentence: String?)
    /// The work was handed over, and then there was no answer, or half of one.
    case silent(WebError)
    /// It could not be asked how the work stands.
    case unknown(String)
    /// Its answer made no sense.
    case nonsense(String)

    /// As the client sees it, with the code that its model has for it.
    func failure(of engine: String) -> ImageTask.Failure {
        switch self {
        case .unreachable:
            ImageTask.Failure(.noEngine, "The server of the engine \(engine) cannot be reached.")
        case .resting:
            ImageTask.Failure(.noEngine, "No server of the engine \(engine) works at the moment.")
        case .refused(let status, let sentence):
            ImageTask.Failure(
                .upstreamRefused,
                "The server of the engine \(engine) answered with status \(status)"
                    + (sentence.map { ": \($0)" } ?? ".")
            )
        case .silent(.timedOut):
            ImageTask.Failure(
                .statusUnknown,
                "The server of the engine \(engine) took the work and did not answer in time."
            )
        case .silent:
            ImageTask.Failure(
                .statusUnknown,
                "The server of the engine \(engine) took the work, and the connection ended before the answer was complete."
            )
        case .unknown(let what):
            ImageTask.Failure(
                .statusUnknown,
                "The server of the engine \(engine) did not say how the work stands: \(what)"
            )
        case .nonsense(let what):
            ImageTask.Failure(.badAnswer, "The answer of the engine \(engine) made no sense: \(what)")
        }
    }

    /// Whether another picture of the same order might still come.
    var isOfThisPicture: Bool {
        switch self {
        case .refused(let status, _): [400, 409, 413, 422].contains(status)
        case .nonsense: true
        default: false
        }
    }
}
