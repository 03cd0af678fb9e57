import Domain
import Locking
import Processes

/// Decodes what strangers send, each picture in a child process of its own that can open no file and reach no network: what breaks
/// a decoder, or takes it over, costs one task.
package struct Decoder: Sendable {
    package struct Configuration: Sendable {
        /// The program that decodes: this one.
        package var program = "/proc/self/exe"
        package var arguments = [DecodingChild.verb]
        /// How long a picture may take.
        package var time: Duration = .seconds(20)
        /// How much memory a child may take, its libraries included.
        package var memory = 2 << 30
        /// How many are decoded at once.
        package var atOnce = 2

        package init() {}
    }

    private let configuration: Configuration
    private let places: Budget

    package init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
        places = Budget(configuration.atOnce)
    }

    /// Upright, in sRGB, on white where it can be seen through, no side longer than `longestSide`.
    package func decode(_ bytes: [UInt8], longestSide: Int) async throws -> DecodedPicture {
        try await places.spend(1) { try await decodeApart(bytes, longestSide) }
    }

    private func decodeApart(_ bytes: [UInt8], _ longestSide: Int) async throws -> DecodedPicture {
        let output: MemoryFile
        let message: MemoryFile
        let end: ChildProcess.End
        do throws(ProcessError) {
            let input = try MemoryFile("picture", holding: bytes)
            output = try MemoryFile("pixels")
            message = try MemoryFile("message")
            let child = ChildProcess(
                configuration.program,
                configuration.arguments + [
                    "\(longestSide)", "\(configuration.memory)", "\(configuration.time.components.seconds + 1)",
                ],
                environment: ["VIPS_CONCURRENCY": "1", "MALLOC_ARENA_MAX": "2"]
            )
            end = try await child.run(input: input, output: output, error: message, within: configuration.time)
        } catch {
            switch error {
            case .timedOut: throw ImagingError.tooSlow
            case .cancelled: throw CancellationError()
            case .unavailable(let code): throw ImagingError.unavailable("errno \(code)")
            }
        }
        switch end {
        case .exit(code: 0):
            guard let picture = DecodedPicture(output, longestSide: longestSide) else {
                throw ImagingError.decoderBroke
            }
            return picture
        case .exit(code: DecodingChild.damaged):
            throw ImagingError.damaged(String(decoding: message.bytes(most: 200), as: UTF8.self))
        default: throw ImagingError.decoderBroke
        }
    }
}

/// How a decoded picture goes from the child to us: three numbers, the pixels, the XMP. The child may have been taken over by what it
/// decoded, so nothing is believed that does not fit.
extension DecodedPicture {
    private static let headerSize = 12
    static let mostXMP = 1 << 20

    init?(_ file: MemoryFile, longestSide: Int) {
        let header = file.bytes(most: Self.headerSize)
        guard header.count == Self.headerSize else { return nil }
        func number(_ index: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(header[index * 4 + $1]) << (8 * $1) }
        }
        let (width, height, xmp) = (number(0), number(1), number(2))
        guard (1...longestSide).contains(width), (1...longestSide).contains(height), xmp <= Self.mostXMP,
            width * height <= Decoding.mostPixels, file.count == Self.headerSize + width * height * 3 + xmp
        else { return nil }
        let pixels = file.bytes(from: Self.headerSize, most: width * height * 3)
        guard pixels.count == width * height * 3 else { return nil }
        self.init(
            bitmap: Bitmap(width: width, height: height, pixels: pixels),
            xmp: file.bytes(from: Self.headerSize + pixels.count, most: xmp)
        )
    }

    /// The numbers at the beginning.
    var header: [UInt8] {
        var bytes: [UInt8] = []
        for number in [bitmap.width, bitmap.height, xmp.count] {
            for place in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
        }
        return bytes
    }
}
