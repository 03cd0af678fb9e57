#pragma once
#include <vips/vips.h>
#include "in.h"
#include "out.h"

/// libvips' calls are variadic, which Swift can't import: one wrapper for each call with the options that we use.

/// Nothing is remembered between calls: no picture comes twice, and pixels are lent for the time of a call.
static inline int flint_vips_start(const char *name) {
    if (VIPS_INIT(name)) return -1;
    vips_cache_set_max(0);
    return 0;
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
