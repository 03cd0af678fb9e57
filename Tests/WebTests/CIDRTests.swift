import Testing
import Web

struct CIDRTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"),
        ("192.168.1.5", "192.168.1.5", "192.168.1.4"),
        ("0.0.0.0/0", "255.255.255.255", "::1"),
        ("172.16.0.0/12", "172.31.0.1", "172.32.0.1"),
        ("fd00::/8", "fdff::1", "fc00::1"),
        ("::/0", "ffff::", "1.2.3.4"),
        ("2001:db8::1/128", "2001:db8::1", "2001:db8::2"),
        ("::ffff:10.0.0.0/104", "10.1.2.3", "11.1.2.3"),
    ])
    func `a network holds its addresses and no others`(network: String, inside: String, outside: String) throws {
        let network = try CIDR(network)
        #expect(network.contains(try #require(IPAddress(inside))))
        #expect(!network.contains(try #require(IPAddress(outside))))
    }

    @Test(arguments: [
        (
            "10.0.0.1/8",
            "“10.0.0.1/8” is not a network: bits are set after its first 8, so it is an address inside a network."
        ),
        ("10.0.0.0/33", "“10.0.0.0/33” is not a network: what follows the slash must be a whole number from 0 to 32."),
        ("fd00::/-1", "“fd00::/-1” is not a network: what follows the slash must be a whole number from 0 to 128."),
        ("fd00::/+8", "“fd00::/+8” is not a network: what follows the slash must be a whole number from 0 to 128."),
        ("10.0.0.0/", "“10.0.0.0/” is not a network: what follows the slash must be a whole number from 0 to 32."),
        ("10.0/8", "“10.0/8” is not a network: it does not begin with an IP address such as 10.0.0.0 or fd00::."),
        ("home", "“home” is not a network: it does not begin with an IP address such as 10.0.0.0 or fd00::."),
        ("", "“” is not a network: it does not begin with an IP address such as 10.0.0.0 or fd00::."),
    ])
    func `what is no network is refused with the reason`(text: String, message: String) throws {
        let error = try #require(throws: WebError.self) { try CIDR(text) }
        #expect(error.description == message)
    }

    @Test func `a list is read with or without spaces`() throws {
        #expect(try CIDR.list("").isEmpty)
        #expect(try CIDR.list("10.0.0.0/8, fd00::/8 ,").map(\.description) == ["10.0.0.0/8", "fd00::/8"])
        #expect(throws: WebError.self) { try CIDR.list("10.0.0.0/8 fd00::/8") }
    }
}
