package import Domain
import Glibc

/// Decides what is to be taken from a reference that nobody gave a kind: the face, the thing or the style. What the prompt says of it outranks what the
/// picture looks like.
package enum AutoKind {
    /// What the prompt says it wants of the reference.
    package static func asked(in prompt: String) -> Reference.Kind? {
        let text = prompt.lowercased()
        func says(_ words: [String]) -> Bool { words.contains(where: text.contains) }
        if says([
            "in the style of", "in this style", "style of the picture", "style of the image", "same style",
            "as the style", "参考风格",
            "这种风格", "的风格", "同样的风格", "风格参考", "画风参考", "相同风格", "这个画风",
        ]) {
            return .style
        }
        if says([
            "this face", "the face from", "same face", "face of the picture", "the person in the picture", "这张脸", "人脸",
            "同一张脸", "长相",
        ]) {
            return .face
        }
        if says([
            "from the picture", "from the image", "in the picture", "in the image", "from the photo", "this object",
            "图中的", "图里的", "图片中的",
            "照片里的", "照片中的",
        ]) {
            return .subject
        }
        return nil
    }

    /// Where a face may be: nine parts of a picture that overlap, each small and square.
    package static func parts(of picture: Bitmap, side: Int) -> [[Float]] {
        func places(_ length: Int) -> [Range<Int>] {
            let part = max(1, length * 9 / 16)
            return [0, (length - part) / 2, length - part].map { $0..<$0 + part }
        }
        return places(picture.height).flatMap { down in
            places(picture.width).map { across in picture.small(side, side, of: across, down) }
        }
    }

    /// Where no face is seen, by what can be measured: a plain ground and one thing on it, or a scene.
    package static func seen(in picture: Bitmap) -> Reference.Kind {
        let score = zip(Look(picture).numbers, styleWeights).reduce(styleBias) { $0 + $1.0 * $1.1 }
        return score > 0 ? .style : .subject
    }

    // How much more each number speaks for a style than for a thing: logistic regression over 2,400 renders of `training/renderer`.
    private static let styleWeights: [Float] = [
        15.933, -15.908, 28.439, 18.781, -2.933, 9.534, 8.209, 1.777, 2.838, -0.413,
    ]
    private static let styleBias: Float = -13.832
}

/// A few numbers about a picture of 64×64.
private struct Look {
    let numbers: [Float]
    private static let side = 64

    init(_ picture: Bitmap) {
        let side = Self.side
        let x = picture.small(side, side).map { ($0 + 1) / 2 }
        func pixel(_ row: Int, _ column: Int) -> SIMD3<Float> {
            let place = (row * side + column) * 3
            return SIMD3(x[place], x[place + 1], x[place + 2])
        }
        func difference(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float {
            max(abs(a.x - b.x), abs(a.y - b.y), abs(a.z - b.z))
        }
        let edge = side - 1
        let border = (0..<side).flatMap { [pixel(0, $0), pixel(edge, $0), pixel($0, 0), pixel($0, edge)] }
        func median(_ numbers: [Float]) -> Float {
            let sorted = numbers.sorted()
            return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }
        let ground = SIMD3(median(border.map(\.x)), median(border.map(\.y)), median(border.map(\.z)))
        var (rows, columns): ([Int], [Int]) = ([], [])
        var isThing = [Bool](repeating: false, count: side * side)
        var isSkin = isThing
        var edges: (down: Float, across: Float) = (0, 0)
        for row in 0..<side {
            for column in 0..<side {
                let here = pixel(row, column)
                if row < edge, difference(here, pixel(row + 1, column)) > 0.15 { edges.down += 1 }
                if column < edge, difference(here, pixel(row, column + 1)) > 0.15 { edges.across += 1 }
                guard difference(here, ground) >= 0.12 else { continue }
                isThing[row * side + column] = true
                isSkin[row * side + column] = here.isSkin
                rows.append(row)
                columns.append(column)
            }
        }
        var (top, bottom, left, right) = (0, side, 0, side)
        if rows.count >= 16 {
            func quantile(_ sorted: [Int], _ share: Double) -> Int {
                sorted[Int((Double(sorted.count - 1) * share).rounded())]
            }
            rows.sort()
            columns.sort()
            (top, bottom) = (quantile(rows, 0.03), quantile(rows, 0.97) + 1)
            (left, right) = (quantile(columns, 0.03), quantile(columns, 0.97) + 1)
        }
        func share(_ marks: [Bool], _ rows: Range<Int>, _ columns: Range<Int>) -> Float {
            let count = rows.reduce(0) { sum, row in sum + columns.filter { marks[row * side + $0] }.count }
            return Float(count) / Float(max(1, rows.count * columns.count))
        }
        let (height, width) = (bottom - top, right - left)
        let middleRows = top + height / 4..<top + max(height / 4 + 1, height * 3 / 4 + 1)
        let middleColumns = left + width / 4..<left + max(width / 4 + 1, width * 3 / 4 + 1)
        let groundShare = 1 - Float(isThing.filter { $0 }.count) / Float(side * side)
        let sums = (0..<side).reduce((SIMD3<Float>(), SIMD3<Float>())) { ($0.0 + pixel(0, $1), $0.1 + pixel(edge, $1)) }
        let busy = (edges.down + edges.across) / Float(side * edge)
        numbers = [
            groundShare,
            Float(border.filter { difference($0, ground) < 0.12 }.count) / Float(border.count),
            difference(sums.0 / Float(side), sums.1 / Float(side)),
            busy,
            share(isSkin, middleRows.clamped(to: 0..<side), middleColumns.clamped(to: 0..<side)),
            Float(width) / Float(side),
            Float(height) / Float(side),
            share(isThing, top..<bottom, left..<right),
            abs(log(Float(width) / Float(height))),
            busy / max(0.02, 1 - groundShare),
        ]
    }
}

extension SIMD3<Float> {
    /// Whether a colour may be skin: a hue from red-orange to yellow-orange, neither grey nor gaudy, not dark.
    fileprivate var isSkin: Bool {
        let (most, least) = (self.max(), self.min())
        guard most == x, most > 0.36, most > least else { return false }
        let hue = (y - z) / (most - least) * 60
        let saturation = (most - least) / most
        return hue > 12 && hue < 36 && saturation > 0.15 && saturation < 0.62
    }
}
