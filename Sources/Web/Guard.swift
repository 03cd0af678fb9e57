/// Which addresses a request may reach: those of the public internet, and the networks that an operator opens.
///
/// It judges the address that a socket is about to connect to, after names are resolved and for each redirect anew, so no
/// name, notation or change of mind of a name server gets around it.
package struct Guard: Sendable {
    private enum Rule {
        case everything
        case publicAnd([CIDR])
    }
    private let rule: Rule

    /// For URLs that strangers give.
    package init(allowing networks: [CIDR] = []) {
        rule = .publicAnd(networks)
    }

    private init(rule: Rule) {
        self.rule = rule
    }

    /// For URLs that stand in the operator's settings.
    package static let everything = Guard(rule: .everything)

    package func permits(_ address: IPAddress) -> Bool {
        switch rule {
        case .everything: true
        case .publicAnd(let networks):
            networks.contains { $0.contains(address.unmapped) || $0.contains(address) } || address.isPublic
        }
    }
}

extension IPAddress {
    /// Whether the address belongs to the public internet, after IANA's registries of special-purpose addresses.
    package var isPublic: Bool {
        switch unmapped {
        case .v4:
            return !special4.contains { $0.contains(unmapped) }
        case .v6(let bits):
            // A translator to IPv4 (RFC 6052) is as public as the address inside.
            if translated4.contains(self) { return IPAddress.v4(UInt32(truncatingIfNeeded: bits)).isPublic }
            // Only this eighth of the space is given out; ::1, fc00::/7, fe80::/10, ff00::/8 and ::/96 lie outside.
            return unicast6.contains(self) && !special6.contains { $0.contains(self) }
        }
    }
}

private let special4: [CIDR] = [
    CIDR(known: "0.0.0.0/8"),  // this network; 0.0.0.0 connects to this machine
    CIDR(known: "10.0.0.0/8"),  // private
    CIDR(known: "100.64.0.0/10"),  // carriers' NAT, and the metadata of Alibaba Cloud
    CIDR(known: "127.0.0.0/8"),  // loopback
    CIDR(known: "168.63.129.16/32"),  // Azure's services for the machine itself
    CIDR(known: "169.254.0.0/16"),  // link-local, and the metadata of most clouds
    CIDR(known: "172.16.0.0/12"),  // private
    CIDR(known: "192.0.0.0/24"),  // protocol assignments, and the metadata of Oracle Cloud
    CIDR(known: "192.0.2.0/24"),  // documentation
    CIDR(known: "192.31.196.0/24"),  // AS112
    CIDR(known: "192.52.193.0/24"),  // AMT
    CIDR(known: "192.88.99.0/24"),  // 6to4 relays
    CIDR(known: "192.168.0.0/16"),  // private
    CIDR(known: "192.175.48.0/24"),  // AS112
    CIDR(known: "198.18.0.0/15"),  // benchmarks
    CIDR(known: "198.51.100.0/24"),  // documentation
    CIDR(known: "203.0.113.0/24"),  // documentation
    CIDR(known: "224.0.0.0/4"),  // multicast
    CIDR(known: "240.0.0.0/4"),  // reserved, and broadcast
]

private let translated4 = CIDR(known: "64:ff9b::/96")

private let unicast6 = CIDR(known: "2000::/3")

private let special6: [CIDR] = [
    CIDR(known: "2001::/23"),  // protocol assignments: Teredo, benchmarks, ORCHID
    CIDR(known: "2001:db8::/32"),  // documentation
    CIDR(known: "2002::/16"),  // 6to4: an IPv4 address inside, and nobody's relay to trust
    CIDR(known: "2620:4f:8000::/48"),  // AS112
    CIDR(known: "3fff::/20"),  // documentation
]
