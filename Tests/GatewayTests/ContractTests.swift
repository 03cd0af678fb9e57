import Foundation
import JSON
import Testing

/// The validation cases of the contract, sent over HTTP in both forms of the body.
struct ContractTests {
    @Test func `each case of the contract is answered as it says, flat and wrapped`() async throws {
        let service = try await Service()
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Fixtures/cases.jsonl"), encoding: .utf8)
        let cases = try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(cases.count == 127)
        for item in cases {
            let model = try #require(item["model"])
            let params = try #require(item["params"]?.object)
            var flat: Object = ["model": model]
            for member in params.members { flat.append(member.name, member.value) }
            // A stream answers with events, which is another test's business.
            if flat["stream"]?.bool == true { flat["stream"] = nil }
            for body: JSON in [.object(flat), ["model": model, "input": [["params": .object(params)]]]] {
                let answer = try await service.call(.post, "/model/v1/generation", body)
                check(answer, item)
            }
        }
    }

    private func check(_ answer: Service.Answer, _ item: JSON) {
        let shown = String(item.text.prefix(160))
        if item["accept"]?.bool == true {
            #expect(answer.status == 200, "\(shown)")
            #expect(answer.json["status"]?.string == "in_progress", "\(shown)")
        } else {
            #expect((400..<500).contains(answer.status), "\(shown)")
            #expect(answer.json["status"]?.string == "failed")
            #expect(answer.error?["message"]?.string == answer.error?["error_message"]?.string)
            if item["code"]?.string != "any4xx" { #expect(answer.error?["code"] == item["code"], "\(shown)") }
        }
    }
}
