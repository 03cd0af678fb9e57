/// From the socket to heads and bodies.
extension Connection {
    /// The next request, if all of its head is there; if not, the connection waits for the rest.
    func nextHead() -> Head? {
        while isOpen, !isLingering {
            if !input.isEmpty {
                do {
                    let (consumed, head) = try parser.parse(input.span)
                    input.drop(consumed)
                    if let head {
                        headBegan = nil
                        waitToRead(until: .max)
                        return head
                    }
                } catch {
                    refuse(error)
                    return nil
                }
            }
            guard isReadable else {
                waitForHead()
                return nil
            }
            switch fill() {
            case .moved(0), .failed: close()
            case .moved, .blocked: continue
            }
        }
        return nil
    }

    private func waitForHead() {
        input.park(loop: loop)
        let limits = service.configuration.limits
        if parser.hasBegun {
            let began = headBegan ?? loop.now
            headBegan = began
            waitToRead(until: began + limits.head.milliseconds)
        } else if service.isDraining {
            close()
        } else {
            waitToRead(until: loop.now + limits.idle.milliseconds)
        }
    }

    private func fill() -> Socket.Outcome {
        let (outcome, room) = input.fill(from: descriptor, loop: loop)
        switch outcome {
        case .moved(let count):
            loop.counters.received(count)
            // Less than there was room for: that was all, unless the end is behind it.
            if count < room, !isEnded { isReadable = false }
        case .blocked, .failed:
            isReadable = false
        }
        return outcome
    }

    /// What has come of a request's body; `nil` at its end.
    func nextPiece(of request: Int) async throws(HTTPError) -> [UInt8]? {
        var piece: [UInt8] = []
        while piece.isEmpty {
            guard try await pull(request, into: &piece) else { return nil }
        }
        return piece
    }

    /// The rest of a request's body.
    func collect(_ request: Int, upTo limit: Int) async throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        if request == self.request, let remaining = decoder.remaining {
            guard remaining <= limit else { throw .payloadTooLarge(limit: limit) }
            bytes.reserveCapacity(remaining)
        }
        while try await pull(request, into: &bytes) {
            guard bytes.count <= limit else { throw .payloadTooLarge(limit: limit) }
        }
        return bytes
    }

    /// Reads and drops what a handler left of the body; says whether the next request can follow.
    func dropBody() async -> Bool {
        var dropped = 0
        var piece: [UInt8] = []
        while !decoder.isAtEnd {
            piece.removeAll(keepingCapacity: true)
            guard (try? await pull(request, into: &piece)) != nil else { return false }
            dropped += piece.count
            guard dropped <= service.configuration.limits.unreadBody else { return false }
        }
        return true
    }

    /// Appends what there is of the body, waiting if there is nothing; `false` at the end.
    private func pull(_ number: Int, into output: inout [UInt8]) async throws(HTTPError) -> Bool {
        guard number == request, isOpen else { throw .disconnected }
        if decoder.isAtEnd { return false }
        guard !isBodyBroken else { throw .disconnected }
        if input.isEmpty { try await receive() }
        mustContinue = false
        do {
            let consumed = try decoder.decode(input.span, into: &output)
            input.drop(consumed)
            bodyPace.moved(consumed, at: loop.now)
        } catch {
            isBodyBroken = true
            throw error
        }
        if decoder.isAtEnd, input.isEmpty { input.park(loop: loop) }
        return true
    }

    /// Reads something of the body, in the time that its pace allows.
    private func receive() async throws(HTTPError) {
        precondition(reader == nil, "a body is pulled by two tasks at once")
        if mustContinue { sendContinue() }
        while true {
            guard isReadable else {
                try await waitForBody()
                continue
            }
            switch fill() {
            case .moved(0), .failed:
                isBodyBroken = true
                throw .disconnected
            case .moved:
                return
            case .blocked:
                continue
            }
        }
    }

    private func waitForBody() async throws(HTTPError) {
        input.park(loop: loop)
        waitToRead(until: bodyPace.wait(from: loop.now))
        let pause = Pause()
        reader = pause
        await pause.wait()
        waitToRead(until: .max)
        guard isOpen else { throw .disconnected }
        guard !isBodyBroken else { throw .bodyTooSlow }
    }

    /// Says no more, and reads until the other end has seen it: closing at once could cost it the last answer.
    func linger() {
        guard isOpen else { return }
        let hasMore = !input.isEmpty || isReadable || !decoder.isAtEnd || parser.hasBegun || isBodyBroken
        guard hasMore, !isEnded else { return close() }
        isLingering = true
        input.park(loop: loop)
        input = InputBuffer()
        Socket.finishWriting(descriptor)
        waitToRead(until: loop.now + 2000)
        if isReadable { discard() }
    }

    func discard() {
        for _ in 0..<16 where isOpen && isReadable {
            switch fill() {
            case .moved(0), .failed: return close()
            case .moved(let count):
                input.drop(count)
                lingered += count
                // A client that goes on sending after its refusal is cut off.
                if lingered > Self.mostLingered { return close() }
            case .blocked: break
            }
        }
        input.park(loop: loop)
    }

    private static let mostLingered = 32 << 20
}
