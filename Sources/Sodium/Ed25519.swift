import CSodium

/// Ed25519 signatures (RFC 8032): 64 bytes that only the holder of a key can make and everyone can check.
package enum Ed25519 {
    /// A key that signs; its public half may be given away.
    package struct SigningKey: Sendable {
        package let publicKey: [UInt8]
        private let secretKey: Secret

        /// A fresh key.
        package init() {
            self.init(checked: Secret.random(Self.seedLength))
        }

        /// The key that grows out of these 32 bytes, each time the same.
        package init(seed: Secret) throws(SodiumError) {
            guard seed.count == Self.seedLength else {
                let allowed = Self.seedLength...Self.seedLength
                throw .wrongLength(of: "seed of the signing key", allowed: allowed, actual: seed.count)
            }
            self.init(checked: seed)
        }

        private static let seedLength = Int(crypto_sign_ed25519_SEEDBYTES)

        private init(checked seed: Secret) {
            var publicKey = [UInt8](repeating: 0, count: Int(crypto_sign_ed25519_PUBLICKEYBYTES))
            var secretKey = [UInt8](repeating: 0, count: Int(crypto_sign_ed25519_SECRETKEYBYTES))
            seed.withBytes { seed in
                unsafe seed.withAddress { seed, _ in
                    _ = unsafe crypto_sign_ed25519_seed_keypair(&publicKey, &secretKey, seed)
                }
            }
            self.publicKey = publicKey
            self.secretKey = Secret(secretKey)
            unsafe sodium_memzero(&secretKey, secretKey.count)
        }

        package func sign(_ message: [UInt8]) -> [UInt8] {
            var signature = [UInt8](repeating: 0, count: Int(crypto_sign_ed25519_BYTES))
            secretKey.withBytes { key in
                unsafe key.withAddress { key, _ in
                    _ = unsafe crypto_sign_ed25519_detached(&signature, nil, message, UInt64(message.count), key)
                }
            }
            return signature
        }
    }

    /// Whether the holder of `publicKey` signed the message; anything of a wrong length did not.
    package static func isSignature(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        libraryIsReady
        guard signature.count == Int(crypto_sign_ed25519_BYTES) else { return false }
        guard publicKey.count == Int(crypto_sign_ed25519_PUBLICKEYBYTES) else { return false }
        return unsafe crypto_sign_ed25519_verify_detached(signature, message, UInt64(message.count), publicKey) == 0
    }
}
