import Domain
import Glibc
import Imaging

/// How long the finish of a picture takes.
enum Timing {
    static func run() throws {
        checkHeaders()
        try compare()
        for (width, height) in [(1328, 1328), (4096, 2304)] {
            for scene in [Scene.busy, .gradient] {
                let bitmap = scene.bitmap(width: width, height: height)
                var line = "\(width)×\(height) \(scene.rawValue):"
                for format in [PictureFormat.jpeg, .png] {
                    let encoder = Encoder()
                    line += try " \(format.rawValue) encode \(best { _ = try encoder.encode(bitmap, as: format) })"
                    line += try ", + label and provenance \(best { _ = try finish(bitmap, format, []) })"
                    let texts = Lettering.read(Sheet.prompts[1]).texts
                    line += try ", + texts \(best { _ = try finish(bitmap, format, texts) });"
                }
                line += try " preview \(best { _ = try Encoder().preview(of: bitmap, longestSide: 512) })"
                print(line)
            }
        }
    }

    /// What a file of 10 MB is: a JPEG that says so at once, and one that says so behind 10 MB of remarks, of 64 KB and of 4 bytes each.
    private static func checkHeaders() {
        let frame: [UInt8] = [0xFF, 0xC0, 0, 17, 8, 1, 0, 1, 0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]
        let large = [0xFF, 0xFE, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 0xFFFD)
        let files: [(name: String, bytes: [UInt8])] = [
            ("at once", [0xFF, 0xD8] + frame + [UInt8](repeating: 0, count: 10 << 20)),
            ("behind 160 remarks", [0xFF, 0xD8] + Array(repeatElement(large, count: 160).joined()) + frame),
            (
                "behind 2.6 million remarks",
                [0xFF, 0xD8] + Array(repeatElement([0xFF, 0xFE, 0, 2], count: 10 << 18).joined()) + frame
            ),
        ]
        for (name, bytes) in files {
            var found: PictureHeader?
            var times: [Duration] = []
            for _ in 0..<7 { times.append(time { found = PictureHeader(of: bytes) }) }
            let microseconds = (times.min() ?? .zero) / .microseconds(1)
            print("header of 10 MB, \(name):", found == nil ? "none found," : "", microseconds, "µs")
        }
    }

    /// 36 megapixels beside what others need for them; theirs includes reading them from memory.
    private static func compare() throws {
        let (width, height) = (7200, 5000)
        let folder = "/dev/shm/finishing-benchmark"
        defer { _ = system("rm -rf \(folder)") }
        for scene in [Scene.busy, .gradient] {
            let bitmap = scene.bitmap(width: width, height: height)
            _ = system("mkdir -p \(folder)")
            try Sheet.save(Array("P6 \(width) \(height) 255\n".utf8) + bitmap.pixels, "\(folder)/in.ppm")
            let cjpeg = "cjpeg -quality 90 -sample 1x1 -outfile \(folder)/out.jpg \(folder)/in.ppm"
            let thumbnail = "vipsthumbnail \(folder)/in.ppm --size 512x512 -o \(folder)/out.webp[Q=75,effort=1,strip]"
            var times = [Duration](repeating: .seconds(1000), count: 4)
            for _ in 0..<7 {
                times[0] = try min(times[0], time { _ = try Encoder().encode(bitmap, as: .jpeg) })
                times[1] = min(times[1], time { _ = system(cjpeg) })
                times[2] = try min(times[2], time { _ = try Encoder().preview(of: bitmap, longestSide: 512) })
                times[3] = min(times[3], time { _ = system(thumbnail) })
            }
            func ratio(_ a: Duration, _ b: Duration) -> String { "\(Int(a / b * 100))/100" }
            print(
                "36 MP \(scene.rawValue): JPEG",
                text(times[0]),
                "cjpeg",
                text(times[1]),
                ratio(times[0], times[1]),
                terminator: "; "
            )
            print("preview", text(times[2]), "vipsthumbnail", text(times[3]), ratio(times[2], times[3]))
        }
    }

    private static func time(_ body: () throws -> Void) rethrows -> Duration {
        let start = ContinuousClock.now
        try body()
        return ContinuousClock.now - start
    }

    private static func finish(_ bitmap: Bitmap, _ format: PictureFormat, _ texts: [Lettering]) throws -> Int {
        let provenance = Provenance(engine: "ember", pictureID: "1")
        return try Finisher().finish(bitmap, texts: texts, isLabelled: true, format: format, provenance: provenance)
            .bytes.count
    }

    /// The best of three, in milliseconds.
    static func best(_ body: () throws -> Void) rethrows -> String {
        var best = Duration.seconds(1000)
        for _ in 0..<3 { best = min(best, try time(body)) }
        return text(best)
    }

    private static func text(_ time: Duration) -> String {
        let tenths = Int(time / .microseconds(100))
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}
