package import JSON

/// One parameter of a model, declared once: the validator, the specification, OpenAPI and the documentation all read this.
package struct Parameter: Sendable {
    package var name: String
    package var kind: Kind
    package var meaning: Meaning
    package var isRequired: Bool
    package var `default`: JSON?
    package var codes: Codes
    /// What it does, for people.
    package var summary: String
    package var example: JSON?

    package indirect enum Kind: Sendable {
        /// Counted in Unicode scalars, and not blank.
        case text(length: ClosedRange<Int>)
        case boolean
        case integer(ClosedRange<Int64>)
        /// −1 for chance, or a positive integer.
        case seed
        /// A length in pixels; the model's size rule decides, the range is for people.
        case side(ClosedRange<Int64>)
        case number(ClosedRange<Double>)
        case choice([String])
        case choices([String], most: Int)
        /// URLs, or base64 with or without a `data:` prefix; the model's picture rule says the rest.
        case pictures(PictureForm)
        /// `2K`, `3K` or `WxH`.
        case size
        case object([Parameter])
        case tools
    }

    package enum PictureForm: Sendable {
        case urls, base64
        /// One text or an array of texts, each a URL or a `data:` text.
        case either
    }

    /// What an order makes of it.
    package enum Meaning: Sendable, Hashable {
        case prompt, rewriting, rewritingLevel, seed, textGuidance, imageGuidance, steps
        case width, height, size
        case pictures, referenceKinds, keepsFaces
        case group, groupOptions, groupLimit, tools
        case stream, format, delivery, label, promptOptions, promptMode
    }

    /// The code for each way of being wrong.
    package struct Codes: Sendable {
        package var absent: Code
        package var type: Code
        package var value: Code

        package static func all(_ code: Code) -> Codes { Codes(absent: code, type: code, value: code) }
    }

    package enum Code: Sendable, Hashable {
        /// The last three digits of a code of the model's family.
        case number(Int)
        case name(String)
    }

    package init(
        _ name: String,
        _ kind: Kind,
        _ meaning: Meaning,
        required isRequired: Bool = false,
        default: JSON? = nil,
        codes: Codes,
        summary: String,
        example: JSON? = nil
    ) {
        self.name = name
        self.kind = kind
        self.meaning = meaning
        self.isRequired = isRequired
        self.default = `default`
        self.codes = codes
        self.summary = summary
        self.example = example
    }
}
