#pragma once
#include <string.h>
#include <vips/vips.h>

static inline void flint_vips_say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer data) {}

/// Lets libvips read these formats alone, whatever a file claims to be.
static inline void flint_vips_block_loaders(void) {
    vips_operation_block_set("VipsForeignLoad", TRUE);
    vips_operation_block_set("VipsForeignLoadJpeg", FALSE);
    vips_operation_block_set("VipsForeignLoadPng", FALSE);
    vips_operation_block_set("VipsForeignLoadWebp", FALSE);
    vips_operation_block_set("VipsForeignLoadTiff", FALSE);
    vips_operation_block_set("VipsForeignLoadNsgif", FALSE);
    vips_block_untrusted_set(TRUE);
    // What is wrong with a picture comes back as an error; a stranger does not write into our log.
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, flint_vips_say_nothing, NULL);
}

/// Opens a picture to be made no larger than `side`; reading it stops at the first damage. (vips_thumbnail_buffer would pass over
/// damage.) Frames of a GIF may be larger than the picture that it promises: what is not of the promised size is not read.
/// A JPEG that is much larger than `side` is read at a half, a quarter or an eighth of its size: all of its bytes, but not all of its pixels.
static inline VipsImage *flint_vips_open(void *bytes, size_t size, int width, int height, int side) {
    const char *loader = vips_foreign_find_load_buffer(bytes, size);
    VipsImage *image = vips_image_new_from_buffer(bytes, size, "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                                  VIPS_FAIL_ON_ERROR, NULL);
    if (image && (image->Xsize != width || image->Ysize != height)) {
        vips_error_clear();
        vips_error("picture", "it is of another size than it says");
        g_object_unref(image);
        return NULL;
    }
    if (!image || !loader || strncmp(loader, "VipsForeignLoadJpeg", 19) != 0) return image;
    int longest = VIPS_MAX(image->Xsize, image->Ysize), shrink = 1;
    while (shrink < 8 && longest / (2 * shrink) >= side) shrink *= 2;
    if (shrink == 1) return image;
    g_object_unref(image);
    image = NULL;
    vips_jpegload_buffer(bytes, size, &image, "shrink", shrink, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                         VIPS_FAIL_ON_ERROR, NULL);
    return image;
}

/// Upright, no larger than `side` a side.
static inline VipsImage *flint_vips_shrink(VipsImage *from, int side) {
    VipsImage *image = NULL;
    vips_thumbnail_image(from, &image, side, "height", side, "size", VIPS_SIZE_DOWN, NULL);
    return image;
}

static inline VipsImage *flint_vips_colourspace(VipsImage *from) {
    VipsImage *image = NULL;
    vips_colourspace(from, &image, VIPS_INTERPRETATION_sRGB, NULL);
    return image;
}

/// In the colours that the profile of the picture means.
static inline VipsImage *flint_vips_heed_profile(VipsImage *from) {
    VipsImage *image = NULL;
    vips_icc_transform(from, &image, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE,
                       "black_point_compensation", TRUE, NULL);
    return image;
}

/// On white, where the picture can be seen through.
static inline VipsImage *flint_vips_flatten(VipsImage *from) {
    VipsImage *image = NULL;
    VipsArrayDouble *white = vips_array_double_newv(1, 255.0);
    vips_flatten(from, &image, "background", white, NULL);
    vips_area_unref(VIPS_AREA(white));
    return image;
}

static inline VipsImage *flint_vips_bytes(VipsImage *from) {
    VipsImage *image = NULL;
    vips_cast_uchar(from, &image, NULL);
    return image;
}
