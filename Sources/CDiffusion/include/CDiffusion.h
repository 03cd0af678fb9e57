// stable-diffusion.cpp behind a face that can't be called wrongly from Swift: loaded at run time, one context, one picture at a time.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The files of a model, and how it is to lie in memory; an empty or null path is a part that there is not.
struct diffusion_parts {
    const char *model, *diffusion_model, *vae, *tae, *clip_l, *clip_g, *clip_vision, *t5xxl, *llm, *llm_vision, *photo_maker;
    int threads;
    bool draws_after_pictures;  // keeps the half of the VAE that reads pictures
    bool offload_to_cpu, clip_on_cpu, vae_on_cpu, flash_attention, maps_files, zero_cond_t;
};

struct diffusion_picture {
    int width, height;
    const uint8_t *pixels;
};

struct diffusion_lora {
    const char *path;
    float strength;
};

/// A picture to draw; everything has been checked by the caller.
struct diffusion_job {
    const char *prompt, *negative;
    int width, height, steps, clip_skip;
    int64_t seed;
    /// Names as the library knows them; empty for what suits the model.
    const char *sampler, *scheduler;
    float cfg, image_cfg, distilled_guidance, flow_shift, strength, style_strength;
    bool tiles_vae;
    /// A preview after so many steps; 0 for none.
    int preview_interval;
    /// A picture to begin with; no pixels for none.
    struct diffusion_picture start;
    const struct diffusion_picture *references;
    int reference_count;
    const struct diffusion_picture *faces;
    int face_count;
    const struct diffusion_lora *loras;
    int lora_count;
};

/// Who hears of what goes on; called on the thread that draws, or on threads of the library.
struct diffusion_listener {
    void *owner;
    void (*loading)(void *owner, int step, int steps);
    /// Whether to go on.
    bool (*sampling)(void *owner, int step, int steps);
    void (*preview)(void *owner, int width, int height, const uint8_t *pixels);
    void (*log)(void *owner, int level, const char *text);
};

enum diffusion_result { DIFFUSION_OK = 0, DIFFUSION_FAILED = 1, DIFFUSION_STOPPED = 2 };

/// Loads the library and looks whether it is the one that this face was made for. `message` says what is wrong.
enum diffusion_result diffusion_open(const char *library, struct diffusion_listener listener, char *message, size_t capacity);
/// What the library can use of this machine, in one line.
const char *diffusion_system(void);
bool diffusion_knows_sampler(const char *name);
bool diffusion_knows_scheduler(const char *name);
/// Loads a model in place of the last one.
enum diffusion_result diffusion_load(const struct diffusion_parts *parts, char *message, size_t capacity);
/// Draws one picture; `free` its pixels.
enum diffusion_result diffusion_draw(const struct diffusion_job *job, struct diffusion_picture *picture, char *message,
                                     size_t capacity);

#ifdef __cplusplus
}
#endif
