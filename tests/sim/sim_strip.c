/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_strip.h"

#include <glob.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 600

const char *const piece_names[] = {"sheet", "part", "torn"};

static size_t stride(const struct sim_strip *strip)
{
    return ((size_t)strip->width + 7) / 8;
}

/* Those of the first `rows` rows are gone, the others move up. */
static void drop_texts(struct sim_strip *strip, size_t rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < strip->text_count; i++) {
        struct strip_text *text = &strip->texts[i];
        if (text->row <= rows) {
            free(text->text);
            continue;
        }
        text->row -= rows;
        strip->texts[kept++] = *text;
    }
    strip->text_count = kept;
}

static void fresh_paper(struct sim_strip *strip)
{
    drop_texts(strip, SIZE_MAX);
    buf_consume(&strip->rows, strip->rows.len);
    for (int i = 0; i < strip->gap; i++)
        sim_strip_row(strip, NULL);
}

/* Numbers begin anew with every simulator: what an earlier one left would be taken for ours. */
static void remove_old(const char *folder, const char *pattern)
{
    char path[PATH_SIZE];
    glob_t found;
    snprintf(path, sizeof path, "%s/%s", folder, pattern);
    if (glob(path, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            unlink(found.gl_pathv[i]);
    globfree(&found);
}

void sim_strip_init(struct sim_strip *strip, const char *folder, int width, int gap, int rows_per_m)
{
    remove_old(folder, "sheet-*.png");
    remove_old(folder, "torn-*.png");
    remove_old(folder, "sheet-*.txt");
    remove_old(folder, "torn-*.txt");
    *strip = (struct sim_strip){.folder = folder, .width = width, .gap = gap, .rows_per_m = rows_per_m};
    fresh_paper(strip);
}

void sim_strip_finish(struct sim_strip *strip)
{
    drop_texts(strip, SIZE_MAX);
    free(strip->texts);
    free(strip->pieces);
    buf_finish(&strip->rows);
}

void sim_strip_row(struct sim_strip *strip, const uint8_t *bits)
{
    static const uint8_t blank[128];
    buf_append(&strip->rows, bits ? bits : blank, stride(strip));
}

void sim_strip_text(struct sim_strip *strip, const char *text)
{
    strip->texts = realloc(strip->texts, (strip->text_count + 1) * sizeof *strip->texts);
    check(strip->texts);
    struct strip_text *last = &strip->texts[strip->text_count++];
    *last = (struct strip_text){.row = strip->rows.len / stride(strip), .text = strdup(text)};
    check(last->text);
}

static void write_rows(png_structp png, const struct sim_strip *strip, size_t count)
{
    png_bytep line = malloc((size_t)strip->width);
    check(line);
    for (size_t y = 0; y < count; y++) {
        const uint8_t *bits = strip->rows.data + y * stride(strip);
        for (int x = 0; x < strip->width; x++)
            line[x] = bits[x / 8] >> (7 - x % 8) & 1 ? 0 : 255;
        png_write_row(png, line);
    }
    free(line);
}

/* libpng's own error path (longjmp) is not used: with a memory sink and sane sizes nothing of it can fail. */
static void to_buf(png_structp png, png_bytep bytes, png_size_t len)
{
    buf_append(png_get_io_ptr(png), bytes, len);
}

static void no_flush(png_structp png)
{
    (void)png;
}

static void encode(const struct sim_strip *strip, size_t count, struct buf *ret)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    check(info);
    png_set_write_fn(png, ret, to_buf, no_flush);
    png_set_compression_level(png, 1);
    png_set_IHDR(png, info, (png_uint_32)strip->width, (png_uint_32)count, 8, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(png, info, (png_uint_32)strip->rows_per_m, (png_uint_32)strip->rows_per_m,
                 PNG_RESOLUTION_METER);
    png_write_info(png, info);
    write_rows(png, strip, count);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
}

/* Whole or not at all: whoever sees the name sees all of it. */
static bool save_bytes(const struct buf *bytes, const char *path, struct err *err)
{
    char temporary[PATH_SIZE + 8];
    snprintf(temporary, sizeof temporary, "%s.part", path);
    FILE *file = fopen(temporary, "wbe");
    bool ok = file && fwrite(bytes->data, 1, bytes->len, file) == bytes->len;
    if (file && fclose(file) != 0)
        ok = false;
    return (ok && rename(temporary, path) == 0) || err_errno(err, "%s", path);
}

static bool save_texts(const struct sim_strip *strip, size_t count, const char *picture, struct err *err)
{
    char path[PATH_SIZE];
    struct buf lines = {0};
    for (size_t i = 0; i < strip->text_count && strip->texts[i].row <= count; i++)
        buf_printf(&lines, "%s\n", strip->texts[i].text);
    snprintf(path, sizeof path, "%.*s.txt", (int)(strrchr(picture, '.') - picture), picture);
    bool ok = !lines.len || save_bytes(&lines, path, err);
    buf_finish(&lines);
    return ok;
}

/* The picture last: it says that the sheet is there. */
static bool save(const struct sim_strip *strip, size_t count, const char *path, struct err *err)
{
    struct buf png = {0};
    encode(strip, count, &png);
    bool ok = save_texts(strip, count, path, err) && save_bytes(&png, path, err);
    buf_finish(&png);
    return ok;
}

void sim_strip_path(const struct sim_strip *strip, unsigned sheet, char *ret, size_t size)
{
    snprintf(ret, size, "%s/sheet-%u.png", strip->folder, sheet);
}

int sim_strip_hanging(const struct sim_strip *strip)
{
    return (int)(strip->rows.len / stride(strip)) - strip->gap;
}

bool sim_strip_peek(const struct sim_strip *strip, const char *path, struct err *err)
{
    int count = sim_strip_hanging(strip);
    return count > 0 ? save(strip, (size_t)count, path, err)
                     : err_set(err, "nothing hangs out of the printer");
}

void sim_strip_piece_path(const struct sim_strip *strip, const struct strip_piece *piece, char *ret,
                          size_t size)
{
    if (piece->kind == PIECE_TORN)
        snprintf(ret, size, "%s/torn-%u.png", strip->folder, piece->number);
    else
        sim_strip_path(strip, piece->number, ret, size);
}

static void add_piece(struct sim_strip *strip, enum piece_kind kind, unsigned number)
{
    strip->pieces = realloc(strip->pieces, (strip->piece_count + 1) * sizeof *strip->pieces);
    check(strip->pieces);
    strip->pieces[strip->piece_count++] = (struct strip_piece){kind, number};
}

static bool printed(const struct sim_strip *strip)
{
    for (size_t i = 0; i < strip->rows.len; i++)
        if (strip->rows.data[i])
            return true;
    return false;
}

void sim_strip_break(struct sim_strip *strip)
{
    strip->broken = printed(strip);
}

bool sim_strip_cut(struct sim_strip *strip, struct err *err)
{
    char path[PATH_SIZE];
    size_t count = (size_t)sim_strip_hanging(strip);
    if (count == 0)
        return true; /* the blade falls through air */
    bool inked = printed(strip);
    sim_strip_path(strip, strip->sheets + 1, path, sizeof path);
    if (!save(strip, count, path, err))
        return false;
    add_piece(strip, strip->broken || !inked ? PIECE_PART : PIECE_SHEET, ++strip->sheets);
    buf_consume(&strip->rows, count * stride(strip));
    drop_texts(strip, count);
    strip->broken = false;
    return true;
}

bool sim_strip_change(struct sim_strip *strip, bool more_to_come, struct err *err)
{
    char path[PATH_SIZE];
    bool torn = printed(strip), ok = true;
    if (torn) {
        snprintf(path, sizeof path, "%s/torn-%u.png", strip->folder, strip->torn + 1);
        ok = save(strip, strip->rows.len / stride(strip), path, err);
    }
    if (torn && ok)
        add_piece(strip, PIECE_TORN, ++strip->torn);
    strip->broken = torn && more_to_come;
    fresh_paper(strip);
    return ok;
}
