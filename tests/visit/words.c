/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/words.h"

#include "base/err.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

static bool blank(uint32_t rune)
{
    return rune <= ' ' || rune == 0xA0 || rune == 0x3000 || rune == 0x200B;
}

static char *without_blanks(const char *text)
{
    char *ret = malloc(strlen(text) * 3 + 1); /* a bad byte becomes U+FFFD, three bytes */
    check(ret);
    size_t len = 0;
    for (uint32_t rune; (rune = text_next(&text));)
        if (!blank(rune))
            len += text_put(rune, ret + len);
    ret[len] = '\0';
    return ret;
}

bool words_contain(const char *text, const char *part)
{
    char *in = without_blanks(text), *what = without_blanks(part);
    bool found = strstr(in, what) != NULL;
    free(in);
    free(what);
    return found;
}
