import OneDNN

/// What the network needs beyond products and convolutions.
extension Machine {
    /// Each row divided by its root mean square, times `gain`, plus a row of `shift`, through the activation.
    ///
    /// `gain`: One row, or one for each picture of the batch.
    /// `shift`: Rows to be added: as many as there are of `gain`, or with `isPlaced` one for each place of a picture.
    func normalized(
        _ x: Tensor,
        gain: Tensor,
        shift: Tensor? = nil,
        isPlaced: Bool = false,
        _ activation: Activation = .none,
        to element: Element? = nil
    ) -> Tensor {
        let width = x.shape.last ?? 1
        let (rows, wide) = (x.count / width, width / 8)
        let batch = gain.count / width
        let perPicture = rows / batch
        let places = isPlaced ? (shift?.count ?? width) / width : perPicture
        let result = Tensor(x.shape, element ?? self.element)
        let added = shift ?? gain
        split(rows) { range in
            let (source, target, gains, shifts) = (x.vectors, result.vectors, gain.vectors, added.vectors)
            for row in range {
                let first = row * wide
                var squares = Vector.zero
                for i in first..<first + wide { squares += source[i] * source[i] }
                let scale = 1 / (squares.sum() / Float(width) + 1e-6).squareRoot()
                let gainRow = row / perPicture * wide
                let shiftRow = (isPlaced ? row % places : row / perPicture) * wide
                for i in 0..<wide {
                    var y = source[first + i] * scale * gains[gainRow + i]
                    if shift != nil { y += shifts[shiftRow + i] }
                    target[first + i] = activation == .silu ? y.silu : y
                }
            }
        }
        return result
    }

    /// The numbers through an activation, in another element.
    func converted(_ x: Tensor, _ activation: Activation = .none, to element: Element? = nil) -> Tensor {
        let result = Tensor(x.shape, element ?? self.element)
        split(x.count / 8) { range in
            let (source, target) = (x.vectors, result.vectors)
            for i in range { target[i] = activation == .silu ? source[i].silu : source[i] }
        }
        return result
    }

    /// Softmax along the last side of `scores`, which is batch·heads × queries × keys, after adding the mask of batch × keys.
    func softmax(_ scores: Tensor, mask: Tensor) -> Tensor {
        let keys = scores.shape[2]
        let (rows, wide) = (scores.count / keys, keys / 8)
        let perMask = rows / mask.shape[0]
        let result = Tensor(scores.shape, element)
        split(rows) { range in
            let (source, target, masks) = (scores.vectors, result.vectors, mask.vectors)
            for row in range {
                let (first, maskRow) = (row * wide, row / perMask * wide)
                var highest = Vector(repeating: -.infinity)
                for i in 0..<wide {
                    let score = source[first + i] + masks[maskRow + i]
                    source[first + i] = score
                    highest = pointwiseMax(highest, score)
                }
                let most = highest.max()
                var total = Vector.zero
                for i in first..<first + wide {
                    let share = (source[i] - most).exponential
                    source[i] = share
                    total += share
                }
                let scale = 1 / total.sum()
                for i in first..<first + wide { target[i] = source[i] * scale }
            }
        }
        return result
    }

    /// One of the parts (query, key, value) that stand beside each other in `x`, batch × places × parts × heads × depth, moved to
    /// `target`, batch·heads × keys × depth, from key `offset` on; with `gain` each head's row is normalized.
    func takeHeads(
        _ x: Tensor,
        part: Int,
        of parts: Int,
        heads: Int,
        gain: Tensor? = nil,
        into target: Tensor,
        at offset: Int = 0
    ) {
        let (batch, places, keys, depth) = (x.shape[0], x.shape[1], target.shape[1], target.shape[2])
        let wide = depth / 8
        let gained = gain ?? x
        split(batch * places) { range in
            let (source, result, gains) = (x.vectors, target.vectors, gained.vectors)
            for row in range {
                let (picture, place) = (row / places, row % places)
                for head in 0..<heads {
                    let from = ((row * parts + part) * heads + head) * wide
                    let to = ((picture * heads + head) * keys + offset + place) * wide
                    var scale: Float = 1
                    if gain != nil {
                        var squares = Vector.zero
                        for i in from..<from + wide { squares += source[i] * source[i] }
                        scale = 1 / (squares.sum() / Float(depth) + 1e-6).squareRoot()
                    }
                    for i in 0..<wide {
                        let y = source[from + i]
                        result[to + i] = gain == nil ? y : y * scale * gains[i]
                    }
                }
            }
        }
    }

    /// Attention of `queries` over `keys` and `values` (all batch·heads × … × depth); answers batch × queries × heads·depth.
    func attend(
        _ queries: Tensor,
        _ keys: Tensor,
        _ values: Tensor,
        mask: Tensor,
        heads: Int
    ) throws(OneDNNError) -> Tensor {
        let shares = softmax(try multiply(queries, keys, transposed: true), mask: mask)
        let found = try multiply(shares, values)
        let (batch, places, wide) = (mask.shape[0], queries.shape[1], queries.shape[2] / 8)
        let result = Tensor([batch, places, heads * queries.shape[2]], element)
        split(batch * places) { range in
            let (source, target) = (found.vectors, result.vectors)
            for row in range {
                for head in 0..<heads {
                    let from = ((row / places * heads + head) * places + row % places) * wide
                    let to = (row * heads + head) * wide
                    for i in 0..<wide { target[to + i] = source[from + i] }
                }
            }
        }
        return result
    }

    /// Adds number by number.
    func add(_ x: Tensor, to target: Tensor) {
        split(x.count / 8) { range in
            let (source, result) = (x.vectors, target.vectors)
            for i in range { result[i] += source[i] }
        }
    }

    /// Adds to each of 2×2 pixels of `target` its share of the one pixel of `x` with four times the channels.
    func addUnfolded(_ x: Tensor, to target: Tensor) {
        let (rows, columns) = (target.shape[0] * target.shape[1], target.shape[2])
        let wide = target.shape[3] / 8
        split(rows) { range in
            let (source, result) = (x.vectors, target.vectors)
            for row in range {
                for column in 0..<columns {
                    let from = ((row / 2 * columns / 2 + column / 2) * 4 + row % 2 * 2 + column % 2) * wide
                    let to = (row * columns + column) * wide
                    for i in 0..<wide { result[to + i] += source[from + i] }
                }
            }
        }
    }

    /// Fills with zeros.
    func clear(_ x: Tensor) {
        let target = x.vectors
        for i in 0..<target.count { target[i] = .zero }
    }

    /// Shares rows among the threads, in one piece for each.
    private func split(_ rows: Int, _ body: (Range<Int>) -> Void) {
        let pieces = min(threads, rows)
        parallel(pieces) { piece in body(rows * piece / pieces..<rows * (piece + 1) / pieces) }
    }
}
