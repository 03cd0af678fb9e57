/// Something that draws.
package protocol Engine: Sendable {
    /// As it stands in `metadata.engine`.
    var name: String { get }
    var abilities: Abilities { get }
    /// The words and phrases that it knows, in lower case; `nil` for one that understands any.
    var vocabulary: Set<String>? { get async }

    /// Draws an order, one piece after the other as the caller pulls them; the work is given up when the caller stops pulling
    /// or its task is cancelled.
    ///
    /// `references`: The pictures that the order's references name, in their order, never more than the abilities say.
    func draw(
        _ order: Order,
        references: [ReferencePicture]
    ) async throws -> any AsyncSequence<Drawing, any Error> & Sendable
}

/// What an engine can do; the studio does the rest, or says what is left out.
package struct Abilities: Sendable, Equatable {
    /// Whether it writes text that stands in quotes itself; else the text is set over the picture.
    package var writesText = false
    /// Whether it understands any wording, so that a prompt is rewritten only to be fuller, not to be understood.
    package var understandsAnyWords = true
    /// How many references it looks at; the rest is left out, with a warning.
    package var references = 14
    /// The longest side that a reference need have.
    package var referenceSide = 2048

    package init() {}
}

extension Engine {
    package var abilities: Abilities { Abilities() }
    package var vocabulary: Set<String>? { get async { nil } }
}

/// A reference as a picture in memory.
package struct ReferencePicture: Sendable {
    package var kind: Reference.Kind
    package var bitmap: Bitmap

    package init(kind: Reference.Kind, bitmap: Bitmap) {
        self.kind = kind
        self.bitmap = bitmap
    }
}

/// A piece of an engine's work.
package enum Drawing: Sendable {
    /// The engine's own id of the work, where it has one.
    case accepted(jobID: String)
    /// The text that it really draws and what it makes of it.
    case understood(prompt: String?, tokens: Int, warnings: [String])
    /// What it takes from each of the references, where `AUTO` is decided.
    case decided(references: [Reference.Kind])
    /// How far it is, from 0 to 1.
    case progress(Double)
    /// The picture at this place as it looks by now; rough and small.
    case preview(index: Int, Bitmap)
    /// The picture at this place is ready.
    case picture(index: Int, Bitmap)
    /// The picture at this place will not come; the others still may.
    case lost(index: Int, reason: String)
}

/// A picture in memory: rows of RGB, eight bits each.
package struct Bitmap: Sendable, Equatable {
    package let width: Int
    package let height: Int
    package let pixels: [UInt8]

    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(pixels.count == width * height * 3, "a bitmap has three bytes a pixel")
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}

/// Which engine serves which model.
package struct Engines: Sendable {
    private let byModel: [String: any Engine]

    package init(_ byModel: [String: any Engine] = [:]) {
        self.byModel = byModel
    }

    package subscript(_ model: String) -> (any Engine)? { byModel[model] }
}
