/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/paper.h"

#include "base/buf.h"
#include "tests/visit/words.h"
#include <dirent.h>
#include <jansson.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_FILE_MAX (8u << 20)

void dots_finish(struct dots *dots)
{
    free(dots->black);
    *dots = (struct dots){0};
}

bool dots_load_png(const char *path, struct dots *ret, struct err *err)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path))
        return err_set(err, "%s: %s", path, image.message);
    image.format = PNG_FORMAT_GRAY;
    struct dots dots = {.width = (int)image.width, .height = (int)image.height};
    dots.black = malloc(PNG_IMAGE_SIZE(image));
    check(dots.black);
    if (!png_image_finish_read(&image, NULL, dots.black, 0, NULL)) {
        dots_finish(&dots);
        return err_set(err, "%s: %s", path, image.message);
    }
    for (size_t i = 0; i < (size_t)dots.width * (size_t)dots.height; i++)
        dots.black[i] = dots.black[i] < 128;
    *ret = dots;
    return true;
}

bool dots_load_pbm(const char *path, struct dots *ret, struct err *err)
{
    struct buf file = {0};
    int width = 0, height = 0, at = 0;
    if (!buf_read_file(&file, path, PAGE_FILE_MAX, err)) {
        buf_finish(&file);
        return false;
    }
    /* One blank byte parts the header from the raster. */
    bool ok = sscanf(buf_string(&file), "P4 %d %d%n", &width, &height, &at) == 2 && width > 0 && height > 0;
    size_t stride = ((size_t)width + 7) / 8;
    ok = ok && file.len == (size_t)at + 1 + stride * (size_t)height;
    if (ok) {
        *ret =
            (struct dots){.width = width, .height = height, .black = malloc((size_t)width * (size_t)height)};
        check(ret->black);
        const uint8_t *raster = file.data + at + 1;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                ret->black[y * width + x] = raster[(size_t)y * stride + (size_t)x / 8] >> (7 - x % 8) & 1;
    }
    buf_finish(&file);
    return ok || err_set(err, "%s: this is no PBM of kind P4", path);
}

int dots_first_ink(const struct dots *dots)
{
    size_t size = (size_t)dots->width * (size_t)dots->height;
    const uint8_t *first = size ? memchr(dots->black, 1, size) : NULL;
    return first ? (int)((first - dots->black) / dots->width) : -1;
}

void paper_path(const char *sheets, int n, char *ret, size_t size)
{
    snprintf(ret, size, "%s/sheet-%d.png", sheets, n);
}

int paper_count(const char *sheets)
{
    char path[1100];
    int n = 0;
    do
        paper_path(sheets, ++n, path, sizeof path);
    while (access(path, R_OK) == 0);
    return n - 1;
}

struct page {
    struct dots dots;
    json_t *json;
};

static bool page_load(const char *pages, const char *json_name, struct page *ret, struct err *err)
{
    char path[1100];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s", pages, json_name);
    ret->json = json_load_file(path, 0, &error);
    if (!ret->json)
        return err_set(err, "%s: %s", path, error.text);
    strcpy(strrchr(path, '.'), ".pbm");
    if (dots_load_pbm(path, &ret->dots, err))
        return true;
    json_decref(ret->json);
    return false;
}

static void page_finish(struct page *page)
{
    dots_finish(&page->dots);
    json_decref(page->json);
}

static int number(const json_t *run, const char *key)
{
    return (int)json_integer_value(json_object_get(run, key));
}

/* Every dot of the run's box is on the sheet; ret_ink: there is ink among them. */
static bool run_equal(const struct dots *sheet, const struct page *page, const json_t *run, bool *ret_ink)
{
    int x = number(run, "x"), y = number(run, "y"), w = number(run, "w"), h = number(run, "h");
    const struct dots *dots = &page->dots;
    int shift = dots_first_ink(sheet) - dots_first_ink(dots);
    *ret_ink = false;
    if (sheet->width != dots->width || x < 0 || y < 0 || w <= 0 || h <= 0 || x + w > dots->width ||
        y + h > dots->height || y + shift < 0 || y + shift + h > sheet->height)
        return false;
    for (int row = y; row < y + h; row++) {
        const uint8_t *sent = dots->black + row * dots->width + x;
        if (memcmp(sent, sheet->black + (row + shift) * sheet->width + x, (size_t)w) != 0)
            return false;
        *ret_ink = *ret_ink || memchr(sent, 1, (size_t)w);
    }
    return true;
}

/* What the pages know about a text and a sheet. */
struct look {
    bool said;     /* a page has it in a run */
    bool printed;  /* and the sheet shows that run */
    bool of_sheet; /* some page has all its runs on this sheet */
};

static void look_at_page(const struct dots *sheet, const struct page *page, const char *text,
                         struct look *look)
{
    size_t i;
    json_t *run, *runs = json_object_get(page->json, "runs");
    bool all = json_array_size(runs) > 0;
    json_array_foreach(runs, i, run)
    {
        const char *own = json_string_value(json_object_get(run, "text"));
        bool ink, equal = run_equal(sheet, page, run, &ink);
        bool says = own && words_contain(own, text);
        all = all && equal;
        look->said |= says;
        look->printed |= says && equal && ink;
    }
    look->of_sheet |= all;
}

static bool look_at_all(const struct dots *sheet, const char *pages, const char *text, struct look *ret,
                        struct err *err)
{
    *ret = (struct look){0};
    if (dots_first_ink(sheet) < 0)
        return err_set(err, "the sheet is empty");
    DIR *dir = opendir(pages);
    if (!dir)
        return err_errno(err, "%s: cannot be read", pages);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        const char *dot = strrchr(entry->d_name, '.');
        struct page page;
        if (!dot || strcmp(dot, ".json") != 0)
            continue;
        ok = page_load(pages, entry->d_name, &page, err);
        if (ok) {
            look_at_page(sheet, &page, text, ret);
            page_finish(&page);
        }
    }
    closedir(dir);
    return ok;
}

bool paper_says(const struct dots *sheet, const char *pages, const char *text, struct err *err)
{
    struct look look;
    if (!look_at_all(sheet, pages, text, &look, err))
        return false;
    if (!look.said)
        return err_set(err, "no page that was sent says so");
    return look.printed || err_set(err, "a page says so, but this sheet does not show its dots");
}

bool paper_silent(const struct dots *sheet, const char *pages, const char *text, struct err *err)
{
    struct look look;
    if (!look_at_all(sheet, pages, text, &look, err))
        return false;
    if (!look.of_sheet)
        return err_set(err, "no page that was sent equals this sheet, so its words are not known");
    return !look.printed || err_set(err, "the sheet says so");
}
