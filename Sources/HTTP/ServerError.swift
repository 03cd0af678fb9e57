import Glibc

/// Why a server cannot start.
package enum ServerError: Error, Equatable, CustomStringConvertible {
    case cannotListen(ListenAddress, code: Int32)
    case noDescriptors

    package var description: String {
        switch self {
        case .cannotListen(let address, let code):
            "Cannot listen on \(address): \(unsafe String(cString: strerror(code)))."
        case .noDescriptors: "The system grants no more open files."
        }
    }
}
