/* SPDX-License-Identifier: MulanPSL-2.0 */
/* admin.sock: what the own user may ask a running kiosk. It reads; it changes nothing. */
#include "kiosk/admin.h"

#include "base/socket.h"
#include "kiosk/kiosk.h"
#include <string.h>

static void count(struct kiosk *kiosk, struct line_client *client)
{
    struct err err;
    struct buf answer = {0};
    buf_text(&answer, "ok ");
    if (journal_count(kiosk->journal, &answer, &err))
        line_answer_raw(client, buf_string(&answer));
    else
        line_answer(client, "error 1 %s", err.text);
    buf_finish(&answer);
}

static void on_line(void *arg, struct line_client *client, char *line)
{
    struct kiosk *kiosk = arg;
    struct err err;
    if (strcmp(line, "journal count") == 0)
        count(kiosk, client);
    else if (strcmp(line, "journal check") != 0)
        line_answer(client, "error 2 unknown line; there are: journal count, journal check");
    else if (journal_check(kiosk->journal, &err))
        line_answer(client, "ok");
    else
        line_answer(client, "error 1 %s", err.text);
}

bool admin_open(struct kiosk *kiosk, struct line_server **ret, struct err *err)
{
    char path[600];
    place_join(path, sizeof path, kiosk->place.run, "admin.sock");
    return line_server_open(kiosk->loop, path, on_line, kiosk, ret, err);
}
