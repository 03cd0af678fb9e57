package import Domain
import Vips

/// What is done to each picture after it was drawn: its texts are set, it gets its label, becomes a file, and says where it comes from.
package struct Finisher: Sendable {
    package struct Configuration: Sendable {
        package var label = LabelWording.english
        /// Whether what was asked for is written into the file.
        package var keepsPrompts = false
        package var producer = Producer()
        package var encoder = Encoder()

        package init() {}
    }

    /// A file, and what could not be done as it was asked.
    package struct Finished: Sendable, Equatable {
        package var bytes: [UInt8]
        package var warnings: [String]
    }

    private let configuration: Configuration

    package init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    package func finish(
        _ bitmap: Bitmap,
        texts: [Lettering],
        isLabelled: Bool,
        format: PictureFormat,
        provenance: Provenance
    ) throws -> Finished {
        var canvas = Canvas(bitmap)
        var warnings: [String] = []
        let label = isLabelled ? label(for: canvas, &warnings) : nil
        set(texts, on: &canvas, around: label, &warnings)
        label?.draw(on: &canvas)
        let file = try configuration.encoder.encode(canvas.bitmap, as: format)
        return Finished(bytes: stamped(file, as: format, provenance), warnings: warnings)
    }

    private func label(for canvas: Canvas, _ warnings: inout [String]) -> Label? {
        do {
            return try Label(configuration.label, width: canvas.width, height: canvas.height)
        } catch {
            warnings.append("watermark: the label can't be set (\(error.message)); the picture is without it.")
            return nil
        }
    }

    /// A text that can't be set is told and left out; the picture comes without it.
    private func set(_ texts: [Lettering], on canvas: inout Canvas, around label: Label?, _ warnings: inout [String]) {
        var typesetter = Typesetter(width: canvas.width, height: canvas.height, taken: label.map { [$0.box] } ?? [])
        let settable = texts.prefix(Lettering.most).map { $0.settable(&warnings) }
        if texts.count > Lettering.most {
            warnings.append("Only the first \(Lettering.most) texts in quotes are set over a picture.")
        }
        for text in settable where !text.text.isEmpty {
            do throws(VipsError) {
                let ground = canvas
                guard let placed = try typesetter.place(text, unrest: { ground.ground(in: $0).roughness }) else {
                    warnings.append("A text did not fit on the picture and was left out: \(text.shortened).")
                    continue
                }
                let box = placed.box
                canvas.set(placed.mask, x: box.x, y: box.y, size: placed.size, colour: text.wishes.colour)
            } catch {
                warnings.append("A text can't be set (\(error.message)) and was left out: \(text.shortened).")
            }
        }
    }

    private func stamped(_ file: [UInt8], as format: PictureFormat, _ provenance: Provenance) -> [UInt8] {
        var provenance = provenance
        if !configuration.keepsPrompts { provenance.prompt = nil }
        return Container.file(file, with: XMP.packet(provenance, by: configuration.producer), as: format)
    }
}

extension Lettering {
    /// Texts on one picture.
    static let most = 8
    /// Characters of one text.
    static let longest = 1000

    /// The text as far as fonts can set it.
    fileprivate func settable(_ warnings: inout [String]) -> Lettering {
        guard text.unicodeScalars.count <= Self.longest else {
            warnings.append("A text of more than \(Self.longest) characters was left out: \(shortened).")
            return Lettering("")
        }
        guard Fonts.areInstalled else {
            warnings.append("A text can't be set (no font is installed) and was left out: \(shortened).")
            return Lettering("")
        }
        var kept = String.UnicodeScalarView()
        var lost = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.isSettable { kept.append(scalar) } else { lost.append(scalar) }
        }
        let visible = lost.filter { $0.properties.generalCategory != .nonspacingMark }
        if !visible.isEmpty {
            let sample = String(String.UnicodeScalarView(visible.prefix(10)))
            warnings.append("No installed font sets these characters, which were left out: \(sample)")
        }
        return Lettering(String(kept).trimmingSpaces, wishes: wishes)
    }

    /// For messages.
    fileprivate var shortened: String {
        text.count > 30 ? "“\(text.prefix(30))…”" : "“\(text)”"
    }
}

extension Unicode.Scalar {
    /// Emoji are pictures of their own and never set.
    fileprivate var isSettable: Bool {
        if properties.isWhitespace || properties.generalCategory == .format { return true }
        return !properties.isEmojiPresentation && self != "\u{FE0F}" && Fonts.covers(self)
    }
}
