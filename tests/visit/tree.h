/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The kiosk's screen as the inspect socket tells it: elements by id, and every word shown or spoken.
 */
#ifndef LIQU_TESTS_VISIT_TREE_H
#define LIQU_TESTS_VISIT_TREE_H

#include "base/err.h"
#include "tests/visit/needle.h"
#include <jansson.h>

struct tree {
    json_t *json;
};

bool tree_parse(const char *text, struct tree *ret, struct err *err) MUST_CHECK;
void tree_finish(struct tree *tree);

const char *tree_screen(const struct tree *tree);
bool tree_has(const struct tree *tree, const char *id);
bool tree_enabled(const struct tree *tree, const char *id); /* there and enabled */
/* In any label or spoken text; blanks count on neither side. */
bool tree_says(const struct tree *tree, const char *text);
/* True when no label and no spoken text holds a needle. */
bool tree_free_of(const struct tree *tree, const struct needles *needles, struct err *err) MUST_CHECK;
/* Differs when another page of the same screen is shown. */
unsigned long tree_hash(const struct tree *tree);

#endif
