import CDiffusion
import Domain
import Glibc

/// The library in this process: one model, one picture at a time.
///
/// Only the worker's child process uses it: the library aborts, hangs and grows as it likes.
@safe struct Diffusion {
    struct Failure: Error {
        var message: String
        var isStopped = false
    }

    /// Hears what goes on, on any thread.
    protocol Listener: AnyObject, Sendable {
        func loading(step: Int, of steps: Int)
        /// Whether to go on.
        func sampling(step: Int, of steps: Int) -> Bool
        func preview(_ bitmap: Bitmap)
        func log(level: Int, _ text: String)
    }

    /// `listener` is kept for good.
    init(library: String, listener: any Listener) throws(Failure) {
        let box = Box(listener: listener)
        let owner = unsafe Unmanaged.passRetained(box).toOpaque()
        let who = unsafe diffusion_listener(
            owner: owner,
            loading: heardLoading,
            sampling: heardSampling,
            preview: heardPreview,
            log: heardLog
        )
        try unsafe Self.check { message, capacity in unsafe diffusion_open(library, who, message, capacity) }
    }

    /// What the library can use of this machine: those of its lines `NAME = 1`.
    var system: String {
        let words = unsafe String(cString: diffusion_system()).split { $0 == "|" || $0 == ":" || $0.isNewline }
        let used = words.map { $0.split(separator: " ") }.filter { $0.count == 3 && $0[2] != "0" }
        return used.map { String($0[0]) }.joined(separator: ", ")
    }

    func knows(sampler: String) -> Bool { unsafe sampler.isEmpty || diffusion_knows_sampler(sampler) }
    func knows(scheduler: String) -> Bool { unsafe scheduler.isEmpty || diffusion_knows_scheduler(scheduler) }

    func load(_ parts: Parts) throws(Failure) {
        let texts = Texts()
        var all = unsafe diffusion_parts()
        unsafe all.model = texts.pointer(parts.files[.model])
        unsafe all.diffusion_model = texts.pointer(parts.files[.diffusionModel])
        unsafe all.vae = texts.pointer(parts.files[.vae])
        unsafe all.tae = texts.pointer(parts.files[.tae])
        unsafe all.clip_l = texts.pointer(parts.files[.clipL])
        unsafe all.clip_g = texts.pointer(parts.files[.clipG])
        unsafe all.clip_vision = texts.pointer(parts.files[.clipVision])
        unsafe all.t5xxl = texts.pointer(parts.files[.t5xxl])
        unsafe all.llm = texts.pointer(parts.files[.llm])
        unsafe all.llm_vision = texts.pointer(parts.files[.llmVision])
        unsafe all.photo_maker = texts.pointer(parts.files[.photoMaker])
        unsafe all.threads = Int32(parts.threads)
        unsafe all.draws_after_pictures = parts.takesPictures
        unsafe all.offload_to_cpu = parts.options.contains(.offload)
        unsafe all.clip_on_cpu = parts.options.contains(.clipOnCPU)
        unsafe all.vae_on_cpu = parts.options.contains(.vaeOnCPU)
        unsafe all.flash_attention = parts.options.contains(.flashAttention)
        unsafe all.maps_files = parts.options.contains(.mapsFiles)
        unsafe all.zero_cond_t = parts.options.contains(.zeroCondT)
        defer { withExtendedLifetime(texts) {} }
        try unsafe Self.check { message, capacity in unsafe diffusion_load(&all, message, capacity) }
    }

    func draw(_ job: Job) throws(Failure) -> Bitmap {
        let texts = Texts()
        let references = Pictures(job.references)
        let faces = Pictures(job.faces)
        let start = Pictures(job.start.map { [$0] } ?? [])
        let loras = unsafe job.loras.map {
            unsafe diffusion_lora(path: texts.pointer($0.path), strength: Float($0.strength))
        }
        defer { withExtendedLifetime((texts, references, faces, start)) {} }
        var all = unsafe diffusion_job()
        unsafe all.prompt = texts.pointer(job.prompt)
        unsafe all.negative = texts.pointer(job.negative)
        unsafe all.width = Int32(job.width)
        unsafe all.height = Int32(job.height)
        unsafe all.steps = Int32(job.steps)
        unsafe all.clip_skip = Int32(job.clipSkip)
        unsafe all.seed = job.seed
        unsafe all.sampler = texts.pointer(job.sampler)
        unsafe all.scheduler = texts.pointer(job.scheduler)
        unsafe all.cfg = Float(job.guidance)
        unsafe all.image_cfg = Float(job.imageGuidance ?? 0)
        unsafe all.distilled_guidance = Float(job.distilledGuidance)
        unsafe all.flow_shift = Float(job.flowShift ?? 0)
        unsafe all.strength = Float(job.strength)
        unsafe all.style_strength = Float(job.styleStrength)
        unsafe all.tiles_vae = job.tilesVAE
        unsafe all.preview_interval = Int32(job.previewInterval)
        if let first = unsafe start.list.first { unsafe all.start = first }
        var picture = unsafe diffusion_picture()
        try unsafe references.list.withUnsafeBufferPointer { references throws(Failure) in
            try unsafe faces.list.withUnsafeBufferPointer { faces throws(Failure) in
                try unsafe loras.withUnsafeBufferPointer { loras throws(Failure) in
                    unsafe all.references = references.baseAddress
                    unsafe all.reference_count = Int32(references.count)
                    unsafe all.faces = faces.baseAddress
                    unsafe all.face_count = Int32(faces.count)
                    unsafe all.loras = loras.baseAddress
                    unsafe all.lora_count = Int32(loras.count)
                    try unsafe Self.check { message, capacity in
                        unsafe diffusion_draw(&all, &picture, message, capacity)
                    }
                }
            }
        }
        defer { unsafe free(UnsafeMutableRawPointer(mutating: picture.pixels)) }
        return unsafe bitmap(picture.width, picture.height, picture.pixels)
    }

    private static func check(
        _ call: (UnsafeMutablePointer<CChar>, Int) -> diffusion_result
    ) throws(Failure) {
        var message = [CChar](repeating: 0, count: 1024)
        let result = unsafe message.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return DIFFUSION_FAILED }
            return unsafe call(start, buffer.count)
        }
        if result == DIFFUSION_OK { return }
        let text = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw Failure(message: text, isStopped: result == DIFFUSION_STOPPED)
    }
}

/// C strings that live as long as this.
@safe private final class Texts {
    private var pointers: [UnsafeMutablePointer<CChar>] = unsafe []

    func pointer(_ text: String?) -> UnsafePointer<CChar>? {
        guard let text, let copy = unsafe strdup(text) else { return nil }
        unsafe pointers.append(copy)
        return unsafe UnsafePointer(copy)
    }

    deinit { unsafe pointers.forEach { unsafe free($0) } }
}

/// Copies of pixels that live as long as this.
@safe private final class Pictures {
    private(set) var list: [diffusion_picture] = unsafe []
    private var storage: [UnsafeMutableBufferPointer<UInt8>] = unsafe []

    init(_ bitmaps: [Bitmap]) {
        for bitmap in bitmaps {
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bitmap.pixels.count)
            _ = unsafe copy.initialize(fromContentsOf: bitmap.pixels)
            unsafe storage.append(copy)
            unsafe list.append(
                diffusion_picture(width: Int32(bitmap.width), height: Int32(bitmap.height), pixels: copy.baseAddress)
            )
        }
    }

    deinit { unsafe storage.forEach { unsafe $0.deallocate() } }
}

private func bitmap(_ width: Int32, _ height: Int32, _ pixels: UnsafePointer<UInt8>) -> Bitmap {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: pixels, count: Int(width) * Int(height) * 3))
    return Bitmap(width: Int(width), height: Int(height), pixels: bytes)
}

private final class Box {
    let listener: any Diffusion.Listener

    init(listener: any Diffusion.Listener) {
        self.listener = listener
    }
}

// What the library calls; plain functions, because a closure would take the isolation of the place it is written in.

private func listener(_ owner: UnsafeMutableRawPointer?) -> any Diffusion.Listener {
    guard let owner = unsafe owner else { preconditionFailure("the library was told who listens") }
    return unsafe Unmanaged<Box>.fromOpaque(owner).takeUnretainedValue().listener
}

private func heardLoading(_ owner: UnsafeMutableRawPointer?, _ step: Int32, _ steps: Int32) {
    unsafe listener(owner).loading(step: Int(step), of: Int(steps))
}

private func heardSampling(_ owner: UnsafeMutableRawPointer?, _ step: Int32, _ steps: Int32) -> Bool {
    unsafe listener(owner).sampling(step: Int(step), of: Int(steps))
}

private func heardPreview(
    _ owner: UnsafeMutableRawPointer?,
    _ width: Int32,
    _ height: Int32,
    _ pixels: UnsafePointer<UInt8>?
) {
    guard let pixels = unsafe pixels, width > 0, height > 0 else { return }
    unsafe listener(owner).preview(bitmap(width, height, pixels))
}

private func heardLog(_ owner: UnsafeMutableRawPointer?, _ level: Int32, _ text: UnsafePointer<CChar>?) {
    guard let text = unsafe text else { return }
    unsafe listener(owner).log(level: Int(level), String(cString: text))
}
