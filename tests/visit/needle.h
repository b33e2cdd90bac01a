/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What must not be left behind: for every card placed its name, number, both addresses, as UTF-8, UTF-16LE
 * (how the card carries them) and GB18030 (how the printer is sent them), and pieces of its photo, looked for
 * in one pass over any amount of memory.
 */
#ifndef LIQU_TESTS_VISIT_NEEDLE_H
#define LIQU_TESTS_VISIT_NEEDLE_H

#include "base/err.h"
#include <stddef.h>
#include <stdint.h>

#define NEEDLE_MAX 256 /* bytes of the longest: an address of 35 characters is 140 in GB18030 */

struct needle {
    char what[96]; /* for the report: "name of li-guiying (UTF-16LE)", never the text itself */
    uint8_t bytes[NEEDLE_MAX];
    size_t len;
};

struct needles { /* zero-initialise */
    struct needle *list;
    size_t count;
    uint8_t starts[65536 / 8]; /* which first two bytes occur */
};

/* One text in its three encodings; texts that are there already are not added again. */
bool needles_add(struct needles *needles, const char *field, const char *card, const char *text,
                 struct err *err) MUST_CHECK;
/* Name, number, addresses and photo of FOLDER/CARD.yaml. Of the photo one piece in 64 bytes is looked for: no
 * longer part of it can hide. */
bool needles_add_card(struct needles *needles, const char *folder, const char *card,
                      struct err *err) MUST_CHECK;
/* The first needle in these bytes, or NULL. ret_at (may be NULL): where it begins. */
const struct needle *needles_find(const struct needles *needles, const uint8_t *bytes, size_t len,
                                  size_t *ret_at);
void needles_finish(struct needles *needles);

#endif
