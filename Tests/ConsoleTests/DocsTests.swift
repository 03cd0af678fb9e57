import Catalog
import JSON
import Testing

@testable import Console

struct DocsTests {
    private let library = DocsLibrary(catalog: .spark)

    @Test func `every summary of the catalog has a Chinese text`() {
        func check(_ parameters: [Parameter]) {
            for parameter in parameters {
                #expect(CatalogPhrases.chinese[parameter.summary] != nil, "\(parameter.summary)")
                if case .object(let children) = parameter.kind { check(children) }
            }
        }
        for model in Catalog.spark.models {
            #expect(CatalogPhrases.chinese[model.summary] != nil, "\(model.summary)")
            check(model.parameters)
        }
    }

    @Test(arguments: Catalog.spark.models.map(\.id))
    func `the page of a model names every parameter and every code`(id: String) throws {
        let model = try #require(Catalog.spark[id])
        let page = try #require(library[id])
        for language in Language.allCases {
            let reader = DocsReader(language: language, base: "http://flint.test")
            let text = page.sections.map { $0.body(reader).words }.joined(separator: " ")
            for parameter in model.parameters { #expect(text.contains(parameter.name), "\(parameter.name)") }
            let codes = ErrorTable(model, language).rows.map(\.code)
            #expect(Set(codes).count == codes.count)
            for code in codes { #expect(text.contains(code)) }
            #expect(page.examples(reader).source.contains("http://flint.test/model/v1/generation"))
        }
    }

    @Test func `the codes of a model are those of its document`() {
        let codes = ErrorTable(.sparkDream3, .english).rows.map(\.code)
        let numbers = ["001", "002", "003", "004", "005", "006", "007", "095", "096", "097", "098", "099"]
        #expect(codes == numbers.map { "003019\($0)" })
        #expect(ErrorTable(.sparkT2I3, .english).rows.map(\.code).prefix(9) == (1...9).map { "00300100\($0)" }[...])
        #expect(
            Set(ErrorTable(.sparkDream5, .english).rows.map(\.code)) == [
                "MissingParameter", "InvalidParameter", "InputImageError", "InternalServiceError",
            ]
        )
    }

    @Test func `the search finds sections by their words`() {
        let index = library.index(DocsReader(language: .english, base: "http://flint.test"))
        let sections = index["sections"]?.array ?? []
        let idempotency = sections.first { $0["path"]?.string == "/docs/tasks#idempotency" }
        #expect(idempotency?["text"]?.string?.contains("Idempotency-Key") == true)
        #expect(sections.contains { $0["text"]?.string?.contains("003013004") == true })
    }

    @Test func `samples carry what people wrote without breaking`() {
        let prompt = "it's \"quoted\" \\ and 狐狸 $HOME `ls`"
        let samples = Samples(
            base: "http://flint.test",
            model: .sparkDream3,
            parameters: ["prompt": .string(prompt), "use_pre_llm": true]
        )
        #expect(samples.text(.curl).contains("it'\\''s"))
        #expect(samples.text(.python).contains("\"use_pre_llm\": True"))
        #expect(samples.text(.javascript).contains("狐狸 $HOME `ls`"))
        #expect(samples.text(.swift).contains("#\"\"\""))
    }

    @Test func `phrases are there in both languages`() {
        for phrase in Phrase.forScripts.values {
            #expect(!phrase.english.isEmpty && !phrase.chinese.isEmpty)
        }
    }
}
