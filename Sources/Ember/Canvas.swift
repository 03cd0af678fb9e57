import Glibc

/// The small picture that the model draws on; the decoder makes it large.
package struct Canvas: Sendable, Hashable {
    package let height: Int
    package let width: Int

    package init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// Both sides are multiples of this.
    static let grain = 8

    /// The canvas that a picture is drawn on: of about that many pixels, and as near to the picture's shape as the grain allows.
    package init(width: Int, height: Int, area: Int) {
        let shape = log(Double(width) / Double(height))
        func misfit(_ canvas: Canvas) -> Double {
            let (h, w) = (Double(canvas.height), Double(canvas.width))
            return abs(log(w / h) - shape) + 0.15 * abs(log(h * w / (Double(area))))
        }
        var best = Canvas(height: Self.grain, width: Self.grain)
        for rows in 1...64 {
            for columns in 1...64 {
                let canvas = Canvas(height: rows * Self.grain, width: columns * Self.grain)
                if misfit(canvas) < misfit(best) { best = canvas }
            }
        }
        self = best
    }

    var pixels: Int { height * width }

    /// Where each cell is, at a depth that folds `fold` pixels into one: its place in the canvas and, for the shape of the canvas,
    /// its distance from the middle. Twenty numbers for each cell; see `coordinates` in `training/model.py`.
    package func coordinates(folded fold: Int) -> [Float] {
        let (rows, columns, ratio) = (height / fold, width / fold, Double(width) / Double(height))
        let (stretch, squeeze) = (Float(ratio.squareRoot()), Float(1 / ratio.squareRoot()))
        var numbers: [Float] = []
        for row in 0..<rows {
            let v = (Float(row) + 0.5) / Float(rows) * 2 - 1
            for column in 0..<columns {
                let u = (Float(column) + 0.5) / Float(columns) * 2 - 1
                let (across, down) = (u * stretch, v * squeeze)
                numbers += [u, v, across, down]
                for place in [across, down] {
                    for k: Float in [1, 2, 4, 8] {
                        let angle = Float(Double.pi * Double(k) / 2) * place
                        numbers += [sin(angle), cos(angle)]
                    }
                }
            }
        }
        return numbers
    }

    static let coordinateCount = 20
}
