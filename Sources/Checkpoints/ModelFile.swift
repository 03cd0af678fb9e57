import Glibc
import JSON
import Processes
package import Workbench

/// A file of weights, looked at before the library is: it aborts on files that are cut off.
package struct ModelFile: Sendable, Equatable {
    package let path: String
    package let size: Int

    private static let headLimit = 128 << 20

    package init(_ path: String) throws(EngineProblem) {
        func problem(_ what: String) -> EngineProblem {
            EngineProblem("\(path) \(what)", remedy: "fetch it with flint pull, or correct the manifest")
        }
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw problem("can't be opened") }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw problem("is no file") }
        self.path = path
        size = status.st_size
        let start = Descriptor(file).bytes(most: 8)
        guard start.count == 8 else { throw problem("is empty") }
        if start.starts(with: "GGUF".utf8) || start.starts(with: [0x50, 0x4B, 0x03, 0x04])
            || start.starts(with: [0x80, 0x02])
        {
            return
        }
        // safetensors: the length of a JSON head, the head, the numbers.
        let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(start[$1]) << UInt64(8 * $1) }
        guard length < Self.headLimit, Int(length) + 8 <= size else {
            throw problem("is neither safetensors nor gguf nor ckpt")
        }
        guard let head = (try? JSON(parsing: Descriptor(file).bytes(from: 8, most: Int(length))))?.object else {
            throw problem("has a head that is no JSON")
        }
        let ends = head.members.compactMap { $0.value["data_offsets"]?.array?.last?.int }
        guard let end = ends.max(), end == size - 8 - Int(length) else { throw problem("is cut off, or too long") }
    }
}
