import Glibc

/// An internet address, as a number.
package enum IPAddress: Sendable, Hashable {
    case v4(UInt32)
    case v6(UInt128)

    /// Reads the usual notation: dotted decimal with four parts, or IPv6 without brackets and zone.
    package init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self.init(networkBytes: Array(bytes.prefix(4)))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self.init(networkBytes: bytes)
        } else {
            return nil
        }
    }

    /// The address as it stands in a packet: 4 or 16 bytes.
    package init?(networkBytes bytes: [UInt8]) {
        switch bytes.count {
        case 4: self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16: self = .v6(bytes.reduce(0) { $0 << 8 | UInt128($1) })
        default: return nil
        }
    }

    /// An IPv4 address in IPv6 clothes (`::ffff:a.b.c.d`) undressed: the kernel sends such packets over IPv4.
    package var unmapped: IPAddress {
        guard case .v6(let bits) = self, bits >> 32 == 0xffff else { return self }
        return .v4(UInt32(truncatingIfNeeded: bits))
    }
}
