/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/printer/escpos_raster.h"

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

void escpos_band(const uint8_t *page, uint32_t width_dots, uint32_t from, uint32_t count, struct buf *ret)
{
    uint32_t width = width_dots / 8;
    const uint8_t head[] = {
        0x1D, 0x76, 0x30, 0, (uint8_t)width, (uint8_t)(width >> 8), (uint8_t)count, (uint8_t)(count >> 8)};
    buf_append(ret, head, sizeof head);
    size_t data = ret->len;
    buf_append(ret, page + (size_t)from * width, (size_t)count * width);
    make_harmless(ret->data + data, ret->len - data);
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

enum job_proof escpos_proof_of(const char *maker, const char *model)
{
    /* The first row that fits. GS ( H is never tried on a printer that is not known to have it: it would
     * print it. */
    static const struct {
        const char *maker, *model; /* beginnings; model "" fits all */
        enum job_proof proof;
    } rows[] = {
        {"EPSON", "TM-T88III", PROOF_ECHO}, {"EPSON", "TM-U2", PROOF_ECHO}, {"EPSON", "TM-J2", PROOF_ECHO},
        {"EPSON", "TM-T", PROOF_PID},       {"EPSON", "TM-L90", PROOF_PID}, {"EPSON", "TM-P", PROOF_PID},
        {"EPSON", "TM-m", PROOF_PID},       {"", "", PROOF_ECHO},
    };
    size_t i = 0;
    while (strncmp(maker, rows[i].maker, strlen(rows[i].maker)) != 0 ||
           strncmp(model, rows[i].model, strlen(rows[i].model)) != 0)
        i++;
    return rows[i].proof;
}
