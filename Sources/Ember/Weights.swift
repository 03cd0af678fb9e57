import JSON

/// The named numbers of a safetensors file (https://github.com/huggingface/safetensors#format), all of it checked when it is opened.
package final class Weights {
    private static let sizeLimit = 1 << 30
    private static let headerLimit = 1 << 20
    private static let entryLimit = 4096
    private static let sideLimit = 4

    package let path: String
    /// What the file says of itself.
    package let metadata: [String: String]
    private let file: MappedFile
    private let entries: [String: Entry]

    private enum Kind: String {
        case float32 = "F32"
        case float16 = "F16"
        case bfloat16 = "BF16"
        case int32 = "I32"

        var byteCount: Int { self == .float32 || self == .int32 ? 4 : 2 }
    }

    private struct Entry {
        let kind: Kind
        let shape: [Int]
        let start: Int
    }

    package init(_ path: String) throws(EmberError) {
        self.path = path
        let file = try MappedFile(path, limit: Self.sizeLimit)
        do {
            let bytes = file.bytes
            (metadata, entries) = try Self.read(bytes)
        } catch {
            throw .damaged(path: path, reason: error.reason)
        }
        self.file = file
    }

    package var names: [String] { entries.keys.sorted() }

    /// The shape of an entry, `nil` where there is none.
    package func shape(of name: String) -> [Int]? { entries[name]?.shape }

    /// The numbers of an entry, which must have that shape.
    package func numbers(_ name: String, _ shape: [Int]) throws(EmberError) -> [Float] {
        guard let entry = entries[name] else { throw .damaged(path: path, reason: "it has no \(name)") }
        guard entry.shape == shape else {
            throw .damaged(path: path, reason: "\(name) has the shape \(entry.shape) in place of \(shape)")
        }
        let count = shape.reduce(1, *)
        let file = self.file
        let bytes = file.bytes
        var numbers: [Float] = []
        numbers.reserveCapacity(count)
        // Little-endian, as every processor that this runs on.
        for place in stride(from: entry.start, to: entry.start + count * entry.kind.byteCount, by: entry.kind.byteCount)
        {
            switch entry.kind {
            case .float32: numbers.append(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: Float.self))
            case .int32: numbers.append(Float(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: Int32.self)))
            case .float16:
                numbers.append(Self.half(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt16.self)))
            case .bfloat16:
                let bits = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt16.self)
                numbers.append(Float(bitPattern: UInt32(bits) << 16))
            }
        }
        guard numbers.allSatisfy(\.isFinite) else {
            throw .damaged(path: path, reason: "\(name) holds what is no number")
        }
        return numbers
    }

    /// A float of 16 bits; `Float16` itself is missing from Swift on some processors.
    private static func half(_ bits: UInt16) -> Float {
        let sign: Float = bits >> 15 == 1 ? -1 : 1
        let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023) / 1024)
        switch exponent {
        case 0: return sign * fraction * 0x1p-14
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
        }
    }

    // MARK: - The header

    private struct Fault: Error {
        let reason: String
    }

    private static func read(_ bytes: RawSpan) throws(Fault) -> ([String: String], [String: Entry]) {
        guard bytes.byteCount >= 8 else { throw Fault(reason: "it ends within its first eight bytes") }
        let length = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
        guard length <= headerLimit, Int(length) <= bytes.byteCount - 8 else {
            throw Fault(reason: "its header of \(length) bytes doesn't fit")
        }
        let text = (8..<8 + Int(length)).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        let header: JSON
        do throws(JSONError) { header = try JSON(parsing: text) } catch {
            throw Fault(reason: "its header is no JSON: \(error)")
        }
        guard let members = header.object?.members else { throw Fault(reason: "its header is no object") }
        guard members.count <= entryLimit else { throw Fault(reason: "it has more than \(entryLimit) entries") }
        var metadata: [String: String] = [:]
        var entries: [String: Entry] = [:]
        var places: [Range<Int>] = []
        for member in members {
            if member.name == "__metadata__" {
                for pair in member.value.object?.members ?? [] { metadata[pair.name] = pair.value.string }
                continue
            }
            let (entry, place) = try Self.entry(
                member.name,
                member.value,
                dataStart: 8 + Int(length),
                end: bytes.byteCount
            )
            guard entries.updateValue(entry, forKey: member.name) == nil else {
                throw Fault(reason: "\(member.name) is there twice")
            }
            places.append(place)
        }
        try checkCover(places, from: 8 + Int(length), to: bytes.byteCount)
        return (metadata, entries)
    }

    private static func entry(
        _ name: String,
        _ value: JSON,
        dataStart: Int,
        end: Int
    ) throws(Fault) -> (Entry, Range<Int>) {
        guard let kind = value["dtype"]?.string.flatMap(Kind.init) else {
            throw Fault(reason: "\(name) has a dtype that is not known: \(value["dtype"]?.string ?? "none")")
        }
        guard let sides = value["shape"]?.array, sides.count <= sideLimit else {
            throw Fault(reason: "\(name) has no shape")
        }
        var (shape, size) = ([Int](), kind.byteCount)
        for side in sides {
            guard let length = side.int, length > 0, length <= sizeLimit else {
                throw Fault(reason: "\(name) has no proper shape")
            }
            let (product, overflow) = size.multipliedReportingOverflow(by: length)
            guard !overflow, product <= sizeLimit else { throw Fault(reason: "\(name) is too large") }
            shape.append(length)
            size = product
        }
        guard let offsets = value["data_offsets"]?.array, offsets.count == 2, let first = offsets[0].int,
            let last = offsets[1].int,
            first >= 0, last >= first, last <= end - dataStart
        else { throw Fault(reason: "\(name) lies outside the file") }
        guard last - first == size else { throw Fault(reason: "\(name) has \(last - first) bytes in place of \(size)") }
        return (Entry(kind: kind, shape: shape, start: dataStart + first), dataStart + first..<dataStart + last)
    }

    /// The entries must fill the file, without gaps and without sharing.
    private static func checkCover(_ places: [Range<Int>], from start: Int, to end: Int) throws(Fault) {
        var reached = start
        for place in places.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard place.lowerBound == reached else { throw Fault(reason: "its entries overlap or leave gaps") }
            reached = place.upperBound
        }
        guard reached == end else { throw Fault(reason: "something follows its entries") }
    }
}
