import Domain
import Glibc
import Imaging

/// Labelled and typeset pictures in both scripts, on light, dark and busy ground.
enum Sheet {
    static let prompts = [
        "“HELLO”",
        "the title “Autumn in the Mountains”, the subtitle “A journey through silence” and small text “March 2026” in the bottom left corner",
        "顶部大号白色标题“春江花月夜”，右下角小号黑色“二〇二六年春”",
        "书法“宁静致远”，居中，特大红色",
        "“The quick brown fox jumps over the lazy dog while nobody is looking, and then it goes home to sleep.”",
        "huge bold yellow “SALE” in the top right corner, serif “up to half price” at the bottom left",
        "handwritten “with love” in the center, caption “AI & <i>markup</i> stay as they are”",
        "“中英文 mixed text 混排” in the middle left, “右上” 右上角, “two” at the top right",
    ]
    static let wordings: [LabelWording] = [.english, .chinese, .both]

    static func write(to folder: String) throws {
        let sizes = [(1328, 1328), (1024, 576), (576, 1024)]
        var number = 0
        for scene in Scene.allCases {
            for prompt in prompts {
                let (width, height) = sizes[number % 3]
                var configuration = Finisher.Configuration()
                configuration.label = wordings[number % 3]
                let finished = try Finisher(configuration).finish(
                    scene.bitmap(width: width, height: height),
                    texts: Lettering.read(prompt).texts,
                    isLabelled: true,
                    format: .png,
                    provenance: Provenance(engine: "ember", pictureID: "\(number)")
                )
                for warning in finished.warnings { print(number, warning) }
                try save(finished.bytes, "\(folder)/\(scene.rawValue)-\(number % prompts.count).png")
                number += 1
            }
        }
    }

    static func save(_ bytes: [UInt8], _ path: String) throws {
        guard let file = fopen(path, "wb") else { throw Unwritable(path: path) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Unwritable(path: path) }
    }

    struct Unwritable: Error {
        let path: String
    }
}
