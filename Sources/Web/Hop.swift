import Curl

/// One request of the chain that redirects make.
struct Hop {
    var url: ParsedURL
    var method: WebRequest.Method
    var headers: WebHeaders
    var body: [UInt8]

    init(_ request: WebRequest) throws(WebError) {
        url = try parse(request.url)
        method = request.method
        headers = request.headers
        body = request.body
        for field in headers.fields { try check(field) }
    }

    /// The next hop, or `nil` when the answer is the last one.
    ///
    /// To another origin go neither credentials, which may stand in any header, nor a body.
    func next(after head: WebHead) throws(WebError) -> Hop? {
        guard [301, 302, 303, 307, 308].contains(head.status), let location = head.headers["Location"] else {
            return nil
        }
        var next = self
        next.url = try parse(location, relativeTo: url)
        // Fetch standard, "HTTP-redirect fetch" step 12: a POST becomes a GET, as everybody does.
        let becomesGet = head.status == 303 ? method != .head : method == .post && head.status <= 302
        if becomesGet {
            next.method = .get
            next.body = []
            next.headers.remove { $0.lowercased().hasPrefix("content-") }
        }
        if !next.url.isSameOrigin(as: url) {
            guard next.body.isEmpty else { return nil }
            next.headers.remove { !harmless.contains($0.lowercased()) }
        }
        return next
    }

    /// The lines of the head that are not libcurl's.
    func lines(userAgent: String) -> [String] {
        var headers = headers
        if headers["User-Agent"] == nil { headers["User-Agent"] = userAgent }
        // `Name;` is how libcurl wants to be told of a header without a value.
        return headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    }
}

/// What any server may be told.
private let harmless: Set<String> = ["accept", "accept-language", "range", "user-agent"]

/// What libcurl writes itself.
private let reserved: Set<String> = [
    "host", "connection", "content-length", "transfer-encoding", "expect", "te", "trailer", "upgrade",
    "proxy-authorization",
]

private func parse(_ text: String, relativeTo base: ParsedURL? = nil) throws(WebError) -> ParsedURL {
    // Longer than any server takes.
    guard text.utf8.count <= 16 << 10 else { throw .malformedURL }
    do throws(ParsedURL.Fault) {
        return try ParsedURL(text, relativeTo: base)
    } catch {
        switch error {
        case .malformed: throw .malformedURL
        case .unsupportedScheme: throw .unsupportedScheme
        case .holdsCredentials: throw .credentialsInURL
        }
    }
}

/// A line break in a value would be a header of somebody else's making.
private func check(_ field: WebHeaders.Field) throws(WebError) {
    let isToken = field.name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_.!#$%&'*+^`|~".utf8.contains(byte)
        }
    }
    guard isToken, !field.name.isEmpty else { throw .malformedRequest("a header has a name that is not allowed") }
    guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
        throw .malformedRequest("the header \(field.name) has a value with control characters")
    }
    guard !reserved.contains(field.name.lowercased()) else {
        throw .malformedRequest("the header \(field.name) is written by the client itself")
    }
}
