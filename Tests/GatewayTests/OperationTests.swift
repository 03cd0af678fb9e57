import Catalog
import Domain
import JSON
import TestSupport
import Testing
import Web

struct OperationTests {
    @Test func `every answer carries the id of its request`() async throws {
        let service = try await Service()
        let own = try await service.call(.get, "/healthz", headers: ["x-request-id": "mine-1"])
        #expect(own.headers["x-request-id"] == "mine-1")
        let odd = try await service.call(.get, "/nothing", headers: ["x-request-id": "a\"b"])
        #expect(odd.headers["x-request-id"] != "a\"b")
        #expect(odd.json["request_id"]?.string == odd.headers["x-request-id"])
    }

    @Test func `other origins are let in only where the settings say so`() async throws {
        let closed = try await Service()
        let origin: WebHeaders = ["origin": "https://app.example.com", "access-control-request-method": "POST"]
        #expect(try await closed.call(.get, "/healthz", headers: origin).headers["access-control-allow-origin"] == nil)
        let open = try await Service { $0.origins = ["https://app.example.com"] }
        let allowed = try await open.call(.get, "/healthz", headers: origin)
        #expect(allowed.headers["access-control-allow-origin"] == "https://app.example.com")
        let other = try await open.call(.get, "/healthz", headers: ["origin": "https://evil.example.com"])
        #expect(other.headers["access-control-allow-origin"] == nil)
        #expect(other.headers["vary"] == "Origin")
    }

    @Test func `models are listed and specified without a key`() async throws {
        let service = try await Service()
        let list = try await service.call(
            .get,
            "/api/v1/skill/models?page=1&page_size=2",
            headers: ["authorization": ""]
        )
        #expect(list.json["status"] == ["code": 200, "message": "ok"])
        #expect(list.json["data"]?["models"]?.array?.count == 2)
        #expect(list.json["data"]?["total"]?.integer == 5)
        #expect(list.json["data"]?["total_pages"]?.integer == 3)
        let found = try await service.call(.get, "/api/v1/skill/models?keywords=dreamo")
        #expect(found.json["data"]?["models"]?.array?.first?["id"]?.string == "spark_multi_dreamo")
        for model in Catalog.spark.models {
            let spec = try await service.call(.get, "/api/v1/skill/models/\(model.id)/spec")
            let data = try #require(spec.json["data"])
            #expect(data["api"]?["endpoint"]?.string == service.base + "/model/v1/generation")
            #expect(data["parameters"]?.array?.count == model.parameters.count)
            for parameter in data["parameters"]?.array ?? [] {
                let types = ["string", "integer", "number", "boolean", "array", "object"]
                #expect(types.contains(parameter["type"]?.string ?? ""))
                for value in parameter["constraints"]?["enum"]?.array ?? [] { #expect(value.string != nil) }
            }
        }
        let none = try await service.call(.get, "/api/v1/skill/models/none/spec")
        #expect(none.status == 404)
        #expect(none.json["status"]?["code"]?.integer == 404)
    }

    @Test func `the OpenAPI document has every path, and every reference leads somewhere`() async throws {
        let service = try await Service()
        let document = try await service.call(.get, "/openapi.json").json
        #expect(document["openapi"]?.string == "3.1.0")
        let paths = document["paths"]?.object?.names ?? []
        for path in [
            "/model/v1/generation", "/model/v1/generation/task/{id}", "/api/v1/usage", "/api/v1/keys", "/llms.txt",
        ] {
            #expect(paths.contains(path))
        }
        var ids: [String] = []
        func walk(_ value: JSON) {
            if let reference = value["$ref"]?.string {
                var place: JSON? = document
                for part in reference.dropFirst(2).split(separator: "/") { place = place?[String(part)] }
                #expect(place != nil, "\(reference)")
            }
            if let id = value["operationId"]?.string { ids.append(id) }
            for member in value.object?.members ?? [] { walk(member.value) }
            for item in value.array ?? [] { walk(item) }
        }
        walk(document)
        #expect(ids.count == Set(ids).count)
        #expect(ids.count >= 24)
    }

    @Test func `numbers about the service have names with units`() async throws {
        let service = try await Service()
        _ = try await service.draw("spark_t2i_3_0", ["prompt": "a"])
        let text = try await service.call(.get, "/metrics", headers: ["authorization": ""]).text
        for name in [
            "flint_http_requests_total{route=\"create\",status=\"200\"} 1", "flint_tasks_created_total",
            "flint_tasks_waiting 0",
            "flint_http_request_duration_seconds_bucket", "flint_files_bytes",
        ] {
            #expect(text.contains(name), "\(name)")
        }
        let closed = try await Service { $0.metricsNeedKey = true }
        #expect(try await closed.call(.get, "/metrics", headers: ["authorization": ""]).status == 401)
        #expect(try await closed.call(.get, "/metrics").status == 200)
    }

    @Test func `the guide names every model and parameter`() async throws {
        let service = try await Service()
        let text = try await service.call(.get, "/llms.txt").text
        for model in Catalog.spark.models {
            #expect(text.contains(model.id))
            for parameter in model.parameters { #expect(text.contains(parameter.name)) }
        }
    }
}
