/// Why the built-in model can't be used.
package enum EmberError: Error, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case damaged(path: String, reason: String)
    case noThread(code: Int32)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
        case .damaged(let path, let reason): "\(path) is damaged: \(reason)"
        case .noThread(let code): "no thread can be started: error \(code)"
        }
    }
}
