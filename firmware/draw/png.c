/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/err.h"
#include "base/wipe.h"
#include "draw/surface.h"
#include <png.h>
#include <stdlib.h>

bool surface_write_png(const struct surface *surface, const char *path, struct err *err)
{
    size_t pixels = (size_t)surface->width * (size_t)surface->height;
    uint8_t *rgb = malloc(3 * pixels), *to = rgb;
    check(rgb);
    for (int y = 0; y < surface->height; y++) {
        const uint32_t *row = surface->pixels + (long)y * surface->stride;
        for (int x = 0; x < surface->width; x++, to += 3) {
            to[0] = (uint8_t)(row[x] >> 16);
            to[1] = (uint8_t)(row[x] >> 8);
            to[2] = (uint8_t)row[x];
        }
    }
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)surface->width,
                       .height = (png_uint_32)surface->height,
                       .format = PNG_FORMAT_RGB,
                       .flags = PNG_IMAGE_FLAG_FAST};
    bool written = png_image_write_to_file(&image, path, 0, rgb, 0, NULL) != 0;
    wipe(rgb, 3 * pixels);
    free(rgb);
    return written || err_set(err, "%s: %s", path, image.message);
}
