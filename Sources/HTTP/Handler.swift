/// What answers a request. It runs on the event loop of its connection: it may wait, and must not block.
package typealias Handler = @Sendable (Request) async -> Response
