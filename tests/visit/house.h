/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What all visits of one run share: where the programs and cards are, one set of demo keys, where reports go.
 */
#ifndef LIQU_TESTS_VISIT_HOUSE_H
#define LIQU_TESTS_VISIT_HOUSE_H

#include "base/err.h"
#include <stdint.h>

#define PATH_SIZE 1024

struct house {
    char programs[512]; /* the build's bin; with asan that of the sanitizer build beside it */
    char assets[512], cards[512];
    char out[512];  /* pictures and reports */
    char keys[512]; /* a folder with trust.json and keys/, removed at the end */
    bool asan, keep, crashes;
    const char *speed;     /* of the simulated devices; NULL: as they are */
    const char *must_fail; /* every visit must fail with words matching this; NULL: must pass */
};

/* Finds the places and makes the keys with `liqu provision`. out: --out or NULL for BUILD/visits. */
bool house_open(const char *out, bool asan, struct house *ret, struct err *err) MUST_CHECK;
void house_close(struct house *house);
/* How long to wait: sanitizers make everything slower. */
int house_patience_ms(const struct house *house, long ms);

/* How long to look for something that has to come. On a busy machine the programs seldom get their turn, and
 * our looks are answered late: so it ends after its time and a look for each 100 ms of it, but at the latest
 * after ten times as long. */
struct patience {
    int64_t from_ms, within_ms;
    int looks;
};
struct patience house_patience(const struct house *house, long ms);
/* Asked once before each look; true: it is the last one. */
bool patience_ends(struct patience *patience);

#endif
