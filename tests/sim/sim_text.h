/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What the bytes of a text line say, by the modes they were sent in: the printer draws marks, and this is
 * what a person would read there.
 */
#ifndef LIQU_TESTS_SIM_SIM_TEXT_H
#define LIQU_TESTS_SIM_SIM_TEXT_H

#include "base/buf.h"

struct sim_text {
    bool chinese;      /* FS &: GB18030 */
    bool utf8;         /* FS ( C */
    uint8_t code_page; /* ESC t n, for bytes from 80 on */
    uint8_t bytes[4];  /* of a character that is not whole yet */
    size_t len;
};

/* 0 while more bytes are needed, else the width in cells of the character that is now whole in `bytes`. */
int sim_text_byte(struct sim_text *text, uint8_t byte);
/* Appends that character as UTF-8 (U+FFFD for what is none) and makes room for the next. */
void sim_text_take(struct sim_text *text, struct buf *ret);

#endif
