import Sodium
import Testing

struct PasswordHashTests {
    @Test func `a password is known again, and no other`() throws {
        let hash = try PasswordHash.make("correct horse 狐狸")
        #expect(hash.hasPrefix("$argon2id$v=19$m=32768,t=3,p=1$"))
        #expect(PasswordHash.isRight("correct horse 狐狸", for: hash))
        #expect(!PasswordHash.isRight("correct horse", for: hash))
        #expect(!PasswordHash.isRight("", for: hash))
    }

    @Test func `the same password has another hash each time`() throws {
        #expect(try PasswordHash.make("sesame") != PasswordHash.make("sesame"))
    }

    @Test(arguments: ["", "x", "$argon2id$v=19$broken", String(repeating: "a", count: 500)])
    func `a hash that is none fits no password`(hash: String) {
        #expect(!PasswordHash.isRight("sesame", for: hash))
    }
}
