import Domain

/// Puts an XMP packet into a finished file without touching its pixels, at the place that each format has for one.
enum Container {
    static func file(_ file: [UInt8], with packet: [UInt8], as format: PictureFormat) -> [UInt8] {
        switch format {
        case .jpeg: jpeg(file, packet)
        case .png: png(file, packet)
        case .webp: webp(file, packet)
        case .bmp, .tiff, .gif: file
        }
    }

    /// The most that one APP1 segment holds.
    static let mostBytes = 65_535 - 2 - jpegName.count
    private static let jpegName = Array("http://ns.adobe.com/xap/1.0/\0".utf8)

    /// An APP1 segment behind SOI and JFIF's APP0 (XMP part 3, 1.1.3).
    private static func jpeg(_ file: [UInt8], _ packet: [UInt8]) -> [UInt8] {
        precondition(packet.count <= mostBytes, "the packet fits into a segment")
        var place = 2
        if file.count > 6, file[2] == 0xFF, file[3] == 0xE0 { place = 4 + Int(file[4]) << 8 + Int(file[5]) }
        let length = packet.count + jpegName.count + 2
        var segment: [UInt8] = [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)]
        segment += jpegName
        segment += packet
        return inserting(segment, into: file, at: place)
    }

    /// An iTXt chunk behind IHDR (XMP part 3, 1.1.5): uncompressed, without a language.
    private static func png(_ file: [UInt8], _ packet: [UInt8]) -> [UInt8] {
        var body = Array("iTXtXML:com.adobe.xmp".utf8) + [0, 0, 0, 0, 0]
        body += packet
        let chunk = bigEndian(body.count - 4) + body + bigEndian(Int(crc(body)))
        return inserting(chunk, into: file, at: 33)
    }

    /// An extended file (WebP Container Specification) with the picture's own chunks and an `XMP ` chunk behind them.
    private static func webp(_ file: [UInt8], _ packet: [UInt8]) -> [UInt8] {
        guard let header = PictureHeader(of: file) else { return file }
        var picture: [UInt8] = []
        var place = 12
        while place + 8 <= file.count {
            let length = (0..<4).reduce(0) { $0 | Int(file[place + 4 + $1]) << (8 * $1) }
            let end = min(file.count, place + 8 + length + length % 2)
            if ["VP8 ", "VP8L"].contains(String(decoding: file[place..<place + 4], as: UTF8.self)) {
                picture += file[place..<end]
            }
            place = end
        }
        let hasMetadata: UInt8 = 4
        var chunks = Array("VP8X".utf8) + littleEndian(10, bytes: 4) + [hasMetadata, 0, 0, 0]
        chunks += littleEndian(header.width - 1, bytes: 3) + littleEndian(header.height - 1, bytes: 3) + picture
        chunks += Array("XMP ".utf8) + littleEndian(packet.count, bytes: 4) + packet
        if packet.count % 2 == 1 { chunks.append(0) }
        return Array("RIFF".utf8) + littleEndian(chunks.count + 4, bytes: 4) + Array("WEBP".utf8) + chunks
    }

    private static func inserting(_ bytes: [UInt8], into file: [UInt8], at place: Int) -> [UInt8] {
        var whole: [UInt8] = []
        whole.reserveCapacity(file.count + bytes.count)
        whole += file[..<place]
        whole += bytes
        whole += file[place...]
        return whole
    }

    private static func bigEndian(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func littleEndian(_ value: Int, bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// PNG's checksum (PNG specification, annex D).
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
