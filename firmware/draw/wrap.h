/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Where a line may end. No line begins with closing punctuation, none ends with opening punctuation; nothing
 * breaks inside a Latin word, a number or a date, nor between a number and its measure word (1 个月, 12
 * 号窗口); no paragraph ends with a line of a single Han where the line before can spare another. Only a
 * piece that alone is wider than the line is broken where it has to be.
 */
#ifndef LIQU_DRAW_WRAP_H
#define LIQU_DRAW_WRAP_H

#include <stdbool.h>
#include <stddef.h>

/* Width in px of len bytes of text on one line. */
typedef int wrap_width(void *context, const char *text, size_t len);

struct wrap_line {
    const char *text; /* into the text that is wrapped */
    size_t len;       /* without blanks at its end */
};
/* Takes the next line off *text, which moves to where the line after it starts. False at the end of the text.
 */
bool wrap_next(const char **text, int width, wrap_width *measure, void *context, struct wrap_line *ret);

#endif
