import Ember
import Testing

struct CanvasTests {
    @Test(arguments: [
        (1328, 1328, 64, 64, 64), (512, 512, 64, 64, 64), (1328, 1328, 48, 48, 48), (1536, 512, 64, 120, 40),
        (512, 1536, 64, 40, 120),
        (2048, 1024, 64, 96, 48), (1024, 2048, 64, 48, 96), (4704, 2016, 64, 96, 40),
    ])
    func `a picture is drawn on a canvas of its shape`(
        width: Int,
        height: Int,
        side: Int,
        canvasWidth: Int,
        canvasHeight: Int
    ) {
        let canvas = Canvas(width: width, height: height, area: side * side)
        #expect(canvas == Canvas(height: canvasHeight, width: canvasWidth), "\(canvas)")
    }

    @Test func `no canvas is far from the shape or the area that is asked for`() {
        for side in [40, 48, 64, 96] {
            for ratio in stride(from: -16.0, through: 16, by: 0.5) where abs(ratio) >= 1 {
                let (width, height) = ratio > 0 ? (Int(512 * ratio), 512) : (512, Int(-512 * ratio))
                let canvas = Canvas(width: width, height: height, area: side * side)
                let shape = Double(canvas.width) / Double(canvas.height) / (Double(width) / Double(height))
                let area = Double(canvas.width * canvas.height) / Double(side * side)
                #expect((0.84...1.19).contains(shape), "\(ratio) on \(canvas)")
                #expect((0.5...2.2).contains(area), "\(ratio) on \(canvas)")
            }
        }
    }
}
