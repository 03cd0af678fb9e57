import CEvents
import Glibc

/// The calls on descriptors, with their results as values. None of them waits.
enum Socket {
    enum Outcome: Equatable {
        case moved(Int)
        /// Nothing can be moved now.
        case blocked
        /// The other end is gone, or the descriptor broke.
        case failed
    }

    /// Reads into `buffer` from `start` on; 0 bytes are the end of what the other end sends.
    static func read(_ descriptor: Int32, into buffer: inout [UInt8], from start: Int) -> Outcome {
        let result = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe socket_read(descriptor, bytes.baseAddress.map { unsafe $0 + start }, bytes.count - start)
        }
        return outcome(result)
    }

    /// Writes two pieces, as one.
    static func write(_ descriptor: Int32, _ first: Span<UInt8>, _ second: Span<UInt8>) -> Outcome {
        let result = unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                if second.isEmpty {
                    unsafe socket_write(descriptor, first.baseAddress, first.count)
                } else {
                    unsafe socket_write_two(
                        descriptor,
                        first.baseAddress,
                        first.count,
                        second.baseAddress,
                        second.count
                    )
                }
            }
        }
        return outcome(result)
    }

    static func send(_ file: Int32, from offset: Int, count: Int, to descriptor: Int32) -> Outcome {
        outcome(socket_send_file(descriptor, file, Int64(offset), count))
    }

    /// Tells the other end that nothing more will come.
    static func finishWriting(_ descriptor: Int32) {
        socket_finish_writing(descriptor)
    }

    static func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }

    private static func outcome(_ result: Int) -> Outcome {
        if result >= 0 { return .moved(result) }
        return result == -Int(EAGAIN) ? .blocked : .failed
    }
}
