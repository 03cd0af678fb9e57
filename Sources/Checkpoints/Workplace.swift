import Domain
import JSON
import Workbench

/// Where one model draws: a worker's process, started when it is needed, watched, and ended when it fails or has nothing to do.
///
/// One job at a time: whoever calls `draw` has taken the place from the `Bench`.
actor Workplace {
    struct Configuration: Sendable {
        var name: String
        var program: String
        var arguments: [String]
        var environment: [String: String]
        var parts: Parts
        /// Bytes that loading needs.
        var need: Int
        var limits = WorkLimits()
        var log = Log.silent
    }

    /// The process ended in the middle of the work.
    struct Crash: Error {
        var end: Child.End
        var words: String?
    }

    /// The library refused, and the process lives.
    struct Refusal: Error {
        var reason: String
        var isOfLoading: Bool
    }

    private let configuration: Configuration
    private let memory: MemoryDesk
    private var child: Child?
    private var isLoaded = false
    private var isBusy = false
    private var lastUse = ContinuousClock.now
    private var number = 0
    /// The last warning of the library: after a crash it says why.
    private var words: String?

    init(_ configuration: Configuration, memory: MemoryDesk) {
        self.configuration = configuration
        self.memory = memory
    }

    deinit { child?.kill(.unwanted) }

    /// Draws a picture. A process that breaks costs one try; a second one is the end.
    func draw(_ job: Job, tell: @Sendable (Drawn) -> Void) async throws -> Bitmap {
        isBusy = true
        defer {
            isBusy = false
            lastUse = .now
            restLater()
        }
        do {
            return try await drawOnce(job, tell)
        } catch let crash as Crash {
            try Task.checkCancellation()
            configuration.log(
                .warning,
                "a worker broke; the picture is tried once more",
                ["engine": .string(configuration.name)]
            )
            if case .killed(.slow) = crash.end { throw crash }
            return try await drawOnce(job, tell)
        }
    }

    /// What a worker tells while it draws.
    enum Drawn: Sendable {
        case step(Int, of: Int)
        case preview(Bitmap)
    }

    /// Ends the process, if it is not drawing; the next picture starts another.
    func rest() -> Bool {
        guard !isBusy, let child else { return false }
        child.kill(.unwanted)
        self.child = nil
        isLoaded = false
        return true
    }

    var state: (isLoaded: Bool, isBusy: Bool, lastUse: ContinuousClock.Instant, pid: Int32?) {
        (isLoaded, isBusy, lastUse, child?.pid)
    }

    /// Starts a process to see whether the library can be used; answers with what it can use of the machine.
    func look() async throws -> String {
        let child = try makeChild()
        defer { child.kill(.unwanted) }
        return try await greeting(of: child)
    }

    // MARK: - One try

    private func drawOnce(_ job: Job, _ tell: (Drawn) -> Void) async throws -> Bitmap {
        let child = try await loadedChild()
        try Task.checkCancellation()
        number += 1
        let number = number
        defer { child.watch(silence: nil, memory: configuration.limits.memory) }
        child.watch(
            silence: configuration.limits.silence,
            time: configuration.limits.draw,
            memory: configuration.limits.memory
        )
        let begun = ContinuousClock.now
        var order = job.json.object ?? [:]
        order.append("kind", "draw")
        order.append("job", .integer(number))
        return try await withTaskCancellationHandler {
            await child.send(Message(.object(order), pixels: job.pixels))
            return try await picture(from: child, since: begun, tell)
        } onCancel: { [grace = configuration.limits.stop] in
            child.stop(job: number, within: grace)
        }
    }

    private func picture(
        from child: Child,
        since begun: ContinuousClock.Instant,
        _ tell: (Drawn) -> Void
    ) async throws -> Bitmap {
        while true {
            let message = try await message(from: child)
            switch message.kind {
            case "sampling":
                if let step = message.json["step"]?.int, let steps = message.json["steps"]?.int, steps > 0 {
                    tell(.step(min(max(step, 0), steps), of: steps))
                }
            case "preview":
                if let bitmap = message.bitmap { tell(.preview(bitmap)) }
            case "picture":
                guard let bitmap = message.bitmap else {
                    throw Refusal(reason: "its picture has another size than it says", isOfLoading: false)
                }
                record(library: message.json["microseconds"]?.int ?? 0, whole: ContinuousClock.now - begun)
                return bitmap
            case "failed":
                if message.json["stopped"]?.bool == true { throw CancellationError() }
                throw Refusal(reason: message.json["reason"]?.string ?? "", isOfLoading: false)
            default: break
            }
        }
    }

    /// What the process costs beside the library's own time.
    private func record(library: Int, whole: Duration) {
        let whole = Int(whole / .microseconds(1))
        let times: Object = [
            "engine": .string(configuration.name), "library_ms": .number(Double(library) / 1000),
            "overhead_ms": .number(Double(whole - library) / 1000),
        ]
        configuration.log(.debug, "a worker drew a picture", times)
    }

    /// The next message but for log lines, which are written down.
    private func message(from child: Child) async throws -> Message {
        while true {
            switch await child.next() {
            case .message(let message):
                guard message.kind == "log" else { return message }
                words = message.json["text"]?.string
                let level: Log.Level = message.json["level"]?.int == 2 ? .debug : .warning
                configuration.log(
                    level,
                    "a worker says",
                    ["engine": .string(configuration.name), "text": .string(words ?? "")]
                )
            case .ended(let end):
                if self.child === child {
                    self.child = nil
                    isLoaded = false
                }
                try Task.checkCancellation()
                configuration.log(
                    .error,
                    "a worker ended",
                    ["engine": .string(configuration.name), "how": .string("\(end)")]
                )
                throw Crash(end: end, words: words)
            }
        }
    }

    // MARK: - The process

    private func loadedChild() async throws -> Child {
        if let child, isLoaded { return child }
        try await memory.makeRoom(for: configuration.need, at: self)
        let child = try makeChild()
        self.child = child
        words = nil
        _ = try await greeting(of: child)
        child.watch(
            silence: configuration.limits.load,
            time: configuration.limits.load,
            memory: configuration.limits.memory
        )
        var order = configuration.parts.json.object ?? [:]
        order.append("kind", "load")
        await child.send(Message(.object(order)))
        while true {
            let message = try await message(from: child)
            if message.kind == "loaded" { break }
            guard message.kind == "failed" else { continue }
            // A context that was made by half holds memory that nobody can give back.
            child.kill(.unwanted)
            self.child = nil
            throw Refusal(reason: message.json["reason"]?.string ?? "", isOfLoading: true)
        }
        child.watch(silence: nil, memory: configuration.limits.memory)
        isLoaded = true
        return child
    }

    private func makeChild() throws -> Child {
        do {
            return try Child(
                program: configuration.program,
                arguments: configuration.arguments,
                environment: configuration.environment
            )
        } catch {
            throw Refusal(reason: "no process can be started: errno \(error.code)", isOfLoading: true)
        }
    }

    private func greeting(of child: Child) async throws -> String {
        child.watch(silence: configuration.limits.start, memory: configuration.limits.memory)
        while true {
            let message = try await message(from: child)
            if message.kind == "ready" { return message.json["system"]?.string ?? "" }
            if message.kind == "failed" {
                if self.child === child { self.child = nil }
                child.kill(.unwanted)
                throw Refusal(reason: message.json["reason"]?.string ?? "", isOfLoading: true)
            }
        }
    }

    /// Ends the process when nothing has been drawn for a while.
    private func restLater() {
        let idle = configuration.limits.idle
        // Nobody waits for it; all it holds is a weak reference.
        Task { [weak self] in
            try? await Task.sleep(for: idle)
            await self?.restIfIdle()
        }
    }

    private func restIfIdle() {
        if ContinuousClock.now - lastUse >= configuration.limits.idle { _ = rest() }
    }
}

extension Message {
    /// The picture in it, if it is as large as it says.
    fileprivate var bitmap: Bitmap? {
        guard let width = json["width"]?.int, let height = json["height"]?.int, (1...16_384).contains(width),
            (1...16_384).contains(height), pixels.count == width * height * 3
        else { return nil }
        return Bitmap(width: width, height: height, pixels: pixels)
    }
}
