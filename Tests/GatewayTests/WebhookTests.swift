import Domain
import Foundation
import Glibc
import JSON
import Synchronization
import TestSupport
import Testing
import Web

struct WebhookTests {
    @Test func `the end of a task is told, signed, once it is taken`() async throws {
        let receiver = try Receiver(statuses: [200])
        let service = try await Service(fetchAllow: [try CIDR("127.0.0.0/8")])
        let task = try await service.draw("spark_t2i_3_0", ["prompt": "a", "callback_url": .string(receiver.url)])
        let news = try await receiver.next()
        #expect(news.body["type"]?.string == "generation.completed")
        #expect(news.body["data"]?["id"] == task["id"])
        #expect(news.body["data"]?["output"]?.array?.first?["content"]?.array?.first?["url"] != nil)
        let secret = try await service.call(.get, "/api/v1/webhooks/secret").json["secret"]?.string ?? ""
        let signature = try StandardWebhook(secret: secret)
        let now = Int(SystemClock().now.seconds)
        #expect(signature.verify(news.headers, body: news.bytes, now: now))
        #expect(!signature.verify(news.headers, body: news.bytes + [0x20], now: now))
        let other = try await service.call(.post, "/api/v1/webhooks/secret/rotate").json["secret"]?.string ?? ""
        #expect(try !StandardWebhook(secret: other).verify(news.headers, body: news.bytes, now: now))
    }

    @Test func `a failed task is news, too, and private addresses are never reached`() async throws {
        let receiver = try Receiver(statuses: [200])
        let service = try await Service(engine: nil)
        _ = try await service.draw("spark_t2i_3_0", ["prompt": "a", "callback_url": .string(receiver.url)])
        var statistics = try await service.store.statistics()
        while statistics.pendingDeliveries == 0 { statistics = try await service.store.statistics() }
        #expect(receiver.count == 0)
        let open = try await Service(engine: nil, fetchAllow: [try CIDR("127.0.0.1/32")])
        _ = try await open.draw("spark_t2i_3_0", ["prompt": "a", "webhook_url": .string(receiver.url)])
        #expect(try await receiver.next().body["type"]?.string == "generation.failed")
    }
}

/// A receiver of webhooks on a thread of its own; it answers each with the next of its statuses.
final class Receiver: Sendable {
    struct News: Sendable {
        var headers: WebHeaders
        var bytes: [UInt8]

        var body: JSON { (try? JSON(parsing: bytes)) ?? .null }
    }

    let url: String
    private let listener: Int32
    private let news: AsyncStream<News>
    private let tally = Tally()

    private final class Tally: Sendable {
        let count = Mutex(0)
    }

    var count: Int { tally.count.withLock { $0 } }

    init(statuses: [Int]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(descriptor, plain, length) + listen(descriptor, 8) + getsockname(descriptor, plain, &length)
            }
        }
        guard bound == 0 else { throw CancellationError() }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/hook"
        let (stream, continuation) = AsyncStream<News>.makeStream()
        news = stream
        listener = descriptor
        let tally = tally
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return continuation.finish() }
                guard let request = Self.read(connection) else {
                    close(connection)
                    continue
                }
                let number = tally.count.withLock { count in
                    count += 1
                    return count
                }
                let status = statuses[min(number, statuses.count) - 1]
                let answer = Array("HTTP/1.1 \(status) X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".utf8)
                _ = Glibc.write(connection, answer, answer.count)
                close(connection)
                continuation.yield(request)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    func next() async throws -> News {
        var iterator = news.makeAsyncIterator()
        guard let next = await iterator.next() else { throw CancellationError() }
        return next
    }

    private static func read(_ connection: Int32) -> News? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                var headers: WebHeaders = [:]
                for line in text[..<end.lowerBound].components(separatedBy: "\r\n").dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    headers[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
                }
                let body = Array(text[end.upperBound...].utf8)
                if body.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                    return News(headers: headers, bytes: body)
                }
            }
            let count = Glibc.read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }
}
