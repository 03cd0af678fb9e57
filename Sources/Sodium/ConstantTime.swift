import CSodium

/// Whether both hold the same bytes, in a time that depends on their lengths only.
package func constantTimeEquals(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe left.withAddress { left, count in
        unsafe right.withAddress { right, _ in unsafe sodium_memcmp(left, right, count) == 0 }
    }
}

/// Whether both hold the same bytes, in a time that depends on their lengths only.
package func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    constantTimeEquals(left.span, right.span)
}
