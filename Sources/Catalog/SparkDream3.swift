import JSON

extension Model {
    package static let sparkDream3 = Model(
        id: "spark_dream_3_0",
        name: "Spark Dream 3.0",
        summary: "Text to image in English and Chinese, with text layout and adjustable guidance.",
        codes: .text(prefix: "003019"),
        parameters: [
            Parameter(
                "prompt",
                .text(length: 1...800),
                .prompt,
                required: true,
                codes: .init(absent: .number(1), type: .number(1), value: .number(2)),
                summary: "What to draw, in English or Chinese. Text in double quotes is set into the picture.",
                example: "a red fox in the snow at sunset, flat illustration"
            ),
            Parameter(
                "use_pre_llm",
                .boolean,
                .rewriting,
                default: false,
                codes: .all(.number(3)),
                summary: "Expands and improves the prompt before drawing. Good for short prompts."
            ),
            .seed(code: 4),
            Parameter(
                "scale",
                .number(1...10),
                .textGuidance,
                default: 2.5,
                codes: .all(.number(5)),
                summary: "How strongly the picture follows the text."
            ),
            .side("width", .width, 512...2048, "height", code: 6),
            .side("height", .height, 512...2048, "width", code: 6),
        ],
        size: .sides(512...2048, codes: (size: 6, ratio: 7)),
        pictures: nil,
        advice: Advice(discouraged: "$#@%^&*~|\\<>{}[]"),
        recommended: .standard,
        answersObject: false,
        usage: .costOnly,
        rewritesAlways: false
    )
}

extension Parameter {
    static func seed(code: Int) -> Parameter {
        Parameter(
            "seed",
            .seed,
            .seed,
            default: -1,
            codes: .all(.number(code)),
            summary: "The same positive seed and parameters give the same picture; -1 draws a new one."
        )
    }

    static func side(
        _ name: String,
        _ meaning: Meaning,
        _ range: ClosedRange<Int64>,
        _ other: String?,
        code: Int
    ) -> Parameter {
        let both = other.map { " Goes together with \($0)." } ?? ""
        return Parameter(
            name,
            .side(range),
            meaning,
            default: 1328,
            codes: .all(.number(code)),
            summary: "The \(name) of the picture in pixels.\(both)"
        )
    }
}

extension [NamedSize] {
    static let standard = [
        NamedSize("1K", "1:1", 1328, 1328), NamedSize("1K", "4:3", 1472, 1104), NamedSize("1K", "3:2", 1584, 1056),
        NamedSize("1K", "16:9", 1664, 936), NamedSize("1K", "21:9", 2016, 864),
    ]

    static let double = [
        NamedSize("2K", "1:1", 2048, 2048), NamedSize("2K", "4:3", 2304, 1728), NamedSize("2K", "3:2", 2496, 1664),
        NamedSize("2K", "16:9", 2560, 1440), NamedSize("2K", "21:9", 3024, 1296),
    ]
}
