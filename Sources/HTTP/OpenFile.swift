import CEvents
import Glibc

/// A file that is open for sending; closed when the last response that holds it is gone.
package final class OpenFile: Sendable {
    let descriptor: Int32
    package let size: Int
    package let contentType: String
    /// The strong validator, with its quotes, as it stands in the header.
    package let etag: String?
    /// When the content last changed, in seconds since 1970.
    package let modified: Int

    /// The file could not be opened; `code` is the system's `errno`.
    package struct Failure: Error {
        package let path: String
        package let code: Int32
    }

    /// Opens a file; its etag may be given with or without quotes.
    package init(path: String, contentType: String, etag: String? = nil) throws(Failure) {
        let descriptor = unsafe file_open(path)
        guard descriptor >= 0 else { throw Failure(path: path, code: -descriptor) }
        var size: Int64 = 0
        var modified: Int64 = 0
        var isRegular: Int32 = 0
        let result = unsafe file_stat(descriptor, &size, &modified, &isRegular)
        guard result == 0, isRegular != 0 else {
            Socket.close(descriptor)
            throw Failure(path: path, code: result == 0 ? Failure.notRegular : -result)
        }
        self.descriptor = descriptor
        self.size = Int(size)
        self.modified = Int(modified)
        self.contentType = contentType
        self.etag = etag.map { $0.hasPrefix("\"") || $0.hasPrefix("W/") ? $0 : "\"\($0)\"" }
    }

    deinit { Socket.close(descriptor) }

    /// The whole content, for responses that are read in process.
    package func contents() throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        var place = 0
        while place < size {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[place...])
                return unsafe pread(descriptor, rest.baseAddress, rest.count, place)
            }
            guard count > 0 else { throw Failure(path: "", code: count == 0 ? 5 : errno) }
            place += count
        }
        return bytes
    }
}

extension OpenFile.Failure {
    /// EISDIR stands for everything that is not a file.
    static let notRegular: Int32 = 21
}
