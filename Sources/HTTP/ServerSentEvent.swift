/// One event of a stream, as browsers' `EventSource` reads it.
package struct ServerSentEvent: Sendable, Equatable {
    /// What a client sends back as `Last-Event-ID` when it resumes.
    package var id: String?
    package var event: String?
    package var data: String

    package init(id: String? = nil, event: String? = nil, data: String) {
        self.id = id
        self.event = event
        self.data = data
    }

    /// The event on the wire: `data` has a line of its own for each of its lines, and a blank line ends the event.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.utf8.count + 64)
        if let id { Self.write("id: ", firstLine(of: id), to: &bytes) }
        if let event { Self.write("event: ", firstLine(of: event), to: &bytes) }
        var line: [UInt8] = []
        var afterCarriageReturn = false
        for byte in data.utf8 {
            defer { afterCarriageReturn = byte == 0x0D }
            guard byte == 0x0A || byte == 0x0D else {
                line.append(byte)
                continue
            }
            if byte == 0x0A, afterCarriageReturn { continue }
            Self.write("data: ", line, to: &bytes)
            line.removeAll(keepingCapacity: true)
        }
        Self.write("data: ", line, to: &bytes)
        bytes.append(0x0A)
        return bytes
    }

    /// A line break in an id or a name would start a field of somebody else's choosing.
    private func firstLine(of text: String) -> some Sequence<UInt8> {
        text.utf8.prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
    }

    private static func write(_ name: StaticString, _ value: some Sequence<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: name.description.utf8)
        bytes.append(contentsOf: value)
        bytes.append(0x0A)
    }
}
