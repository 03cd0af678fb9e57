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
        let input = Descriptor(STDIN_FILENO)
        Sandbox.followParent()
        do {
            Decoding.prepare()
            let mostBytes = Decoding.mostPixels * 3 + DecodedPicture.mostXMP + 4096
            try Sandbox.limit(memory: numbers[1], time: .seconds(numbers[2]), fileBytes: mostBytes)
            try Sandbox.shutIn()
            var picture = try Decoding.decode(input.bytes(most: input.count), longestSide: numbers[0])
            if picture.xmp.count > DecodedPicture.mostXMP { picture.xmp = [] }
            for part in [picture.header, picture.bitmap.pixels, picture.xmp] {
                guard Descriptor(STDOUT_FILENO).write(part) else { return 1 }
            }
            return 0
        } catch let error as ImagingError {
            guard case .damaged(let reason) = error else { return 1 }
            _ = Descriptor(STDERR_FILENO).write(Array(reason.utf8))
            return damaged
        } catch {
            return 1
        }
    }
}
