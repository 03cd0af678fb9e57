import CProcesses
import Dispatch
import Glibc
import Locking

/// A program that runs once, apart from us, and is ended when it takes too long or nobody waits for it any more.
package struct ChildProcess: Sendable {
    package var program: String
    package var arguments: [String]
    package var environment: [String: String]

    package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
    }

    package enum End: Sendable, Equatable {
        case exit(code: Int32)
        case signal(Int32)
    }

    /// Runs it to its end, which comes at the latest after `time`.
    package func run(
        input: MemoryFile,
        output: MemoryFile,
        error: MemoryFile,
        within time: Duration
    ) async throws(ProcessError) -> End {
        let handle = Handle()
        let result: Result<End, ProcessError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // One thread starts it and waits: the child ends with the thread that started it.
                Self.threads.async {
                    continuation.resume(returning: runHere(input, output, error, within: time, handle))
                }
            }
        } onCancel: {
            handle.kill()
        }
        if Task.isCancelled { throw .cancelled }
        return try result.get()
    }

    /// Waiting blocks a thread, which must not be one of the pool that everything else runs on.
    private static let threads = DispatchQueue(label: "child processes", attributes: .concurrent)

    private func runHere(
        _ input: MemoryFile,
        _ output: MemoryFile,
        _ error: MemoryFile,
        within time: Duration,
        _ handle: Handle
    ) -> Result<End, ProcessError> {
        var descriptor: Int32 = -1
        let words = [program] + arguments
        let settings = environment.map { "\($0.key)=\($0.value)" }
        let pid = unsafe withCStrings(words) { arguments in
            unsafe withCStrings(settings) { environment in
                unsafe child_start(
                    program,
                    arguments,
                    environment,
                    input.descriptor.number,
                    output.descriptor.number,
                    error.descriptor.number,
                    &descriptor
                )
            }
        }
        guard pid > 0 else { return .failure(.unavailable(code: -pid)) }
        handle.hold(descriptor)
        defer { handle.close() }
        var status: Int32 = 0
        let milliseconds = Int32(clamping: Int64(time / .milliseconds(1)))
        guard unsafe child_wait(pid, descriptor, milliseconds, &status) == 0 else {
            child_kill(descriptor)
            _ = unsafe child_wait(pid, descriptor, 10_000, &status)
            return .failure(.timedOut)
        }
        // After <bits/waitstatus.h>, whose macros Swift does not see.
        let signal = status & 0x7F
        return .success(signal == 0 ? .exit(code: status >> 8 & 0xFF) : .signal(signal))
    }

    /// The child as long as it lives, for whoever wants to end it from another thread.
    private final class Handle: Sendable {
        private let state = Lock((descriptor: Int32(-1), isKilled: false))

        func hold(_ descriptor: Int32) {
            state.withLock {
                $0.descriptor = descriptor
                if $0.isKilled { child_kill(descriptor) }
            }
        }

        func kill() {
            state.withLock {
                $0.isKilled = true
                if $0.descriptor >= 0 { child_kill($0.descriptor) }
            }
        }

        func close() {
            state.withLock {
                Glibc.close($0.descriptor)
                $0.descriptor = -1
            }
        }
    }
}

/// Lends an array of C strings that ends with a null.
package func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { preconditionFailure("an array with a null in it is not empty") }
        return unsafe body(start)
    }
}
