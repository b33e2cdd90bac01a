/* SPDX-License-Identifier: MulanPSL-2.0 */
/* `PROGRAM ctl SOCKET 'LINE'`: by hand and from scripts, one line to a line server. */
#ifndef LIQU_BASE_CTL_H
#define LIQU_BASE_CTL_H

#include "base/buf.h"

/* Prints the answer, or on stderr under program's name why there is none. Returns the exit code: 0 ok, 1
 * error, 2 no connection or not one line. Waits as long as the server does: some lines wait for something
 * themselves. */
int ctl_ask(const char *program, const char *socket_path, const char *line);
/* The line with the file that it names, if any (shot, trace on, sheet save, sheet peek), put under cwd: the
 * server stands in another folder than the caller. Blanks belong to the name. */
void ctl_absolute(const char *line, const char *cwd, struct buf *ret);

#endif
