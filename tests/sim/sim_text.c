/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_text.h"

#include <iconv.h>
#include <stdio.h>

/* The pages of Epson's table that our peers choose; others are shown as U+FFFD. */
static const char *page_name(uint8_t n)
{
    static const char *const names[] = {
        [0] = "CP437",  [2] = "CP850",  [3] = "CP860",
        [4] = "CP863",  [5] = "CP865",  [16] = "CP1252",
        [17] = "CP866", [18] = "CP852", [19] = "CP850" /* 858: the same but for the euro sign */,
    };
    return n < sizeof names / sizeof names[0] ? names[n] : NULL;
}

static size_t utf8_len(uint8_t lead)
{
    return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* GB18030: one byte, two, or four when the second is a digit. */
static size_t gb_len(const struct sim_text *text)
{
    if (text->bytes[0] < 0x81 || text->bytes[0] > 0xfe)
        return 1;
    return text->len > 1 && text->bytes[1] >= 0x30 && text->bytes[1] <= 0x39 ? 4 : 2;
}

int sim_text_byte(struct sim_text *text, uint8_t byte)
{
    text->bytes[text->len++] = byte;
    size_t wanted = text->utf8 ? utf8_len(text->bytes[0]) : text->chinese ? gb_len(text) : 1;
    if (text->len < wanted)
        return 0;
    return wanted == 1 || (text->utf8 && wanted == 2) ? 1 : 2;
}

void sim_text_take(struct sim_text *text, struct buf *ret)
{
    const char *name = text->utf8 ? "UTF-8" : text->chinese ? "GB18030" : page_name(text->code_page);
    char *from = (char *)text->bytes, out[8], *to = out;
    size_t from_len = text->len, room = sizeof out;
    iconv_t iconv_handle = text->bytes[0] < 0x80 ? (iconv_t)-1 : iconv_open("UTF-8", name ? name : "ASCII");
    if (text->bytes[0] < 0x80)
        buf_append(ret, text->bytes, 1);
    else if (iconv_handle != (iconv_t)-1 && iconv(iconv_handle, &from, &from_len, &to, &room) == 0)
        buf_append(ret, out, (size_t)(to - out));
    else
        buf_text(ret, "\uFFFD");
    if (iconv_handle != (iconv_t)-1)
        iconv_close(iconv_handle);
    text->len = 0;
}
