import Glibc

/// Where stable-diffusion.cpp lies when nobody says where.
package enum DiffusionLibrary {
    private static let file = "libstable-diffusion.so"

    /// Where `scripts/bootstrap --with-checkpoints` puts it: `.cache/checkpoints` beside the program or above it; `lib/flint` beside
    /// its `bin`; else what the system's loader finds.
    package static var nearest: String {
        var folder = programPath.split(separator: "/").dropLast()
        while !folder.isEmpty {
            for name in [".cache/checkpoints", "lib/flint"] {
                let candidate = "/" + folder.joined(separator: "/") + "/\(name)/\(file)"
                if unsafe access(candidate, R_OK) == 0 { return candidate }
            }
            folder.removeLast()
        }
        return file
    }

    /// Whether it lies in one of those places.
    package static var isInstalled: Bool { nearest.contains("/") }

    private static var programPath: String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let length = unsafe readlink("/proc/self/exe", start, buffer.count)
            return unsafe length > 0
                ? String(decoding: UnsafeRawBufferPointer(buffer).prefix(length), as: UTF8.self) : ""
        }
    }
}
