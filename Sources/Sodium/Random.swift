import CSodium

/// Random bytes fit for keys, from the kernel.
package enum Random {
    package static func bytes(_ count: Int) -> [UInt8] {
        libraryIsReady
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe randombytes_buf(&bytes, count)
        return bytes
    }
}
