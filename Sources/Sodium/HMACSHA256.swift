import CSodium

/// HMAC-SHA-256 (RFC 2104) for a key of any length.
///
/// The two blocks that depend on the key alone are hashed once, here; each message then starts from a copy of that state.
package struct HMACSHA256: HashFunction {
    /// The bytes of a `crypto_auth_hmacsha256_state` that has taken the key and nothing else.
    private let start: Secret

    package init(key: Span<UInt8>) {
        libraryIsReady
        var state = crypto_auth_hmacsha256_state()
        unsafe key.withAddress { key, count in
            _ = unsafe crypto_auth_hmacsha256_init(&state, key, count)
        }
        start = unsafe withUnsafeBytes(of: &state) { state in
            unsafe Secret(Span(_unsafeElements: state.assumingMemoryBound(to: UInt8.self)))
        }
        unsafe sodium_memzero(&state, MemoryLayout<crypto_auth_hmacsha256_state>.size)
    }

    package init(key: Secret) {
        self = key.withBytes { HMACSHA256(key: $0) }
    }

    package init(key: [UInt8]) {
        self.init(key: key.span)
    }

    package func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        var state = crypto_auth_hmacsha256_state()
        start.withBytes { start in
            unsafe start.withAddress { start, count in
                unsafe withUnsafeMutableBytes(of: &state) { state in
                    unsafe state.copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
                }
            }
        }
        unsafe bytes.withAddress { bytes, count in
            _ = unsafe crypto_auth_hmacsha256_update(&state, bytes, UInt64(count))
        }
        // Wipes the state, too.
        _ = unsafe crypto_auth_hmacsha256_final(&state, &code)
        return code
    }
}
