import CDNNL

/// Numbers in memory that oneDNN and Swift both work on, rows last to first as in C.
///
/// Copies share the numbers. A tensor belongs to the thread of its machine; within `Machine.parallel` each call writes rows of its own.
@safe package struct Tensor {
    package let shape: [Int]
    package let element: Element
    @usableFromInline let storage: Storage

    /// Fresh memory with arbitrary content.
    package init(_ shape: [Int], _ element: Element = .float32) {
        var count = 1
        for length in shape {
            precondition(length > 0, "a tensor has no empty side")
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            precondition(!overflow && product < 1 << 40, "a tensor is too large")
            count = product
        }
        self.init(shape, element, Storage(count: count, element: element, byteCount: count * element.byteCount))
    }

    package init(_ shape: [Int], _ element: Element = .float32, copying numbers: [Float]) {
        self.init(shape, element)
        precondition(numbers.count == count, "a shape of \(count) numbers can't hold \(numbers.count)")
        for (index, number) in numbers.enumerated() { unsafe storage.set(index, number) }
    }

    private init(_ shape: [Int], _ element: Element, _ storage: Storage) {
        self.shape = shape
        self.element = element
        self.storage = storage
    }

    package var count: Int { storage.count }

    /// The same numbers under another shape.
    package func reshaped(_ shape: [Int]) -> Tensor {
        precondition(shape.reduce(1, *) == count, "\(self.shape) can't be seen as \(shape)")
        return Tensor(shape, element, storage)
    }

    package func fill(with number: Float) {
        for index in 0..<count { unsafe storage.set(index, number) }
    }

    /// A copy of the numbers.
    package var floats: [Float] { (0..<count).map { unsafe storage.get($0) } }

    /// The numbers, eight at a time. Their count must be a multiple of eight.
    @inlinable
    package var vectors: VectorView {
        @_lifetime(borrow self)
        get {
            precondition(storage.count % 8 == 0, "numbers that come in eights")
            return unsafe _overrideLifetime(
                VectorView(start: storage.start, count: storage.count / 8, isHalf: element == .bfloat16),
                borrowing: self
            )
        }
    }

    /// The numbers of a `float32` tensor, one at a time.
    @inlinable
    package var scalars: ScalarView {
        @_lifetime(borrow self)
        get {
            precondition(element == .float32, "the numbers are no floats")
            return unsafe _overrideLifetime(ScalarView(start: storage.start, count: storage.count), borrowing: self)
        }
    }

    /// The first numbers of a `float32` tensor, from -1 to 1, as bytes from 0 to 255.
    package func bytes(_ range: Range<Int>) -> [UInt8] {
        precondition(element == .float32 && range.lowerBound >= 0 && range.upperBound <= count, "numbers of the tensor")
        let source = scalars
        return unsafe [UInt8](unsafeUninitializedCapacity: range.count) { target, filled in
            for index in range {
                let byte = Swift.max(0, Swift.min(255, source[index] * 127.5 + 127.5))
                unsafe target[filled] = UInt8(truncatingIfNeeded: (byte + 12582912).bitPattern)
                filled += 1
            }
        }
    }
}

/// The memory of tensors, and oneDNN's name for it.
@safe @usableFromInline final class Storage {
    @usableFromInline let start: UnsafeMutableRawPointer
    @usableFromInline let count: Int
    let element: Element
    private var handle: dnnl_memory_t?

    init(count: Int, element: Element, byteCount: Int) {
        self.count = count
        self.element = element
        unsafe start = .allocate(byteCount: (byteCount + 63) & ~63, alignment: 64)
    }

    deinit {
        if let handle = unsafe handle { unsafe dnnl_memory_destroy(handle) }
        unsafe start.deallocate()
    }

    /// Made at first need; it names the memory only, the primitive knows the shape.
    func memory(on engine: dnnl_engine_t) throws(OneDNNError) -> dnnl_memory_t {
        if let handle = unsafe handle { return unsafe handle }
        var description = try dnnl_memory_desc_t([count], element, strides: [1])
        var made: dnnl_memory_t?
        try check(unsafe dnnl_memory_create(&made, &description, engine, start), "dnnl_memory_create")
        guard let made = unsafe made else { throw OneDNNError(call: "dnnl_memory_create", status: 0) }
        unsafe handle = made
        return unsafe made
    }

    @unsafe func get(_ index: Int) -> Float {
        switch element {
        case .float32: unsafe start.load(fromByteOffset: index * 4, as: Float.self)
        case .bfloat16: unsafe Float(bitPattern: UInt32(start.load(fromByteOffset: index * 2, as: UInt16.self)) << 16)
        }
    }

    @unsafe func set(_ index: Int, _ number: Float) {
        switch element {
        case .float32: unsafe start.storeBytes(of: number, toByteOffset: index * 4, as: Float.self)
        case .bfloat16:
            let bits = number.bitPattern
            let half = UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
            unsafe start.storeBytes(of: half, toByteOffset: index * 2, as: UInt16.self)
        }
    }
}

/// A tensor's numbers as vectors, whatever they are stored as.
@frozen @safe public struct VectorView: ~Escapable {
    @usableFromInline let start: UnsafeMutableRawPointer
    public let count: Int
    @usableFromInline let isHalf: Bool

    @_lifetime(immortal)
    @usableFromInline
    @unsafe init(start: UnsafeMutableRawPointer, count: Int, isHalf: Bool) {
        unsafe self.start = start
        self.count = count
        self.isHalf = isHalf
    }

    @inlinable @inline(__always)
    public subscript(_ index: Int) -> Vector {
        get {
            precondition(index >= 0 && index < count)
            return isHalf
                ? Vector(widening: unsafe start.load(fromByteOffset: index &* 16, as: SIMD8<UInt16>.self))
                : unsafe start.load(fromByteOffset: index &* 32, as: Vector.self)
        }
        nonmutating set {
            precondition(index >= 0 && index < count)
            if isHalf {
                unsafe start.storeBytes(of: newValue.narrowed, toByteOffset: index &* 16, as: SIMD8<UInt16>.self)
            } else {
                unsafe start.storeBytes(of: newValue, toByteOffset: index &* 32, as: Vector.self)
            }
        }
    }
}

/// A tensor's floats, one at a time.
@frozen @safe public struct ScalarView: ~Escapable {
    @usableFromInline let start: UnsafeMutableRawPointer
    public let count: Int

    @_lifetime(immortal)
    @usableFromInline
    @unsafe init(start: UnsafeMutableRawPointer, count: Int) {
        unsafe self.start = start
        self.count = count
    }

    @inlinable @inline(__always)
    public subscript(_ index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count)
            return unsafe start.load(fromByteOffset: index &* 4, as: Float.self)
        }
        nonmutating set {
            precondition(index >= 0 && index < count)
            unsafe start.storeBytes(of: newValue, toByteOffset: index &* 4, as: Float.self)
        }
    }
}
