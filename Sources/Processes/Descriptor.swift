import Glibc

/// An open file, by its number; whoever opened it closes it.
package struct Descriptor: Sendable {
    package let number: Int32

    package init(_ number: Int32) { self.number = number }

    package var count: Int {
        var status = stat()
        return unsafe fstat(number, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Writes all of it; tells whether that went well.
    package func write(_ bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes { buffer in
            var rest = unsafe buffer[...]
            while let start = unsafe UnsafeRawBufferPointer(rebasing: rest).baseAddress, unsafe !rest.isEmpty {
                let written = unsafe Glibc.write(number, start, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return false }
                unsafe rest = rest.dropFirst(written)
            }
            return true
        }
    }

    /// What stands there from a place on, no more than `most` bytes.
    package func bytes(from start: Int = 0, most: Int) -> [UInt8] {
        let wanted = max(0, min(most, count - start))
        return unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted, let base = buffer.baseAddress {
                let read = unsafe pread(number, base + filled, wanted - filled, off_t(start + filled))
                if read < 0, errno == EINTR { continue }
                guard read > 0 else { return }
                filled += read
            }
        }
    }
}
