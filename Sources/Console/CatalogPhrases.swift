import Catalog
import Domain
import JSON

/// The catalog in the languages of the pages. English is the catalog's own.
enum CatalogPhrases {
    static func text(_ english: String, _ language: Language) -> String {
        language == .chinese ? chinese[english] ?? english : english
    }

    /// What a value must be.
    static func rule(of parameter: Parameter, _ language: Language) -> String {
        guard language == .chinese else { return parameter.rule }
        switch parameter.kind {
        case .text(let length): return "\(length.lowerBound) 到 \(length.upperBound) 个字符的文本，不能为空白"
        case .boolean: return "true 或 false"
        case .integer(let range), .side(let range): return "\(range.lowerBound) 到 \(range.upperBound) 的整数"
        case .seed: return "-1 或正整数"
        case .number(let range):
            return "\(JSON.number(range.lowerBound).text) 到 \(JSON.number(range.upperBound).text) 的数"
        case .choice(let choices): return choices.joined(separator: "、") + (choices.count > 1 ? " 之一" : "")
        case .choices(let choices, let most): return "最多 \(most) 个 \(choices.joined(separator: "、")) 组成的数组"
        case .pictures(.urls): return "http 或 https 网址组成的数组"
        case .pictures(.base64): return "base64 图片组成的数组"
        case .pictures(.either): return "网址或 data:image/<format>;base64,… 文本，或由它们组成的数组"
        case .size: return "2K、3K 或 宽x高"
        case .object: return "对象"
        case .tools: return "由 {\"type\": \"web_search\"} 组成的数组"
        }
    }

    /// What pictures a model takes.
    static func rule(of pictures: PictureRule, _ language: Language) -> String {
        let formats = pictures.formats.map(\.rawValue).joined(separator: ", ")
        let size = JSON.number((Double(pictures.bytes) / 104_857.6).rounded() / 10).text
        return language == .chinese
            ? "最多 \(pictures.most) 张：\(formats)，每张不超过 \(size) MB"
            : "At most \(pictures.most) pictures: \(formats), each of at most \(size) MB"
    }

    /// Summaries of models and parameters by their English text; a test holds that none is missing.
    static let chinese: [String: String] = [
        "Text to image in English and Chinese, with text layout and adjustable guidance.": "中英文文生图，支持文字排版和可调的文本引导强度。",
        "General text to image: stable pictures and solid composition at 1K and 2K.": "通用文生图：1K 与 2K 下画面稳定、构图扎实。",
        "Text to image at 1K and 2K with a stronger sense for style.": "1K 与 2K 文生图，风格表现更强。",
        "One to five reference pictures and a prompt: keeps a subject, a face or a style.": "一到五张参考图加提示词：保持主体、面孔或风格。",
        "Text and up to 14 pictures to one picture or a group of related ones, at 2K and 3K, as a stream if wanted.":
            "由文本和最多 14 张图片生成一张或一组相关图片，2K 与 3K，可流式返回。",
        "What to draw, in English or Chinese. Text in double quotes is set into the picture.":
            "要画的内容，中文或英文。双引号中的文字会排入画面。",
        "Expands and improves the prompt before drawing. Good for short prompts.": "绘制前扩写并优化提示词，适合较短的提示词。",
        "The same positive seed and parameters give the same picture; -1 draws a new one.":
            "相同的正整数种子和参数得到相同的图片；-1 表示随机。",
        "How strongly the picture follows the text.": "画面遵循文本的程度。",
        "The width of the picture in pixels. Goes together with height.": "图片宽度（像素），与 height 一同给出。",
        "The height of the picture in pixels. Goes together with width.": "图片高度（像素），与 width 一同给出。",
        "The width of the picture in pixels.": "图片宽度（像素）。",
        "The height of the picture in pixels.": "图片高度（像素）。",
        "What to draw, in English or Chinese; at most 120 characters are recommended.": "要画的内容，中文或英文；建议不超过 120 个字符。",
        "Expands and improves the prompt before drawing. Switch it off for long prompts.": "绘制前扩写并优化提示词。提示词较长时请关闭。",
        "What to make of the references, in English or Chinese; about 300 characters are recommended.":
            "用参考图做什么，中文或英文；建议约 300 个字符。",
        "One to five URLs of JPEG or PNG pictures. Either this or binary_data_base64.":
            "一到五个 JPEG 或 PNG 图片网址。与 binary_data_base64 二选一。",
        "One to five JPEG or PNG pictures in base64. Either this or image_urls.":
            "一到五张 base64 编码的 JPEG 或 PNG 图片。与 image_urls 二选一。",
        "What to take from each picture: IP the subject, ID the face, STYLE the style, AUTO what fits.":
            "从每张图取什么：IP 主体，ID 面孔，STYLE 风格，AUTO 自动。",
        "How strongly the picture follows the references.": "画面遵循参考图的程度。",
        "The number of steps.": "采样步数。",
        "Keeps faces closer to the references.": "让面孔更接近参考图。",
        "Rewrites the prompt before drawing.": "绘制前改写提示词。",
        "How much the rewriting adds.": "改写增加多少内容。",
        "What to draw, in English or Chinese; at most 300 Chinese characters or 600 words are recommended.":
            "要画的内容，中文或英文；建议不超过 300 个汉字或 600 个英文单词。",
        "Up to 14 reference pictures: a URL or a data:image/<format>;base64,… text, or an array of those.":
            "最多 14 张参考图：网址或 data:image/<format>;base64,… 文本，或由它们组成的数组。",
        "2K or 3K (the prompt says the shape), or WIDTHxHEIGHT with 3686400 to 10404496 pixels and a ratio from 1/16 to 16.":
            "2K 或 3K（形状由提示词决定），或 宽x高：总像素 3686400 到 10404496，宽高比 1/16 到 16。",
        "With auto the prompt decides how many related pictures are drawn.": "设为 auto 时由提示词决定画几张相关的图片。",
        "How many pictures at most; references and results together are at most 15.": "最多几张；参考图与结果合计不超过 15 张。",
        "How a group is drawn; used with auto.": "组图的画法；与 auto 一起使用。",
        "Accepted, but no tool is available; a warning says so.": "可以传入，但目前没有可用的工具，会有提示。",
        "Answers with events, each picture as soon as it is ready.": "以事件流返回，每张图片完成即到。",
        "The kind of file.": "文件格式。",
        "Links that are valid for 24 hours, or the pictures themselves in base64.": "24 小时有效的链接，或 base64 图片本身。",
        "Puts \"AI Generated\" into the bottom-right corner.": "在右下角加上 “AI Generated”。",
        "How the prompt is optimized.": "提示词的优化方式。",
        "How the prompt is rewritten before drawing.": "绘制前如何改写提示词。",
    ]
}
