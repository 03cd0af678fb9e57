import HTTP

/// A server on a port of the system's choice, drained when the test lets go of it.
final class Serving: Sendable {
    let server: Server
    let addresses: [ListenAddress]
    var address: ListenAddress { addresses[0] }

    init(_ change: (inout Server.Configuration) -> Void = { _ in }, handler: @escaping Handler) throws {
        var configuration = Server.Configuration()
        configuration.listen = [.tcp(host: "127.0.0.1", port: 0)]
        configuration.loops = 2
        configuration.drainGrace = .seconds(15)
        change(&configuration)
        server = Server(configuration: configuration, handler: handler)
        addresses = try server.start()
    }

    deinit { server.drain() }

    func client(patience: Int = 30, receiveBuffer: Int32? = nil) throws -> Client {
        let client = try Client(address, patience: patience, receiveBuffer: receiveBuffer)
        client.server = self
        return client
    }
}

/// Says what the request was.
@Sendable func echo(_ request: Request) async -> Response {
    do {
        let body = try await request.body.collect(upTo: 1 << 20)
        let text = "\(request.method.rawValue) \(request.path) \(String(decoding: body, as: UTF8.self))"
        return Response(.ok, body: .bytes(Array(text.utf8)))
    } catch {
        return HTTPError.plainText(error)
    }
}

func get(_ path: String, _ fields: String...) -> String {
    "GET \(path) HTTP/1.1\r\nHost: test\r\n\(fields.map { $0 + "\r\n" }.joined())\r\n"
}

func post(_ path: String, _ body: String, _ fields: String...) -> String {
    "POST \(path) HTTP/1.1\r\nHost: test\r\nContent-Length: \(body.utf8.count)\r\n"
        + fields.map { $0 + "\r\n" }.joined() + "\r\n" + body
}
