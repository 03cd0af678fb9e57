import CEvents
import Glibc

/// The numbers of SIGTERM and SIGINT as they come; from the first call on they no longer end the process.
///
/// A handler writes to a pipe and a thread reads it, which works however many threads there are already.
package func terminationSignals() -> AsyncStream<Int32> {
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
    let descriptor = signals_pipe()
    precondition(descriptor >= 0, "no pipe for signals")
    let reader = unsafe Unmanaged.passRetained(SignalReader(descriptor: descriptor, continuation: continuation))
    var thread = pthread_t()
    guard unsafe pthread_create(&thread, nil, readSignals, reader.toOpaque()) == 0 else {
        preconditionFailure("the system refuses a thread")
    }
    pthread_detach(thread)
    return stream
}

private final class SignalReader: Sendable {
    let descriptor: Int32
    let continuation: AsyncStream<Int32>.Continuation

    init(descriptor: Int32, continuation: AsyncStream<Int32>.Continuation) {
        self.descriptor = descriptor
        self.continuation = continuation
    }
}

private func readSignals(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    let reader = unsafe Unmanaged<SignalReader>.fromOpaque(argument).takeRetainedValue()
    var number: UInt8 = 0
    while true {
        let count = unsafe read(reader.descriptor, &number, 1)
        if count == 1 {
            reader.continuation.yield(Int32(number))
        } else if count == 0 || errno != EINTR {
            return nil
        }
    }
}
