import CSodium

/// SHA-256 (FIPS 180-4).
package struct SHA256: HashFunction {
    package init() {
        libraryIsReady
    }

    package func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        unsafe bytes.withAddress { bytes, count in
            // Its result says nothing: hashing cannot fail.
            _ = unsafe crypto_hash_sha256(&hash, bytes, UInt64(count))
        }
        return hash
    }
}
