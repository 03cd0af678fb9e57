/// From a head to its response on the wire.
extension Connection {
    /// Answers what has come, if there is a request; called by the loop while no task runs.
    func startServing() {
        guard let head = nextHead() else { return }
        isServing = true
        loop.running += 1
        // The connection waits for this task itself: it is cancelled by close() and counted by the loop.
        let task = Task.immediate { await self.serve(head) }
        guard isServing else { return }
        self.task = task
        input.park(loop: loop)
    }

    /// Answers requests in the order of their coming, until the rest of the next one is still on its way.
    private func serve(_ first: Head) async {
        var next: Head? = first
        var served = 0
        while let head = next {
            guard await answer(head) else { break }
            served += 1
            // Whoever sends without end lets others have a turn.
            if served % 32 == 0 { await loop.nextRound() }
            next = nextHead()
        }
        isServing = false
        task = nil
        loop.running -= 1
    }

    /// Has one request handled, and sends the response; says whether another may follow.
    private func answer(_ head: Head) async -> Bool {
        request += 1
        decoder = BodyDecoder(head.framing)
        bodyPace = Pace(service.configuration.limits)
        mustContinue = head.expectsContinue
        let response = await service.handler(
            Request(
                method: head.method,
                path: head.path,
                query: head.query,
                headers: head.headers,
                body: body(of: head),
                peer: peer
            )
        )
        loop.counters.answered()
        do {
            let canFollow = try await send(response, to: head)
            // From here on the body belongs to nobody: who kept it gets an error.
            request += 1
            guard canFollow, await dropBody() else {
                linger()
                return false
            }
        } catch {
            // The client is gone, or the body broke off: only the end of the connection can tell the client.
            close()
            return false
        }
        return isOpen
    }

    private func body(of head: Head) -> RequestBody {
        switch head.framing {
        case .length(0): RequestBody(bytes: [])
        case .length(let length): RequestBody(connection: self, request: request, declaredLength: length)
        case .chunked: RequestBody(connection: self, request: request, declaredLength: nil)
        }
    }

    /// Sends a response; says whether the connection may be used for another.
    private func send(_ response: Response, to head: Head) async throws -> Bool {
        guard isOpen else { throw HTTPError.disconnected }
        var answer = ResponseHead(
            status: response.status,
            headers: response.headers,
            length: .unsaid,
            keepsAlive: canKeepAlive(after: head, response),
            isHTTP11: head.isHTTP11
        )
        let hasBody = head.method != .head && !response.status.isBodiless
        switch response.body {
        case .empty:
            if hasBody
                || head.method == .head && !response.status.isBodiless && response.headers["content-length"] == nil
            {
                answer.length = .bytes(0)
            }
            try await flush(answer)
        case .bytes(let bytes):
            if !response.status.isBodiless { answer.length = .bytes(bytes.count) }
            if hasBody { output.body = bytes }
            try await flush(answer)
        case .file(let file):
            try await send(file, answer, to: head)
        case .stream(let next):
            try await send(&answer, to: head, hasBody: hasBody) { coding in
                while let piece = try await next() {
                    guard !piece.isEmpty else { continue }
                    try await self.flush(piece, coding)
                }
            }
        case .events(let next):
            answer.headers["content-type"] = answer.headers["content-type"] ?? "text/event-stream; charset=utf-8"
            answer.headers["cache-control"] = answer.headers["cache-control"] ?? "no-cache"
            try await send(&answer, to: head, hasBody: hasBody) { coding in
                try await self.sendEvents(next, coding)
            }
        }
        return answer.keepsAlive
    }

    private func canKeepAlive(after head: Head, _ response: Response) -> Bool {
        guard head.keepsAlive, !isBodyBroken, !service.isDraining,
            response.headers["connection"]?.lowercased() != "close"
        else { return false }
        if decoder.isAtEnd { return true }
        // A client that waits for 100 may send its body or not: what follows would be a guess.
        guard !mustContinue else { return false }
        return decoder.remaining ?? 0 <= service.configuration.limits.unreadBody
    }

    /// Sends a body that is made while it is sent.
    private func send(
        _ answer: inout ResponseHead,
        to head: Head,
        hasBody: Bool,
        _ pieces: (BodyCoding) async throws -> Void
    ) async throws {
        let coding: BodyCoding = head.isHTTP11 ? .chunked : .untilClose
        if hasBody {
            answer.length = .coded(coding)
            if case .untilClose = coding { answer.keepsAlive = false }
        }
        try await flush(answer)
        guard hasBody else { return }
        try await pieces(coding)
        coding.writeEnd(to: &output.head)
        try await flush()
    }

    private func sendEvents(
        _ next: @Sendable () async throws -> ServerSentEvent?,
        _ coding: BodyCoding
    ) async throws {
        isStreamingEvents = true
        defer { isStreamingEvents = false }
        if service.isDraining { return }
        while true {
            silence = coding
            waitToWrite(until: loop.now + service.configuration.keepalive.milliseconds)
            defer {
                silence = nil
                waitToWrite(until: .max)
            }
            let event: ServerSentEvent?
            do {
                event = try await next()
            } catch {
                // A stream that is ended because the server goes away ends well; its client resumes elsewhere.
                guard service.isDraining, isOpen else { throw error }
                event = nil
            }
            silence = nil
            guard isOpen else { throw HTTPError.disconnected }
            try await flush()
            guard let event else { return }
            try await flush(event.encoded, coding)
        }
    }

    /// A comment that keeps proxies from closing a silent stream.
    func writeKeepalive() {
        guard let silence else { return }
        if output.isEmpty {
            output.clear()
            silence.write(Array(": keepalive\n\n".utf8), to: &output.head)
        }
        switch writeOutput() {
        case .done: waitToWrite(until: loop.now + service.configuration.keepalive.milliseconds)
        case .blocked: waitToWrite(until: loop.now + service.configuration.limits.transferGrace.milliseconds)
        case .failed: close()
        }
    }

    // MARK: Files

    private func send(_ file: OpenFile, _ answer: ResponseHead, to head: Head) async throws {
        var answer = answer
        let part = FilePart(of: file, head: head, status: answer.status)
        part.describe(file, in: &answer)
        try await flush(answer)
        guard let range = part.range, head.method != .head else { return }
        var offset = range.lowerBound
        var pace = Pace(service.configuration.limits)
        while offset < range.upperBound {
            // A piece at a time, so that a fast reader lets the others on this loop have their turn.
            let count = min(range.upperBound - offset, 1 << 20)
            switch Socket.send(file.descriptor, from: offset, count: count, to: descriptor) {
            case .moved(0), .failed:
                throw HTTPError.disconnected
            case .moved(let moved):
                offset += moved
                sent(moved)
                pace.moved(moved, at: loop.now)
                if moved == count, offset < range.upperBound { await loop.nextRound() }
                guard isOpen else { throw HTTPError.disconnected }
            case .blocked:
                try await waitForSocket(&pace)
            }
        }
    }

    // MARK: Bytes

    private func flush(_ answer: ResponseHead) async throws(HTTPError) {
        answer.write(to: &output.head, date: loop.date)
        try await flush()
    }

    private func flush(_ piece: [UInt8], _ coding: BodyCoding) async throws(HTTPError) {
        coding.write(piece, to: &output.head)
        try await flush()
    }

    /// Writes what is in `output`, waiting for the socket to take it.
    private func flush() async throws(HTTPError) {
        var pace: Pace?
        while true {
            let before = output.sent
            switch writeOutput() {
            case .done: return
            case .failed: throw .disconnected
            case .blocked:
                var current = pace ?? Pace(service.configuration.limits)
                current.moved(output.sent - before, at: loop.now)
                try await waitForSocket(&current)
                pace = current
            }
        }
    }

    private func waitForSocket(_ pace: inout Pace) async throws(HTTPError) {
        waitToWrite(until: pace.wait(from: loop.now))
        let pause = Pause()
        writer = pause
        await pause.wait()
        waitToWrite(until: .max)
        guard isOpen else { throw .disconnected }
    }

    private enum Progress { case done, blocked, failed }

    private func writeOutput() -> Progress {
        guard isOpen else { return .failed }
        while !output.isEmpty {
            switch output.write(to: descriptor) {
            case .moved(let count): sent(count)
            case .blocked: return .blocked
            case .failed: return .failed
            }
        }
        output.clear()
        return .done
    }

    private func sent(_ count: Int) {
        loop.counters.sent(count)
    }

    func sendContinue() {
        mustContinue = false
        guard output.isEmpty else { return }
        output.head += "HTTP/1.1 100 Continue\r\n\r\n".utf8
        _ = writeOutput()
    }

    /// Answers what is not a request, and ends the connection.
    func refuse(_ error: HTTPError) {
        input.park(loop: loop)
        ResponseHead.writeRefusal(service.configuration.refuse(error), to: &output, date: loop.date)
        isBodyBroken = true
        // A refusal is small: a client whose socket does not take it has not read what it got before.
        guard case .done = writeOutput() else { return close() }
        linger()
    }
}
