import Domain
import Ember
import Testing

/// The pull of references, on pictures that need no model.
struct LikenessTests {
    private let canvas = Canvas(height: 48, width: 48)
    private let grey = [Float](repeating: 0, count: 48 * 48 * 3)

    /// A red disc on white, in the middle of the picture.
    private var disc: Bitmap {
        Bitmap(
            width: 96,
            height: 96,
            pixels: (0..<96 * 96).flatMap { spot -> [UInt8] in
                let (x, y) = (spot % 96 - 48, spot / 96 - 48)
                return x * x + y * y < 900 ? [220, 20, 30] : [255, 255, 255]
            }
        )
    }

    /// Blue and dark blue stripes.
    private var stripes: Bitmap {
        let (light, dark): ([UInt8], [UInt8]) = ([20, 40, 230], [10, 20, 90])
        return Bitmap(width: 64, height: 64, pixels: (0..<64 * 64).flatMap { $0 / 8 % 2 == 0 ? light : dark })
    }

    private func colour(_ picture: [Float], row: Int, column: Int) -> [Float] {
        (0..<3).map { picture[(row * 48 + column) * 3 + $0] }
    }

    private func likeness(_ references: [ReferencePicture], guidance: Float, keepsFaces: Bool = false) -> Likeness {
        Likeness(references, guidance: guidance, keepsFaces: keepsFaces, on: canvas)
    }

    @Test func `a subject stands where it stood, and its ground is left to the words`() {
        let picture = likeness([ReferencePicture(kind: .subject, bitmap: disc)], guidance: 7).pulled(grey, time: 0)
        let middle = colour(picture, row: 24, column: 24)
        #expect(middle[0] > 0.5 && middle[1] < -0.5)
        #expect(colour(picture, row: 2, column: 2) == [0, 0, 0])
    }

    @Test func `a subject stands in the box of its thing, where the words name one`() {
        let box = Composition([.init(tokens: [7, 34], x: 0.25, y: 0.75, width: -0.5, height: 0.5)])
        let picture = Likeness(
            [ReferencePicture(kind: .subject, bitmap: disc)],
            guidance: 7,
            keepsFaces: false,
            places: box,
            on: canvas
        ).pulled(grey, time: 0)
        let middle = colour(picture, row: 36, column: 12)
        #expect(middle[0] > 0.5 && middle[1] < -0.5)
        #expect(colour(picture, row: 24, column: 30) == [0, 0, 0])
    }

    @Test(arguments: [(0.5, 3.0), (0, 0.3), (1, 0.3), (0.99, 0.001), (-2, 0.1), (3, -0.5)] as [(Float, Float)])
    func `a box may lie anywhere and be of any size`(middle: Float, length: Float) {
        for canvas in [canvas, Canvas(height: 16, width: 144)] {
            let grey = [Float](repeating: 0, count: canvas.height * canvas.width * 3)
            let box = Composition([.init(tokens: [7, 34], x: middle, y: middle, width: length, height: abs(length))])
            let reference = [ReferencePicture(kind: .subject, bitmap: disc)]
            let likeness = Likeness(reference, guidance: 7, keepsFaces: false, places: box, on: canvas)
            #expect(likeness.pulled(grey, time: 0).allSatisfy { abs($0) <= 1 })
        }
    }

    @Test func `a style gives its colours and nothing of its layout`() {
        let reference = [ReferencePicture(kind: .style, bitmap: stripes)]
        // Light on the left, dark on the right: that stays.
        let sides = (0..<48 * 48).flatMap { [Float](repeating: $0 % 48 < 24 ? 0.5 : -0.5, count: 3) }
        let picture = likeness(reference, guidance: 7).pulled(sides, time: 0.5)
        let (left, right) = (colour(picture, row: 9, column: 4), colour(picture, row: 9, column: 40))
        #expect(left[2] > left[0] + 0.3 && right[2] > right[0] + 0.2)
        #expect(left[2] > right[2] + 0.3)
        #expect(colour(picture, row: 9, column: 4) == colour(picture, row: 40, column: 4))
    }

    @Test func `more guidance pulls more, and a guidance of 1 not at all`() {
        for kind in [Reference.Kind.subject, .style, .face] {
            let reference = [ReferencePicture(kind: kind, bitmap: disc)]
            let moved = [1, 2, 4, 7].map { (guidance: Float) in
                likeness(reference, guidance: guidance).pulled(grey, time: 0.2).reduce(0) { $0 + abs($1) }
            }
            #expect(moved[0] == 0 && moved[1] > 0)
            #expect(moved[2] > moved[1] && moved[3] > moved[2], "\(kind)")
        }
    }

    @Test func `faces that are to be kept count for more`() {
        let reference = [ReferencePicture(kind: .face, bitmap: disc)]
        func red(_ keepsFaces: Bool) -> Float {
            colour(likeness(reference, guidance: 2, keepsFaces: keepsFaces).pulled(grey, time: 0), row: 24, column: 24)[
                0
            ]
        }
        #expect(red(true) > red(false) + 0.1)
    }

    @Test func `several things stand side by side in the order of the request`() {
        let blue = Bitmap(
            width: 8,
            height: 8,
            pixels: (0..<64).flatMap { spot -> [UInt8] in
                (2..<6).contains(spot % 8) && (2..<6).contains(spot / 8) ? [0, 0, 250] : [255, 255, 255]
            }
        )
        let references = [disc, blue].map { ReferencePicture(kind: .subject, bitmap: $0) }
        let picture = likeness(references, guidance: 7).pulled(grey, time: 0)
        let (left, right) = (colour(picture, row: 24, column: 12), colour(picture, row: 24, column: 36))
        #expect(left[0] > left[2] + 0.5 && right[2] > right[0] + 0.5)
    }

    @Test func `the last steps are the model's own`() {
        let reference = [ReferencePicture(kind: .subject, bitmap: disc)]
        #expect(likeness(reference, guidance: 7).pulled(grey, time: 0.95) == grey)
        #expect(likeness([], guidance: 7).isIdle)
    }

    @Test(arguments: [(1, 1), (1, 300), (300, 1), (4, 3)])
    func `references of any shape are taken`(width: Int, height: Int) {
        let bitmap = Bitmap(width: width, height: height, pixels: [UInt8](repeating: 200, count: width * height * 3))
        for kind in Reference.Kind.allCases {
            let picture = likeness([ReferencePicture(kind: kind, bitmap: bitmap)], guidance: 3).pulled(grey, time: 0)
            #expect(picture.allSatisfy { $0.isFinite && abs($0) <= 1 })
        }
    }
}
