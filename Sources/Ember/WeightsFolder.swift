import Glibc

/// Where the weights lie when nobody says where.
package enum WeightsFolder {
    /// `Weights` beside the program or above it, as in a checkout where the program lies in `.build/release`;
    /// `share/flint/Weights` beside its `bin`; else `Weights` in the working directory.
    package static let nearest: String = {
        var folder = programPath.split(separator: "/").dropLast()
        while !folder.isEmpty {
            for name in ["Weights", "share/flint/Weights"] {
                let candidate = "/" + folder.joined(separator: "/") + "/" + name
                if unsafe access("\(candidate)/\(Model.modelFile)", R_OK) == 0 { return candidate }
            }
            folder.removeLast()
        }
        return "Weights"
    }()

    private static var programPath: String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let length = unsafe readlink("/proc/self/exe", start, buffer.count)
            return unsafe length > 0
                ? String(decoding: UnsafeRawBufferPointer(buffer).prefix(length), as: UTF8.self) : ""
        }
    }
}
