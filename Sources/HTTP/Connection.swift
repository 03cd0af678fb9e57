import CEvents

/// One client: reads its requests, has them answered in order, and lets go of it when it is silent, slow or gone.
///
/// An actor whose executor is its event loop. The loop calls `happened` and `timeReached`; a task lives only while
/// a request is being answered. Reading is in `Connection+Reading`, answering in `Connection+Answering`.
actor Connection {
    nonisolated let loop: EventLoop
    nonisolated let service: Service
    nonisolated let descriptor: Int32
    nonisolated let token: UInt64
    nonisolated let peer: String

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }

    // The socket.
    var isOpen = true
    /// There may be bytes to read. The poller is edge-triggered: it says so once.
    var isReadable = false
    /// The other end sends no more.
    var isEnded = false
    /// We send no more, and wait for the other end to see it.
    var isLingering = false
    /// Bytes that came since then.
    var lingered = 0

    // What has come.
    var input = InputBuffer()
    var parser: HeadParser
    var headBegan: Int?
    var decoder = BodyDecoder(.length(0))
    var bodyPace: Pace
    /// The body cannot be read to its end, so neither can what follows it.
    var isBodyBroken = false
    var mustContinue = false
    /// Changes with every request, and when it has been answered: a body of an earlier number has ended.
    var request = 0
    var reader: Pause?

    // What goes out.
    var output = Output()
    var writer: Pause?
    /// A keepalive comment may be written, in chunks or plain: an event stream waits for its next event.
    var silence: BodyCoding?

    // The task that answers.
    var isServing = false
    var task: Task<Void, Never>?
    var isStreamingEvents = false

    // Times on the loop's clock.
    private var readDeadline = Int.max
    private var writeDeadline = Int.max
    private var scheduled = Int.max

    init(descriptor: Int32, token: UInt64, peer: String, loop: EventLoop, service: Service) {
        self.descriptor = descriptor
        self.token = token
        self.peer = peer
        self.loop = loop
        self.service = service
        parser = HeadParser(limits: service.headLimits)
        bodyPace = Pace(service.configuration.limits)
    }

    func opened() {
        waitToRead(until: loop.now + service.configuration.limits.idle.milliseconds)
    }

    /// The poller reports.
    func happened(_ bits: UInt32) {
        guard isOpen else { return }
        if bits & events_gone != 0 { return close() }
        if bits & events_half_closed != 0 { isEnded = true }
        if bits & events_writable != 0, let writer = writer.take() {
            writer.end()
        } else if bits & events_writable != 0, silence != nil, !output.isEmpty {
            writeKeepalive()
        }
        guard bits & (events_readable | events_half_closed) != 0 else { return }
        isReadable = true
        if isLingering {
            discard()
        } else if let reader = reader.take() {
            // Its time is over even if the body is read on a little later: without a reader, a deadline would close the connection unanswered.
            waitToRead(until: .max)
            reader.end()
        } else if !isServing {
            startServing()
        }
        if isEnded { task?.cancel() }
    }

    /// A time has come that was asked for; the deadline may have moved since.
    func timeReached(_ time: Int) {
        guard isOpen, time == scheduled else { return }
        scheduled = .max
        if writeDeadline <= loop.now {
            writeDeadline = .max
            if silence != nil, output.isEmpty { writeKeepalive() } else { close() }
        } else if readDeadline <= loop.now {
            readDeadline = .max
            readTimeReached()
        }
        schedule()
    }

    private func readTimeReached() {
        if let reader = reader.take() {
            isBodyBroken = true
            reader.end()
        } else if !isServing, !isLingering, parser.hasBegun {
            refuse(.headTimeout)
        } else {
            close()
        }
    }

    /// No new requests; this one, if there is one, may end.
    func drain() {
        if isStreamingEvents {
            task?.cancel()
        } else if !isServing, !parser.hasBegun {
            close()
        }
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        readDeadline = .max
        writeDeadline = .max
        input.park(loop: loop)
        input = InputBuffer()
        output.clear()
        loop.close(token)
        service.left(peer)
        task?.cancel()
        reader.take()?.end()
        writer.take()?.end()
    }

    func waitToRead(until time: Int) {
        readDeadline = time
        schedule()
    }

    func waitToWrite(until time: Int) {
        writeDeadline = time
        schedule()
    }

    private func schedule() {
        let next = min(readDeadline, writeDeadline)
        guard isOpen, next < scheduled else { return }
        scheduled = next
        loop.look(at: token, at: next)
    }
}

extension Pace {
    init(_ limits: Server.Limits) {
        self.init(grace: limits.transferGrace.milliseconds, bytesPerSecond: limits.floorRate)
    }
}
