import Foundation
import JSON

/// A model of 18 MB with random weights: FLUX.2 klein with one double and one single block of width 128, a text encoder of one layer,
/// and its small decoder. The library takes the dimensions from the files.
struct TinyModel {
    let diffusion: String
    let text: String
    let decoder: String

    private static let width = 128
    private static let words = 32
    private static let channels = 64

    /// Writes the three files; the same bytes each time.
    init(in folder: String) throws {
        diffusion = folder + "/tiny-diffusion.safetensors"
        text = folder + "/tiny-text.safetensors"
        decoder = folder + "/tiny-decoder.safetensors"
        try Self.diffusion.write(to: diffusion)
        try Self.text.write(to: text)
        try Self.decoder.write(to: decoder)
    }

    private static var diffusion: WeightFile {
        var file = WeightFile()
        let w = width
        file.linear("img_in", w, 128)
        file.linear("time_in.in_layer", w, 256)
        file.linear("time_in.out_layer", w, w)
        file.linear("txt_in", w, words)
        for side in ["img", "txt"] {
            let block = "double_blocks.0.\(side)"
            file.linear("\(block)_attn.qkv", 3 * w, w)
            file.linear("\(block)_attn.proj", w, w)
            for norm in ["query_norm", "key_norm"] { file.ones("\(block)_attn.norm.\(norm).scale", 128) }
            file.linear("\(block)_mlp.0", 6 * w, w)
            file.linear("\(block)_mlp.2", w, 3 * w)
            file.linear("double_stream_modulation_\(side).lin", 6 * w, w)
        }
        file.linear("single_blocks.0.linear1", 9 * w, w)
        file.linear("single_blocks.0.linear2", w, 4 * w)
        for norm in ["query_norm", "key_norm"] { file.ones("single_blocks.0.norm.\(norm).scale", 128) }
        file.linear("single_stream_modulation.lin", 3 * w, w)
        file.linear("final_layer.linear", 128, w)
        file.linear("final_layer.adaLN_modulation.1", 2 * w, w)
        return file
    }

    private static var text: WeightFile {
        var file = WeightFile()
        file.linear("model.embed_tokens", 151_936, words)
        let layer = "model.layers.0."
        file.linear(layer + "self_attn.q_proj", 4096, words)
        file.linear(layer + "self_attn.k_proj", 1024, words)
        file.linear(layer + "self_attn.v_proj", 1024, words)
        file.linear(layer + "self_attn.o_proj", words, 4096)
        for norm in ["q_norm", "k_norm"] { file.ones(layer + "self_attn.\(norm).weight", 128) }
        for part in ["gate_proj", "up_proj"] { file.linear(layer + "mlp.\(part)", 64, words) }
        file.linear(layer + "mlp.down_proj", words, 64)
        for norm in ["input_layernorm", "post_attention_layernorm"] { file.ones(layer + "\(norm).weight", words) }
        file.ones("model.norm.weight", words)
        return file
    }

    private static var decoder: WeightFile {
        var file = WeightFile()
        let c = channels
        func block(_ name: String, pools: Bool) {
            for part in [0, 2, 4] { file.convolution("\(name).conv.\(part)", c, c, 3) }
            guard pools else { return }
            file.convolution("\(name).pool.0", 4 * c, c, 1, biased: false)
            file.ones("\(name).pool.1.weight", 4 * c)
            file.zeros("\(name).pool.1.bias", 4 * c)
            file.convolution("\(name).pool.3", c, 4 * c, 1, biased: false)
        }
        file.convolution("decoder.layers.0", c, 32, 3)
        var layer = 2
        for stage in 0..<3 {
            for _ in 0..<3 {
                block("decoder.layers.\(layer)", pools: stage == 0)
                layer += 1
            }
            file.convolution("decoder.layers.\(layer + 1)", c, c, 3, biased: false)
            layer += 2
        }
        block("decoder.layers.\(layer)", pools: false)
        file.convolution("decoder.layers.\(layer + 1)", 3, c, 3)

        file.convolution("encoder.layers.0", c, 3, 3)
        block("encoder.layers.1", pools: false)
        layer = 2
        for stage in 0..<3 {
            file.convolution("encoder.layers.\(layer)", c, c, 3, biased: false)
            layer += 1
            for _ in 0..<3 {
                block("encoder.layers.\(layer)", pools: stage == 2)
                layer += 1
            }
        }
        file.convolution("encoder.layers.\(layer)", 32, c, 3)
        return file
    }
}

/// A safetensors file in the making: halves, filled by a generator that begins with the same number.
struct WeightFile {
    private var head: [(name: String, shape: [Int], start: Int, end: Int)] = []
    private var numbers: [UInt16] = []
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Numbers whose sum over the inputs keeps the size of what comes in.
    mutating func linear(_ name: String, _ outputs: Int, _ inputs: Int) {
        random(name + ".weight", [outputs, inputs], spread: (3 / Float(inputs)).squareRoot())
    }

    mutating func convolution(_ name: String, _ outputs: Int, _ inputs: Int, _ side: Int, biased: Bool = true) {
        let spread = (3 / Float(inputs * side * side)).squareRoot()
        random(name + ".weight", [outputs, inputs, side, side], spread: spread)
        if biased { zeros(name + ".bias", outputs) }
    }

    mutating func ones(_ name: String, _ count: Int) { add(name, [count]) { _ in 0x3C00 } }
    mutating func zeros(_ name: String, _ count: Int) { add(name, [count]) { _ in 0 } }

    private mutating func random(_ name: String, _ shape: [Int], spread: Float) {
        add(name, shape) { state in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Self.half((Float(state >> 40) / Float(1 << 23) - 1) * spread)
        }
    }

    private mutating func add(_ name: String, _ shape: [Int], _ next: (inout UInt64) -> UInt16) {
        let start = numbers.count * 2
        var state = state
        for _ in 0..<shape.reduce(1, *) { numbers.append(next(&state)) }
        self.state = state
        head.append((name, shape, start, numbers.count * 2))
    }

    /// A small number as 16 bits, its surplus cut off.
    private static func half(_ value: Float) -> UInt16 {
        let bits = value.bitPattern
        let exponent = Int(bits >> 23 & 0xFF) - 112
        guard exponent > 0 else { return 0 }
        return UInt16(bits >> 16 & 0x8000) | UInt16(exponent << 10) | UInt16(bits >> 13 & 0x3FF)
    }

    func write(to path: String) throws {
        let tensors = head.map { tensor in
            Object.Member(
                name: tensor.name,
                value: [
                    "dtype": "F16", "shape": .array(tensor.shape.map { .integer($0) }),
                    "data_offsets": [.integer(tensor.start), .integer(tensor.end)],
                ]
            )
        }
        var text = JSON.object(Object(tensors)).encoded
        text += repeatElement(0x20, count: (8 - text.count % 8) % 8)
        var data = Data((0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) })
        data += text
        numbers.withUnsafeBytes { data.append(contentsOf: $0) }
        try data.write(to: URL(filePath: path))
    }
}
