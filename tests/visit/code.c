/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/code.h"

#include "base/buf.h"
#include "base/place.h"
#include "tests/visit/process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

/* A phone's camera sees a module as many pixels and the code with a quiet zone around it. */
#define SCALE  2
#define MARGIN 32

static uint8_t *photograph(const struct dots *sheet, unsigned *ret_width, unsigned *ret_height)
{
    unsigned width = (unsigned)sheet->width * SCALE + 2 * MARGIN;
    unsigned height = (unsigned)sheet->height * SCALE + 2 * MARGIN;
    uint8_t *gray = malloc((size_t)width * height);
    check(gray);
    memset(gray, 255, (size_t)width * height);
    for (int y = 0; y < sheet->height * SCALE; y++)
        for (int x = 0; x < sheet->width * SCALE; x++)
            if (sheet->black[y / SCALE * sheet->width + x / SCALE])
                gray[(size_t)(y + MARGIN) * width + (size_t)(x + MARGIN)] = 0;
    *ret_width = width;
    *ret_height = height;
    return gray;
}

void codes_read(const struct dots *sheet, struct codes *ret)
{
    unsigned width, height;
    uint8_t *gray = photograph(sheet, &width, &height);
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_scanner_set_config(scanner, 0, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, width, height);
    zbar_image_set_data(image, gray, (size_t)width * height, NULL);
    zbar_scan_image(scanner, image);
    *ret = (struct codes){0};
    for (const zbar_symbol_t *symbol = zbar_image_first_symbol(image); symbol && ret->count < CODE_MAX;
         symbol = zbar_symbol_next(symbol)) {
        ret->texts[ret->count] = strdup(zbar_symbol_get_data(symbol));
        check(ret->texts[ret->count++]);
    }
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    free(gray);
}

void codes_finish(struct codes *codes)
{
    for (size_t i = 0; i < codes->count; i++)
        free(codes->texts[i]);
    *codes = (struct codes){0};
}

/* HTTPS://HOST/D/… */
static bool is_kind(const char *text, char kind)
{
    const char *host = strstr(text, "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    return path && path[1] == kind && path[2] == '/';
}

bool codes_have(const struct codes *codes, char kind)
{
    for (size_t i = 0; i < codes->count; i++)
        if (is_kind(codes->texts[i], kind))
            return true;
    return false;
}

static bool judge(const struct codes *codes, char kind, const struct house *house, const char *noun,
                  const char *verb, struct err *err)
{
    char tool[PATH_SIZE], trust[PATH_SIZE];
    bool ok = codes_have(codes, kind) ||
              err_set(err, "no %s code among the %zu read from the sheet", noun, codes->count);
    place_join(tool, sizeof tool, house->programs, "liqu");
    place_join(trust, sizeof trust, house->keys, "trust.json");
    const char *argv[] = {tool, noun, verb, "--trust", trust, "-", NULL};
    for (size_t i = 0; ok && i < codes->count; i++) {
        struct buf said = {0};
        if (!is_kind(codes->texts[i], kind))
            continue;
        int code = process_run(argv, codes->texts[i], &said, err);
        ok = code == EXIT_OK;
        if (code > 0)
            err_set(err, "liqu %s %s: code %d: %s", noun, verb, code, buf_string(&said));
        buf_finish(&said);
    }
    return ok;
}

bool codes_verify(const struct codes *codes, const struct house *house, struct err *err)
{
    return judge(codes, 'D', house, "document", "verify", err);
}

bool codes_open(const struct codes *codes, const struct house *house, struct err *err)
{
    return judge(codes, 'T', house, "ticket", "open", err);
}
