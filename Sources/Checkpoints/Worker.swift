import Domain
import Glibc
import JSON
import Locking

/// The child process that draws: it reads messages from the socket that is its standard input, and ends when that does.
package enum Worker {
    /// The hidden verb of the program.
    package static let verb = "checkpoint-worker"

    /// Never returns. `arguments`: The path of the library.
    package static func run(_ arguments: some Sequence<String>) -> Never {
        guard let library = Array(arguments).first else { exit(2) }
        // The terminal's and the service manager's wish to stop is for the supervisor, which lets the picture be finished.
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_IGN)
        // Memory runs out at this process before any other.
        writeText("800", to: "/proc/self/oom_score_adj")
        let desk = WorkerDesk(Line(dup(0)), library: library)
        desk.startThread()
        desk.read()
        // The supervisor is gone; whatever is being drawn is nobody's.
        _exit(0)
    }

    private static func writeText(_ text: String, to path: String) {
        let file = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = unsafe write(file, text, text.utf8.count)
        close(file)
    }
}

/// What the two threads of a worker share: one reads, the other draws.
private final class WorkerDesk: Diffusion.Listener {
    private struct State {
        var orders: [Message] = []
        /// The jobs that are drawn and to be given up, by their numbers.
        var drawing = -1
        var stopped = -1
        var lastLoading = ContinuousClock.now
    }

    private let line: Line
    private let library: String
    private let state = Lock(State())
    private let arrivals = Signal()

    init(_ line: Line, library: String) {
        self.line = line
        self.library = library
    }

    // MARK: - The thread that reads

    func read() {
        var reader = MessageReader()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while let count = line.read(within: -1, into: &buffer) {
            reader.take(buffer[..<count])
            while true {
                guard let next = try? reader.next() else { break }
                take(next)
            }
        }
    }

    private func take(_ message: Message) {
        state.withLock { state in
            if message.kind == "stop" {
                state.stopped = message.json["job"]?.int ?? -1
            } else {
                state.orders.append(message)
            }
        }
        arrivals.ring()
    }

    // MARK: - The thread that draws

    func startThread() {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        // Graphs of large models are built by recursion.
        unsafe pthread_attr_setstacksize(&attributes, 64 << 20)
        var thread = pthread_t()
        let owner = unsafe Unmanaged.passRetained(self).toOpaque()
        guard unsafe pthread_create(&thread, &attributes, runWorker, owner) == 0 else { exit(3) }
    }

    fileprivate func work() {
        do {
            let diffusion = try Diffusion(library: library, listener: self)
            say(["kind": "ready", "system": .string(diffusion.system)])
            while true {
                guard let order = state.withLock({ $0.orders.isEmpty ? nil : $0.orders.removeFirst() }) else {
                    arrivals.wait()
                    continue
                }
                switch order.kind {
                case "load": load(order, diffusion)
                case "draw": draw(order, diffusion)
                default: fail("there is no order of this kind")
                }
            }
        } catch {
            fail(error.message)
            // What it says must be read before the socket is gone.
            sleep(1)
            _exit(4)
        }
    }

    private func load(_ order: Message, _ diffusion: Diffusion) {
        guard let parts = Parts(json: order.json) else { return fail("the order to load can't be read") }
        do {
            try diffusion.load(parts)
            say(["kind": "loaded"])
        } catch {
            fail(error.message)
        }
    }

    private func draw(_ order: Message, _ diffusion: Diffusion) {
        guard let job = Job(json: order.json, pixels: order.pixels) else {
            return fail("the order to draw can't be read")
        }
        guard diffusion.knows(sampler: job.sampler), diffusion.knows(scheduler: job.scheduler) else {
            return fail("there is no such sampler or scheduler")
        }
        state.withLock { $0.drawing = order.json["job"]?.int ?? -1 }
        do {
            let begun = ContinuousClock.now
            let picture = try diffusion.draw(job)
            let time = Int((ContinuousClock.now - begun) / .microseconds(1))
            say(
                [
                    "kind": "picture", "width": .integer(picture.width), "height": .integer(picture.height),
                    "microseconds": .integer(time),
                ],
                picture.pixels
            )
        } catch {
            fail(error.message, isStopped: error.isStopped)
        }
    }

    private func fail(_ reason: String, isStopped: Bool = false) {
        say(["kind": "failed", "reason": .string(reason), "stopped": .bool(isStopped)])
    }

    private func say(_ json: JSON, _ pixels: [UInt8] = []) {
        // Nobody listens any more: the other thread ends the process.
        _ = line.write(Message(json, pixels: pixels).bytes)
    }

    // MARK: - What the library tells

    func loading(step: Int, of steps: Int) {
        let isDue = state.withLock { state in
            guard ContinuousClock.now - state.lastLoading > .milliseconds(100) else { return false }
            state.lastLoading = .now
            return true
        }
        if isDue { say(["kind": "loading", "step": .integer(step), "steps": .integer(steps)]) }
    }

    func sampling(step: Int, of steps: Int) -> Bool {
        say(["kind": "sampling", "step": .integer(step), "steps": .integer(steps)])
        return state.withLock { $0.stopped != $0.drawing || $0.drawing < 0 }
    }

    func preview(_ bitmap: Bitmap) {
        say(["kind": "preview", "width": .integer(bitmap.width), "height": .integer(bitmap.height)], bitmap.pixels)
    }

    /// Warnings and errors; the rest is much, and holds prompts.
    func log(level: Int, _ text: String) {
        guard level >= 2 else { return }
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        say(["kind": "log", "level": .integer(level), "text": .string(String(line.prefix(1000)))])
    }
}

private func runWorker(_ owner: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let owner = unsafe owner { unsafe Unmanaged<WorkerDesk>.fromOpaque(owner).takeRetainedValue().work() }
    return nil
}
