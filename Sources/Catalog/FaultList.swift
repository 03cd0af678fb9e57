import Domain
import JSON

/// Collects what is wrong with a request, to report the one with the lowest documented code.
struct FaultList {
    private let model: Model
    private var found: [(rank: Int, fault: Fault)] = []

    init(model: Model) {
        self.model = model
    }

    /// The fault to report; among equals the first in the order of the document's table.
    var first: Fault? { found.min { $0.rank < $1.rank }?.fault }

    private mutating func add(_ code: Parameter.Code, _ parameter: Parameter, _ message: String, path: String? = nil) {
        let place = model.parameters.firstIndex { $0.name == parameter.name } ?? 0
        let rank =
            switch code {
            case .number(let number): number * 1000 + place
            case .name: place
            }
        found.append((rank, Fault(code: model.code(code), parameter: path ?? parameter.name, message: message + ".")))
    }

    mutating func check(_ parameter: Parameter, _ values: Values) {
        guard let value = values.sent(parameter) else {
            if parameter.isRequired {
                add(parameter.codes.absent, parameter, "\(parameter.name) is missing: it must be \(parameter.rule)")
            }
            return
        }
        check(parameter, value, path: parameter.name, top: parameter)
    }

    private mutating func check(_ parameter: Parameter, _ value: JSON, path: String, top: Parameter) {
        switch parameter.problem(with: value) {
        case .type(let reason): add(parameter.codes.type, top, "\(path) \(reason)", path: path)
        case .value(let reason): add(parameter.codes.value, top, "\(path) \(reason)", path: path)
        case nil: break
        }
        guard case .object(let children) = parameter.kind else { return }
        for child in children {
            guard let value = value[child.name] else { continue }
            check(child, value, path: "\(path).\(child.name)", top: top)
        }
    }

    // MARK: - Size

    /// The size asked for; some size where there was a fault.
    mutating func checkSize(_ values: Values) -> SizeRule.Resolved {
        let fallback = SizeRule.Resolved.sides(width: SizeRule.standardSide, height: SizeRule.standardSide)
        do throws(SizeFault) {
            if case .text = model.size {
                guard let parameter = model.parameter(.size) else { return fallback }
                let value = values[.size] ?? .null
                guard let text = value.string else {
                    add(parameter.codes.type, parameter, "size must be \(parameter.rule), not \(value.shown)")
                    return fallback
                }
                return try model.size.size(text: text)
            }
            let size = try model.size.size(width: values.sent(.width), height: values.sent(.height))
            return .sides(width: size.width, height: size.height)
        } catch {
            if let parameter = model.parameters.first(where: { $0.name == error.parameter }) {
                add(error.code, parameter, error.message)
            }
            return fallback
        }
    }

    // MARK: - Pictures

    mutating func checkPictures(_ values: Values) -> [IncomingPicture] {
        guard let rule = model.pictures else { return [] }
        let carriers = model.parameters.filter { $0.meaning == .pictures }
        let sent = carriers.compactMap { parameter in values.sent(parameter).map { (parameter, $0) } }
        guard let (parameter, value) = sent.first else {
            if let first = carriers.first, first.isRequired || carriers.count > 1 {
                let names = carriers.map(\.name).joined(separator: " or ")
                add(first.codes.absent, first, "\(names) is missing: at least one picture is needed")
            }
            return []
        }
        guard sent.count == 1 else {
            let names = sent.map(\.0.name).joined(separator: " and ")
            add(parameter.codes.value, parameter, "\(names) must not be given together; send one of them")
            return []
        }
        guard let texts = texts(of: value, parameter) else {
            add(parameter.codes.type, parameter, "\(parameter.name) must be \(parameter.rule), not \(value.shown)")
            return []
        }
        guard !texts.isEmpty else {
            add(parameter.codes.absent, parameter, "\(parameter.name) is empty: at least one picture is needed")
            return []
        }
        guard texts.count <= rule.most else {
            let count = texts.count
            add(
                parameter.codes.value,
                parameter,
                "\(parameter.name) must hold at most \(rule.most) pictures, not \(count)"
            )
            return []
        }
        let kinds = checkKinds(values, count: texts.count)
        return texts.enumerated().compactMap { index, text in
            let name = value.array == nil ? parameter.name : "\(parameter.name)[\(index)]"
            return check(text, parameter, rule, name: name, kind: kinds[index])
        }
    }

    private func texts(of value: JSON, _ parameter: Parameter) -> [Text]? {
        if case .text(let text) = value, case .pictures(.either) = parameter.kind { return [text] }
        guard let items = value.array else { return nil }
        let texts = items.compactMap { item -> Text? in
            if case .text(let text) = item { text } else { nil }
        }
        return texts.count == items.count ? texts : nil
    }

    private mutating func checkKinds(_ values: Values, count: Int) -> [Reference.Kind] {
        let automatic = Array(repeating: Reference.Kind.auto, count: count)
        guard let parameter = model.parameter(.referenceKinds), let value = values.sent(parameter) else {
            return automatic
        }
        let kinds = value.array?.compactMap { $0.string.flatMap(Reference.Kind.init) } ?? []
        guard kinds.count == count else {
            // A type outside the list was reported by the parameter's own check.
            if let sent = value.array, sent.count != count {
                add(
                    parameter.codes.value,
                    parameter,
                    "\(parameter.name) must hold one type for each picture: \(count), not \(sent.count)"
                )
            }
            return automatic
        }
        return kinds
    }

    private mutating func check(
        _ text: Text,
        _ parameter: Parameter,
        _ rule: PictureRule,
        name: String,
        kind: Reference.Kind
    ) -> IncomingPicture? {
        func content() -> ArraySlice<UInt8>? {
            switch parameter.kind {
            case .pictures(.base64): text.starts(with: "data:") ? DataText(text.utf8)?.content : text.utf8
            case .pictures(.either): DataText(text.utf8).flatMap { $0.isLowercase ? $0.content : nil }
            default: nil
            }
        }
        let isURL =
            switch parameter.kind {
            case .pictures(.urls): true
            case .pictures(.either): !text.starts(with: "data:")
            default: false
            }
        if isURL {
            guard text.utf8Count <= 8192, text.string.isWebURL else {
                let form = JSON.text(text).shown
                add(parameter.codes.value, parameter, "\(name) must be an http or https URL, not \(form)", path: name)
                return nil
            }
            return IncomingPicture(source: .url(text.string), kind: kind, name: name)
        }
        guard let content = content() else {
            add(
                parameter.codes.value,
                parameter,
                "\(name) must look like data:image/<format>;base64,… with a lower-case format",
                path: name
            )
            return nil
        }
        // Four characters hold three bytes: what is far too long is not decoded at all.
        guard content.count / 4 * 3 <= rule.bytes + rule.bytes / 16 else {
            addContent(rule, parameter, name, rule.fault(in: nil, size: content.count / 4 * 3) ?? "is too large")
            return nil
        }
        guard let bytes = PictureText.decode(content) else {
            add(parameter.codes.value, parameter, "\(name) is no valid base64", path: name)
            return nil
        }
        if let reason = rule.fault(in: PictureHeader(of: bytes), size: bytes.count) {
            addContent(rule, parameter, name, reason)
            return nil
        }
        return IncomingPicture(source: .base64(content), kind: kind, name: name)
    }

    private mutating func addContent(_ rule: PictureRule, _ parameter: Parameter, _ name: String, _ reason: String) {
        add(rule.contentCode, parameter, "\(name) \(reason)", path: name)
    }
}

/// A `data:` text, taken apart.
private struct DataText {
    let format: ArraySlice<UInt8>
    let content: ArraySlice<UInt8>

    /// `nil` unless it reads `data:image/<format>;base64,<content>`.
    init?(_ text: ArraySlice<UInt8>) {
        let head = Array("data:image/".utf8)
        guard text.prefix(head.count).map({ $0 | 0x20 }) == head.map({ $0 | 0x20 }),
            let comma = text.prefix(200).firstIndex(of: UInt8(ascii: ","))
        else { return nil }
        let parts = text[(text.startIndex + head.count)..<comma].split(separator: UInt8(ascii: ";"))
        guard let format = parts.first, parts.count >= 2, parts.last?.elementsEqual("base64".utf8) == true,
            format.allSatisfy({ Character(Unicode.Scalar($0)).isLetter || "+-.0123456789".utf8.contains($0) })
        else { return nil }
        self.format = format
        content = text[(comma + 1)...]
    }

    var isLowercase: Bool { !format.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } }
}
