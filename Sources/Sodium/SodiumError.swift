/// What can be wrong with keys that come from outside.
package enum SodiumError: Error, Equatable, CustomStringConvertible {
    /// A key or seed is shorter or longer than its algorithm takes; lengths are in bytes.
    case wrongLength(of: String, allowed: ClosedRange<Int>, actual: Int)

    /// A file that was to be hashed.
    case unreadable(path: String)

    package var description: String {
        switch self {
        case .wrongLength(let what, let allowed, let actual):
            let range = allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed.lowerBound) to \(allowed.upperBound)"
            return "The \(what) must be \(range) bytes long, not \(actual)."
        case .unreadable(let path): return "\(path) can't be read."
        }
    }
}
