package import JSON

/// A valid request, complete and typed: every default filled in, nothing left to check.
package struct Order: Sendable, Equatable {
    package var model: String
    package var prompt: String
    /// What each picture of a group shows, where they differ; empty where `prompt` holds for all. Made when the work begins, and not kept.
    package var variations: [String]
    package var rewriting: Rewriting
    package var width: Int
    package var height: Int
    /// Always positive: where the client asked for chance, it has been drawn.
    package var seed: Int64
    /// How strongly the text binds (`scale`, `guidance_scale1`).
    package var textGuidance: Double
    /// How strongly the references bind (`guidance_scale2`).
    package var imageGuidance: Double
    package var steps: Int
    package var references: [Reference]
    /// Whether faces of references count more than the rest of them (`swap_face`).
    package var keepsFaces: Bool
    /// How many pictures are to be drawn.
    package var count: Int
    package var format: PictureFormat
    /// Whether answers carry the pictures themselves in place of links.
    package var inline: Bool
    /// Whether each picture gets the visible label.
    package var isLabelled: Bool
    /// Whether it was created as a stream.
    package var isStreamed: Bool
    /// Where the end of the task is told.
    package var callback: String?
    package var warnings: [String]
    package var ignoredParameters: [String]
    /// What the client sent, without pictures; for people who look at the task later.
    package var parameters: JSON

    /// The id of the request that created it, as log lines name it.
    package var requestID: String?
    /// The trace that the client said it belongs to (W3C `traceparent`).
    package var trace: String?

    /// The words for one picture of the group.
    package func prompt(at index: Int) -> String {
        variations.indices.contains(index) ? variations[index] : prompt
    }

    package enum Rewriting: String, Sendable {
        case off, general, fine, coarse
    }

    package init(model: String, prompt: String, width: Int, height: Int, seed: Int64) {
        self.model = model
        self.prompt = prompt
        self.width = width
        self.height = height
        self.seed = seed
        variations = []
        rewriting = .off
        textGuidance = 2.5
        imageGuidance = 2.5
        steps = 12
        references = []
        keepsFaces = false
        count = 1
        format = .jpeg
        inline = false
        isLabelled = false
        isStreamed = false
        warnings = []
        ignoredParameters = []
        parameters = [:]
    }
}

/// A picture that the client sent along.
package struct Reference: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// Sent inside the request and kept as a file.
        case file(FileKey)
        /// To be fetched when the work begins.
        case url(String)
    }

    package enum Kind: String, Sendable, CaseIterable {
        case subject = "IP"
        case face = "ID"
        case style = "STYLE"
        case auto = "AUTO"
    }

    package var source: Source
    package var kind: Kind
    /// How messages call it: `image[2]`.
    package var name: String

    package init(source: Source, kind: Kind = .auto, name: String = "image") {
        self.source = source
        self.kind = kind
        self.name = name
    }
}

/// The kinds of file that pictures come in and go out as.
package enum PictureFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp, bmp, tiff, gif

    package var mediaType: String { "image/\(rawValue)" }
    package var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}
