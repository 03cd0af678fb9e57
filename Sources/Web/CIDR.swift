/// A network in the notation of RFC 4632: `10.0.0.0/8`, `fd00::/8`, or one address by itself.
package struct CIDR: Sendable, Hashable, CustomStringConvertible {
    package let description: String
    private let base: IPAddress
    /// How many of the first bits all addresses of the network share.
    private let prefix: Int

    package init(_ text: String) throws(WebError) {
        func wrong(_ reason: String) -> WebError { .malformedNetwork(text, reason: reason) }

        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(String(parts[0])) else {
            throw wrong("it does not begin with an IP address such as 10.0.0.0 or fd00::")
        }
        let width = address.width
        var prefix = width
        if parts.count == 2 {
            guard let number = Int(parts[1]), (0...width).contains(number), parts[1].allSatisfy(\.isNumber) else {
                throw wrong("what follows the slash must be a whole number from 0 to \(width)")
            }
            prefix = number
        }
        guard address.bits & ~mask(prefix, of: width) == 0 else {
            throw wrong("bits are set after its first \(prefix), so it is an address inside a network")
        }
        // `::ffff:10.0.0.0/104` is 10.0.0.0/8, because that is how such addresses are looked at.
        let isMapped = address.unmapped != address && prefix >= 96
        self.base = isMapped ? address.unmapped : address
        self.prefix = isMapped ? prefix - 96 : prefix
        self.description = text
    }

    /// A network that stands in our own text.
    init(known text: StaticString) {
        do throws(WebError) {
            try self.init("\(text)")
        } catch {
            preconditionFailure(error.description)
        }
    }

    /// Reads a list with commas between, as it stands in the settings; empty text is an empty list.
    package static func list(_ text: String) throws(WebError) -> [CIDR] {
        var networks: [CIDR] = []
        for part in text.split(separator: ",") {
            let part = part.drop(while: \.isWhitespace)
            guard let end = part.lastIndex(where: { !$0.isWhitespace }) else { continue }
            networks.append(try CIDR(String(part[...end])))
        }
        return networks
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.width == base.width && (address.bits ^ base.bits) & mask(prefix, of: base.width) == 0
    }
}

extension IPAddress {
    fileprivate var width: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    fileprivate var bits: UInt128 {
        switch self {
        case .v4(let bits): UInt128(bits)
        case .v6(let bits): bits
        }
    }
}

/// The first `prefix` of `width` bits set, standing at the low end of the number.
private func mask(_ prefix: Int, of width: Int) -> UInt128 {
    let all: UInt128 = width == 128 ? .max : (1 << width) - 1
    // Swift's smart shift: by the whole width gives zero.
    return all & ~(all >> prefix)
}
