import Domain
import JSON
import TestSupport
import Testing

struct PreviewTests {
    @Test func `a picture can be looked at while it is being drawn, by its owner alone`() async throws {
        let gate = Gate()
        let engine = TestEngine { order in
            [.tell(.preview(index: 0, .gradient(width: 48, height: 32, seed: order.seed))), .pause(gate), .picture(0)]
        }
        let service = try await Service(engine: engine)
        let id = try await service.create("spark_t2i_3_0", ["prompt": "a"]).json["id"]?.string ?? ""
        await gate.reached()
        let path = "/model/v1/generation/task/\(id)/preview"
        let preview = try await service.call(.get, path)
        #expect(preview.status == 200)
        #expect(preview.headers["content-type"] == "image/webp")
        #expect(preview.headers["x-image-index"] == "0")
        let header = try #require(PictureHeader(of: preview.bytes))
        #expect(header == PictureHeader(format: .webp, width: 48, height: 32))
        let stranger = try await service.gateway.desk.create(name: "other", owner: Owner("other")).text
        #expect(try await service.call(.get, path, key: stranger).status == 404)
        #expect(try await service.call(.get, path, key: "nobody").status == 401)
        gate.open()
        while try await service.poll(id).json["status"] == "in_progress" { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try await service.call(.get, path).status == 204)
    }
}
