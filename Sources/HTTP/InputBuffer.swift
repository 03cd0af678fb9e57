/// The bytes of a connection that have been read and not yet used.
///
/// While it is being read the connection has a big buffer of the loop; while it waits, no more than what is left.
struct InputBuffer {
    private var bytes: [UInt8] = []
    private var start = 0
    private var end = 0

    var isEmpty: Bool { start == end }
    var count: Int { end - start }

    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { bytes.span.extracting(start..<end) }
    }

    mutating func drop(_ count: Int) {
        start += count
    }

    /// Reads once, and says how many bytes there was room for.
    mutating func fill(from descriptor: Int32, loop: EventLoop) -> (outcome: Socket.Outcome, room: Int) {
        if bytes.count < EventLoop.bufferSize {
            let rest = bytes[start..<end]
            bytes = loop.takeBuffer()
            bytes.replaceSubrange(0..<rest.count, with: rest)
            (start, end) = (0, rest.count)
        } else if start == end {
            (start, end) = (0, 0)
        } else if end == bytes.count {
            bytes.replaceSubrange(0..<count, with: Array(bytes[start..<end]))
            (start, end) = (0, count)
        }
        let room = bytes.count - end
        let outcome = Socket.read(descriptor, into: &bytes, from: end)
        if case .moved(let count) = outcome { end += count }
        return (outcome, room)
    }

    /// Gives the big buffer back.
    mutating func park(loop: EventLoop) {
        guard bytes.count == EventLoop.bufferSize else { return }
        var rest: [UInt8] = []
        if !isEmpty { rest = Array(bytes[start..<end]) }
        swap(&rest, &bytes)
        (start, end) = (0, bytes.count)
        loop.giveBack(rest)
    }
}
