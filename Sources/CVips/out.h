#pragma once
#include <fontconfig/fontconfig.h>
#include <vips/vips.h>

/// Calls for pictures on their way out.

/// A progressive file has codes of its own, too; either takes a second pass over all coefficients, kept in memory until then.
static inline int flint_vips_jpegsave(VipsImage *image, void **buffer, size_t *size, int quality, int subsampled,
                                      int progressive) {
    return vips_jpegsave_buffer(image, buffer, size, "Q", quality, "interlace", progressive, "optimize_coding", progressive,
                                "subsample_mode",
                                subsampled ? VIPS_FOREIGN_SUBSAMPLE_ON : VIPS_FOREIGN_SUBSAMPLE_OFF, "strip", TRUE, NULL);
}

static inline int flint_vips_pngsave(VipsImage *image, void **buffer, size_t *size, int compression, int filter) {
    return vips_pngsave_buffer(image, buffer, size, "compression", compression, "filter", filter, "strip", TRUE, NULL);
}

static inline int flint_vips_webpsave(VipsImage *image, void **buffer, size_t *size, int quality, int effort) {
    return vips_webpsave_buffer(image, buffer, size, "Q", quality, "effort", effort, "smart_subsample", TRUE, "strip",
                                TRUE, NULL);
}

/// No larger than `side` a side. Whole blocks of pixels become one each first, to twice that size: of a large picture that lies in
/// memory this takes a tenth of the time of vips_thumbnail_image.
static inline VipsImage *flint_vips_small_copy(VipsImage *from, int side) {
    int longest = VIPS_MAX(from->Xsize, from->Ysize), blocks = longest / (2 * side);
    VipsImage *coarse = NULL, *image = NULL, *copy = NULL;
    if (longest <= side) return vips_image_copy_memory(from);
    if (blocks < 2) g_object_ref(coarse = from);
    else if (vips_shrink(from, &coarse, blocks, blocks, NULL)) return NULL;
    if (vips_resize(coarse, &image, (double) side / VIPS_MAX(coarse->Xsize, coarse->Ysize), NULL) == 0)
        copy = vips_image_copy_memory(image);
    if (image) g_object_unref(image);
    g_object_unref(coarse);
    return copy;
}

/// Draws text as a mask of its ink, 255 where it covers all; a width of 0 never breaks lines.
static inline VipsImage *flint_vips_text(const char *markup, const char *font, int width, int alignment, double spacing) {
    VipsImage *image = NULL;
    vips_text(&image, markup, "font", font, "width", width, "align", alignment, "wrap", VIPS_TEXT_WRAP_WORD_CHAR,
              "spacing", (int) spacing, "dpi", 72, NULL);
    return image;
}

/// Every character that some installed outline font can draw; the caller destroys it.
static inline FcCharSet *flint_covered_characters(void) {
    FcCharSet *covered = FcCharSetCreate();
    FcPattern *any = FcPatternCreate();
    FcObjectSet *wanted = FcObjectSetBuild(FC_CHARSET, FC_OUTLINE, NULL);
    FcFontSet *fonts = FcInit() ? FcFontList(NULL, any, wanted) : NULL;
    for (int index = 0; fonts && index < fonts->nfont; index++) {
        FcCharSet *characters;
        FcBool outlined;
        if (FcPatternGetBool(fonts->fonts[index], FC_OUTLINE, 0, &outlined) == FcResultMatch && outlined &&
            FcPatternGetCharSet(fonts->fonts[index], FC_CHARSET, 0, &characters) == FcResultMatch)
            FcCharSetMerge(covered, characters, NULL);
    }
    if (fonts) FcFontSetDestroy(fonts);
    FcObjectSetDestroy(wanted);
    FcPatternDestroy(any);
    return covered;
}
