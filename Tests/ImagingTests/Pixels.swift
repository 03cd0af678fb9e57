import Domain
import Foundation
import Imaging
import TestSupport

/// Grounds that are kind and unkind to text.
enum Scene: CaseIterable {
    case white, black, grey, stripes, noise

    func bitmap(width: Int, height: Int) -> Bitmap {
        var random = UInt32(2_463_534_242)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for _ in 0..<height {
            for x in 0..<width {
                random ^= random << 13
                random ^= random >> 17
                random ^= random << 5
                let value: UInt8 =
                    switch self {
                    case .white: 255
                    case .black: 0
                    case .grey: 128
                    case .stripes: x / 9 % 2 == 0 ? 255 : 0
                    case .noise: UInt8(random >> 24)
                    }
                pixels.append(value)
                pixels.append(value)
                pixels.append(value)
            }
        }
        return Bitmap(width: width, height: height, pixels: pixels)
    }
}

extension Bitmap {
    static func plain(width: Int, height: Int, _ colour: [UInt8]) -> Bitmap {
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
            for place in buffer.indices { buffer.initializeElement(at: place, to: colour[place % 3]) }
            count = buffer.count
        }
        return Bitmap(width: width, height: height, pixels: pixels)
    }

    struct Ink: Equatable {
        var left: Int
        var top: Int
        var right: Int
        var bottom: Int
        var width: Int { right - left + 1 }
        var height: Int { bottom - top + 1 }
    }

    /// The smallest box around all that differs clearly from a plain ground.
    func inkBox(besides ground: [UInt8], rows: Range<Int>? = nil) -> Ink? {
        var ink: Ink?
        for y in rows ?? 0..<height {
            for x in 0..<width {
                let place = (y * width + x) * 3
                let differences = (
                    abs(Int(pixels[place]) - Int(ground[0])), abs(Int(pixels[place + 1]) - Int(ground[1])),
                    abs(Int(pixels[place + 2]) - Int(ground[2]))
                )
                guard max(differences.0, differences.1, differences.2) > 40 else { continue }
                var box = ink ?? Ink(left: x, top: y, right: x, bottom: y)
                box.left = min(box.left, x)
                box.right = max(box.right, x)
                box.bottom = y
                ink = box
            }
        }
        return ink
    }
}

/// Reads a PNG that uses the filter Sub, without the library that wrote it.
func decode(_ png: [UInt8]) throws -> Bitmap {
    let folder = TemporaryFolder()
    let (from, to) = (folder.path + "/in.png", folder.path + "/out.ppm")
    try Data(png).write(to: URL(filePath: from))
    try run("python3", ["-c", Decoder.program, from, to])
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: to)))
    let head = bytes.prefix { $0 != 10 }
    let numbers = String(decoding: head, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    return Bitmap(width: numbers[0], height: numbers[1], pixels: Array(bytes[(head.count + 1)...]))
}

@discardableResult
func run(_ program: String, _ arguments: [String]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = [UInt8](try output.fileHandleForReading.readToEnd() ?? Data())
    process.waitUntilExit()
    struct Failed: Error { let program: String }
    guard process.terminationStatus == 0 else { throw Failed(program: program) }
    return bytes
}

private enum Decoder {
    /// After the PNG specification, with the standard library of Python.
    static let program = """
        import sys, zlib, struct
        from itertools import accumulate
        data = open(sys.argv[1], 'rb').read()
        place, packed = 8, b''
        while place < len(data):
            length, kind = struct.unpack('>I4s', data[place:place + 8])
            body = data[place + 8:place + 8 + length]
            assert zlib.crc32(kind + body) == struct.unpack('>I', data[place + 8 + length:place + 12 + length])[0]
            if kind == b'IHDR': width, height, depth, colour = struct.unpack('>IIBB', body[:10])
            if kind == b'IDAT': packed += body
            place += 12 + length
        assert (depth, colour) == (8, 2)
        raw, line, rows = zlib.decompress(packed), width * 3, []
        for y in range(height):
            filter, row = raw[y * (line + 1)], bytearray(raw[y * (line + 1) + 1:(y + 1) * (line + 1)])
            assert filter in (0, 1)
            for band in range(3 * filter): row[band::3] = bytes(value & 255 for value in accumulate(row[band::3]))
            rows.append(bytes(row))
        open(sys.argv[2], 'wb').write(b'%d %d\\n' % (width, height) + b''.join(rows))
        """
}
