import CSodium

/// Argon2id: what is stored of a password that somebody chose, slow on purpose.
package enum PasswordHash {
    /// Three passes over 32 MB: some 50 ms of one core, and of no use to a card that guesses in parallel.
    private static let passes: UInt64 = 3
    private static let memory = 32 << 20

    /// The hash with its salt and its costs in one text. Blocks; not for an event loop.
    package static func make(_ password: String) throws(SodiumError) -> String {
        libraryIsReady
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let status = unsafe password.withCString { characters in
            unsafe crypto_pwhash_str(&text, characters, UInt64(password.utf8.count), passes, memory)
        }
        guard status == 0 else { throw .outOfMemory }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether it is the password of the hash. Blocks as long as making one.
    package static func isRight(_ password: String, for hash: String) -> Bool {
        libraryIsReady
        guard hash.utf8.count < Int(crypto_pwhash_STRBYTES) else { return false }
        var text = hash.utf8.map { CChar(bitPattern: $0) }
        text += [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES) - text.count)
        return unsafe password.withCString { characters in
            unsafe crypto_pwhash_str_verify(text, characters, UInt64(password.utf8.count)) == 0
        }
    }
}
