/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One item file: read, and everything about it that a table cannot say. Needs the units and towns of the
 * catalogue, which are loaded before.
 */
#ifndef LIQU_CATALOGUE_ITEM_H
#define LIQU_CATALOGUE_ITEM_H

#include "catalogue/catalogue.h"

bool item_load(const char *path, const struct catalogue *catalogue, struct item *ret,
               struct err *err) MUST_CHECK;

#endif
