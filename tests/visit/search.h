/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Looking for needles in living processes and in files. Each call is true when nothing was found; otherwise
 * err says in which program and map, or in which file, and which needle. What cannot be read counts as found.
 */
#ifndef LIQU_TESTS_VISIT_SEARCH_H
#define LIQU_TESTS_VISIT_SEARCH_H

#include "base/err.h"
#include "tests/visit/needle.h"
#include <sys/types.h>

/* All readable maps but read-only mappings of files. sanitized: the program runs under AddressSanitizer,
 * whose shadow (maps of terabytes, one byte for eight, no copy of any data) is left out. */
bool search_process(pid_t pid, const char *name, const struct needles *needles, bool sanitized,
                    struct err *err) MUST_CHECK;
bool search_file(const char *path, const struct needles *needles, struct err *err) MUST_CHECK;
/* Every regular file in the folder whose name begins with prefix ("" for all); sockets and sub-folders are
 * not read. */
bool search_folder(const char *folder, const char *prefix, const struct needles *needles,
                   struct err *err) MUST_CHECK;

#endif
