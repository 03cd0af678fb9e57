import Curl
import Locking

/// One answer on its way: libcurl's thread fills it, one task empties it.
final class Download: Receiver {
    private let state: Lock<Reception>
    private let route: Client.Route
    private let loop: TransferLoop

    init(
        of exchange: Exchange,
        limits: WebRequest.Limits,
        inPieces: Bool,
        over route: Client.Route,
        on loop: TransferLoop
    ) {
        self.state = Lock(Reception(limits: limits, inPieces: inPieces))
        self.route = route
        self.loop = loop
        loop.start(exchange, for: self)
    }

    func cancel() {
        loop.cancel(self)
    }

    func head() async throws(WebError) -> WebHead {
        await wait(for: .head)
        guard let head = state.withLock({ $0.head }) else { throw .cancelled }
        return try head.get()
    }

    /// What has come since the last time; `nil` at the end.
    func next() async throws(WebError) -> [UInt8]? {
        await wait(for: .piece)
        let (piece, wasPaused) = state.withLock { $0.takePiece() }
        if wasPaused { loop.resume(self) }
        if !piece.isEmpty { return piece }
        try end().get()
        return nil
    }

    /// The body, once all of it is there.
    func rest() async throws(WebError) -> [UInt8] {
        await wait(for: .end)
        try end().get()
        return state.withLock { $0.takePiece().piece }
    }

    /// Reads to the end of a short body that nobody wants, so that its connection can serve again.
    func drain() async throws(WebError) {
        if state.withLock({ $0.drop() }) { loop.resume(self) }
        await wait(for: .end)
        // Its other faults are of no interest: the redirect has been understood.
        if Task.isCancelled { throw .cancelled }
    }

    private func end() -> Result<Void, WebError> {
        state.withLock { reception in
            Result { () throws(WebError) in try reception.whole() }
        }
    }

    private func wait(for event: Reception.Event) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if state.withLock({ $0.wait(for: event, with: continuation) }) { continuation.resume() }
            }
        } onCancel: {
            // The transfer's end wakes whoever waits.
            loop.cancel(self)
        }
    }

    // MARK: Receiver

    func allowsConnection(to address: [UInt8]) -> Bool {
        let isAllowed = route.permits(address)
        state.withLock { $0.judged(isAllowed) }
        return isAllowed
    }

    func received(line: Span<UInt8>) -> Bool {
        change { $0.take(line: line) }
    }

    func received(body: Span<UInt8>) -> Flow {
        change { $0.take(body: body) }
    }

    func ended(_ failure: CurlError?) {
        change { $0.finish(failure) }
    }

    private func change<Result>(_ body: (inout Reception) -> Result) -> Result {
        let (result, awakened) = state.withLock { reception in
            (body(&reception), reception.takeAwakened())
        }
        awakened?.resume()
        return result
    }
}
