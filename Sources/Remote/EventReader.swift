/// Takes server-sent events out of the pieces that a stream comes in (the standard's "event stream interpretation").
struct EventReader {
    struct Event: Equatable {
        var name: String
        var data: [UInt8]
    }

    enum Fault: Error {
        case lineTooLong
    }

    /// Longer than the base64 of any picture.
    private static let limit = 100 << 20
    private var line: [UInt8] = []
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var endedWithReturn = false

    /// The events that end within this piece.
    mutating func take(_ piece: [UInt8]) throws(Fault) -> [Event] {
        var events: [Event] = []
        var rest = piece[...]
        while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            line += rest[..<end]
            // CR, LF and CR LF all end a line.
            if !(rest[end] == 0x0A && endedWithReturn && line.isEmpty && end == rest.startIndex) {
                if let event = finishLine() { events.append(event) }
            }
            endedWithReturn = rest[end] == 0x0D
            rest = rest[(end + 1)...]
        }
        line += rest
        if !rest.isEmpty { endedWithReturn = false }
        guard line.count + data.count <= Self.limit else { throw .lineTooLong }
        return events
    }

    private mutating func finishLine() -> Event? {
        defer { line = [] }
        guard !line.isEmpty else {
            defer {
                name = ""
                data = []
                hasData = false
            }
            return hasData ? Event(name: name, data: data) : nil
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == 0x20 { value = value.dropFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            if hasData { data.append(0x0A) }
            data += value
            hasData = true
        default: break
        }
        return nil
    }
}
