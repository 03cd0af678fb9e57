import Domain
import Foundation
import Imaging
import TestSupport
import Testing

/// The decoder as the service uses it: a child process for each picture.
struct DecoderTests {
    @Test(arguments: [
        "jpeg-progressive.jpg", "png-interlaced.png", "webp-clear.webp", "tiff-lzw.tiff", "gif.gif", "bmp-rle8.bmp",
    ])
    func `a shut-in child decodes what this process would`(name: String) async throws {
        let bytes = try PictureFiles.bytes(name)
        let apart = try await BesideTests.decoder().decode(bytes, longestSide: 64)
        #expect(apart == (try Decoding.decode(bytes, longestSide: 64)))
    }

    @Test func `what is wrong with a picture is said`() async throws {
        let bytes = try PictureFiles.bytes("jpeg.jpg")
        await #expect {
            try await BesideTests.decoder().decode(Array(bytes.prefix(700)), longestSide: 64)
        } throws: { error in
            guard case .damaged(let reason) = error as? ImagingError else { return false }
            return !reason.isEmpty && !reason.contains("/")
        }
    }

    @Test func `a decoder that is killed costs its picture alone`() async throws {
        let folder = TemporaryFolder()
        let script = try folder.script("kill -9 $$")
        await #expect(throws: ImagingError.decoderBroke) {
            try await BesideTests.decoder { $0.program = script }.decode([1], longestSide: 64)
        }
        #expect(
            try await BesideTests.decoder().decode(PictureFiles.bytes("png.png"), longestSide: 64).bitmap.width == 32
        )
    }

    @Test func `a decoder that hangs is ended in time`() async throws {
        let folder = TemporaryFolder()
        let script = try folder.script("sleep 600")
        let start = ContinuousClock.now
        await #expect(throws: ImagingError.tooSlow) {
            try await BesideTests.decoder {
                $0.program = script
                $0.time = .milliseconds(300)
            }.decode([1], longestSide: 64)
        }
        #expect(ContinuousClock.now - start < .seconds(300))
    }

    @Test func `a cancelled task ends its decoder`() async throws {
        let folder = TemporaryFolder()
        let script = try folder.script("echo $$ > \(folder.path)/pid; exec sleep 600")
        let work = Task { try await BesideTests.decoder { $0.program = script }.decode([1], longestSide: 64) }
        let pid = try await folder.number(in: "pid")
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(kill(pid, 0) == -1)
    }

    @Test(arguments: [
        "printf ''", "printf 'abcdefghijkl'", #"printf '\377\377\377\377\377\377\377\377\0\0\0\0'"#,
        #"printf '\1\0\0\0\1\0\0\0\0\0\0\0ab'"#, #"printf '\1\0\0\0\1\0\0\0\0\0\0\0abcd'"#,
        #"printf '\0\0\0\0\1\0\0\0\0\0\0\0'"#,
    ])
    func `a child that was taken over is not believed`(answer: String) async throws {
        let folder = TemporaryFolder()
        let script = try folder.script(answer)
        await #expect(throws: ImagingError.decoderBroke) {
            try await BesideTests.decoder { $0.program = script }.decode([1], longestSide: 64)
        }
    }

    @Test func `a picture that needs more memory than it may have is refused`() async throws {
        await #expect(throws: ImagingError.self) {
            try await BesideTests.decoder { $0.memory = 100 << 20 }
                .decode(PictureFiles.bytes("png.png"), longestSide: 64)
        }
    }

    @Test func `a program that is not there is said to be unavailable`() async throws {
        await #expect(throws: ImagingError.unavailable("errno 2")) {
            try await BesideTests.decoder { $0.program = "/nowhere/flint" }.decode([1], longestSide: 64)
        }
    }

    @Test func `many pictures at once are decoded one after the other where one is allowed`() async throws {
        let decoder = BesideTests.decoder { $0.atOnce = 1 }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for name in PictureFiles.names.prefix(6) {
                group.addTask { try await decoder.decode(PictureFiles.bytes(name), longestSide: 64).bitmap.width }
            }
            for try await width in group { #expect(width == 32) }
        }
    }
}

extension TemporaryFolder {
    /// A program of one line.
    fileprivate func script(_ line: String) throws -> String {
        let file = "\(path)/\(UUID().uuidString)"
        try Data("#!/bin/sh\n\(line)\n".utf8).write(to: URL(filePath: file))
        chmod(file, 0o755)
        return file
    }

    /// The number in a file, once it stands there.
    fileprivate func number(in name: String) async throws -> Int32 {
        for _ in 0..<2000 {
            if let text = try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8),
                let number = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
            {
                return number
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CancellationError()
    }
}
