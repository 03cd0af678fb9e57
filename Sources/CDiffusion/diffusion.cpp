#include "CDiffusion.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <vector>

#include "stable-diffusion.h"

namespace {

/// The calls that are used, found by name.
struct Library {
    decltype(&sd_ctx_params_init) ctx_params_init;
    decltype(&sd_img_gen_params_init) img_gen_params_init;
    decltype(&new_sd_ctx) new_ctx;
    decltype(&free_sd_ctx) free_ctx;
    decltype(&generate_image) generate;
    decltype(&sd_sample_method_name) sampler_name;
    decltype(&sd_scheduler_name) scheduler_name;
    decltype(&sd_get_default_sample_method) default_sampler;
    decltype(&sd_get_default_scheduler) default_scheduler;
    decltype(&sd_set_log_callback) set_log;
    decltype(&sd_set_progress_callback) set_progress;
    decltype(&sd_set_preview_callback) set_preview;
    decltype(&sd_get_system_info) system_info;
};

Library library;
diffusion_listener listener;
sd_ctx_t *context = nullptr;
/// The callbacks of the library are global and do not say what they are about.
enum class Phase { idle, loading, drawing } phase = Phase::idle;
int expected_steps = 0;

/// Leaves the library in the middle of sampling; it has no other way out.
struct Stopped : std::exception {};

void tell(char *message, size_t capacity, const char *text) {
    if (capacity > 0) snprintf(message, capacity, "%s", text);
}

void on_log(sd_log_level_t level, const char *text, void *) { listener.log(listener.owner, (int)level, text); }

void on_abort(const char *text) { listener.log(listener.owner, SD_LOG_ERROR, text); }

void on_progress(int step, int steps, float, void *) {
    if (phase == Phase::loading) listener.loading(listener.owner, step, steps);
    // Tiles of the VAE count here, too, and must not be left by an exception.
    if (phase != Phase::drawing || steps != expected_steps) return;
    if (!listener.sampling(listener.owner, step, steps)) throw Stopped();
}

void on_preview(int, int count, sd_image_t *frames, bool, void *) {
    if (count < 1 || !frames[0].data || frames[0].channel != 3) return;
    listener.preview(listener.owner, (int)frames[0].width, (int)frames[0].height, frames[0].data);
}

template <typename Function>
bool find(void *handle, const char *name, Function &function) {
    function = reinterpret_cast<Function>(dlsym(handle, name));
    return function != nullptr;
}

/// Whether the library fills exactly as many bytes as our header says; its version names itself "unknown".
template <typename Parameters>
bool has_our_layout(void (*fill)(Parameters *)) {
    struct {
        Parameters parameters;
        unsigned char behind[256];
    } probe;
    memset(&probe, 0xA5, sizeof probe);
    fill(&probe.parameters);
    for (unsigned char byte : probe.behind)
        if (byte != 0xA5) return false;
    const auto *bytes = reinterpret_cast<const unsigned char *>(&probe.parameters);
    for (size_t i = sizeof(Parameters) - 4; i < sizeof(Parameters); i++)
        if (bytes[i] != 0xA5) return true;
    return false;
}

sample_method_t sampler_named(const char *name) {
    for (int i = 0; i < SAMPLE_METHOD_COUNT; i++)
        if (strcmp(library.sampler_name((sample_method_t)i), name) == 0) return (sample_method_t)i;
    return SAMPLE_METHOD_COUNT;
}

scheduler_t scheduler_named(const char *name) {
    for (int i = 0; i < SCHEDULER_COUNT; i++)
        if (strcmp(library.scheduler_name((scheduler_t)i), name) == 0) return (scheduler_t)i;
    return SCHEDULER_COUNT;
}

/// The library takes pictures as if it could write to them.
sd_image_t image(const diffusion_picture &picture) {
    return {(uint32_t)picture.width, (uint32_t)picture.height, 3, const_cast<uint8_t *>(picture.pixels)};
}

std::vector<sd_image_t> images(const diffusion_picture *pictures, int count) {
    std::vector<sd_image_t> all;
    for (int i = 0; i < count; i++) all.push_back(image(pictures[i]));
    return all;
}

}  // namespace

diffusion_result diffusion_open(const char *path, diffusion_listener who, char *message, size_t capacity) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        tell(message, capacity, dlerror());
        return DIFFUSION_FAILED;
    }
    bool is_whole = find(handle, "sd_ctx_params_init", library.ctx_params_init) &&
                    find(handle, "sd_img_gen_params_init", library.img_gen_params_init) &&
                    find(handle, "new_sd_ctx", library.new_ctx) && find(handle, "free_sd_ctx", library.free_ctx) &&
                    find(handle, "generate_image", library.generate) &&
                    find(handle, "sd_sample_method_name", library.sampler_name) &&
                    find(handle, "sd_scheduler_name", library.scheduler_name) &&
                    find(handle, "sd_get_default_sample_method", library.default_sampler) &&
                    find(handle, "sd_get_default_scheduler", library.default_scheduler) &&
                    find(handle, "sd_set_log_callback", library.set_log) &&
                    find(handle, "sd_set_progress_callback", library.set_progress) &&
                    find(handle, "sd_set_preview_callback", library.set_preview) &&
                    find(handle, "sd_get_system_info", library.system_info);
    if (!is_whole || !has_our_layout(library.ctx_params_init) || !has_our_layout(library.img_gen_params_init) ||
        sampler_named("er_sde") != ER_SDE_SAMPLE_METHOD || scheduler_named("bong_tangent") != BONG_TANGENT_SCHEDULER) {
        tell(message, capacity, "the library is of another version than the one that Flint was made for");
        return DIFFUSION_FAILED;
    }
    listener = who;
    library.set_log(on_log, nullptr);
    library.set_progress(on_progress, nullptr);
    void (*set_abort)(void (*)(const char *)) = nullptr;
    // What ggml says before it aborts the process.
    if (find(handle, "ggml_set_abort_callback", set_abort)) set_abort(on_abort);
    return DIFFUSION_OK;
}

const char *diffusion_system(void) { return library.system_info(); }
bool diffusion_knows_sampler(const char *name) { return sampler_named(name) != SAMPLE_METHOD_COUNT; }
bool diffusion_knows_scheduler(const char *name) { return scheduler_named(name) != SCHEDULER_COUNT; }

diffusion_result diffusion_load(const diffusion_parts *parts, char *message, size_t capacity) {
    if (context) library.free_ctx(context);
    context = nullptr;
    sd_ctx_params_t parameters;
    library.ctx_params_init(&parameters);
    parameters.model_path = parts->model;
    parameters.diffusion_model_path = parts->diffusion_model;
    parameters.vae_path = parts->vae;
    parameters.taesd_path = parts->tae;
    parameters.clip_l_path = parts->clip_l;
    parameters.clip_g_path = parts->clip_g;
    parameters.clip_vision_path = parts->clip_vision;
    parameters.t5xxl_path = parts->t5xxl;
    parameters.llm_path = parts->llm;
    parameters.llm_vision_path = parts->llm_vision;
    parameters.photo_maker_path = parts->photo_maker;
    parameters.n_threads = parts->threads;
    parameters.vae_decode_only = !parts->draws_after_pictures;
    // Or the context would be good for one picture only.
    parameters.free_params_immediately = false;
    parameters.offload_params_to_cpu = parts->offload_to_cpu;
    parameters.keep_clip_on_cpu = parts->clip_on_cpu;
    parameters.keep_vae_on_cpu = parts->vae_on_cpu;
    parameters.diffusion_flash_attn = parts->flash_attention;
    parameters.enable_mmap = parts->maps_files;
    parameters.qwen_image_zero_cond_t = parts->zero_cond_t;
    phase = Phase::loading;
    try {
        context = library.new_ctx(&parameters);
    } catch (const std::exception &error) {
        tell(message, capacity, error.what());
    }
    phase = Phase::idle;
    if (!context) return DIFFUSION_FAILED;
    return DIFFUSION_OK;
}

diffusion_result diffusion_draw(const diffusion_job *job, diffusion_picture *picture, char *message, size_t capacity) {
    if (!context) {
        tell(message, capacity, "no model is loaded");
        return DIFFUSION_FAILED;
    }
    auto references = images(job->references, job->reference_count);
    auto faces = images(job->faces, job->face_count);
    std::vector<sd_lora_t> loras;
    for (int i = 0; i < job->lora_count; i++) loras.push_back({false, job->loras[i].strength, job->loras[i].path});

    sd_img_gen_params_t parameters;
    library.img_gen_params_init(&parameters);
    parameters.prompt = job->prompt;
    parameters.negative_prompt = job->negative;
    parameters.width = job->width;
    parameters.height = job->height;
    parameters.seed = job->seed;
    parameters.batch_count = 1;
    parameters.clip_skip = job->clip_skip;
    parameters.loras = loras.data();
    parameters.lora_count = (uint32_t)loras.size();
    parameters.ref_images = references.data();
    parameters.ref_images_count = (int)references.size();
    parameters.auto_resize_ref_image = true;
    if (job->start.pixels) parameters.init_image = image(job->start);
    parameters.strength = job->strength;
    parameters.pm_params.id_images = faces.data();
    parameters.pm_params.id_images_count = (int)faces.size();
    parameters.pm_params.style_strength = job->style_strength;
    parameters.vae_tiling_params.enabled = job->tiles_vae;
    auto &sample = parameters.sample_params;
    sample.sample_steps = job->steps;
    sample.sample_method = *job->sampler ? sampler_named(job->sampler) : library.default_sampler(context);
    sample.scheduler =
        *job->scheduler ? scheduler_named(job->scheduler) : library.default_scheduler(context, sample.sample_method);
    sample.guidance.txt_cfg = job->cfg;
    if (job->image_cfg > 0) sample.guidance.img_cfg = job->image_cfg;
    sample.guidance.distilled_guidance = job->distilled_guidance;
    if (job->flow_shift > 0) sample.flow_shift = job->flow_shift;
    library.set_preview(
        job->preview_interval > 0 ? on_preview : nullptr,
        job->preview_interval > 0 ? PREVIEW_PROJ : PREVIEW_NONE,
        job->preview_interval > 0 ? job->preview_interval : 1,
        true,
        false,
        nullptr
    );

    expected_steps = job->steps;
    phase = Phase::drawing;
    sd_image_t *drawn = nullptr;
    diffusion_result result = DIFFUSION_FAILED;
    try {
        drawn = library.generate(context, &parameters);
    } catch (const Stopped &) {
        result = DIFFUSION_STOPPED;
    } catch (const std::exception &error) {
        tell(message, capacity, error.what());
    }
    phase = Phase::idle;
    if (!drawn) return result;
    if (drawn[0].data && drawn[0].channel == 3) {
        *picture = {(int)drawn[0].width, (int)drawn[0].height, drawn[0].data};
        result = DIFFUSION_OK;
    } else {
        free(drawn[0].data);
    }
    free(drawn);
    return result;
}
