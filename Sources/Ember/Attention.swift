import OneDNN

/// Every cell looks at all cells and at the words, in one attention over both.
final class Attention {
    private let machine: Machine
    private let width: Int
    private let head: Int
    private let norm: Tensor
    private let place: Linear
    private let qkv: Linear
    private let words: Linear
    private let queryNorm: Tensor
    private let keyNorm: Tensor
    private let out: Linear

    /// What does not change from step to step.
    struct Setting {
        /// What each cell's place adds to it.
        let places: Tensor
        /// Keys and values of the words.
        let words: Tensor
        /// For the keys of cells and words, and for none where there are more keys to make their number even.
        let mask: Tensor
    }

    init(_ part: Part, width: Int, _ sizes: Architecture, on machine: Machine) throws {
        self.machine = machine
        self.width = width
        head = sizes.head
        norm = try part.norm("norm", width)
        place = try part.linear("place", Canvas.coordinateCount, width, bias: false)
        qkv = try part.linear("qkv", width, 3 * width, bias: false)
        words = try part.linear("words", sizes.textWidth, 2 * width, bias: false)
        queryNorm = try part.norm("qnorm", head, times: 1 / Float(head).squareRoot())
        keyNorm = try part.norm("knorm", head)
        out = try part.linear("out", width, width)
    }

    /// `coordinates`: Cells × 20.
    /// `words`: Batch × words × text width.
    /// `mask`: For each word.
    func setting(coordinates: Tensor, words: Tensor, mask: [[Float]]) throws -> Setting {
        let cells = coordinates.shape[0]
        let known = words.shape[1]
        let rest = (8 - (cells + known) % 8) % 8
        let masks = mask.flatMap { [Float](repeating: 0, count: cells) + $0 + [Float](repeating: unseen, count: rest) }
        return Setting(
            places: try place(coordinates, on: machine),
            words: try self.words(words, on: machine),
            mask: Tensor([words.shape[0], cells + known + rest], copying: masks)
        )
    }

    /// Changes `x` in place.
    func run(_ x: Tensor, _ setting: Setting) throws {
        let (batch, cells, heads) = (x.shape[0], x.shape[1] * x.shape[2], width / head)
        let keyCount = setting.mask.shape[1]
        let entering = machine.normalized(x, gain: norm, shift: setting.places, isPlaced: true)
        let all = try qkv(entering, on: machine).reshaped([batch, cells, 3 * width])
        let queries = Tensor([batch * heads, cells, head], machine.element)
        let keys = Tensor([batch * heads, keyCount, head], machine.element)
        let values = Tensor([batch * heads, keyCount, head], machine.element)
        if keyCount > cells + setting.words.shape[1] {
            machine.clear(keys)
            machine.clear(values)
        }
        machine.takeHeads(all, part: 0, of: 3, heads: heads, gain: queryNorm, into: queries)
        machine.takeHeads(all, part: 1, of: 3, heads: heads, gain: keyNorm, into: keys)
        machine.takeHeads(all, part: 2, of: 3, heads: heads, into: values)
        machine.takeHeads(setting.words, part: 0, of: 2, heads: heads, gain: keyNorm, into: keys, at: cells)
        machine.takeHeads(setting.words, part: 1, of: 2, heads: heads, into: values, at: cells)
        try out.add(try machine.attend(queries, keys, values, mask: setting.mask, heads: heads), to: x, on: machine)
    }
}
