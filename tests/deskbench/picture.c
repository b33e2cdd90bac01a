/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/deskbench/picture.h"

#include "base/wipe.h"
#include <math.h>
#include <png.h>
#include <stdlib.h>

#define USUAL    0.5
#define SMALLEST 0.4 /* the body text of a sheet has 10 px then */

/* Each dot is the mean of the part of the sheet it stands for. */
static void shrink(const uint8_t *gray, int w, int h, struct picture *ret)
{
    for (int y = 0; y < ret->h; y++)
        for (int x = 0; x < ret->w; x++) {
            int x0 = x * w / ret->w, x1 = (x + 1) * w / ret->w;
            int y0 = y * h / ret->h, y1 = (y + 1) * h / ret->h, sum = 0;
            for (int at = y0; at < y1; at++)
                for (int dot = x0; dot < x1; dot++)
                    sum += gray[(size_t)at * (size_t)w + (size_t)dot];
            ret->dots[(size_t)y * (size_t)ret->w + (size_t)x] =
                (uint8_t)(255 - sum / ((x1 - x0) * (y1 - y0)));
        }
}

static void fit(struct picture *ret, const uint8_t *gray, int w, int h, int max_h)
{
    double scale = fmax(SMALLEST, fmin(USUAL, (double)max_h / h));
    ret->w = (int)(w * scale);
    ret->h = (int)(h * scale);
    check(ret->dots = malloc((size_t)ret->w * (size_t)ret->h + 1));
    shrink(gray, w, h, ret);
}

bool picture_load(struct picture *picture, const char *path, int max_h, struct err *err)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    picture_finish(picture);
    if (!png_image_begin_read_from_file(&image, path))
        return err_set(err, "%s: %s", path, image.message);
    image.format = PNG_FORMAT_GRAY;
    size_t bytes = PNG_IMAGE_SIZE(image);
    uint8_t *gray = malloc(bytes);
    check(gray);
    bool ok =
        png_image_finish_read(&image, NULL, gray, 0, NULL) || err_set(err, "%s: %s", path, image.message);
    png_image_free(&image);
    if (ok)
        fit(picture, gray, (int)image.width, (int)image.height, max_h);
    wipe(gray, bytes);
    free(gray);
    return ok;
}

void picture_finish(struct picture *picture)
{
    if (picture->dots)
        wipe(picture->dots, (size_t)picture->w * (size_t)picture->h);
    free(picture->dots);
    *picture = (struct picture){0};
}
