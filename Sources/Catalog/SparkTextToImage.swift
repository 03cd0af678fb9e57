import JSON

extension Model {
    package static let sparkT2I3 = textToImage(
        id: "spark_t2i_3_0",
        name: "Spark Text to Image 3.0",
        summary: "General text to image: stable pictures and solid composition at 1K and 2K.",
        prefix: "003001",
        usage: .tokens
    )

    package static let sparkImage31 = textToImage(
        id: "spark_image_3_1",
        name: "Spark Image 3.1",
        summary: "Text to image at 1K and 2K with a stronger sense for style.",
        prefix: "003002",
        usage: .zeroTokensAndImages
    )

    /// Two models with the same parameters and rules.
    private static func textToImage(
        id: String,
        name: String,
        summary: String,
        prefix: String,
        usage: UsageForm
    ) -> Model {
        Model(
            id: id,
            name: name,
            summary: summary,
            codes: .integer(prefix: prefix),
            parameters: [
                Parameter(
                    "prompt",
                    .text(length: 1...800),
                    .prompt,
                    required: true,
                    codes: .init(absent: .number(1), type: .number(1), value: .number(2)),
                    summary: "What to draw, in English or Chinese; at most 120 characters are recommended.",
                    example: "three red mushrooms in a meadow at night, flat illustration"
                ),
                Parameter(
                    "use_pre_llm",
                    .boolean,
                    .rewriting,
                    default: true,
                    codes: .all(.number(3)),
                    summary: "Expands and improves the prompt before drawing. Switch it off for long prompts."
                ),
                .seed(code: 4),
                .side("width", .width, 1...8192, "height", code: 8),
                .side("height", .height, 1...8192, "width", code: 8),
            ],
            size: .area(512 * 512...2048 * 2048, codes: (single: 7, type: 8, positive: 5, ratio: 6, area: 9)),
            pictures: nil,
            advice: Advice(characters: 120),
            recommended: .standard + .double,
            answersObject: false,
            usage: usage,
            rewritesAlways: false
        )
    }
}
