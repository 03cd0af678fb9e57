/// Takes a body out of the bytes of a connection, by its length or by its chunks; it does no input itself.
struct BodyDecoder {
    private enum State {
        case length(Int)
        case size(value: Int, digits: Int)
        case sizeExtension(count: Int)
        case sizeLineFeed
        case chunk(Int)
        case chunkCarriageReturn
        case chunkLineFeed
        case trailer
        case end
    }

    private var state: State
    /// The size of the chunk whose line is being read.
    private var size = 0
    /// The line of the trailer that is being read.
    private var line: [UInt8] = []
    private var trailerBytes = 0
    private let trailerLimit: Int

    static let extensionLimit = 256

    init(_ framing: Head.Framing, trailerLimit: Int = 8 * 1024) {
        self.trailerLimit = trailerLimit
        switch framing {
        case .length(let count): state = count == 0 ? .end : .length(count)
        case .chunked: state = .size(value: 0, digits: 0)
        }
    }

    var isAtEnd: Bool {
        if case .end = state { true } else { false }
    }

    /// What is left of a body of known length; `nil` for chunks, whose rest nobody knows.
    var remaining: Int? {
        switch state {
        case .length(let count): count
        case .end: 0
        default: nil
        }
    }

    /// Appends the data at the beginning of `bytes` to `output`, and says how many bytes of the coding that took.
    mutating func decode(_ bytes: Span<UInt8>, into output: inout [UInt8]) throws(HTTPError) -> Int {
        var index = 0
        while index < bytes.count {
            switch state {
            case .end:
                return index
            case .length(let count):
                let piece = min(count, bytes.count - index)
                Self.append(bytes.extracting(index..<(index + piece)), to: &output)
                index += piece
                state = piece == count ? .end : .length(count - piece)
            case .chunk(let count):
                let piece = min(count, bytes.count - index)
                Self.append(bytes.extracting(index..<(index + piece)), to: &output)
                index += piece
                state = piece == count ? .chunkCarriageReturn : .chunk(count - piece)
            default:
                try step(bytes[index])
                index += 1
            }
        }
        return index
    }

    /// One byte of what stands between the data of chunks.
    private mutating func step(_ byte: UInt8) throws(HTTPError) {
        switch state {
        case .size(let value, let digits):
            if let digit = Bytes.hexDigit(byte) {
                guard digits < 16, value <= Int.max >> 4 else { throw .malformedChunk }
                state = .size(value: value << 4 | Int(digit), digits: digits + 1)
                return
            }
            guard digits > 0 else { throw .malformedChunk }
            size = value
            switch byte {
            case Bytes.carriageReturn: state = .sizeLineFeed
            case Bytes.semicolon: state = .sizeExtension(count: 1)
            default: throw .malformedChunk
            }
        case .sizeExtension(let count):
            if byte == Bytes.carriageReturn {
                state = .sizeLineFeed
            } else {
                guard count < Self.extensionLimit, Bytes.isFieldValue(byte) else { throw .malformedChunk }
                state = .sizeExtension(count: count + 1)
            }
        case .sizeLineFeed:
            guard byte == Bytes.lineFeed else { throw .malformedChunk }
            state = size == 0 ? .trailer : .chunk(size)
        case .chunkCarriageReturn:
            guard byte == Bytes.carriageReturn else { throw .malformedChunk }
            state = .chunkLineFeed
        case .chunkLineFeed:
            guard byte == Bytes.lineFeed else { throw .malformedChunk }
            state = .size(value: 0, digits: 0)
        case .trailer:
            try stepTrailer(byte)
        case .length, .chunk, .end:
            preconditionFailure("data is taken by decode(_:into:)")
        }
    }

    /// Trailer fields are checked like those of the head, and dropped: none may change what was said there.
    private mutating func stepTrailer(_ byte: UInt8) throws(HTTPError) {
        trailerBytes += 1
        guard trailerBytes <= trailerLimit else { throw .headersTooLarge(limit: trailerLimit) }
        guard byte == Bytes.lineFeed else {
            line.append(byte)
            return
        }
        guard line.popLast() == Bytes.carriageReturn else { throw .bareLineBreak }
        if line.isEmpty {
            state = .end
        } else {
            _ = try FieldLine.parse(line.span)
            line.removeAll()
        }
    }

    private static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        unsafe bytes.withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
    }
}
