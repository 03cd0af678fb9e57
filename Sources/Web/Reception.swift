import Curl

/// What has come of an answer, and what to do with what comes next.
struct Reception: Sendable {
    /// Something that can be waited for; `end` is also the end of waiting for the others.
    enum Event { case head, piece, end }

    /// A body is buffered up to here when it is taken in pieces, and then the sender waits.
    static let ceiling = 256 << 10
    /// What is read of a redirect's body for the sake of keeping its connection.
    static let courtesy = 64 << 10

    /// How much memory is set aside on the word of a `Content-Length` alone.
    private static let trusted = 16 << 20

    private let limits: WebRequest.Limits
    private let inPieces: Bool
    private var reader = HeadReader()
    private var body: [UInt8] = []
    private var received = 0
    private var isPaused = false
    private var isDropping = false
    private var isConnecting = false
    private var wasRefused = false
    private var fault: WebError?
    private var end: Result<Void, WebError>?
    private var waiting: (event: Event, continuation: CheckedContinuation<Void, Never>)?

    init(limits: WebRequest.Limits, inPieces: Bool) {
        self.limits = limits
        self.inPieces = inPieces
    }

    // MARK: From libcurl

    mutating func judged(_ isAllowed: Bool) {
        if isAllowed { isConnecting = true } else { wasRefused = true }
    }

    mutating func take(line: Span<UInt8>) -> Bool {
        do throws(WebError) {
            try reader.take(line)
            return true
        } catch {
            fault = error
            return false
        }
    }

    mutating func take(body piece: Span<UInt8>) -> Flow {
        if inPieces, !isDropping, body.count >= Self.ceiling {
            isPaused = true
            return .pause
        }
        received += piece.count
        if isDropping { return received <= Self.courtesy ? .take : .stop }
        let declared = reader.head?.headers["Content-Length"].flatMap { Int($0) } ?? 0
        guard max(declared, received) <= limits.body else {
            fault = .bodyTooLarge(limit: limits.body)
            return .stop
        }
        if body.isEmpty, !inPieces { body.reserveCapacity(min(max(0, declared), Self.trusted)) }
        piece.withUnsafeBufferPointer { body.append(contentsOf: $0) }
        return .take
    }

    mutating func finish(_ failure: CurlError?) {
        end = failure.map { .failure(fault ?? meaning(of: $0)) } ?? .success(())
    }

    private func meaning(of failure: CurlError) -> WebError {
        switch failure {
        case .malformedURL: .malformedURL
        case .nameNotFound: .nameNotFound
        // libcurl knows only that it got no socket.
        case .connectionFailed: wasRefused && !isConnecting ? .addressRefused : .connectionFailed
        case .secureConnectionFailed: .secureConnectionFailed
        case .connectTimedOut: .connectTimedOut(after: limits.connect)
        case .timedOut: .timedOut(after: limits.total)
        case .tooSlow: limits.minimumRate.map { .tooSlow($0) } ?? .timedOut(after: limits.total)
        case .connectionLost: .connectionLost
        case .malformedAnswer: .malformedAnswer
        case .stopped, .cancelled: .cancelled
        case .other(let reason): .unavailable(reason)
        }
    }

    // MARK: To whoever asked

    var head: Result<WebHead, WebError>? {
        if let head = reader.head { return .success(head) }
        switch end {
        case .success: return .failure(.malformedAnswer)
        case .failure(let error): return .failure(error)
        case nil: return nil
        }
    }

    /// What has come of the body since the last time, and whether the sender waits to be let on.
    mutating func takePiece() -> (piece: [UInt8], wasPaused: Bool) {
        defer {
            body = []
            isPaused = false
        }
        return (body, isPaused)
    }

    /// The end, once it is there.
    func whole() throws(WebError) {
        try end?.get()
    }

    /// Lets the body fall from now on; tells whether the sender waits to be let on.
    mutating func drop() -> Bool {
        isDropping = true
        return takePiece().wasPaused
    }

    /// Whether the event has happened; if not, the continuation is kept until it does.
    mutating func wait(for event: Event, with continuation: CheckedContinuation<Void, Never>) -> Bool {
        if has(event) { return true }
        precondition(waiting == nil, "An answer is read by one task at a time.")
        waiting = (event, continuation)
        return false
    }

    /// Whoever waited for what has happened now; to be resumed after the lock is left.
    mutating func takeAwakened() -> CheckedContinuation<Void, Never>? {
        guard let waiting, has(waiting.event) else { return nil }
        self.waiting = nil
        return waiting.continuation
    }

    private func has(_ event: Event) -> Bool {
        switch event {
        case .head: reader.head != nil || end != nil
        case .piece: !body.isEmpty || end != nil
        case .end: end != nil
        }
    }
}
