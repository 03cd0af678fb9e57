/// The first request in some bytes, read as a connection would read it: for comparing with other parsers.
package enum FirstRequest: Sendable {
    case complete(Request, body: [UInt8], consumed: Int)
    case incomplete
    case refused(HTTPError)

    package init(in bytes: [UInt8]) {
        var parser = HeadParser(limits: HeadParser.Limits())
        do throws(HTTPError) {
            let (start, found) = try parser.parse(bytes.span)
            guard let head = found else {
                self = .incomplete
                return
            }
            var decoder = BodyDecoder(head.framing)
            var body: [UInt8] = []
            let length = try decoder.decode(bytes.span.extracting(start...), into: &body)
            guard decoder.isAtEnd else {
                self = .incomplete
                return
            }
            let request = Request(method: head.method, path: head.path, query: head.query, headers: head.headers)
            self = .complete(request, body: body, consumed: start + length)
        } catch {
            self = .refused(error)
        }
    }
}
