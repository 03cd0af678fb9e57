/// An exact amount of US dollars, in billionths.
package struct Money: Sendable, Hashable, Comparable {
    package var nanodollars: Int64

    package init(nanodollars: Int64) {
        self.nanodollars = nanodollars
    }

    package static let zero = Money(nanodollars: 0)

    /// Reads plain decimal text with at most nine places: `0.03`, `12`.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard let whole = parts.first, !whole.isEmpty, whole.count <= 9, fraction.count <= 9,
            (whole + fraction).allSatisfy({ $0.isASCII && $0.isNumber }), parts.count == 1 || !fraction.isEmpty,
            let dollars = Int64(whole),
            let nanos = Int64(fraction + String(repeating: "0", count: 9 - fraction.count))
        else { return nil }
        nanodollars = dollars * 1_000_000_000 + nanos
    }

    package static func < (left: Money, right: Money) -> Bool { left.nanodollars < right.nanodollars }
    package static func + (left: Money, right: Money) -> Money {
        Money(nanodollars: left.nanodollars + right.nanodollars)
    }
    package static func - (left: Money, right: Money) -> Money {
        Money(nanodollars: left.nanodollars - right.nanodollars)
    }
    package static func * (price: Money, count: Int) -> Money {
        Money(nanodollars: price.nanodollars * Int64(count))
    }
}

extension Money: CustomStringConvertible {
    /// Decimal text with at least two places and no exponent: `0.03`, `1.50`, `0.0075`.
    package var description: String {
        let size = nanodollars.magnitude
        var fraction = String(size % 1_000_000_000)
        fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
        while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(nanodollars < 0 ? "-" : "")\(size / 1_000_000_000).\(fraction)"
    }
}
