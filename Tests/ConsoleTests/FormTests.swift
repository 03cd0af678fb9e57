import Domain
import HTTP
import Testing

@testable import Console

struct FormTests {
    @Test func `a form is read as browsers write it`() {
        let form = Form("name=a+b%26c&empty=&models=x&models=y&%E7%8B%90=%E7%8B%B8&broken=%zz&flag")
        #expect(form["name"] == "a b&c")
        #expect(form["empty"] == "")
        #expect(form.filled("empty") == nil)
        #expect(form.all("models") == ["x", "y"])
        #expect(form["狐"] == "狸")
        #expect(form["broken"] == nil)
        #expect(form["flag"] == "")
    }

    @Test func `white space at the ends of a field is nobody's wish`() {
        #expect(Form("name=++fox+red%0A")["name"] == "  fox red\n")
        #expect(Form("name=++fox+red%0A").filled("name") == "fox red")
    }

    @Test(arguments: [
        "https://evil.example/", "//evil.example", "/\\evil.example", "/other", "/console\r\nset-cookie: a=b",
        "/console x",
        "javascript:alert(1)",
    ])
    func `after signing in nobody is sent elsewhere`(path: String) {
        #expect(Console.ownPath(path) == nil)
    }

    @Test func `own paths are allowed`() {
        #expect(Console.ownPath("/console/tasks?words=fox") == "/console/tasks?words=fox")
        #expect(Console.ownPath("/docs/errors") == "/docs/errors")
    }

    @Test(arguments: [
        ("name=", "badKeyName"), ("name=a&requests_per_minute=0", "badCount"),
        ("name=a&images_per_minute=x", "badCount"),
        ("name=a&tasks_at_once=9999999999", "badCount"), ("name=a&budget=-1", "badBudget"),
        ("name=a&expires=2020-01-01", "badExpiry"), ("name=a&expires=soon", "badExpiry"),
        ("name=a&models=x", "badForm"),
    ])
    func `each wrong field of a new key has its message`(text: String, problem: String) throws {
        let phrases = [
            "badKeyName": Phrase.badKeyName, "badCount": .badCount, "badBudget": .badBudget, "badExpiry": .badExpiry,
            "badForm": .badForm,
        ]
        let stop = #expect(throws: Stop.self) {
            _ = try KeyForm(Form(text), models: ["m"], now: Timestamp(text: "2026-05-01") ?? Timestamp(seconds: 0))
        }
        guard case .bad(let phrase)? = stop else {
            Issue.record("\(text) was stopped otherwise")
            return
        }
        #expect(phrase.english == phrases[problem]?.english)
    }

    @Test func `a key may be used until the end of its last day`() throws {
        let now = try #require(Timestamp(text: "2026-05-01T12:00:00Z"))
        let form = try KeyForm(Form("name=a&expires=2026-05-01&budget=2.50&models=m"), models: ["m"], now: now)
        #expect(form.expiresAt == Timestamp(text: "2026-05-02"))
        #expect(form.limits.budget == Money("2.50"))
        #expect(form.models == ["m"])
    }

    @Test func `a spreadsheet takes nothing for a formula`() {
        #expect(Console.cell("=1+1") == "'=1+1")
        #expect(Console.cell("@x") == "'@x")
        #expect(Console.cell("a,\"b\"") == "\"a,\"\"b\"\"\"")
        #expect(Console.cell("plain") == "plain")
    }

    @Test func `the language is the chosen one, else the browser's`() {
        func language(_ headers: Headers) -> Language {
            Language(of: Request(method: .get, path: "/", headers: headers))
        }
        #expect(language([:]) == .english)
        #expect(language(["accept-language": "de, zh-CN;q=0.9, en;q=0.8"]) == .chinese)
        #expect(language(["accept-language": "en-GB,zh"]) == .english)
        #expect(language(["accept-language": "zh", "cookie": "a=b; flint_language=en"]) == .english)
    }
}
