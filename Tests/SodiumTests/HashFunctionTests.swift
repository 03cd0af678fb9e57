import Sodium
import Testing

struct HashFunctionTests {
    @Test func `SHA-256 answers as the standard's examples do`() {
        #expect(hex(SHA256().hash(utf8: "")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hex(SHA256().hash(utf8: "abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    // RFC 4231, cases 1, 2, 3 and 6: short keys, and one longer than a block.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `HMAC-SHA-256 answers as RFC 4231 does`(key: [UInt8], message: [UInt8], expected: String) {
        let hmac = HMACSHA256(key: Secret(key))
        #expect(hex(hmac.hash(message)) == expected)
        #expect(hex(hmac.hash(message)) == expected, "and once more from the same start")
        #expect(hmac.isHash(hmac.hash(message), of: message))
        #expect(!hmac.isHash(hmac.hash(message), of: message + [0]))
    }

    @Test func `HMAC-SHA-256 takes an empty key and an empty message`() {
        // python3 -c 'import hmac; print(hmac.new(b"", b"", "sha256").hexdigest())'
        let expected = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        #expect(hex(HMACSHA256(key: []).hash([])) == expected)
    }

    @Test func `the keyed hash is BLAKE2b-256`() throws {
        // python3 -c 'import hashlib; print(hashlib.blake2b(b"abc", digest_size=32, key=bytes(range(32))).hexdigest())'
        let hash = try KeyedHash(key: Secret(Array(0..<32)))
        #expect(hex(hash.hash(utf8: "abc")) == "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f")
        #expect(hex(hash.hash([])) == "4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d")
    }

    @Test(arguments: [0, 15, 65])
    func `a key of a wrong length is refused with both lengths`(length: Int) throws {
        let error = try #require(throws: SodiumError.self) {
            try KeyedHash(key: Secret.random(length))
        }
        #expect(error.description == "The key of the keyed hash must be 16 to 64 bytes long, not \(length).")
    }

    @Test func `hashing from many threads at once gives the same everywhere`() async {
        let hmac = HMACSHA256(key: Array("key".utf8))
        let expected = hmac.hash(utf8: "message")
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<200).allSatisfy { _ in hmac.hash(utf8: "message") == expected } }
            }
            for await same in group { #expect(same) }
        }
    }
}

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
}
