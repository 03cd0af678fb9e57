/// What of a file a request gets: all, a range, or the word that it has it already (RFC 9110, sections 13 and 14).
enum FilePart: Equatable {
    case whole(size: Int)
    case part(Range<Int>)
    case notModified
    case unsatisfiable

    init(of file: OpenFile, head: Head, status: Status) {
        self = Self.select(
            head.method,
            head.headers,
            size: file.size,
            etag: file.etag,
            modified: HTTPDate.text(secondsSince1970: file.modified),
            status: status
        )
    }

    static func select(
        _ method: Method,
        _ headers: Headers,
        size: Int,
        etag: String?,
        modified: String,
        status: Status = .ok
    ) -> FilePart {
        guard status == .ok, method == .get || method == .head else { return .whole(size: size) }
        if let wanted = headers["if-none-match"] {
            if matches(headers.all("if-none-match").joined(separator: ","), etag) || wanted == "*" {
                return .notModified
            }
        } else if headers["if-modified-since"] == modified {
            return .notModified
        }
        guard method == .get, let range = headers["range"], ifRangeHolds(headers["if-range"], etag, modified) else {
            return .whole(size: size)
        }
        return select(range, size: size)
    }

    /// What is sent, if anything.
    var range: Range<Int>? {
        switch self {
        case .whole(let size): 0..<size
        case .part(let range): range
        case .notModified, .unsatisfiable: nil
        }
    }

    /// Weak comparison, as `If-None-Match` wants it.
    private static func matches(_ list: String, _ etag: String?) -> Bool {
        guard let etag else { return false }
        return list.split(separator: ",").contains { opaque($0) == opaque(etag[...]) }
    }

    private static func opaque(_ tag: Substring) -> Substring {
        let tag = tag.trimmingPrefix { $0 == " " || $0 == "\t" }
        let bare = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
        guard let end = bare.lastIndex(of: "\"") else { return bare }
        return bare[...end]
    }

    /// Strong comparison: a range of another version would be joined to what the client has.
    private static func ifRangeHolds(_ validator: String?, _ etag: String?, _ modified: String) -> Bool {
        guard let validator else { return true }
        return validator == etag && !validator.hasPrefix("W/") || validator == modified
    }

    /// One range is honoured; several, and what is not understood, give the whole file, as the RFC allows.
    private static func select(_ text: String, size: Int) -> FilePart {
        let whole = FilePart.whole(size: size)
        guard text.lowercased().hasPrefix("bytes="), !text.contains(",") else { return whole }
        let ends = text.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy(Bytes.isDigit) }) else { return whole }
        // A number beyond Int lies beyond the end of any file.
        let first = ends[0].isEmpty ? nil : Int(ends[0]) ?? .max
        let last = ends[1].isEmpty ? nil : Int(ends[1]) ?? .max
        switch (first, last) {
        case (nil, nil): return whole
        case (nil, .some(let count)):
            return count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
        case (.some(let first), let last):
            if let last, last < first { return whole }
            guard first < size else { return .unsatisfiable }
            return .part(first..<(min(last ?? .max, size - 1) + 1))
        }
    }

    /// Writes the status and the fields that go with it.
    func describe(_ file: OpenFile, in answer: inout ResponseHead) {
        if let etag = file.etag { answer.headers["etag"] = answer.headers["etag"] ?? etag }
        answer.headers["last-modified"] =
            answer.headers["last-modified"] ?? HTTPDate.text(secondsSince1970: file.modified)
        answer.headers["accept-ranges"] = "bytes"
        switch self {
        case .notModified:
            answer.status = .notModified
            answer.headers["content-type"] = nil
            return
        case .unsatisfiable:
            answer.status = .rangeNotSatisfiable
            answer.headers["content-range"] = "bytes */\(file.size)"
            answer.length = .bytes(0)
            return
        case .part(let range):
            answer.status = .partialContent
            answer.headers["content-range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
            answer.length = .bytes(range.count)
        case .whole(let size):
            answer.length = .bytes(size)
        }
        answer.headers["content-type"] = answer.headers["content-type"] ?? file.contentType
    }
}
