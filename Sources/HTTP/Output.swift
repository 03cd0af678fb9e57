/// What is on its way out: two pieces, so that a body follows its head without being copied.
struct Output {
    var head: [UInt8] = []
    var body: [UInt8] = []
    private(set) var sent = 0

    var isEmpty: Bool { sent == head.count + body.count }

    /// Writes as much as the socket takes.
    mutating func write(to descriptor: Int32) -> Socket.Outcome {
        let outcome = writeRest(to: descriptor)
        if case .moved(let count) = outcome { sent += count }
        return outcome
    }

    private func writeRest(to descriptor: Int32) -> Socket.Outcome {
        let first = head.span.extracting(min(sent, head.count)...)
        let second = body.span.extracting(max(0, sent - head.count)...)
        return first.isEmpty ? Socket.write(descriptor, second, first) : Socket.write(descriptor, first, second)
    }

    /// Forgets what has been sent; a head's room is kept for the next one, a big one is not.
    mutating func clear() {
        if head.capacity > 1024 { head = [] } else { head.removeAll(keepingCapacity: true) }
        body = []
        sent = 0
    }
}
