import CSodium

/// Bytes that must not be seen: they print as `•••` and are wiped when the last owner lets go.
///
/// A class, so that there is one copy of them, however many hold it.
@safe package final class Secret: Sendable {
    // Written in `init`, wiped in `deinit`, only read in between: that is why it may be shared.
    nonisolated(unsafe) private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Takes a copy; the caller's own bytes are the caller's to forget.
    package init(_ bytes: Span<UInt8>) {
        libraryIsReady
        let storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        unsafe bytes.withUnsafeBufferPointer { source in
            _ = unsafe storage.initialize(fromContentsOf: source)
        }
        unsafe self.storage = storage
    }

    deinit {
        unsafe sodium_memzero(storage.baseAddress, storage.count)
        unsafe storage.deallocate()
    }

    package convenience init(_ bytes: [UInt8]) {
        self.init(bytes.span)
    }

    /// A secret given as text: its UTF-8 bytes.
    package convenience init(utf8 text: String) {
        self.init(Array(text.utf8))
    }

    /// A fresh one.
    package static func random(_ count: Int) -> Secret {
        Secret(Random.bytes(count))
    }

    package var count: Int { unsafe storage.count }

    /// Lends the bytes; whatever copies them answers for the copy.
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafe Span(_unsafeElements: UnsafeBufferPointer(storage)))
    }
}

extension Secret: Equatable {
    /// In constant time.
    package static func == (left: Secret, right: Secret) -> Bool {
        left.withBytes { left in
            right.withBytes { right in constantTimeEquals(left, right) }
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "•••" }
    package var debugDescription: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
