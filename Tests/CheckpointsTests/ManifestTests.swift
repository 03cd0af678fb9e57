import Domain
import Foundation
import TestSupport
import Testing
import Workbench

@testable import Checkpoints

struct ManifestTests {
    private let folder = TemporaryFolder()

    private func settings(_ pairs: [(String, String)]) -> EngineSettings {
        let entries = pairs.enumerated().map {
            EngineSettings.Entry(name: $1.0, value: $1.1, origin: "engines.toml:\($0 + 1)")
        }
        return EngineSettings(name: "klein", entries: entries)
    }

    @Test func `a preset names its files on the shelf, and the manifest changes what it likes`() throws {
        var settings = settings([
            ("preset", "flux2-klein-4b"), ("vae", ""), ("tae", "/elsewhere/taef2.safetensors"), ("steps", "6"),
            ("lora", "ink.safetensors:0.8, plain.safetensors"), ("offload_to_cpu", "true"),
        ])
        let found = Checkpoint(&settings, shelf: "/shelf")
        let checkpoint = try #require(found)
        #expect(settings.mistakes.isEmpty && settings.unknown.isEmpty)
        #expect(
            checkpoint.parts.files == [
                .diffusionModel: "/shelf/flux-2-klein-4b.safetensors", .llm: "/shelf/qwen_3_4b.safetensors",
                .tae: "/elsewhere/taef2.safetensors",
            ]
        )
        #expect(checkpoint.steps == 6 && checkpoint.guidance == .fixed)
        #expect(checkpoint.parts.options == [.flashAttention, .offload])
        #expect(
            checkpoint.loras == [
                .init(path: "/shelf/ink.safetensors", strength: 0.8),
                .init(path: "/shelf/plain.safetensors", strength: 1),
            ]
        )
    }

    @Test(arguments: [
        ([("preset", "nothing")], "preset"), ([("steps", "4")], "model"),
        ([("model", "a"), ("size_multiple", "12")], "size_multiple"),
        ([("model", "a"), ("guidance_kind", "odd")], "guidance_kind"),
        ([("model", "a"), ("strength", "2")], "strength"),
    ])
    func `a mistake is told with the name that it is about`(pairs: [(String, String)], name: String) {
        var settings = settings(pairs)
        _ = Checkpoint(&settings, shelf: "/shelf")
        #expect(settings.mistakes.count == 1)
        #expect(settings.mistakes.first?.contains("klein.\(name)") == true)
    }

    @Test func `files that are missing or cut off are told before anything starts`() throws {
        let good = try TinyModel(in: folder.path)
        #expect(try ModelFile(good.diffusion).size > 1_000_000)
        let bytes = try Data(contentsOf: URL(filePath: good.diffusion))
        let bad: [(String, Data)] = [
            ("empty", Data()), ("cut", bytes.dropLast(1)), ("head", bytes.prefix(100)),
            ("html", Data("<html>not found</html>".utf8)),
            ("long", bytes + Data([0])),
        ]
        for (name, content) in bad {
            let path = folder.path(of: name)
            try content.write(to: URL(filePath: path))
            #expect(throws: EngineProblem.self, "\(name)") { try ModelFile(path) }
        }
        #expect(throws: EngineProblem.self) { try ModelFile(folder.path(of: "missing")) }
        #expect(throws: EngineProblem.self) { try ModelFile("/dev/zero") }
        var settings = settings([("model", folder.path(of: "cut"))])
        let tools = EngineTools(decode: { _ in throw CancellationError() }, encode: { _ in [] })
        #expect(CheckpointEngine.make(&settings, with: tools) == nil)
        #expect(settings.mistakes.first?.contains("is cut off") == true)
    }
}
