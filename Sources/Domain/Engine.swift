/// Something that draws.
package protocol Engine: Sendable {
    /// As it stands in `metadata.engine`.
    var name: String { get }

    /// Draws an order, one piece after the other as the caller pulls them; the work is given up when the caller stops pulling
    /// or its task is cancelled.
    func draw(_ order: Order) async throws -> any AsyncSequence<Drawing, any Error> & Sendable
}

/// A piece of an engine's work.
package enum Drawing: Sendable {
    /// The engine's own id of the work, where it has one.
    case accepted(jobID: String)
    /// The text that it really draws and what it makes of it.
    case understood(prompt: String?, tokens: Int, warnings: [String])
    /// How far it is, from 0 to 1.
    case progress(Double)
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
