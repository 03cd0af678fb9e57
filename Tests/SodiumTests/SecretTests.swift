import Sodium
import Testing

struct SecretTests {
    @Test func `a secret never prints its bytes`() {
        let secret = Secret(utf8: "sesame")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
            #expect(text.contains("•••"))
            #expect(!text.contains("sesame"))
        }
        #expect(!dumped.contains("storage"))
    }

    @Test func `a secret lends its bytes`() {
        let bytes = Secret(utf8: "sesame").withBytes { bytes in bytes.indices.map { bytes[$0] } }
        #expect(bytes == Array("sesame".utf8))
        #expect(Secret([]).withBytes { $0.count } == 0)
    }

    @Test func `secrets are equal when their bytes are`() {
        #expect(Secret([1, 2, 3]) == Secret([1, 2, 3]))
        #expect(Secret([1, 2, 3]) != Secret([1, 2, 4]))
        #expect(Secret([1, 2, 3]) != Secret([1, 2]))
        #expect(Secret([]) == Secret([]))
        #expect(Secret.random(32) != Secret.random(32))
    }

    @Test func `comparing in constant time still compares`() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([7, 8], [7, 8]))
        #expect(!constantTimeEquals([7, 8], [7, 9]))
        #expect(!constantTimeEquals([7, 8], [7]))
    }

    @Test(arguments: [0, 1, 33, 1000])
    func `random bytes come in the number asked for`(count: Int) {
        #expect(Random.bytes(count).count == count)
        if count >= 33 { #expect(Random.bytes(count) != Random.bytes(count)) }
    }
}
