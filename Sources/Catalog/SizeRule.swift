import JSON

/// Which sizes a model draws, and which code says that a size is not one of them.
package enum SizeRule: Sendable {
    /// Both sides or neither, each within the range, and no side longer than three times the other.
    case sides(ClosedRange<Int>, codes: (size: Int, ratio: Int))
    /// Both or neither; the area is bounded.
    case area(ClosedRange<Int>, codes: (single: Int, type: Int, positive: Int, ratio: Int, area: Int))
    /// Either alone; a side beyond `free` only while the area is small enough.
    case least(Int, free: Int, area: Int, code: Int)
    /// A text: a resolution, whose shape the prompt decides, or the sides.
    case text(area: ClosedRange<Int>, ratio: Int)

    static let standardSide = 1328
}

struct SizeFault: Error {
    var parameter: String
    var code: Parameter.Code
    var message: String
}

extension SizeRule {
    /// The size of an order, or the first fault in the documented sequence.
    func size(width: JSON?, height: JSON?) throws(SizeFault) -> (width: Int, height: Int) {
        switch self {
        case .sides(let range, let codes):
            guard width != nil || height != nil else { return (Self.standardSide, Self.standardSide) }
            for (name, value, other) in [("width", width, "height"), ("height", height, "width")] {
                let rule = "an integer from \(range.lowerBound) to \(range.upperBound)"
                guard let value else {
                    throw fault(name, codes.size, "\(name) is missing: with \(other) it must be given too, \(rule)")
                }
                guard let side = value.integer, range.contains(Int(side)) else {
                    throw fault(name, codes.size, "\(name) must be \(rule), not \(value.shown)")
                }
            }
            let size = (width?.int ?? 0, height?.int ?? 0)
            try checkRatio(size, most: 3, code: codes.ratio)
            return size
        case .area(let range, let codes):
            guard width != nil || height != nil else { return (Self.standardSide, Self.standardSide) }
            let sides = [("width", width, "height"), ("height", height, "width")]
            for (name, value, other) in sides where value == nil {
                throw fault(
                    name,
                    codes.single,
                    "\(name) is missing: width and height must be given together, not \(other) alone"
                )
            }
            for (name, value, _) in sides where value?.integer == nil {
                throw fault(name, codes.type, "\(name) must be an integer, not \(value?.shown ?? "")")
            }
            for (name, value, _) in sides where value?.integer ?? 0 <= 0 {
                throw fault(name, codes.positive, "\(name) must be above 0, not \(value?.shown ?? "")")
            }
            let size = (width?.int ?? 0, height?.int ?? 0)
            try checkRatio(size, most: 3, code: codes.ratio)
            let (area, overflow) = size.0.multipliedReportingOverflow(by: size.1)
            guard !overflow, range.contains(area) else {
                throw fault(
                    "width",
                    codes.area,
                    "width × height must be from 512×512 to 2048×2048 pixels, not \(size.0)×\(size.1)"
                )
            }
            return size
        case .least(let least, let free, let most, let code):
            var size = (Self.standardSide, Self.standardSide)
            for (name, value) in [("width", width), ("height", height)] {
                guard let value else { continue }
                guard let side = value.int, side >= least, side <= most / least else {
                    throw fault(name, code, "\(name) must be an integer of at least \(least), not \(value.shown)")
                }
                if name == "width" { size.0 = side } else { size.1 = side }
            }
            guard max(size.0, size.1) <= free || size.0 * size.1 <= most else {
                throw fault(
                    size.0 > free ? "width" : "height",
                    code,
                    "a side above \(free) needs width × height of at most 2048×2048 pixels, not \(size.0)×\(size.1)"
                )
            }
            return size
        case .text: preconditionFailure("a size in words is read by the model's size parameter")
        }
    }

    /// The sides of a text such as `2048x1024`; `nil` for a resolution.
    func size(text: String) throws(SizeFault) -> Resolved {
        guard case .text(let range, let ratio) = self else { preconditionFailure("this model has sides") }
        let upper = text.uppercased()
        if upper == "2K" || upper == "3K" { return .resolution(upper) }
        let rule =
            "2K, 3K or WIDTHxHEIGHT with \(range.lowerBound) to \(range.upperBound) pixels and a ratio from 1/\(ratio) to \(ratio)"
        func fault() -> SizeFault {
            SizeFault(
                parameter: "size",
                code: .name("InvalidParameter"),
                message: "size must be \(rule), not \(JSON.string(text).shown)"
            )
        }
        let sides = text.split(omittingEmptySubsequences: false) { "xX×*".contains($0) }
        guard sides.count == 2,
            sides.allSatisfy({ (1...6).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let width = Int(sides[0]), let height = Int(sides[1]), range.contains(width * height),
            width <= ratio * height, height <= ratio * width
        else { throw fault() }
        return .sides(width: width, height: height)
    }

    enum Resolved {
        case resolution(String)
        case sides(width: Int, height: Int)
    }

    private func checkRatio(_ size: (Int, Int), most: Int, code: Int) throws(SizeFault) {
        // Division, not multiplication: the sides may be as large as an integer gets.
        let (long, short) = (max(size.0, size.1), min(size.0, size.1))
        guard long / most < short || (long / most == short && long % most == 0) else {
            throw fault("width", code, "width : height must be from 1:\(most) to \(most):1, not \(size.0):\(size.1)")
        }
    }

    private func fault(_ parameter: String, _ code: Int, _ message: String) -> SizeFault {
        SizeFault(parameter: parameter, code: .number(code), message: message)
    }
}
