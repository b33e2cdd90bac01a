/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A folder of its own for the tests of one program, as cmocka sets it up and takes it down.
 */
#ifndef LIQU_TESTS_SUPPORT_ROOM_H
#define LIQU_TESTS_SUPPORT_ROOM_H

extern char room[64]; /* its name */

int room_make(void **state);
/* Removes it. Nothing may be left in it: what a test opened has to go with it. */
int room_leave(void **state);
/* Removes it with everything in it. */
int room_clear(void **state);

#endif
