/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Folders as a whole: make, copy, remove.
 */
#ifndef LIQU_TESTS_VISIT_FOLDER_H
#define LIQU_TESTS_VISIT_FOLDER_H

#include "base/err.h"
#include <stddef.h>

/* A new folder of its own under $TMPDIR or /tmp. The name is short, because sockets will stand in it. */
bool folder_temporary(char *ret, size_t size, struct err *err) MUST_CHECK;
/* With all its parents; one that exists is fine. */
bool folder_make(const char *path, struct err *err) MUST_CHECK;
/* Files and sub-folders of from into to (made when missing), modes kept; sockets are left out. */
bool folder_copy(const char *from, const char *to, struct err *err) MUST_CHECK;
bool folder_copy_file(const char *from, const char *to, struct err *err) MUST_CHECK;
bool folder_write(const char *path, const char *text, struct err *err) MUST_CHECK;
/* With everything in it; what is not there is fine. */
void folder_remove(const char *path);

#endif
