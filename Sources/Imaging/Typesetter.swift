import Vips

/// Finds a place for each text: wrapped and scaled to fit, inside the margins, clear of all others.
struct Typesetter {
    /// A text that has its place.
    struct Placed {
        var mask: Mask
        var box: Box
        /// The height of the font, in pixels.
        var size: Double
    }

    let width: Int
    let height: Int
    let margin: Int
    /// Where nothing more may stand.
    private(set) var taken: [Box]

    init(width: Int, height: Int, taken: [Box] = []) {
        self.width = width
        self.height = height
        self.taken = taken
        margin = Self.margin(width, height)
    }

    static func margin(_ width: Int, _ height: Int) -> Int { max(1, Int(Double(min(width, height)) * 0.04)) }

    private var shorterSide: Double { Double(min(width, height)) }
    private var smallest: Double { max(8, shorterSide * 0.02) }
    private var gap: Int { max(3, Int(shorterSide * 0.042)) }

    /// `nil` where no place is left at any readable size.
    ///
    /// `unrest`: How restless the ground of a box is, for texts that may stand anywhere.
    mutating func place(_ lettering: Lettering, unrest: (Box) -> Double) throws(VipsError) -> Placed? {
        var size = max(smallest, min(shorterSide * Typeface.share(for: lettering), mostFitting(lettering.text)))
        while true {
            let isLast = size <= smallest * 1.01
            if let placed = try set(lettering, size: size, isLast: isLast),
                let box = room(for: placed, lettering.wishes, isLast: isLast, unrest)
            {
                taken.append(box)
                return Placed(mask: placed.mask, box: box, size: placed.size)
            }
            if isLast { return nil }
            size = max(smallest, size * 0.85)
        }
    }

    // MARK: - Size

    /// A size at which the text would fill half of the picture: no larger one can fit.
    private func mostFitting(_ text: String) -> Double {
        let area = Double(width - 2 * margin) * Double(height) * 0.6
        return (area / (1.25 * max(1, Self.advance(text)))).squareRoot()
    }

    /// How long the text is in one line, in heights of its font; roughly.
    private static func advance(_ text: some StringProtocol) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 1 : 0.56) }
    }

    /// Sets the text in lines that fit between the margins; `nil` where it would be too high.
    private func set(
        _ lettering: Lettering,
        size: Double,
        isLast: Bool
    ) throws(VipsError) -> (mask: Mask, size: Double)? {
        let wishes = lettering.wishes
        let space = width - 2 * margin
        let isAside = wishes.column == .left || wishes.column == .right
        let limit = isAside ? max(Int(Double(space) * 0.62), min(space, Int(size * 5))) : space * 9 / 10
        let most = isLast || lettering.text.unicodeScalars.count > 300 ? height - 2 * margin : height / 2

        let lines = lettering.text.split(separator: "\n")
        let longest = lines.map { Self.advance($0) }.max() ?? 0
        if longest * size < Double(limit) * 2 {
            let mask = try mask(lettering, size: size, width: 0)
            if mask.width <= limit { return mask.height <= most ? (mask, size) : nil }
            // A little smaller in one line looks better than two lines, and a word alone can't be broken.
            let fitting = size * Double(limit) / Double(mask.width) * 0.985
            let words = lettering.text.split(whereSeparator: \.isWhitespace).count
            let isWord = words == 1 && longest < 8
            if fitting >= size * (isWord ? 0.1 : longest < 14 ? 0.7 : 0.9), fitting >= smallest {
                let mask = try self.mask(lettering, size: fitting, width: 0)
                return mask.width <= limit && mask.height <= most ? (mask, fitting) : nil
            }
        }
        let word =
            lettering.text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value >= 0x2E80 } }
            .map { Self.advance($0) }.max() ?? 0
        if word * size > Double(limit), !isLast { return nil }
        let mask = try mask(lettering, size: size, width: limit)
        guard mask.width <= space, mask.height <= most else { return nil }
        return (try balanced(lettering, mask, size), size)
    }

    /// Lines of about the same length: as narrow as they can be without one more of them.
    private func balanced(_ lettering: Lettering, _ mask: Mask, _ size: Double) throws(VipsError) -> Mask {
        guard lettering.text.unicodeScalars.count <= 120 else { return mask }
        var best = mask
        var (low, high) = (mask.width / 3, mask.width)
        for _ in 0..<5 {
            let middle = (low + high) / 2
            let narrower = try self.mask(lettering, size: size, width: middle)
            if narrower.height <= mask.height + Int(size * 0.3), narrower.width <= middle {
                (best, high) = (narrower, middle)
            } else {
                low = middle
            }
        }
        return best
    }

    private func mask(_ lettering: Lettering, size: Double, width: Int) throws(VipsError) -> Mask {
        let alignment: Mask.Alignment =
            switch lettering.wishes.alignment ?? lettering.wishes.column ?? .centre {
            case .left: .left
            case .centre: .centre
            case .right: .right
            }
        let font = Typeface.font(for: lettering.wishes, size: size)
        return try Mask(text: lettering.text, font: font, width: width, alignment: alignment)
    }

    // MARK: - Place

    private func room(
        for text: (mask: Mask, size: Double),
        _ wishes: Lettering.Wishes,
        isLast: Bool,
        _ unrest: (Box) -> Double
    ) -> Box? {
        let (width, height) = (text.mask.width, text.mask.height)
        if let place = anchor(wishes) {
            if let box = box(width, height, place.row, place.column) { return box }
        } else {
            // Nobody said where: where the ground is calmest, above rather than below.
            let boxes = [Lettering.Row.top, .bottom].compactMap { box(width, height, $0, .centre) }
            let found = boxes.enumerated().min {
                unrest($0.element) * (1 + 0.5 * Double($0.offset)) < unrest($1.element) * (1 + 0.5 * Double($1.offset))
            }
            if let found { return found.element }
        }
        guard isLast else { return nil }
        for row in Lettering.Row.allCases {
            for column in Lettering.Column.allCases {
                if let box = box(width, height, row, column) { return box }
            }
        }
        return nil
    }

    private func anchor(_ wishes: Lettering.Wishes) -> (row: Lettering.Row, column: Lettering.Column)? {
        switch (wishes.row, wishes.column, wishes.role) {
        case (let row?, let column, _): (row, column ?? .centre)
        case (nil, let column?, let role): (role == .caption ? .bottom : role == nil ? .middle : .top, column)
        case (nil, nil, .title), (nil, nil, .subtitle): (.top, .centre)
        case (nil, nil, .caption): (.bottom, .centre)
        case (nil, nil, nil): nil
        }
    }

    /// A free box at this place, or as near to it as others leave room, above or below them.
    private func box(_ width: Int, _ height: Int, _ row: Lettering.Row, _ column: Lettering.Column) -> Box? {
        let x =
            switch column {
            case .left: margin
            case .centre: (self.width - width) / 2
            case .right: self.width - margin - width
            }
        let y =
            switch row {
            case .top: margin
            case .middle: (self.height - height) / 2
            case .bottom: self.height - margin - height
            }
        let start = Box(x: x, y: y, width: width, height: height)
        if row != .bottom, let box = slid(start, down: true) { return box }
        return row == .top ? nil : slid(start, down: false)
    }

    private func slid(_ start: Box, down: Bool) -> Box? {
        var box = start
        for _ in 0...taken.count {
            guard box.x >= margin, box.right <= width - margin, box.y >= margin, box.bottom <= height - margin else {
                return nil
            }
            guard let other = taken.first(where: { $0.touches(box, gap: gap) }) else { return box }
            box.y = down ? other.bottom + gap : other.y - gap - box.height
        }
        return nil
    }
}
