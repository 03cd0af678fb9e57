import Workbench

/// A model that is known by name: its files, where they come from, and how orders are put to it.
package struct Preset: Sendable {
    package struct File: Sendable {
        package var part: Parts.Part
        /// The name under which it lies on the shelf.
        package var name: String
        /// What `flint pull` fetches.
        package var source: String

        init(_ part: Parts.Part, _ source: String, as name: String? = nil) {
            self.part = part
            self.source = "hf:" + source
            self.name = name ?? String(source.split(separator: "/").last ?? "")
        }
    }

    package var name: String
    package var summary: String
    package var files: [File]
    package var checkpoint: Checkpoint

    init(_ name: String, _ summary: String, _ files: [File], _ change: (inout Checkpoint) -> Void) {
        self.name = name
        self.summary = summary
        self.files = files
        checkpoint = Checkpoint()
        change(&checkpoint)
    }
}

extension Preset {
    /// After the notes of stable-diffusion.cpp about each model, and the cards of the models.
    package static let all: [Preset] = [
        Preset(
            "flux2-klein-4b",
            "FLUX.2 klein 4B: 4 steps, up to 4 references, Apache-2.0; 13 GB with its text encoder.",
            [
                File(.diffusionModel, "black-forest-labs/FLUX.2-klein-4B/flux-2-klein-4b.safetensors"),
                File(.llm, "Comfy-Org/flux2-klein-4B/split_files/text_encoders/qwen_3_4b.safetensors"),
                File(.vae, "Comfy-Org/flux2-dev/split_files/vae/flux2-vae.safetensors"),
            ]
        ) {
            $0.fixedStrength(steps: 4)
            $0.references = .conditions
            $0.mostReferences = 4
            $0.writesText = true
        },
        Preset(
            "z-image-turbo",
            "Z-Image-Turbo: 8 steps, English and Chinese, writes text, Apache-2.0; 9 GB as here.",
            [
                File(.diffusionModel, "leejet/Z-Image-Turbo-GGUF/z_image_turbo-Q8_0.gguf"),
                File(.llm, "unsloth/Qwen3-4B-Instruct-2507-GGUF/Qwen3-4B-Instruct-2507-Q4_K_M.gguf"),
                fluxVAE,
            ]
        ) {
            $0.fixedStrength(steps: 8)
            $0.writesText = true
        },
        Preset(
            "qwen-image",
            "Qwen-Image: writes long text in English and Chinese, Apache-2.0; 30 GB as here.",
            [File(.diffusionModel, "city96/Qwen-Image-gguf/qwen-image-Q8_0.gguf")] + qwenParts
        ) {
            $0.qwenImage()
        },
        Preset(
            "qwen-image-edit",
            "Qwen-Image-Edit 2509: up to 3 references, keeps faces and products, Apache-2.0; 30 GB as here.",
            [File(.diffusionModel, "QuantStack/Qwen-Image-Edit-2509-GGUF/Qwen-Image-Edit-2509-Q8_0.gguf")] + qwenParts
                + [
                    File(
                        .llmVision,
                        "mradermacher/Qwen2.5-VL-7B-Instruct-GGUF/Qwen2.5-VL-7B-Instruct.mmproj-Q8_0.gguf"
                    )
                ]
        ) {
            $0.qwenImage()
            $0.references = .conditions
            $0.mostReferences = 3
        },
        Preset(
            "flux1-schnell",
            "FLUX.1 schnell: 4 steps, Apache-2.0; 23 GB as here.",
            [
                File(.diffusionModel, "city96/FLUX.1-schnell-gguf/flux1-schnell-Q8_0.gguf"),
                File(.clipL, "comfyanonymous/flux_text_encoders/clip_l.safetensors"),
                File(.t5xxl, "comfyanonymous/flux_text_encoders/t5xxl_fp16.safetensors"),
                fluxVAE,
            ]
        ) {
            $0.fixedStrength(steps: 4)
            $0.options([.flashAttention, .clipOnCPU])
        },
        Preset(
            "sdxl",
            "Stable Diffusion XL base: the largest choice of LoRA and PhotoMaker for faces; 7 GB.",
            [
                File(.model, "stabilityai/stable-diffusion-xl-base-1.0/sd_xl_base_1.0.safetensors"),
                File(.vae, "madebyollin/sdxl-vae-fp16-fix/sdxl_vae.safetensors"),
            ]
        ) {
            $0.classic(pixels: 1_048_576, guidance: 6)
        },
        Preset(
            "sd15",
            "Stable Diffusion 1.5: small, old, draws on a processor; 4 GB.",
            [
                File(
                    .model,
                    "stable-diffusion-v1-5/stable-diffusion-v1-5/v1-5-pruned-emaonly.safetensors"
                )
            ]
        ) {
            $0.classic(pixels: 589_824, guidance: 7)
        },
    ]

    private static let fluxVAE = File(.vae, "Comfy-Org/z_image_turbo/split_files/vae/ae.safetensors")

    private static let qwenParts = [
        File(.llm, "mradermacher/Qwen2.5-VL-7B-Instruct-GGUF/Qwen2.5-VL-7B-Instruct.Q8_0.gguf"),
        File(.vae, "Comfy-Org/Qwen-Image_ComfyUI/split_files/vae/qwen_image_vae.safetensors"),
    ]
}

extension Checkpoint {
    /// Models that were distilled to few steps and one strength.
    fileprivate mutating func fixedStrength(steps: Int) {
        self.steps = steps
        guidance = .fixed
        usualGuidance = 1
        options([.flashAttention])
        sampler = "euler"
    }

    fileprivate mutating func qwenImage() {
        stepRange = 4...50
        steps = 20
        usualGuidance = 2.5
        sampler = "euler"
        flowShift = 3
        options([.flashAttention])
        writesText = true
    }

    /// Models with a U-Net, which draw badly beyond the size that they were trained for.
    fileprivate mutating func classic(pixels: Int, guidance: Double) {
        steps = 25
        stepRange = 10...50
        usualGuidance = guidance
        sampler = "dpm++2m"
        scheduler = "karras"
        sizes.multiple = 64
        sizes.pixels = 262_144...pixels
        references = .start
        mostReferences = 1
    }

    fileprivate mutating func options(_ options: Set<Parts.Option>) {
        parts.options = options
    }
}
