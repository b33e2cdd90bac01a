/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/support/room.h"

#include "tests/visit/folder.h"
#include <unistd.h>

char room[64];

int room_make(void **state)
{
    struct err err;
    (void)state;
    return folder_temporary(room, sizeof room, &err) ? 0 : -1;
}

int room_leave(void **state)
{
    (void)state;
    return rmdir(room);
}

int room_clear(void **state)
{
    (void)state;
    folder_remove(room);
    return 0;
}
