import JSON
import Testing

@testable import Console

struct HTMLTests {
    @Test func `text becomes text, whatever stands in it`() {
        let evil = "<script>alert('x')</script>\" onload=\"y & z"
        let html: HTML = "<p title=\"\(evil)\">\(evil)</p>"
        let safe = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y &amp; z"
        #expect(html.source == "<p title=\"\(safe)\">\(safe)</p>")
    }

    @Test func `markup inside markup stays markup, and text in any script stays as it is`() {
        let inner: HTML = "<b>\("狐狸 🦊 é")</b>"
        let html: HTML = "<p>\(inner)\(3)\([inner, inner])</p>"
        #expect(html.source == "<p><b>狐狸 🦊 é</b>3<b>狐狸 🦊 é</b><b>狐狸 🦊 é</b></p>")
    }

    @Test func `JSON for a script can't end it`() throws {
        let json: JSON = ["prompt": "</script><!-- <script>"]
        let html = HTML(json: json)
        #expect(!html.source.contains("<"))
        #expect(!html.source.contains(">"))
        #expect(try JSON(parsing: html.source) == json)
    }

    @Test func `the words of a page are those that people see`() {
        let html: HTML = "<h2>Errors</h2><p>\("a < b & c")</p>"
        #expect(html.words == "Errors a < b & c")
    }
}
