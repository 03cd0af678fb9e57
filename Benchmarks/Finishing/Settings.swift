import Domain
import Glibc
import Imaging

/// What quality, subsampling and scans cost and bring: bytes and milliseconds of each setting.
enum Settings {
    static func compare(_ paths: [String]) throws {
        var pictures: [(name: String, bitmap: Bitmap)] = []
        for scene in [Scene.busy, .gradient] {
            pictures.append((scene.rawValue, scene.bitmap(width: 1328, height: 1328)))
        }
        for path in paths {
            guard let bitmap = read(path) else { continue }
            pictures.append((path.split(separator: "/").last.map(String.init) ?? path, bitmap))
        }
        print("picture\tQ\tsubsampled\tprogressive\tKB\tms\tPSNR\tcolour PSNR")
        for (name, bitmap) in pictures {
            for quality in [85, 90, 95] {
                for (isSubsampled, isProgressive) in [(true, false), (false, false), (true, true), (false, true)] {
                    var encoder = Encoder()
                    encoder.jpegQuality = quality
                    encoder.isJPEGSubsampled = isSubsampled
                    encoder.mostProgressivePixels = isProgressive ? .max : 0
                    var bytes: [UInt8] = []
                    let time = try Timing.best { bytes = try encoder.encode(bitmap, as: .jpeg) }
                    let error = try error(bytes, against: bitmap)
                    print(
                        name,
                        quality,
                        isSubsampled,
                        isProgressive,
                        bytes.count / 1024,
                        time,
                        error,
                        separator: "\t"
                    )
                }
            }
        }
    }

    /// Peak signal to noise, of lightness and of colour, by djpeg's pixels.
    private static func error(_ file: [UInt8], against bitmap: Bitmap) throws -> String {
        try Sheet.save(file, "/tmp/finishing.jpg")
        guard system("djpeg -outfile /tmp/finishing.ppm /tmp/finishing.jpg") == 0,
            let decoded = read("/tmp/finishing.ppm")
        else { return "?" }
        var light = 0.0
        var colour = 0.0
        for pixel in stride(from: 0, to: bitmap.pixels.count, by: 3) {
            let (r, g, b) = (
                Double(bitmap.pixels[pixel]) - Double(decoded.pixels[pixel]),
                Double(bitmap.pixels[pixel + 1]) - Double(decoded.pixels[pixel + 1]),
                Double(bitmap.pixels[pixel + 2]) - Double(decoded.pixels[pixel + 2])
            )
            let y = 0.299 * r + 0.587 * g + 0.114 * b
            light += y * y
            colour += (pow(0.564 * (b - y), 2) + pow(0.713 * (r - y), 2)) / 2
        }
        let count = Double(bitmap.pixels.count / 3)
        func decibels(_ sum: Double) -> String {
            let tenths = Int((10 * log10(255 * 255 / max(1e-9, sum / count))) * 10)
            return "\(tenths / 10).\(tenths % 10)"
        }
        return "\(decibels(light))\t\(decibels(colour))"
    }

    /// Reads a binary PPM.
    private static func read(_ path: String) -> Bitmap? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
        var numbers: [Int] = []
        var place = 2
        while numbers.count < 3, place < bytes.count {
            if bytes[place] == UInt8(ascii: "#") { while bytes[place] != 10 { place += 1 } }
            var number = 0
            while bytes[place] >= 48, bytes[place] <= 57 {
                number = number * 10 + Int(bytes[place] - 48)
                place += 1
            }
            if number > 0 { numbers.append(number) }
            place += 1
        }
        guard numbers.count == 3, bytes.count - place == numbers[0] * numbers[1] * 3 else { return nil }
        return Bitmap(width: numbers[0], height: numbers[1], pixels: Array(bytes[place...]))
    }
}
