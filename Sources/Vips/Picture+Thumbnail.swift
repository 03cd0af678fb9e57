import CVips

extension Picture {
    /// A file made small, as WebP; the decoder skips what is not needed, so it takes a fraction of reading it all.
    package static func thumbnail(of file: [UInt8], side: Int, quality: Int) throws(VipsError) -> [UInt8] {
        vipsIsReady
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        let code = unsafe file.withUnsafeBytes { bytes in
            unsafe flint_vips_thumbnail(bytes.baseAddress, bytes.count, Int32(side), Int32(quality), &buffer, &size)
        }
        guard code == 0, let start = unsafe buffer else { throw lastError() }
        defer { unsafe g_free(start) }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: size))
    }
}
