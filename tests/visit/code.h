/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * QR codes on paper: read by zbar from the sheet's dots, judged by the `liqu` command.
 */
#ifndef LIQU_TESTS_VISIT_CODE_H
#define LIQU_TESTS_VISIT_CODE_H

#include "tests/visit/house.h"
#include "tests/visit/paper.h"

#define CODE_MAX 8

struct codes {
    char *texts[CODE_MAX];
    size_t count;
};

void codes_read(const struct dots *sheet, struct codes *ret);
void codes_finish(struct codes *codes);
/* Whether a code of this kind stands there: 'D' document, 'T' ticket. */
bool codes_have(const struct codes *codes, char kind);

/* Every document code verifies (`liqu document verify`) and there is one; likewise for tickets (`liqu ticket
 * open`). */
bool codes_verify(const struct codes *codes, const struct house *house, struct err *err) MUST_CHECK;
bool codes_open(const struct codes *codes, const struct house *house, struct err *err) MUST_CHECK;

#endif
