import Catalog
import Foundation
import JSON
import Testing

/// The validation cases of the contract; the same file is sent over HTTP in `ContractTests`.
struct CasesTests {
    @Test(arguments: try cases())
    func `each case of the contract is judged as it says`(line: String) throws {
        let item = try JSON(parsing: line)
        let model = try #require(Catalog.spark[item["model"]?.string ?? ""])
        let sent = try #require(item["params"]?.object)
        var found: JSON?
        do {
            _ = try model.draft(from: sent) { 1 }
        } catch {
            found = error.code.json
            #expect(error.message.contains(error.parameter.prefix { $0 != "." && $0 != "[" }))
        }
        if item["accept"]?.bool == true {
            #expect(found == nil)
        } else if item["code"]?.string == "any4xx" {
            #expect(found != nil)
        } else {
            #expect(found == item["code"])
        }
    }

    @Test func `a message shows which name of a list is wrong`() throws {
        let urls = #"["https://a/b", "https://a/c"]"#
        let item = try JSON(parsing: #"{"prompt": "a", "image_urls": \#(urls), "ref_type_list": ["IP", "SKETCH"]}"#)
        let model = try #require(Catalog.spark["spark_multi_dreamo"])
        let sent = try #require(item.object)
        let fault = #expect(throws: Fault.self) { try model.draft(from: sent) { 1 } }
        #expect(fault?.parameter == "ref_type_list")
        #expect(fault?.message.hasSuffix(#"; "SKETCH" is none of them."#) == true)
    }

    private static func cases() throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "Fixtures/cases.jsonl"), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }
}
