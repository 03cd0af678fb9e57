import Locking

/// The body of a request, pulled: the socket is read only when a handler asks for more.
package struct RequestBody: Sendable {
    private enum Source: Sendable {
        case empty
        case bytes(Lock<[UInt8]?>)
        case connection(Connection, request: Int)
    }

    private let source: Source
    /// The length the client declared; `nil` where it sends chunks and does not know yet.
    package let declaredLength: Int?

    /// A body that is there already, for tests and for requests made in process.
    package init(bytes: [UInt8]) {
        source = bytes.isEmpty ? .empty : .bytes(Lock(bytes))
        declaredLength = bytes.count
    }

    init(connection: Connection, request: Int, declaredLength: Int?) {
        source = .connection(connection, request: request)
        self.declaredLength = declaredLength
    }

    /// The bytes that have come, as many as are there, at least one; `nil` at the end of the body.
    package func next() async throws(HTTPError) -> [UInt8]? {
        switch source {
        case .empty: nil
        case .bytes(let rest): rest.withLock { $0.take() }
        case .connection(let connection, let request): try await connection.nextPiece(of: request)
        }
    }

    /// The rest of the body in one piece; too large a body is refused before it is read where its length is declared.
    package func collect(upTo limit: Int) async throws(HTTPError) -> [UInt8] {
        if let declaredLength, declaredLength > limit { throw .payloadTooLarge(limit: limit) }
        switch source {
        case .empty: return []
        case .bytes(let rest): return rest.withLock { $0.take() } ?? []
        case .connection(let connection, let request): return try await connection.collect(request, upTo: limit)
        }
    }
}
