/// What can go wrong with keys and passwords that come from outside.
package enum SodiumError: Error, Equatable, CustomStringConvertible {
    /// A key or seed is shorter or longer than its algorithm takes; lengths are in bytes.
    case wrongLength(of: String, allowed: ClosedRange<Int>, actual: Int)
    /// There is no memory for a hash that wants much of it.
    case outOfMemory

    /// A file that was to be hashed.
    case unreadable(path: String)

    package var description: String {
        switch self {
        case .wrongLength(let what, let allowed, let actual):
            let range = allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed.lowerBound) to \(allowed.upperBound)"
            return "The \(what) must be \(range) bytes long, not \(actual)."
        case .outOfMemory: return "There is not enough memory to hash a password."
        case .unreadable(let path): return "\(path) can't be read."
        }
    }
}
