/// Markup. Whatever text is put into it is escaped, so that nothing that people wrote can become markup.
///
///     let cell: HTML = "<td title=\"\(name)\">\(name)</td>"
struct HTML: Sendable, ExpressibleByStringInterpolation {
    private(set) var source: String

    init(stringLiteral value: String) { source = value }
    init(stringInterpolation interpolation: Interpolation) { source = interpolation.source }

    static let empty: HTML = ""

    static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }
    static func += (left: inout HTML, right: HTML) { left.source += right.source }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { source += literal }

        mutating func appendInterpolation(_ html: HTML) { source += html.source }
        mutating func appendInterpolation(_ many: [HTML]) { for html in many { source += html.source } }
        mutating func appendInterpolation(_ number: Int) { source += String(number) }

        mutating func appendInterpolation(_ text: String) {
            guard text.utf8.contains(where: { HTML.isSpecial($0) }) else {
                source += text
                return
            }
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": source += "&amp;"
                case "<": source += "&lt;"
                case ">": source += "&gt;"
                case "\"": source += "&quot;"
                case "'": source += "&#39;"
                default: source.unicodeScalars.append(scalar)
                }
            }
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
        default: false
        }
    }
}

extension Sequence {
    /// The markup of each, one after the other.
    func html(_ make: (Element) throws -> HTML) rethrows -> HTML {
        var all = HTML.empty
        for element in self { all += try make(element) }
        return all
    }
}

extension Optional {
    /// The markup of what is there, else nothing.
    func html(_ make: (Wrapped) -> HTML) -> HTML { map(make) ?? .empty }
}

extension Bool {
    /// The markup where it is so, else nothing.
    func html(_ make: @autoclosure () -> HTML) -> HTML { self ? make() : .empty }
}
