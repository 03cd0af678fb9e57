package import Domain

/// A kind of engine that the manifest can name.
package protocol EngineKind: Sendable {
    /// As in `kind = "openai"`.
    static var name: String { get }

    /// Makes an engine as the manifest wants it; `nil` where mistakes were noted in the settings.
    static func make(_ settings: inout EngineSettings, with tools: EngineTools) -> (any Engine)?
}

/// An engine that can say how it is set up, and find out whether it could work.
package protocol InspectableEngine: Engine {
    /// One line for people: what is behind it. Never a key.
    var summary: String { get }

    /// Looks whether it could draw, without drawing; answers with a sentence, or throws one that says what is wrong.
    func check() async throws(EngineProblem) -> String
}

/// What keeps an engine from drawing, and what to do about it; for the operator, never for a client.
package struct EngineProblem: Error, CustomStringConvertible {
    package var what: String
    package var remedy: String

    package init(_ what: String, remedy: String) {
        self.what = what
        self.remedy = remedy
    }

    package var description: String { "\(what); \(remedy)" }
}

/// What the house lends to the engines of the manifest.
package struct EngineTools: Sendable {
    /// Makes a bitmap of the bytes of a PNG, JPEG or WebP file that somebody else made.
    package var decode: @Sendable (_ bytes: [UInt8]) async throws -> Bitmap
    /// Makes the bytes of a JPEG file.
    package var encode: @Sendable (Bitmap) throws -> [UInt8]
    /// Private networks that links of other servers may lead to.
    package var openNetworks: [String]
    /// Where downloaded models lie.
    package var shelf: String
    /// The path of this very program, for children.
    package var program: String
    package var version: String
    package var log: Log

    package init(
        decode: @escaping @Sendable (_ bytes: [UInt8]) async throws -> Bitmap,
        encode: @escaping @Sendable (Bitmap) throws -> [UInt8],
        openNetworks: [String] = [],
        shelf: String = "models",
        program: String = "",
        version: String = "0",
        log: Log = .silent
    ) {
        self.decode = decode
        self.encode = encode
        self.openNetworks = openNetworks
        self.shelf = shelf
        self.program = program
        self.version = version
        self.log = log
    }
}
