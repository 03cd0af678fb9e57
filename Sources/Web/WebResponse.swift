/// A whole answer.
package struct WebResponse: Sendable {
    package var head: WebHead
    package var body: [UInt8]

    package var status: Int { head.status }
    package var headers: WebHeaders { head.headers }
}

/// What comes before the body.
package struct WebHead: Sendable, Equatable {
    /// Any of 200 to 599: a refusal of the server's is an answer, no error.
    package var status: Int
    package var headers: WebHeaders
}
