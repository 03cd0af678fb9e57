import CVips

/// From pixels to files, without any metadata.
extension Picture {
    /// Lends rows of RGB for the time of a call, uncopied.
    package static func withPixels<Result>(
        _ pixels: [UInt8],
        width: Int,
        height: Int,
        _ body: (borrowing Picture) throws(VipsError) -> Result
    ) throws(VipsError) -> Result {
        vipsIsReady
        let (row, rowOverflow) = width.multipliedReportingOverflow(by: 3)
        let (count, overflow) = row.multipliedReportingOverflow(by: height)
        guard !rowOverflow, !overflow, count == pixels.count, width > 0, height > 0 else {
            throw VipsError(message: "\(pixels.count) bytes are no \(width)×\(height) pixels")
        }
        return try unsafe pixels.span.withUnsafeBufferPointer { bytes throws(VipsError) in
            let image = unsafe vips_image_new_from_memory(
                bytes.baseAddress,
                bytes.count,
                Int32(width),
                Int32(height),
                3,
                VIPS_FORMAT_UCHAR
            )
            guard let image = unsafe image else { throw Self.lastError() }
            unsafe image.pointee.Type = VIPS_INTERPRETATION_sRGB
            return try body(unsafe Picture(handle: image))
        }
    }

    /// The quality goes from 1 to 100; a progressive file shows all of the picture early, and is smaller and slower to write.
    package func jpeg(quality: Int, subsampled: Bool, progressive: Bool) throws(VipsError) -> [UInt8] {
        try unsafe saved { buffer, size in
            unsafe flint_vips_jpegsave(
                handle,
                &buffer,
                &size,
                Int32(quality),
                subsampled ? 1 : 0,
                progressive ? 1 : 0
            )
        }
    }

    /// How PNG foretells each byte from its neighbours.
    package enum Filter: Sendable, CaseIterable {
        case none, sub, up, average, paeth, best

        fileprivate var flag: Int32 {
            let flag =
                switch self {
                case .none: VIPS_FOREIGN_PNG_FILTER_NONE
                case .sub: VIPS_FOREIGN_PNG_FILTER_SUB
                case .up: VIPS_FOREIGN_PNG_FILTER_UP
                case .average: VIPS_FOREIGN_PNG_FILTER_AVG
                case .paeth: VIPS_FOREIGN_PNG_FILTER_PAETH
                case .best: VIPS_FOREIGN_PNG_FILTER_ALL
                }
            return Int32(flag.rawValue)
        }
    }

    /// The compression goes from 0 (none) to 9.
    package func png(compression: Int, filter: Filter) throws(VipsError) -> [UInt8] {
        try unsafe saved { buffer, size in
            unsafe flint_vips_pngsave(handle, &buffer, &size, Int32(compression), filter.flag)
        }
    }

    /// The quality goes from 1 to 100, the effort from 0 to 6.
    package func webp(quality: Int, effort: Int) throws(VipsError) -> [UInt8] {
        try unsafe saved { buffer, size in
            unsafe flint_vips_webpsave(handle, &buffer, &size, Int32(quality), Int32(effort))
        }
    }

    /// The picture with no side longer than this, to be saved.
    package func thumbnail(longestSide: Int) throws(VipsError) -> Picture {
        guard let image = unsafe flint_vips_small_copy(handle, Int32(clamping: longestSide)) else {
            throw Self.lastError()
        }
        return unsafe Picture(handle: image)
    }

    private func saved(
        _ body: (inout UnsafeMutableRawPointer?, inout Int) -> Int32
    ) throws(VipsError) -> [UInt8] {
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        guard unsafe body(&buffer, &size) == 0, let start = unsafe buffer else { throw Self.lastError() }
        defer { unsafe g_free(start) }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: size))
    }
}
