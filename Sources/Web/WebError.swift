/// Why there is no answer, or why there was no request. No message names an address, a path or a credential.
package enum WebError: Error, Equatable, CustomStringConvertible {
    case malformedURL
    case unsupportedScheme
    /// A user name or password stands in the URL.
    case credentialsInURL
    /// Our own mistake in a request.
    case malformedRequest(String)
    /// The guard does not let us there.
    case addressRefused
    case nameNotFound
    case connectionFailed
    case secureConnectionFailed
    case connectTimedOut(after: Duration)
    case timedOut(after: Duration)
    case tooSlow(WebRequest.Rate)
    case headTooLarge(limit: Int)
    case bodyTooLarge(limit: Int)
    case tooManyRedirects(limit: Int)
    case malformedAnswer
    case connectionLost
    case cancelled
    /// The client itself cannot work, for want of memory or threads.
    case unavailable(String)
    case malformedNetwork(String, reason: String)
    case unusableWebhookSecret

    package var description: String {
        switch self {
        case .malformedURL: "The URL cannot be read."
        case .unsupportedScheme: "The URL must begin with http:// or https://."
        case .credentialsInURL: "The URL must not contain a user name or a password."
        case .malformedRequest(let reason): "The request cannot be sent: \(reason)."
        case .addressRefused: "The URL leads to an address that requests are not allowed to reach."
        case .nameNotFound: "The host name of the URL cannot be found."
        case .connectionFailed: "The server of the URL cannot be connected to."
        case .secureConnectionFailed: "The server of the URL has no valid certificate, or does not speak TLS."
        case .connectTimedOut(let time): "The server of the URL did not accept a connection within \(seconds(time))."
        case .timedOut(let time): "The server of the URL did not finish its answer within \(seconds(time))."
        case .tooSlow(let rate):
            "The server of the URL sent less than \(rate.bytesPerSecond) bytes per second for \(seconds(rate.patience))."
        case .headTooLarge(let limit): "The headers of the answer are larger than \(limit) bytes."
        case .bodyTooLarge(let limit): "The file behind the URL is larger than \(limit) bytes."
        case .tooManyRedirects(let limit): "The URL redirects more than \(limit) times."
        case .malformedAnswer: "The server of the URL does not answer in HTTP."
        case .connectionLost: "The connection ended before the answer was complete."
        case .cancelled: "The request was cancelled."
        case .unavailable(let reason): "Requests cannot be made: \(reason)."
        case .malformedNetwork(let text, let reason): "“\(text)” is not a network: \(reason)."
        case .unusableWebhookSecret: "A webhook secret is whsec_ followed by the Base64 of 24 to 64 bytes."
        }
    }
}

/// `10 s`, `0.25 s`
private func seconds(_ duration: Duration) -> String {
    let seconds = duration / .seconds(1)
    return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
}
