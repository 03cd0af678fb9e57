import JSON

/// What a worker and its supervisor say to each other: a line of JSON, and pixels where there are some.
struct Message: Sendable, Equatable {
    var json: JSON
    var pixels: [UInt8] = []

    init(_ json: JSON, pixels: [UInt8] = []) {
        self.json = json
        self.pixels = pixels
    }

    /// Which kind it is: to the worker `load`, `draw`, `stop`; from it `ready`, `loading`, `loaded`, `sampling`, `preview`,
    /// `picture`, `failed`, `log`.
    var kind: String { json["kind"]?.string ?? "" }

    static let headLimit = 1 << 20
    /// Fifteen references and more.
    static let pixelLimit = 1 << 30

    /// Two lengths, little-endian, then the two parts.
    var bytes: [UInt8] {
        let head = json.encoded
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + head.count + pixels.count)
        for length in [head.count, pixels.count] {
            for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: length >> (8 * shift))) }
        }
        return bytes + head + pixels
    }
}

/// Takes messages out of the bytes as they come.
struct MessageReader {
    enum Fault: Error {
        case tooLarge, noJSON
    }

    private var bytes: [UInt8] = []

    mutating func take(_ piece: some Sequence<UInt8>) { bytes += piece }

    /// The next whole message; `nil` when more bytes are needed.
    mutating func next() throws(Fault) -> Message? {
        guard bytes.count >= 8 else { return nil }
        let (head, pixels) = (length(at: 0), length(at: 4))
        guard head <= Message.headLimit, pixels <= Message.pixelLimit else { throw .tooLarge }
        guard bytes.count >= 8 + head + pixels else { return nil }
        guard let json = try? JSON(parsing: Array(bytes[8..<8 + head])) else { throw .noJSON }
        let message = Message(json, pixels: Array(bytes[(8 + head)..<(8 + head + pixels)]))
        bytes.removeFirst(8 + head + pixels)
        return message
    }

    private func length(at place: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
}
