import Domain
import JSON
import TestSupport
import Testing
import Web

struct LinkTests {
    private func draw(_ service: Service) async throws -> String {
        let task = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        return task["output"]?.array?.first?["content"]?.array?.first?["url"]?.string ?? ""
    }

    @Test func `a link needs no key and is true to its file`() async throws {
        let service = try await Service()
        let url = try await draw(service)
        let answer = try await service.call(.get, url, headers: ["authorization": ""])
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "image/jpeg")
        #expect(answer.headers["x-content-type-options"] == "nosniff")
        #expect(answer.headers["cache-control"]?.hasPrefix("private") == true)
        let etag = try #require(answer.headers["etag"])
        #expect(try await service.call(.get, url, headers: ["if-none-match": etag]).status == 304)
        let part = try await service.call(.get, url, headers: ["range": "bytes=0-9"])
        #expect(part.status == 206)
        #expect(part.bytes == Array(answer.bytes.prefix(10)))
        let head = try await service.call(.head, url)
        #expect(head.status == 200)
        #expect(head.bytes.isEmpty)
        #expect(head.headers["content-length"] == String(answer.bytes.count))
    }

    @Test func `a changed byte anywhere is refused`() async throws {
        let service = try await Service()
        let url = try await draw(service)
        let path = Array(url.dropFirst(service.base.count).utf8)
        for place in "/files/".utf8.count..<path.count {
            var changed = path
            changed[place] = changed[place] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
            let answer = try await service.call(.get, String(decoding: changed, as: UTF8.self))
            #expect(answer.status == 403, "\(place)")
        }
        #expect(try await service.call(.get, url + "?x=1").status == 403)
        #expect(try await service.call(.get, url + "/").status == 403)
        #expect(try await service.call(.get, "/files/a/b/c").status == 403)
    }

    @Test func `a link lasts 24 hours from the end of its task, however often it is read`() async throws {
        let clock = ManualClock()
        let service = try await Service(clock: clock)
        let task = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        let id = task["id"]?.string ?? ""
        clock.advance(by: .hours(24) - .seconds(2))
        let late =
            try await service.poll(id).json["output"]?.array?.first?["content"]?.array?.first?["url"]?.string ?? ""
        #expect(try await service.call(.get, late).status == 200)
        clock.advance(by: .seconds(4))
        let answer = try await service.call(.get, late)
        #expect(answer.status == 410)
        #expect(answer.error?["code"]?.string == "gone")
        let renewed =
            try await service.poll(id).json["output"]?.array?.first?["content"]?.array?.first?["url"]?.string ?? ""
        #expect(try await service.call(.get, renewed).status == 410)
    }

    @Test func `links begin as the client knows the service`() async throws {
        let plain = try await Service()
        #expect(try await draw(plain).hasPrefix(plain.base))
        let proxied = try await Service { $0.trustedProxies = ["127.0.0.1"] }
        let task = try await proxied.draw("spark_t2i_3_0", ["prompt": "a"])
        let headers: WebHeaders = ["x-forwarded-proto": "https", "x-forwarded-host": "pictures.example.com"]
        let seen = try await proxied.poll(task["id"]?.string ?? "", headers: headers).text
        #expect(seen.contains("https://pictures.example.com/files/"))
        let distrusted = try await plain.draw("spark_t2i_3_0", ["prompt": "a"])
        #expect(try await !plain.poll(distrusted["id"]?.string ?? "", headers: headers).text.contains("example.com"))
        let fixed = try await Service { $0.publicURL = "https://fixed.example.com" }
        let answer = try await fixed.draw("spark_t2i_3_0", ["prompt": "a"])
        #expect(answer.text.contains("https://fixed.example.com/files/"))
    }
}
