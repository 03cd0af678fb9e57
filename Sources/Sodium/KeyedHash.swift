import CSodium

/// BLAKE2b-256 under a key: what is stored of a secret that only has to be recognised.
package struct KeyedHash: HashFunction {
    private let key: Secret

    /// `key`: 16 to 64 bytes, 32 for choice.
    package init(key: Secret) throws(SodiumError) {
        let allowed = Int(crypto_generichash_KEYBYTES_MIN)...Int(crypto_generichash_KEYBYTES_MAX)
        guard allowed.contains(key.count) else {
            throw .wrongLength(of: "key of the keyed hash", allowed: allowed, actual: key.count)
        }
        self.key = key
    }

    package func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Int(crypto_generichash_BYTES))
        let status = key.withBytes { key in
            unsafe key.withAddress { key, keyCount in
                unsafe bytes.withAddress { bytes, count in
                    unsafe crypto_generichash(&hash, hash.count, bytes, UInt64(count), key, keyCount)
                }
            }
        }
        precondition(status == 0, "BLAKE2b fails for wrong lengths only, and those were checked.")
        return hash
    }
}
