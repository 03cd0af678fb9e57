import HTTP
import Testing

struct HeadersTests {
    @Test func `names are the same in any case, and kept in lower case`() {
        var headers: Headers = ["Content-Type": "a/b"]
        #expect(headers["content-type"] == "a/b")
        #expect(headers["CONTENT-TYPE"] == "a/b")
        headers["CONTENT-type"] = "c/d"
        #expect(headers.map(\.name) == ["content-type"])
    }

    @Test func `fields keep their order, and names may repeat`() {
        var headers: Headers = ["a": "1", "b": "2", "a": "3"]
        #expect(headers.map { "\($0.name)\($0.value)" } == ["a1", "b2", "a3"])
        #expect(headers["a"] == "1")
        #expect(headers.all("A") == ["1", "3"])
        headers.add("A", "4")
        #expect(headers.all("a") == ["1", "3", "4"])
    }

    @Test func `setting a value replaces all of its name, in the place of the first`() {
        var headers: Headers = ["a": "1", "b": "2", "a": "3"]
        headers["A"] = "4"
        #expect(headers == ["a": "4", "b": "2"])
        headers["a"] = nil
        #expect(headers == ["b": "2"])
        #expect(headers["a"] == nil)
    }

    @Test func `a status is known by its number`() {
        #expect(Status(404) == .notFound)
        #expect(Status(404).reason == "Not Found")
        #expect(Status(299).reason == "")
    }
}
