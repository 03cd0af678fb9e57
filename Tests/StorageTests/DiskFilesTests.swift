import Domain
import Foundation
import Storage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DiskFilesTests {
    let folder = TemporaryFolder()

    private func all(in path: String) -> [String] {
        let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return found.filter { $0.contains(".") }
    }

    @Test func `a file comes back as it was written`() async throws {
        let files = try DiskFiles(folder: folder.path)
        for size in [0, 1, 4096, 3_000_000] {
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let file = try await files.write(bytes, format: .png)
            #expect(file.size == size)
            #expect(file.key.text.hasSuffix(".png"))
            #expect(try await files.read(file.key) == bytes)
            #expect(files.path(of: file.key) == folder.path(of: file.key.text))
        }
    }

    @Test func `files are there for another who opens the folder`() async throws {
        let file = try await DiskFiles(folder: folder.path).write([1, 2, 3], format: .jpeg)
        #expect(try await DiskFiles(folder: folder.path).read(file.key) == [1, 2, 3])
    }

    @Test func `the folder is made, for its owner's eyes only`() async throws {
        let path = folder.path(of: "deep/er")
        let file = try await DiskFiles(folder: path).write([1], format: .jpeg)
        for (name, mode) in [(path, 0o700), ("\(path)/\(file.key.text)", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: name)
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
    }

    @Test func `names can't be guessed, and are in a shelf that they name`() async throws {
        let clock = ManualClock()
        let files = try DiskFiles(folder: folder.path, clock: clock)
        var names: Set<String> = []
        for _ in 0..<50 {
            let name = try await files.write([7], format: .jpeg).key.text
            let match = try #require(name.wholeMatch(of: /([0-9a-v]{2})\/([0-9a-v]{20})\.jpg/))
            #expect(match.2.hasSuffix(match.1))
            // All were written in the same millisecond: what differs is chance alone, and much of it.
            names.insert(String(match.2.suffix(11)))
        }
        #expect(names.count == 50)
    }

    @Test func `a file that is not there is not found`() async throws {
        let files = try DiskFiles(folder: folder.path)
        let key = FileKey("aa/nothing.jpg")
        #expect(files.path(of: key) == nil)
        await #expect(throws: StoreError.notFound) { try await files.read(key) }
    }

    /// Whatever went wrong, it said that there was no such file; a client would have been told that its picture is gone.
    @Test func `a file that can't be read is not said to be gone`() async throws {
        let files = try DiskFiles(folder: folder.path)
        let key = FileKey("aa/folder.jpg")
        try FileManager.default.createDirectory(atPath: folder.path(of: key.text), withIntermediateDirectories: true)
        await #expect(throws: StoreError.unavailable(detail: "read: Is a directory")) { try await files.read(key) }
    }

    @Test func `deleting removes the files named and no others, and those gone already are no fault`() async throws {
        let files = try DiskFiles(folder: folder.path)
        let one = try await files.write([1], format: .jpeg).key
        let two = try await files.write([2], format: .jpeg).key
        let three = try await files.write([3], format: .jpeg).key
        try await files.delete([one, FileKey("aa/nothing.jpg"), one, two])
        #expect(files.path(of: one) == nil)
        #expect(files.path(of: two) == nil)
        #expect(try await files.read(three) == [3])
        try await files.delete([])
    }

    @Test func `files are found by when they were written, what a crash left behind among them`() async throws {
        let files = try DiskFiles(folder: folder.path)
        let old = try await files.write([1], format: .jpeg).key
        let young = try await files.write([2], format: .jpeg).key
        let now = SystemClock().now
        let shelf = old.text.prefix(2)
        let part = FileKey("\(shelf)/.half.part")
        try Data([1]).write(to: URL(filePath: folder.path(of: part.text)))
        for key in [old, part] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: (now - .hours(2)).secondsWithFraction)],
                ofItemAtPath: folder.path(of: key.text)
            )
        }
        #expect(try await Set(files.files(writtenBefore: now - .hours(1))) == [old, part])
        #expect(try await Set(files.files(writtenBefore: now + .hours(1))) == [old, young, part])
        #expect(try await files.files(writtenBefore: now - .hours(3)).isEmpty)
        try await files.delete([part])
        #expect(all(in: folder.path).count == 2)
    }

    @Test func `many who write at once have each their file`() async throws {
        let files = try DiskFiles(folder: folder.path)
        let written = try await withThrowingTaskGroup(of: (FileKey, UInt8).self) { group in
            for number in 0..<100 {
                group.addTask { (try await files.write([UInt8(number)], format: .jpeg).key, UInt8(number)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (key, number) in written { #expect(try await files.read(key) == [number]) }
        #expect(Set(written.map(\.0)).count == 100)
    }

    @Test(.enabled(if: SmallDisk.canBeMade, "only root may make a small disk"))
    func `on a full disk a file is not kept by half`() async throws {
        let disk = try SmallDisk(megabytes: 1)
        let files = try DiskFiles(folder: disk.path)
        let kept = try await files.write([UInt8](repeating: 1, count: 10_000), format: .jpeg)
        await #expect(throws: StoreError.unavailable(detail: "write: No space left on device")) {
            try await files.write([UInt8](repeating: 2, count: 2_000_000), format: .jpeg)
        }
        #expect(all(in: disk.path) == [kept.key.text])
        let again = try await files.write([UInt8](repeating: 3, count: 10_000), format: .jpeg)
        #expect(try await files.read(again.key).count == 10_000)
        #expect(try await files.read(kept.key).count == 10_000)
    }
}
