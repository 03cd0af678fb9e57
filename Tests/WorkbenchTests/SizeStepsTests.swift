import Domain
import Testing
import Workbench

struct SizeStepsTests {
    @Test func `the nearest shape of a list is taken`() {
        var steps = SizeSteps()
        steps.list = [.init(1024, 1024), .init(1536, 1024), .init(1024, 1536)]
        #expect(steps.size(for: 1328, 1328) == .init(1024, 1024))
        #expect(steps.size(for: 2048, 1152) == .init(1536, 1024))
        #expect(steps.size(for: 512, 1536) == .init(1024, 1536))
    }

    @Test func `sides are rounded up to the multiple, and scaled into the bounds`() {
        var steps = SizeSteps()
        steps.multiple = 64
        #expect(steps.size(for: 1328, 1328) == .init(1344, 1344))
        steps.pixels = 1...1_048_576
        let small = steps.size(for: 2048, 1024)
        #expect(small.width * small.height <= 1_048_576)
        #expect(small.width % 64 == 0 && small.width == small.height * 2)
        steps.pixels = 3_686_400...16_777_216
        let large = steps.size(for: 1328, 1328)
        #expect(large.width * large.height >= 3_686_400)
    }

    @Test func `a picture of a few pixels more is cut, with its middle kept`() {
        let picture = Bitmap(width: 4, height: 1, pixels: [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
        #expect(picture.fitted(width: 2, height: 1).pixels == [2, 2, 2, 3, 3, 3])
    }

    @Test(arguments: [(64, 64), (200, 100), (31, 77), (300, 300)])
    func `a picture of another size is scaled, and flat colours stay flat`(width: Int, height: Int) {
        let flat = Bitmap(width: 100, height: 80, pixels: (0..<8000).flatMap { _ in [10, 200, 77] as [UInt8] })
        let fitted = flat.fitted(width: width, height: height)
        #expect(fitted.width == width && fitted.height == height)
        #expect(
            stride(from: 0, to: fitted.pixels.count, by: 3).allSatisfy {
                fitted.pixels[$0...].prefix(3).elementsEqual([10, 200, 77])
            }
        )
    }

    @Test func `a slope keeps its direction and its middle when it grows`() {
        let slope = Bitmap(
            width: 16,
            height: 2,
            pixels: (0..<32).flatMap { [UInt8](repeating: UInt8($0 % 16 * 16), count: 3) }
        )
        let grown = slope.fitted(width: 160, height: 20)
        let row = (0..<160).map { Int(grown.pixels[$0 * 3]) }
        #expect(row == row.sorted())
        #expect(abs(row[79] + row[80] - 240) <= 2)
    }
}
