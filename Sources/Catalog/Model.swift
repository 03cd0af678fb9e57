package import Domain

/// A model as its document describes it.
package struct Model: Sendable {
    package var id: String
    package var name: String
    package var summary: String
    package var codes: CodeFamily
    package var parameters: [Parameter]
    package var size: SizeRule
    package var pictures: PictureRule?
    package var advice: Advice
    /// The sizes that its document recommends.
    package var recommended: [NamedSize]
    /// Whether `output` is an object in the documented form.
    package var answersObject: Bool
    package var usage: UsageForm
    /// Whether the prompt is rewritten when no parameter says so.
    package var rewritesAlways: Bool

    /// How the codes of the model look.
    package enum CodeFamily: Sendable {
        case text(prefix: String)
        case integer(prefix: String)
        case named
    }

    /// Which counts stand beside the cost.
    package enum UsageForm: Sendable {
        case costOnly
        case tokens
        case zeroTokensAndImages
        case imagesAndTokens
    }

    /// What is not forbidden but not wise.
    package struct Advice: Sendable {
        package var characters: Int? = nil
        package var chineseCharacters: Int? = nil
        package var words: Int? = nil
        package var discouraged: String = ""
        /// References wider than 16:9 or taller than 9:16.
        package var warnsOfExtremeReferences = false
    }

    package func parameter(_ meaning: Parameter.Meaning) -> Parameter? {
        for parameter in parameters {
            if parameter.meaning == meaning { return parameter }
            if case .object(let children) = parameter.kind, let child = children.first(where: { $0.meaning == meaning })
            {
                return child
            }
        }
        return nil
    }

    package func code(_ code: Parameter.Code) -> ErrorCode {
        switch (codes, code) {
        case (.text(let prefix), .number(let number)): ErrorCode(prefix + padded(number))
        case (.integer(let prefix), .number(let number)): ErrorCode(prefix + padded(number), isInteger: true)
        case (_, .name(let name)): ErrorCode(name)
        case (.named, .number): preconditionFailure("a model with named codes has no numbered ones")
        }
    }

    /// The code of a task that failed; the general ones are the same for all models.
    package func code(for failure: ImageTask.Failure) -> ErrorCode {
        let number: Int
        switch failure.kind {
        case .cancelled: return ErrorCode("cancelled")
        case .badReference:
            guard let parameter = parameter(.pictures), let rule = pictures else { return ErrorCode("invalid_request") }
            if case .named = codes { return code(rule.contentCode) }
            return code(parameter.codes.value)
        case .engineBroke: number = 95
        case .badAnswer: number = 96
        case .upstreamRefused: number = 97
        case .statusUnknown: number = 98
        case .noEngine: number = 99
        }
        if case .named = codes { return ErrorCode("InternalServiceError") }
        return code(.number(number))
    }

    private func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: 3 - text.count) + text
    }
}

package struct NamedSize: Sendable, Equatable {
    package var resolution: String
    package var ratio: String
    package var width: Int
    package var height: Int

    package init(_ resolution: String, _ ratio: String, _ width: Int, _ height: Int) {
        self.resolution = resolution
        self.ratio = ratio
        self.width = width
        self.height = height
    }
}
