import Ember
import Foundation
import Testing

struct WeightsTests {
    /// A file with that header, and so many bytes after it.
    private func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) throws -> String {
        let path = NSTemporaryDirectory() + "weights-\(UUID()).safetensors"
        let count = length ?? UInt64(header.utf8.count)
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } + Array(header.utf8) + data
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private func reason(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `numbers of every kind are read`() throws {
        let path = try file(
            #"{"__metadata__":{"a":"b"},"f":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"h":{"dtype":"F16","shape":[4],"data_offsets":[8,16]},"b":{"dtype":"BF16","shape":[1,2],"data_offsets":[16,20]}}"#,
            data: [0, 0, 128, 63, 0, 0, 0, 192] + [0, 60, 0, 192, 1, 0, 255, 123] + [128, 63, 0, 192]
        )
        defer { try? FileManager.default.removeItem(atPath: path) }
        let weights = try Weights(path)
        #expect(weights.metadata == ["a": "b"])
        #expect(try weights.numbers("f", [2]) == [1, -2])
        #expect(try weights.numbers("h", [4]) == [1, -2, 0x1p-24, 65504])
        #expect(try weights.numbers("b", [1, 2]) == [1, -2])
        #expect(reason { _ = try weights.numbers("b", [2]) }.contains("shape [1, 2] in place of [2]"))
        #expect(reason { _ = try weights.numbers("c", [2]) }.contains("has no c"))
    }

    @Test(arguments: [
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "outside the file"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 12, "something follows"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 8, "4 bytes in place of 8"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, "outside the file"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, 8, "outside the file"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            8, "overlap"
        ),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "gaps"),
        (#"{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,8]}}"#, 8, "proper shape"),
        (#"{"a":{"dtype":"F32","shape":[1073741824,1073741824],"data_offsets":[0,8]}}"#, 8, "too large"),
        (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, 0, "proper shape"),
        (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}"#, 0, "proper shape"),
        (#"{"a":{"dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[0,4]}}"#, 4, "no shape"),
        (#"{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}"#, 1, "dtype that is not known"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            8, "twice"
        ),
        (#"{"a":5}"#, 0, "dtype"),
        (#"[1]"#, 0, "no object"),
        (#"{"a":"#, 0, "no JSON"),
    ])
    func `a hostile header is a clear error`(header: String, bytes: Int, expected: String) throws {
        let path = try file(header, data: [UInt8](repeating: 0, count: bytes))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(reason { _ = try Weights(path) }.contains(expected))
    }

    @Test(arguments: [3, UInt64(1) << 20 + 1, .max, .max - 7])
    func `a header that claims to be long is a clear error`(length: UInt64) throws {
        let path = try file("{}", length: length)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(reason { _ = try Weights(path) }.contains("doesn't fit"))
    }

    @Test func `a missing, an empty and a short file are clear errors`() throws {
        #expect(reason { _ = try Weights("/nowhere/x") }.contains("No such file"))
        #expect(reason { _ = try Weights("/tmp") }.contains("it is no file"))
        let path = NSTemporaryDirectory() + "weights-\(UUID()).safetensors"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data().write(to: URL(filePath: path))
        #expect(reason { _ = try Weights(path) }.contains("empty"))
        try Data([1, 2, 3]).write(to: URL(filePath: path))
        #expect(reason { _ = try Weights(path) }.contains("first eight bytes"))
    }

    @Test func `what is no number is refused`() throws {
        let path = try file(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, data: [0, 0, 192, 127])
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(reason { _ = try Weights(path).numbers("a", [1]) }.contains("no number"))
    }

    /// Every file that ends early is refused, and none of them crashes.
    @Test func `a truncated model is a clear error`() throws {
        let whole = try Data(contentsOf: URL(filePath: "\(Fixture.folder)/tiny-decoder.safetensors"))
        let path = NSTemporaryDirectory() + "weights-\(UUID()).safetensors"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for length in stride(from: 1, to: whole.count, by: 997) {
            try whole.prefix(length).write(to: URL(filePath: path))
            #expect(throws: EmberError.self) { try Weights(path) }
        }
    }
}
