import CVips

/// What libvips said when it refused.
package struct VipsError: Error, CustomStringConvertible {
    package let message: String
    package var description: String { "libvips: \(message)" }
}

/// A picture in libvips' hands.
@safe package struct Picture: ~Copyable {
    let handle: UnsafeMutablePointer<VipsImage>

    /// Takes over an image.
    init(handle: UnsafeMutablePointer<VipsImage>) {
        unsafe self.handle = handle
    }

    /// Takes rows of RGB, eight bits each.
    package init(rgb pixels: [UInt8], width: Int, height: Int) throws(VipsError) {
        vipsIsReady
        let (count, overflow) = width.multipliedReportingOverflow(by: height * 3)
        guard !overflow, count == pixels.count, width > 0, height > 0 else {
            throw VipsError(message: "\(pixels.count) bytes are no \(width)×\(height) pixels")
        }
        let image = unsafe pixels.withUnsafeBytes { bytes in
            unsafe vips_image_new_from_memory_copy(
                bytes.baseAddress,
                bytes.count,
                Int32(width),
                Int32(height),
                3,
                VIPS_FORMAT_UCHAR
            )
        }
        guard let handle = unsafe image else { throw Self.lastError() }
        unsafe handle.pointee.Type = VIPS_INTERPRETATION_sRGB
        unsafe self.handle = handle
    }

    deinit { unsafe flint_vips_unref(handle) }

    static func lastError() -> VipsError {
        defer { vips_error_clear() }
        return VipsError(message: unsafe String(cString: vips_error_buffer()))
    }
}

/// Starts libvips once.
let vipsIsReady: Void = {
    let code = unsafe flint_vips_start("flint")
    precondition(code == 0, "libvips can't start")
}()
