import CVips

/// From files to pixels.
extension Picture {
    /// Starts the library, so that nothing is left to be loaded later.
    package static func prepareToDecode() {
        onlyKnownLoaders
    }

    /// Decodes jpeg, png, webp, tiff and gif (its first frame): upright, in sRGB, no side longer than `longestSide`. The width and height
    /// are what its header says.
    package init(decoding bytes: [UInt8], width: Int, height: Int, longestSide: Int) throws(VipsError) {
        onlyKnownLoaders
        let image = unsafe bytes.withUnsafeBytes { buffer in
            // The pixels are made before the call that needs the bytes is over; it only reads them.
            let start = unsafe UnsafeMutableRawPointer(mutating: buffer.baseAddress)
            let file = unsafe flint_vips_open(
                start,
                buffer.count,
                Int32(clamping: width),
                Int32(clamping: height),
                Int32(clamping: longestSide)
            )
            let small = unsafe Self.made(file) { unsafe flint_vips_shrink($0, Int32(clamping: longestSide)) }
            return unsafe Self.made(small) { unsafe vips_image_copy_memory($0) }
        }
        guard let image = unsafe image else { throw Self.lastError() }
        unsafe self.init(handle: image)
    }

    /// The picture with no side longer than this.
    package func shrunk(to longestSide: Int) throws(VipsError) -> Picture {
        guard let image = unsafe flint_vips_shrink(handle, Int32(clamping: longestSide)) else { throw Self.lastError() }
        return unsafe Picture(handle: image)
    }

    /// Rows of RGB, eight bits each; what can be seen through lies on white.
    package func rgb() throws(VipsError) -> (pixels: [UInt8], width: Int, height: Int) {
        // A profile says what the numbers mean; without one, those of CMYK mean what a common press makes of them.
        let hasProfile = unsafe vips_image_get_typeof(handle, VIPS_META_ICC_NAME) != 0
        let isCMYK = unsafe vips_image_get_interpretation(handle) == VIPS_INTERPRETATION_CMYK
        var image = unsafe hasProfile || isCMYK ? flint_vips_heed_profile(handle) : nil
        // One that makes no sense is as good as none.
        if unsafe image == nil { vips_error_clear() }
        unsafe image =
            image.map { unsafe Self.made($0) { unsafe flint_vips_colourspace($0) } } ?? flint_vips_colourspace(handle)
        if unsafe image.map({ unsafe vips_image_hasalpha($0) != 0 }) == true {
            unsafe image = Self.made(image) { unsafe flint_vips_flatten($0) }
        }
        unsafe image = Self.made(image) { unsafe flint_vips_bytes($0) }
        guard let image = unsafe image else { throw Self.lastError() }
        defer { unsafe flint_vips_unref(image) }
        guard unsafe vips_image_get_bands(image) == 3 else { throw VipsError(message: "not three bands") }
        var size = 0
        guard let memory = unsafe vips_image_write_to_memory(image, &size) else { throw Self.lastError() }
        defer { unsafe g_free(memory) }
        let pixels = unsafe [UInt8](UnsafeRawBufferPointer(start: memory, count: size))
        return unsafe (pixels, Int(vips_image_get_width(image)), Int(vips_image_get_height(image)))
    }

    /// The XMP packet that came with the file.
    package var xmp: [UInt8] {
        var data: UnsafeRawPointer?
        var size = 0
        guard unsafe vips_image_get_typeof(handle, VIPS_META_XMP_NAME) != 0,
            unsafe vips_image_get_blob(handle, VIPS_META_XMP_NAME, &data, &size) == 0
        else { return [] }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: data, count: size))
    }

    /// What a step makes of an image, which is let go.
    private static func made(
        _ image: UnsafeMutablePointer<VipsImage>?,
        _ step: (UnsafeMutablePointer<VipsImage>) -> UnsafeMutablePointer<VipsImage>?
    ) -> UnsafeMutablePointer<VipsImage>? {
        guard let image = unsafe image else { return nil }
        defer { unsafe flint_vips_unref(image) }
        return unsafe step(image)
    }
}

/// Blocks every other loader, once.
private let onlyKnownLoaders: Void = {
    vipsIsReady
    flint_vips_block_loaders()
}()
