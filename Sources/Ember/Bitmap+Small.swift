import Domain

extension Bitmap {
    /// The picture squeezed into so many pixels, each the mean of what it covers, from -1 to 1.
    func small(_ columns: Int, _ rows: Int) -> [Float] { small(columns, rows, of: 0..<width, 0..<height) }

    /// A part of the picture squeezed into so many pixels.
    func small(_ columns: Int, _ rows: Int, of across: Range<Int>, _ down: Range<Int>) -> [Float] {
        func piece(_ index: Int, of count: Int, _ range: Range<Int>) -> Range<Int> {
            let lower = range.lowerBound + index * range.count / count
            return lower..<max(range.lowerBound + (index + 1) * range.count / count, lower + 1)
        }
        var result: [Float] = []
        result.reserveCapacity(rows * columns * 3)
        for row in 0..<rows {
            let lines = piece(row, of: rows, down)
            for column in 0..<columns {
                let spots = piece(column, of: columns, across)
                var sums = (0, 0, 0)
                for y in lines {
                    for x in spots {
                        let place = (y * width + x) * 3
                        sums.0 += Int(pixels[place])
                        sums.1 += Int(pixels[place + 1])
                        sums.2 += Int(pixels[place + 2])
                    }
                }
                let count = Float(lines.count * spots.count) * 127.5
                result += [Float(sums.0) / count - 1, Float(sums.1) / count - 1, Float(sums.2) / count - 1]
            }
        }
        return result
    }
}
