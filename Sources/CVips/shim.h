#pragma once
#include <vips/vips.h>
#include "in.h"

/// libvips' calls are variadic, which Swift can't import: one wrapper for each call with the options that we use.

static inline int flint_vips_start(const char *name) { return VIPS_INIT(name); }

static inline int flint_vips_jpegsave(VipsImage *image, void **buffer, size_t *size, int quality) {
    return vips_jpegsave_buffer(image, buffer, size, "Q", quality, "interlace", TRUE, "optimize_coding", TRUE,
                                "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_OFF, "strip", TRUE, NULL);
}

static inline int flint_vips_pngsave(VipsImage *image, void **buffer, size_t *size, int compression) {
    return vips_pngsave_buffer(image, buffer, size, "compression", compression, "filter",
                               VIPS_FOREIGN_PNG_FILTER_SUB, "strip", TRUE, NULL);
}

/// Reads a file, makes it fit a square of `side`, and writes it as WebP.
static inline int flint_vips_thumbnail(const void *file, size_t length, int side, int quality, void **buffer, size_t *size) {
    VipsImage *image = NULL;
    if (vips_thumbnail_buffer((void *)file, length, &image, side, "height", side, "size", VIPS_SIZE_DOWN, NULL)) return -1;
    int code = vips_webpsave_buffer(image, buffer, size, "Q", quality, "strip", TRUE, NULL);
    g_object_unref(image);
    return code;
}

static inline void flint_vips_unref(VipsImage *image) { g_object_unref(image); }
