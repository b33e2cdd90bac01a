/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/deskbench/picture.h"

#include "base/wipe.h"
#include <png.h>
#include <stdlib.h>

/* Each dot stands for two by two of the sheet; an odd last row or column is left out. */
static void halve(const uint8_t *gray, int pitch, struct picture *ret)
{
    for (int y = 0; y < ret->h; y++)
        for (int x = 0; x < ret->w; x++) {
            const uint8_t *from = gray + (size_t)2 * y * pitch + (size_t)2 * x;
            ret->dots[(size_t)y * ret->w + x] =
                (uint8_t)(255 - (from[0] + from[1] + from[pitch] + from[pitch + 1]) / 4);
        }
}

bool picture_load(struct picture *picture, const char *path, struct err *err)
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
    if (ok) {
        picture->w = (int)image.width / 2;
        picture->h = (int)image.height / 2;
        check(picture->dots = malloc((size_t)picture->w * (size_t)picture->h + 1));
        halve(gray, (int)image.width, picture);
    }
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
