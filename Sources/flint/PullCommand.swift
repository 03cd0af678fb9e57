import Catalog
import Checkpoints
import Foundation
import JSON
import Web

/// `flint pull`: brings the files of a model to the shelf.
enum PullCommand {
    static func run(_ arguments: some Sequence<String>) async throws {
        let flags = Set(Setting.all.map(\.flag) + ["--config", "--sha256", "--as"])
        let arguments = try Arguments(arguments, flags: flags)
        guard arguments.words.count == 1, let what = arguments.words.first else {
            throw Exit(.usage, "Use: flint pull hf:OWNER/REPO/FILE | URL | PRESET [--sha256 HEX] [--as NAME]")
        }
        let settings = try Settings.read(flags: arguments.flags.filter { !["--sha256", "--as"].contains($0.key) })
        let wishes: [PullWish]
        if let preset = Preset.all.first(where: { $0.name == what }) {
            guard !arguments.has("--sha256"), !arguments.has("--as") else {
                throw Exit(.usage, "--sha256 and --as are for single files.")
            }
            wishes = try preset.files.map { try PullWish($0.source, name: $0.name, mirror: settings.mirror) }
        } else {
            var wish = try PullWish(what, name: arguments["--as"], mirror: settings.mirror)
            wish.hash = try arguments["--sha256"].map(PullWish.hash)
            wishes = [wish]
        }
        let pull = Pull(
            shelf: settings.shelf,
            client: try Client(.init(route: .direct(.everything), userAgent: "Flint/\(Flint.version)"))
        )
        for wish in wishes {
            let path = try await pull.fetch(wish)
            Terminal.answer(path)
        }
        if let preset = Preset.all.first(where: { $0.name == what }) {
            Terminal.say(
                "In engines.toml:\n\n[engines.\(preset.name)]\nkind = \"checkpoint\"\npreset = \"\(preset.name)\""
            )
        }
    }
}

/// A file that somebody wants on the shelf.
struct PullWish: Sendable {
    var url: String
    var name: String
    /// What its bytes must hash to.
    var hash: [UInt8]?
    /// For the hub alone, where a model asks for a login.
    var token: String?

    /// `hf:OWNER/REPO/PATH`, read from the hub or its mirror, or a URL.
    init(_ text: String, name: String?, mirror: String) throws(Exit) {
        if text.hasPrefix("hf:") {
            let words = text.dropFirst(3).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let isPlain = words.allSatisfy { !$0.isEmpty && $0 != ".." && $0 != "." && $0.allSatisfy(Self.isPlain) }
            guard words.count >= 3, isPlain else {
                throw Exit(.usage, "A file of the hub is written hf:OWNER/REPO/FILE, not \(text).")
            }
            url = "\(mirror)/\(words[0])/\(words[1])/resolve/main/\(words[2...].joined(separator: "/"))"
            token = ProcessInfo.processInfo.environment["HF_TOKEN"]
        } else if text.isWebURL {
            url = text
        } else {
            let presets = Preset.all.map(\.name).joined(separator: ", ")
            throw Exit(.usage, "\(text) is no hf:… file, no URL, and no preset. The presets are \(presets).")
        }
        let last = url.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last.map(String.init) ?? ""
        self.name = name ?? last
        guard (1...200).contains(self.name.utf8.count), self.name.allSatisfy(Self.isPlain), !self.name.hasPrefix(".")
        else {
            throw Exit(.usage, "A name on the shelf is made of letters, digits, dots, - and _; say another with --as.")
        }
    }

    static func hash(_ text: String) throws(Exit) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == 64, text.count == 64 else { throw Exit(.usage, "--sha256 takes 64 hexadecimal digits.") }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_.+".contains(character))
    }
}
