package import JSON

/// A code of the wire, as text or, for two models, as an integer.
package struct ErrorCode: Sendable, Equatable {
    /// The padded form, `003001005`, or a word.
    package let text: String
    /// Whether the model's document calls its codes integers.
    package let isInteger: Bool

    package init(_ text: String, isInteger: Bool = false) {
        self.text = text
        self.isInteger = isInteger
    }

    package var number: Int? { Int(text) }

    package var json: JSON {
        if isInteger, let number { .integer(number) } else { .string(text) }
    }
}

/// Why a request is not valid.
package struct Fault: Error, Sendable, Equatable {
    package let code: ErrorCode
    package let parameter: String
    /// One sentence that names the parameter, what was sent and what is allowed.
    package let message: String

    package init(code: ErrorCode, parameter: String, message: String) {
        self.code = code
        self.parameter = parameter
        // JSON knows no leading zeros: the form of the documents stands at the end of the sentence.
        self.message = code.isInteger ? "\(message) [\(code.text)]" : message
    }
}
