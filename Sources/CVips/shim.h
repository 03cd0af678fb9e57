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

static inline void flint_vips_unref(VipsImage *image) { g_object_unref(image); }
