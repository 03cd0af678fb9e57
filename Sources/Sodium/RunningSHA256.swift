import CSodium
import Glibc

/// SHA-256 of what comes in pieces.
package struct RunningSHA256: ~Copyable {
    private var state = crypto_hash_sha256_state()

    package init() {
        libraryIsReady
        _ = unsafe crypto_hash_sha256_init(&state)
    }

    package mutating func add(_ bytes: [UInt8]) {
        unsafe bytes.span.withAddress { address, count in
            _ = unsafe crypto_hash_sha256_update(&state, address, UInt64(count))
        }
    }

    package consuming func hash() -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        _ = unsafe crypto_hash_sha256_final(&state, &hash)
        return hash
    }

    /// The hash of a file of any size.
    package static func hash(ofFile path: String) throws(SodiumError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable(path: path) }
        defer { close(file) }
        var running = RunningSHA256()
        while true {
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                count = max(0, unsafe read(file, buffer.baseAddress, buffer.count))
            }
            if piece.isEmpty { return running.hash() }
            running.add(piece)
        }
    }
}
