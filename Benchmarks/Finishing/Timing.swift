import Domain
import Imaging

/// How long the finish of a picture takes.
enum Timing {
    static func run() throws {
        for (width, height) in [(1328, 1328), (4096, 2304), (7200, 5000)] {
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

    private static func finish(_ bitmap: Bitmap, _ format: PictureFormat, _ texts: [Lettering]) throws -> Int {
        let provenance = Provenance(engine: "ember", pictureID: "1")
        return try Finisher().finish(bitmap, texts: texts, isLabelled: true, format: format, provenance: provenance)
            .bytes.count
    }

    /// The best of three, in milliseconds.
    static func best(_ body: () throws -> Void) rethrows -> String {
        var best = Duration.seconds(1000)
        for _ in 0..<3 {
            let start = ContinuousClock.now
            try body()
            best = min(best, ContinuousClock.now - start)
        }
        let tenths = Int(best / .microseconds(100))
        return "\(tenths / 10).\(tenths % 10) ms"
    }
}
