/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Finding an item by what is typed on the kiosk's keys: the first letters of the pinyin (SB for 社保), an
 * English word, an item's code, or what people call it (aliases). Capitals, blanks and hyphens make no
 * difference. Pure functions.
 */
#ifndef LIQU_CATALOGUE_SEARCH_H
#define LIQU_CATALOGUE_SEARCH_H

#include "catalogue/catalogue.h"

/* Bytes of a name; len 0: not found there. */
struct search_span {
    size_t from, len;
};
struct search_hit {
    const struct item *item;
    struct search_span zh, en; /* where in the two names */
    int rank;                  /* how well it fits; 0 best */
    const char *alias;         /* what it is also called, when neither name holds the words; else NULL */
};

/* Best first: the name or an alias exactly, the start of a name, elsewhere in a name, an alias, the code;
 * equals in the catalogue's order. Fills at most max and returns how many there are; an empty query finds
 * nothing. */
size_t search_items(const struct catalogue *catalogue, const char *query, struct search_hit *ret, size_t max);

#endif
