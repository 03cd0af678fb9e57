import Domain
import JSON

extension Model {
    package static let sparkDream5 = Model(
        id: "spark_dream_5_0",
        name: "Spark Dream 5.0",
        summary:
            "Text and up to 14 pictures to one picture or a group of related ones, at 2K and 3K, as a stream if wanted.",
        codes: .named,
        parameters: [
            Parameter(
                "prompt",
                .text(length: 1...8000),
                .prompt,
                required: true,
                codes: .init(absent: .name("MissingParameter"), type: invalid, value: invalid),
                summary:
                    "What to draw, in English or Chinese; at most 300 Chinese characters or 600 words are recommended.",
                example: "four pictures of the same lighthouse through the seasons, watercolour"
            ),
            Parameter(
                "image",
                .pictures(.either),
                .pictures,
                codes: .all(invalid),
                summary:
                    "Up to 14 reference pictures: a URL or a data:image/<format>;base64,… text, or an array of those.",
                example: ["https://example.com/cat.png"]
            ),
            Parameter(
                "size",
                .size,
                .size,
                default: "2048x2048",
                codes: .all(invalid),
                summary:
                    "2K or 3K (the prompt says the shape), or WIDTHxHEIGHT with 3686400 to 10404496 pixels and a ratio from 1/16 to 16.",
                example: "2K"
            ),
            Parameter(
                "sequential_image_generation",
                .choice(["auto", "disabled"]),
                .group,
                default: "disabled",
                codes: .all(invalid),
                summary: "With auto the prompt decides how many related pictures are drawn."
            ),
            Parameter(
                "sequential_image_generation_options",
                .object([
                    Parameter(
                        "max_images",
                        .integer(1...15),
                        .groupLimit,
                        default: 15,
                        codes: .all(invalid),
                        summary: "How many pictures at most; references and results together are at most 15."
                    )
                ]),
                .groupOptions,
                codes: .all(invalid),
                summary: "How a group is drawn; used with auto."
            ),
            Parameter(
                "tools",
                .tools,
                .tools,
                codes: .all(invalid),
                summary: "Accepted, but no tool is available; a warning says so.",
                example: [["type": "web_search"]]
            ),
            Parameter(
                "stream",
                .boolean,
                .stream,
                default: false,
                codes: .all(invalid),
                summary: "Answers with events, each picture as soon as it is ready."
            ),
            Parameter(
                "output_format",
                .choice(["png", "jpeg"]),
                .format,
                default: "jpeg",
                codes: .all(invalid),
                summary: "The kind of file."
            ),
            Parameter(
                "response_format",
                .choice(["url", "b64_json"]),
                .delivery,
                default: "url",
                codes: .all(invalid),
                summary: "Links that are valid for 24 hours, or the pictures themselves in base64."
            ),
            Parameter(
                "watermark",
                .boolean,
                .label,
                default: true,
                codes: .all(invalid),
                summary: "Puts \"AI Generated\" into the bottom-right corner."
            ),
            Parameter(
                "optimize_prompt_options",
                .object([
                    Parameter(
                        "mode",
                        .choice(["standard"]),
                        .promptMode,
                        default: "standard",
                        codes: .all(invalid),
                        summary: "How the prompt is optimized."
                    )
                ]),
                .promptOptions,
                codes: .all(invalid),
                summary: "How the prompt is rewritten before drawing."
            ),
        ],
        size: .text(area: 3_686_400...10_404_496, ratio: 16),
        pictures: PictureRule(
            most: 14,
            formats: [.jpeg, .png, .webp, .bmp, .tiff, .gif],
            bytes: 10_485_760,
            longestSide: nil,
            above: 14,
            pixels: 36_000_000,
            ratio: 16,
            contentCode: .name("InputImageError")
        ),
        advice: Advice(chineseCharacters: 300, words: 600),
        recommended: [
            NamedSize("2K", "1:1", 2048, 2048), NamedSize("2K", "4:3", 2304, 1728), NamedSize("2K", "3:4", 1728, 2304),
            NamedSize("2K", "16:9", 2848, 1600), NamedSize("2K", "9:16", 1600, 2848),
            NamedSize("2K", "3:2", 2496, 1664),
            NamedSize("2K", "2:3", 1664, 2496), NamedSize("2K", "21:9", 3136, 1344), NamedSize("3K", "1:1", 3072, 3072),
            NamedSize("3K", "4:3", 3456, 2592), NamedSize("3K", "3:4", 2592, 3456), NamedSize("3K", "16:9", 4096, 2304),
            NamedSize("3K", "9:16", 2304, 4096), NamedSize("3K", "2:3", 2496, 3744), NamedSize("3K", "3:2", 3744, 2496),
            NamedSize("3K", "21:9", 4704, 2016),
        ],
        answersObject: true,
        usage: .imagesAndTokens,
        rewritesAlways: true
    )

    private static let invalid = Parameter.Code.name("InvalidParameter")
}
