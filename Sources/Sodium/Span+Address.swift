extension Span where Element == UInt8 {
    /// Lends the bytes to C, which wants an address even where there is nothing to read.
    func withAddress<Result>(_ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
        unsafe withUnsafeBufferPointer { buffer in
            if let address = buffer.baseAddress { return unsafe body(address, buffer.count) }
            var nothing: UInt8 = 0
            return unsafe body(&nothing, 0)
        }
    }
}
