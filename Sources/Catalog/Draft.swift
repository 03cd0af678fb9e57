package import Domain
package import JSON

/// A valid request whose pictures are not kept yet.
package struct Draft: Sendable {
    package var order: Order
    package var pictures: [IncomingPicture]
}

extension Model {
    /// Makes the order of a request, or says the one fault that is to be reported.
    package func draft(from sent: Object, drawSeed: () -> Int64) throws(Fault) -> Draft {
        let values = Values(model: self, sent: sent)
        var faults = FaultList(model: self)
        for parameter in parameters { faults.check(parameter, values) }
        let size = faults.checkSize(values)
        let pictures = faults.checkPictures(values)
        if let fault = faults.first { throw fault }
        return draft(values, size: size, pictures: pictures, drawSeed: drawSeed)
    }

    private func draft(
        _ values: Values,
        size: SizeRule.Resolved,
        pictures: [IncomingPicture],
        drawSeed: () -> Int64
    ) -> Draft {
        let prompt = values[.prompt]?.string ?? ""
        let seed = values[.seed]?.integer ?? -1
        let (width, height) =
            switch size {
            case .sides(let width, let height): (width, height)
            case .resolution(let resolution): PromptedShape(prompt).size(in: recommended, resolution: resolution)
            }
        var order = Order(model: id, prompt: prompt, width: width, height: height, seed: seed > 0 ? seed : drawSeed())
        order.rewriting = rewriting(values)
        order.textGuidance = values[.textGuidance]?.number ?? order.textGuidance
        order.imageGuidance = values[.imageGuidance]?.number ?? order.imageGuidance
        order.steps = values[.steps]?.int ?? order.steps
        order.keepsFaces = values[.keepsFaces]?.bool ?? false
        order.format = values[.format]?.string.flatMap(PictureFormat.init) ?? .jpeg
        order.inline = values[.delivery]?.string == "b64_json"
        order.isLabelled = values[.label]?.bool ?? false
        order.isStreamed = values[.stream]?.bool ?? false
        order.warnings = warnings(prompt)
        order.parameters = values.withoutPictures
        if values[.tools]?.array?.isEmpty == false {
            order.warnings.append("tools: web_search is not available and was not used.")
        }
        if values[.group]?.string == "auto" {
            let asked = GroupSize(prompt).count
            let most = min(values[.groupLimit]?.int ?? 15, 15 - pictures.count)
            order.count = max(1, min(asked, most))
            if asked > order.count {
                order.warnings.append("The prompt asks for \(asked) pictures; \(order.count) will be drawn.")
            }
        }
        return Draft(order: order, pictures: pictures)
    }

    private func rewriting(_ values: Values) -> Order.Rewriting {
        if rewritesAlways { return .general }
        guard values[.rewriting]?.bool == true else { return .off }
        return values[.rewritingLevel]?.string.flatMap(Order.Rewriting.init) ?? .general
    }

    private func warnings(_ prompt: String) -> [String] {
        var warnings: [String] = []
        let length = prompt.unicodeScalars.count
        if let most = advice.characters, length > most {
            warnings.append("prompt: \(length) characters are more than the recommended \(most).")
        }
        if let characters = advice.chineseCharacters, let words = advice.words {
            let chinese = prompt.unicodeScalars.filter(\.properties.isIdeographic).count
            let english = prompt.split { !$0.isLetter || $0.unicodeScalars.contains(where: \.properties.isIdeographic) }
                .count
            if chinese > characters || english > words {
                warnings.append(
                    "prompt: more than the recommended \(characters) Chinese characters or \(words) English words."
                )
            }
        }
        let odd = Set(prompt).intersection(advice.discouraged).sorted()
        if !odd.isEmpty {
            warnings.append("prompt: special symbols such as \(String(odd)) may disturb the picture.")
        }
        return warnings
    }
}

/// The parameters of a request as the model knows them: null is absent, and defaults are filled in when read by meaning.
struct Values {
    private let model: Model
    private let sent: Object

    init(model: Model, sent: Object) {
        self.model = model
        self.sent = sent
    }

    /// What was sent, at the top or inside an object parameter.
    func sent(_ parameter: Parameter) -> JSON? {
        if let value = sent[parameter.name], !value.isNull { return value }
        return nil
    }

    subscript(_ meaning: Parameter.Meaning) -> JSON? {
        for parameter in model.parameters {
            if parameter.meaning == meaning { return sent(parameter) ?? parameter.default }
            guard case .object(let children) = parameter.kind,
                let child = children.first(where: { $0.meaning == meaning })
            else { continue }
            return sent(parameter)?[child.name] ?? child.default
        }
        return nil
    }

    func sent(_ meaning: Parameter.Meaning) -> JSON? {
        model.parameters.first { $0.meaning == meaning }.flatMap(sent)
    }

    /// The parameters for people who look at the task later; a picture that was sent is only counted.
    var withoutPictures: JSON {
        var kept = Object()
        for parameter in model.parameters {
            guard let value = sent(parameter) else { continue }
            guard case .pictures = parameter.kind else {
                kept.append(parameter.name, value)
                continue
            }
            let texts = value.array ?? [value]
            kept.append(parameter.name, .array(texts.map { $0.string?.isWebURL == true ? $0 : "(picture)" }))
        }
        return .object(kept)
    }
}
