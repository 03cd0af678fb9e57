import Domain
import Glibc
import Processes

/// The other end of `Decoder`: the hidden verb of our program that decodes one picture and ends.
package enum DecodingChild {
    package static let verb = "decode-picture"
    /// The picture is at fault; the sentence stands in the third file.
    static let damaged: Int32 = 3

    /// `arguments`: the longest side, bytes of memory, seconds. Reads the picture from 0 and writes the pixels to 1.
    package static func run(_ arguments: some Sequence<String>) -> Int32 {
        let numbers = arguments.compactMap { Int($0) }
        guard numbers.count == 3, numbers[0] > 0 else { return 2 }
        Sandbox.followParent()
        do {
            Decoding.prepare()
            let mostBytes = Decoding.mostPixels * 3 + DecodedPicture.mostXMP + 4096
            try Sandbox.limit(memory: numbers[1], time: .seconds(numbers[2]), fileBytes: mostBytes)
            try Sandbox.shutIn()
            var picture = try Decoding.decode(try input(), longestSide: numbers[0])
            if picture.xmp.count > DecodedPicture.mostXMP { picture.xmp = [] }
            for part in [picture.header, picture.bitmap.pixels, picture.xmp] {
                guard write(part, to: STDOUT_FILENO) else { return 1 }
            }
            return 0
        } catch let error as ImagingError {
            guard case .damaged(let reason) = error else { return 1 }
            _ = write(Array(reason.utf8), to: STDERR_FILENO)
            return damaged
        } catch {
            return 1
        }
    }

    private static func input() throws(ImagingError) -> [UInt8] {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0, status.st_size > 0 else { throw .damaged("it is empty") }
        let size = Int(status.st_size)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                let count = read(STDIN_FILENO, buffer.baseAddress! + filled, size - filled)
                guard count > 0 else { return }
                filled += count
            }
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }
}
