import CEvents
import Glibc

/// A socket that takes connections.
struct Listener: Sendable {
    let descriptor: Int32
    /// The address as bound, with the port that the system chose if it was asked to.
    let address: ListenAddress

    private static let backlog: Int32 = 4096

    init(_ address: ListenAddress) throws(ServerError) {
        switch address {
        case .tcp(let host, let port):
            var bound: UInt16 = 0
            descriptor = unsafe socket_listen_tcp(host, String(port), Self.backlog, &bound)
            self.address = .tcp(host: host, port: bound)
        case .unix(let path):
            descriptor = unsafe socket_listen_unix(path, 0o660, Self.backlog)
            self.address = address
        }
        guard descriptor >= 0 else { throw .cannotListen(address, code: -descriptor) }
    }

    enum Arrival {
        case connection(Int32, peer: String)
        case none
        /// The process has as many open files as it may.
        case noDescriptors
    }

    func accept() -> Arrival {
        var name = [CChar](repeating: 0, count: 64)
        let result = unsafe name.withUnsafeMutableBufferPointer { name in
            unsafe socket_accept(descriptor, name.baseAddress, name.count)
        }
        if result >= 0 {
            return .connection(result, peer: String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
        }
        return result == -EMFILE || result == -ENFILE ? .noDescriptors : .none
    }

    func close() {
        Socket.close(descriptor)
        if case .unix(let path) = address { unsafe unlink(path) }
    }
}
