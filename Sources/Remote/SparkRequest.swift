import Domain
import JSON

/// An order as a request to another server of the same API; what has been decided here is not decided there again.
struct SparkRequest {
    private let order: Order
    private let model: String
    private let pictures: [(kind: Reference.Kind, jpeg: [UInt8])]

    init(_ order: Order, model: String, pictures: [(kind: Reference.Kind, jpeg: [UInt8])]) {
        self.order = order
        self.model = model
        self.pictures = pictures
    }

    func body(_ index: Int) -> JSON {
        var parameters: Object = ["prompt": .string(order.prompt(at: index))]
        let sides: Object = ["width": .integer(order.width), "height": .integer(order.height)]
        let seed = JSON.integer(max(1, order.seed &+ Int64(index)))
        switch model {
        case "spark_dream_5_0":
            parameters.append("size", .string("\(order.width)x\(order.height)"))
            parameters.append("watermark", false)
            parameters.append("output_format", "png")
            if !pictures.isEmpty { parameters.append("image", .array(pictures.map { .string(dataURL(of: $0.jpeg)) })) }
        case "spark_multi_dreamo":
            for side in sides.members { parameters.append(side.name, side.value) }
            parameters.append("seed", seed)
            parameters.append("use_rephraser", false)
            parameters.append("ddim_steps", .integer(order.steps))
            parameters.append("guidance_scale1", .number(order.textGuidance))
            parameters.append("guidance_scale2", .number(order.imageGuidance))
            parameters.append("swap_face", .bool(order.keepsFaces))
            let texts = pictures.map { JSON.string(String(decoding: PictureText.encode($0.jpeg), as: UTF8.self)) }
            parameters.append("binary_data_base64", .array(texts))
            parameters.append("ref_type_list", .array(pictures.map { .string($0.kind.rawValue) }))
        default:
            for side in sides.members { parameters.append(side.name, side.value) }
            parameters.append("seed", seed)
            parameters.append("use_pre_llm", false)
            if model == "spark_dream_3_0" { parameters.append("scale", .number(order.textGuidance)) }
        }
        return ["model": .string(model), "input": [["params": .object(parameters)]]]
    }
}
