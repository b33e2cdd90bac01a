/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/deskbench/picture.h"

#include "base/wipe.h"
#include <png.h>
#include <stdlib.h>

bool picture_load(struct picture *picture, const char *path, struct err *err)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    picture_finish(picture);
    if (!png_image_begin_read_from_file(&image, path))
        return err_set(err, "%s: %s", path, image.message);
    image.format = PNG_FORMAT_GRAY;
    *picture = (struct picture){(int)image.width, (int)image.height, malloc(PNG_IMAGE_SIZE(image))};
    check(picture->dots);
    bool ok = png_image_finish_read(&image, NULL, picture->dots, 0, NULL) ||
              err_set(err, "%s: %s", path, image.message);
    png_image_free(&image);
    for (size_t i = 0; i < (size_t)picture->w * (size_t)picture->h; i++)
        picture->dots[i] = (uint8_t)(255 - picture->dots[i]);
    if (!ok)
        picture_finish(picture);
    return ok;
}

/* Each dot is the mean of the part of the sheet it stands for. */
void picture_shrink(const struct picture *picture, int from, int to, double scale, struct picture *ret)
{
    int w = picture->w, h = to - from;
    picture_finish(ret);
    ret->w = (int)(w * scale);
    ret->h = (int)(h * scale);
    check(ret->dots = malloc((size_t)ret->w * (size_t)ret->h + 1));
    for (int y = 0; y < ret->h; y++)
        for (int x = 0; x < ret->w; x++) {
            int x0 = x * w / ret->w, x1 = (x + 1) * w / ret->w;
            int y0 = from + y * h / ret->h, y1 = from + (y + 1) * h / ret->h, sum = 0;
            for (int at = y0; at < y1; at++)
                for (int dot = x0; dot < x1; dot++)
                    sum += picture->dots[(size_t)at * (size_t)w + (size_t)dot];
            ret->dots[(size_t)y * (size_t)ret->w + (size_t)x] = (uint8_t)(sum / ((x1 - x0) * (y1 - y0)));
        }
}

void picture_finish(struct picture *picture)
{
    if (picture->dots)
        wipe(picture->dots, (size_t)picture->w * (size_t)picture->h);
    free(picture->dots);
    *picture = (struct picture){0};
}
