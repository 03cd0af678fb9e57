import Domain
import JSON

extension Model {
    package static let sparkMultiDreamo = Model(
        id: "spark_multi_dreamo",
        name: "Spark Multi Dreamo",
        summary: "One to five reference pictures and a prompt: keeps a subject, a face or a style.",
        codes: .text(prefix: "003013"),
        parameters: [
            Parameter(
                "prompt",
                .text(length: 1...800),
                .prompt,
                required: true,
                codes: .init(absent: .number(1), type: .number(1), value: .number(3)),
                summary: "What to make of the references, in English or Chinese; about 300 characters are recommended.",
                example: "the cat from the picture on a beach at sunset"
            ),
            Parameter(
                "image_urls",
                .pictures(.urls),
                .pictures,
                codes: pictureCodes,
                summary: "One to five URLs of JPEG or PNG pictures. Either this or binary_data_base64.",
                example: ["https://example.com/cat.jpg"]
            ),
            Parameter(
                "binary_data_base64",
                .pictures(.base64),
                .pictures,
                codes: pictureCodes,
                summary: "One to five JPEG or PNG pictures in base64. Either this or image_urls."
            ),
            Parameter(
                "ref_type_list",
                .choices(["IP", "ID", "STYLE", "AUTO"], most: 5),
                .referenceKinds,
                codes: .all(.number(4)),
                summary:
                    "What to take from each picture: IP the subject, ID the face, STYLE the style, AUTO what fits.",
                example: ["IP"]
            ),
            Parameter(
                "guidance_scale1",
                .number(1...7),
                .textGuidance,
                default: 2.5,
                codes: .all(.number(4)),
                summary: "How strongly the picture follows the text."
            ),
            Parameter(
                "guidance_scale2",
                .number(1...7),
                .imageGuidance,
                default: 2.5,
                codes: .all(.number(4)),
                summary: "How strongly the picture follows the references."
            ),
            Parameter(
                "ddim_steps",
                .integer(1...50),
                .steps,
                default: 12,
                codes: .all(.number(4)),
                summary: "The number of steps."
            ),
            Parameter(
                "swap_face",
                .boolean,
                .keepsFaces,
                default: false,
                codes: .all(.number(4)),
                summary: "Keeps faces closer to the references."
            ),
            Parameter(
                "use_rephraser",
                .boolean,
                .rewriting,
                default: true,
                codes: .all(.number(4)),
                summary: "Rewrites the prompt before drawing."
            ),
            Parameter(
                "rephraser_level",
                .choice(["general", "fine", "coarse"]),
                .rewritingLevel,
                default: "general",
                codes: .all(.number(4)),
                summary: "How much the rewriting adds."
            ),
            .seed(code: 4),
            .side("width", .width, 512...8192, nil, code: 4),
            .side("height", .height, 512...8192, nil, code: 4),
        ],
        size: .least(512, free: 2048, area: 2048 * 2048, code: 4),
        pictures: PictureRule(
            most: 5,
            formats: [.jpeg, .png],
            bytes: 4_928_307,
            longestSide: 4096,
            above: 0,
            contentCode: .number(4)
        ),
        advice: Advice(characters: 300, warnsOfExtremeReferences: true),
        recommended: .standard,
        answersObject: false,
        usage: .costOnly,
        rewritesAlways: false
    )

    private static let pictureCodes = Parameter.Codes(absent: .number(2), type: .number(4), value: .number(4))
}
