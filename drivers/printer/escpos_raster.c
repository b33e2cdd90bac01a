/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/printer/escpos_raster.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define DLE 0x10

/* Which third bytes make a real-time command of DLE and the second byte. */
static bool executed(uint8_t second, uint8_t third)
{
    static const struct {
        uint8_t second;
        const char *thirds;
        size_t count;
    } commands[] = {
        {0x04, "\1\2\3\4\5\6\7\10\22", 9}, /* status */
        {0x05, "\0\1\2", 3},               /* recover, clear */
        {0x14, "\1\2\3\6\7\10", 6},        /* pulse, power off, sound, clear */
    };
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (commands[i].second == second)
            return memchr(commands[i].thirds, third, commands[i].count) != NULL;
    return false;
}

static void make_harmless(uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i + 2 < len; i++)
        if (bytes[i] == DLE && executed(bytes[i + 1], bytes[i + 2]))
            bytes[i + 1] ^= 0x02; /* 06, 07 and 16 are nobody's */
}

static void raster_head(uint32_t width, uint32_t count, struct buf *ret)
{
    const uint8_t head[] = {
        0x1D, 0x76, 0x30, 0, (uint8_t)width, (uint8_t)(width >> 8), (uint8_t)count, (uint8_t)(count >> 8)};
    buf_append(ret, head, sizeof head);
}

static void graphics_head(uint32_t width, uint32_t count, struct buf *ret)
{
    uint32_t dots = 8 * width, len = 10 + width * count;
    const uint8_t head[] = {0x1D,
                            0x28,
                            0x4C,
                            (uint8_t)len,
                            (uint8_t)(len >> 8),
                            0x30,
                            0x70,
                            0x30, /* fn 112, one colour a dot */
                            1,
                            1, /* not magnified */
                            0x31,
                            (uint8_t)dots,
                            (uint8_t)(dots >> 8),
                            (uint8_t)count,
                            (uint8_t)(count >> 8)};
    buf_append(ret, head, sizeof head);
}

void escpos_band(enum escpos_image image, const uint8_t *page, uint32_t width_dots, uint32_t from,
                 uint32_t count, struct buf *ret)
{
    static const uint8_t print_graphics[] = {0x1D, 0x28, 0x4C, 2, 0, 0x30, 0x32};
    uint32_t width = width_dots / 8;
    if (image == IMAGE_GRAPHICS)
        graphics_head(width, count, ret);
    else
        raster_head(width, count, ret);
    size_t data = ret->len;
    buf_append(ret, page + (size_t)from * width, (size_t)count * width);
    make_harmless(ret->data + data, ret->len - data);
    if (image == IMAGE_GRAPHICS)
        buf_append(ret, print_graphics, sizeof print_graphics);
}

int32_t escpos_rows_mm(uint32_t rows, uint32_t width_dots)
{
    uint32_t rows_a_metre = width_dots == 512 ? 7087 : 8000;
    return (int32_t)(((uint64_t)rows * 1000 + rows_a_metre - 1) / rows_a_metre);
}

void escpos_process_id(const char id[4], struct buf *ret)
{
    const uint8_t head[] = {0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30};
    buf_append(ret, head, sizeof head);
    buf_append(ret, id, 4);
}

void escpos_id_of(uint64_t job, char kind, char ret[4])
{
    char text[8];
    snprintf(text, sizeof text, "%c%03X", kind, (unsigned)(job & 0xFFF));
    memcpy(ret, text, 4);
}

/* "58" as a number of its own, and no "80": Printer-58, XP-58IIH, POS-58; not TM-T588, not POS-58/80. */
static bool says_58(const char *model)
{
    const char *at = strstr(model, "58");
    bool apart = at && (at == model || !isdigit((unsigned char)at[-1])) && !isdigit((unsigned char)at[2]);
    return apart && !strstr(model, "80");
}

struct escpos_model escpos_model_of(const char *maker, const char *model)
{
    /* The first row that fits. GS ( H is never tried on a printer that is not known to have it: it would
     * print it. The same models have GS ( L. */
    static const struct {
        const char *maker, *model; /* beginnings; "" fits all */
        struct escpos_model is;
    } rows[] = {
        {"EPSON", "TM-T88III", {PROOF_ECHO, IMAGE_RASTER, 512}},
        {"EPSON", "TM-T88", {PROOF_PID, IMAGE_GRAPHICS, 512}}, /* 180 dpi */
        {"EPSON", "TM-U2", {PROOF_ECHO, IMAGE_RASTER, 0}},
        {"EPSON", "TM-J2", {PROOF_ECHO, IMAGE_RASTER, 0}},
        {"EPSON", "TM-T20", {PROOF_PID, IMAGE_GRAPHICS, 576}},
        {"EPSON", "TM-T", {PROOF_PID, IMAGE_GRAPHICS, 0}},
        {"EPSON", "TM-L90", {PROOF_PID, IMAGE_GRAPHICS, 0}},
        {"EPSON", "TM-P", {PROOF_PID, IMAGE_GRAPHICS, 0}},
        {"EPSON", "TM-m", {PROOF_PID, IMAGE_GRAPHICS, 0}},
        {"", "", {PROOF_ECHO, IMAGE_RASTER, 0}},
    };
    size_t i = 0;
    while (strncmp(maker, rows[i].maker, strlen(rows[i].maker)) != 0 ||
           strncmp(model, rows[i].model, strlen(rows[i].model)) != 0)
        i++;
    struct escpos_model is = rows[i].is;
    if (!rows[i].maker[0] && says_58(model))
        is.head_dots = 384;
    return is;
}
