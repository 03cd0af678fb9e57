import Glibc

/// A text file in memory whose lines are sorted by their bytes; its pages are read when they are looked at.
@safe final class SortedText: @unchecked Sendable {  // nothing of it ever changes
    private let start: UnsafeRawPointer
    private let count: Int

    /// `nil` where there is no such file, or one beyond the limit.
    init?(_ path: String, limit: Int = 64 << 20) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, (1...limit).contains(status.st_size)
        else { return nil }
        let address = unsafe mmap(nil, status.st_size, PROT_READ, MAP_PRIVATE, file, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else { return nil }
        unsafe start = UnsafeRawPointer(address)
        count = status.st_size
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: start), count) }

    private func byte(_ place: Int) -> UInt8 { unsafe start.load(fromByteOffset: place, as: UInt8.self) }

    /// The line that begins at a place; `nil` where there is none.
    func line(at place: Int) -> String? {
        guard (0..<count).contains(place) else { return nil }
        var end = place
        while end < count, byte(end) != UInt8(ascii: "\n") { end += 1 }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: start + place, count: end - place),
            as: UTF8.self
        )
    }

    /// Where the first line begins that is not less than the prefix.
    private func lowerBound(_ prefix: [UInt8]) -> Int {
        var (low, high) = (0, count)
        while low < high {
            var begin = (low + high) / 2
            while begin > low, byte(begin - 1) != UInt8(ascii: "\n") { begin -= 1 }
            if isLess(lineAt: begin, than: prefix) {
                while begin < high, byte(begin) != UInt8(ascii: "\n") { begin += 1 }
                low = min(begin + 1, high)
            } else {
                high = begin
            }
        }
        return low
    }

    private func isLess(lineAt place: Int, than prefix: [UInt8]) -> Bool {
        for (offset, wanted) in prefix.enumerated() {
            guard place + offset < count, byte(place + offset) != UInt8(ascii: "\n") else { return true }
            let found = byte(place + offset)
            if found != wanted { return found < wanted }
        }
        return false
    }

    /// The lines that begin with a prefix, no more than a few.
    func lines(beginning prefix: String, most: Int = 100) -> [String] {
        var lines: [String] = []
        var place = lowerBound(Array(prefix.utf8))
        while lines.count < most, let line = line(at: place), line.utf8.starts(with: prefix.utf8) {
            lines.append(line)
            place += line.utf8.count + 1
        }
        return lines
    }
}
