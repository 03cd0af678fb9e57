import Foundation
import TestSupport
import Testing
import Workbench

struct EngineSettingsTests {
    private func settings(_ pairs: [(String, String)], environment: [String: String] = [:]) -> EngineSettings {
        let entries = pairs.enumerated().map {
            EngineSettings.Entry(name: $1.0, value: $1.1, origin: "engines.toml:\($0 + 1)")
        }
        return EngineSettings(name: "far", entries: entries, environment: environment)
    }

    @Test func `values are read by their kind, and every mistake is told with its line`() {
        var settings = settings([
            ("url", "ftp://x"), ("tries", "many"), ("timeout", "90s"), ("stream", "yes"), ("colour", "red"),
        ])
        let (url, tries) = (settings.url("url"), settings.integer("tries", 1...20))
        let (timeout, stream) = (settings.duration("timeout", 1...100), settings.flag("stream"))
        #expect(url == nil && tries == nil && stream == nil && timeout == .seconds(90))
        #expect(
            settings.mistakes == [
                "engines.toml:1: far.url: must be an http or https URL without user name and password, not \"ftp://x\"",
                "engines.toml:2: far.tries: must be a number from 1 to 20, not \"many\"",
                "engines.toml:4: far.stream: must be true or false, not \"yes\"",
            ]
        )
        #expect(settings.unknown == ["engines.toml:5: the engine far has no setting colour"])
    }

    @Test func `a key comes from the file, a variable or a file of its own, and is never shown`() throws {
        let folder = TemporaryFolder()
        try "sk-3\n".write(toFile: folder.path(of: "key"), atomically: true, encoding: .utf8)
        var first = settings([("key", "sk-1")])
        var second = settings([("key_env", "K")], environment: ["K": "sk-2"])
        var third = settings([("key_file", folder.path(of: "key"))])
        let ofFirst = first.credential("key")?.text
        #expect(ofFirst == "sk-1")
        let ofSecond = second.credential("key")?.text
        #expect(ofSecond == "sk-2")
        let found = third.credential("key")
        let key = try #require(found)
        #expect(key.text == "sk-3")
        #expect("\(key) \(String(reflecting: key)) \([key])" == "••• ••• [•••]")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("sk-3"))
    }

    @Test func `a key that is missing, doubled or broken is a mistake`() {
        for pairs in [
            [("key_env", "MISSING")], [("key_file", "/nowhere/key")], [("key", "a"), ("key_env", "K")], [("key", "")],
            [("key", "naïve")],
        ] {
            var settings = settings(pairs, environment: ["K": "k"])
            let key = settings.credential("key")
            #expect(key == nil)
            #expect(settings.mistakes.count == 1)
        }
    }

    @Test func `groups have settings of their own, and their mistakes count`() {
        var settings = settings([
            ("upstreams.b.url", "https://b/"), ("upstreams.a.url", "https://a/v1/"), ("upstreams.a.odd", "1"),
        ])
        var groups = settings.groups("upstreams")
        #expect(groups.map(\.name) == ["far.a", "far.b"])
        let url = groups[0].url("url")
        #expect(url == "https://a/v1")
        settings.take(mistakesOf: groups[0])
        #expect(settings.mistakes == ["engines.toml:3: the engine far.a has no setting odd"])
        #expect(settings.unknown.isEmpty)
    }
}
