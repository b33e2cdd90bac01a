/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Where things are: the state folder, the run folder with the sockets, the assets.
 *   LIQU_STATE  defaults to $XDG_STATE_HOME/liqu, then ~/.local/state/liqu (board: /var/lib/liqu)
 *   LIQU_RUN    defaults to STATE/run (board: /run/liqu)
 *   LIQU_ASSETS defaults to ../../assets beside the binary, then /usr/share/liqu
 */
#ifndef LIQU_BASE_PLACE_H
#define LIQU_BASE_PLACE_H

#include "base/attr.h"
#include "base/err.h"

struct place {
    char state[512], run[512], assets[512];
};

/* Resolves and makes state, state/log, state/keys and run (0700). False, and nothing made, when the names of
 * the sockets do not fit into run. state_option: value of --state or NULL. */
bool place_find(const char *state_option, struct place *ret, struct err *err) MUST_CHECK;
/* Resolves only, makes nothing (for reading tools). */
bool place_look(const char *state_option, struct place *ret, struct err *err) MUST_CHECK;
/* "FOLDER/NAME" into ret; check() when it does not fit. */
void place_join(char *ret, size_t size, const char *folder, const char *name);

#endif
