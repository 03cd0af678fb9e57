import Catalog
import Domain
import JSON

/// The codes that a client of a model may get, and what each of them means.
struct ErrorTable {
    struct Row {
        var code: String
        var meanings: [String]
    }

    private(set) var rows: [Row] = []
    private let model: Model
    private let language: Language

    init(_ model: Model, _ language: Language) {
        self.model = model
        self.language = language
        for parameter in model.parameters { add(parameter, parameter.name) }
        addSizes()
        if let pictures = model.pictures { add(pictures.contentCode, pictureRule(pictures)) }
        if case .named = model.codes {
            add(.name("InternalServiceError"), say("the engine failed", "引擎出错"))
        } else {
            rows.sort { $0.code < $1.code }
            for (number, text) in Self.tail { add(.number(number), text[language]) }
        }
    }

    private static let tail: [(Int, Phrase)] = [
        (95, Phrase("the engine broke", "生成内部错误")),
        (96, Phrase("the engine's answer made no sense", "结果解析错误")),
        (97, Phrase("an engine over HTTP answered with an error", "HTTP 引擎返回错误")),
        (98, Phrase("asking the engine how the work stands failed", "查询状态失败")),
        (99, Phrase("the work could not be handed to an engine", "任务创建失败")),
    ]

    private func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

    private mutating func add(_ code: Parameter.Code, _ meaning: String) {
        let text = model.code(code).text
        guard let place = rows.firstIndex(where: { $0.code == text }) else {
            rows.append(Row(code: text, meanings: [meaning]))
            return
        }
        if !rows[place].meanings.contains(meaning) { rows[place].meanings.append(meaning) }
    }

    private mutating func add(_ parameter: Parameter, _ name: String) {
        if case .object(let children) = parameter.kind {
            for child in children { add(child, "\(name).\(child.name)") }
            return
        }
        // Sides have a rule of their own.
        if case .side = parameter.kind { return }
        let rule = CatalogPhrases.rule(of: parameter, language)
        if parameter.isRequired { add(parameter.codes.absent, say("\(name) is missing", "缺少 \(name)")) }
        if case .pictures = parameter.kind, parameter.codes.absent != parameter.codes.value {
            add(parameter.codes.absent, say("no picture was sent", "没有图片"))
        }
        let must = say("\(name) must be \(rule)", "\(name) 须为\(rule)")
        if parameter.codes.type != parameter.codes.value {
            add(parameter.codes.type, say("\(name) is no text", "\(name) 不是文本"))
        }
        add(parameter.codes.value, must)
    }

    private mutating func addSizes() {
        switch model.size {
        case .sides(let range, let codes):
            let (least, most) = (range.lowerBound, range.upperBound)
            add(
                .number(codes.size),
                say(
                    "width and height must be integers from \(least) to \(most), both or neither",
                    "width 和 height 须为 \(least) 到 \(most) 的整数，同时给出或都不给"
                )
            )
            add(.number(codes.ratio), ratio)
        case .area(_, let codes):
            add(.number(codes.positive), say("width and height must be above 0", "width 和 height 须大于 0"))
            add(.number(codes.ratio), ratio)
            add(.number(codes.single), say("width and height must be given together", "width 和 height 须同时给出"))
            add(.number(codes.type), say("width and height must be integers", "width 和 height 须为整数"))
            add(
                .number(codes.area),
                say(
                    "width × height must be from 512×512 to 2048×2048 pixels",
                    "width × height 须在 512×512 到 2048×2048 像素之间"
                )
            )
        case .least(let least, let free, _, let code):
            add(
                .number(code),
                say(
                    "width and height must be integers of at least \(least); a side above \(free) only while width × height is at most 2048×2048",
                    "width 和 height 须为不小于 \(least) 的整数；超过 \(free) 的边要求 width × height 不超过 2048×2048"
                )
            )
        case .text: break
        }
    }

    private var ratio: String { say("width : height must be from 1:3 to 3:1", "宽高比须在 1:3 到 3:1 之间") }

    private func pictureRule(_ rule: PictureRule) -> String {
        let formats = rule.formats.map(\.rawValue).joined(separator: ", ")
        let size = JSON.number((Double(rule.bytes) / 104_857.6).rounded() / 10).text
        return say("a picture must be \(formats), at most \(size) MB", "图片格式须为 \(formats)，不超过 \(size) MB")
    }
}
