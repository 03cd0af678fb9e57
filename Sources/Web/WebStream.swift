/// An answer whose body is read as it comes, in pieces of any size; the sender waits when nobody reads.
package struct WebStream: AsyncSequence, Sendable {
    package let head: WebHead
    let download: Download

    package var status: Int { head.status }
    package var headers: WebHeaders { head.headers }

    package func makeAsyncIterator() -> Iterator {
        Iterator(download: download)
    }

    package struct Iterator: AsyncIteratorProtocol {
        let download: Download

        package mutating func next() async throws(WebError) -> [UInt8]? {
            try await download.next()
        }

        package mutating func next(isolation: isolated (any Actor)?) async throws(WebError) -> [UInt8]? {
            try await download.next()
        }
    }
}
