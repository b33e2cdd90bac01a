/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: a visit's finger that cannot turn a list, opens 更多 for nothing, or touches what is
 * greyed. Played against a small kiosk of paper: three pages of items, and a sheet of modes behind 更多.
 */
#include "base/loop.h"
#include "base/socket.h"
#include "tests/visit/folder.h"
#include "tests/visit/touch.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define PAGES 3

struct paper_kiosk {
    int page;
    bool more;
    char tapped[400]; /* ids in order, each with a blank behind */
};

static void element(struct buf *out, const char *id, bool enabled)
{
    buf_printf(out, "{\"id\":\"%s\",\"label\":\"\",\"y\":0,\"enabled\":%s},", id, enabled ? "true" : "false");
}

static void answer_tree(const struct paper_kiosk *kiosk, struct line_client *client)
{
    struct buf out = {0};
    char item[32];
    buf_text(&out, "ok {\"screen\":\"zone\",\"elements\":[");
    snprintf(item, sizeof item, "item.SH-00%d", kiosk->page);
    element(&out, item, true);
    element(&out, "item.CLOSED", false);
    element(&out, "list.prev", kiosk->page > 0);
    element(&out, "list.next", kiosk->page + 1 < PAGES);
    element(&out, "mode.more", true);
    if (kiosk->more)
        element(&out, "mode.elder", true);
    out.len--; /* the last comma */
    buf_text(&out, "]}");
    line_answer_raw(client, buf_string(&out));
    buf_finish(&out);
}

static void on_line(void *arg, struct line_client *client, char *line)
{
    struct paper_kiosk *kiosk = arg;
    if (strcmp(line, "tree") == 0) {
        answer_tree(kiosk, client);
        return;
    }
    if (strcmp(line, "tapped") == 0) {
        line_answer(client, "ok %s", kiosk->tapped);
        return;
    }
    const char *id = line + strlen("tap ");
    kiosk->page += strcmp(id, "list.next") == 0;
    kiosk->page -= strcmp(id, "list.prev") == 0;
    kiosk->more = kiosk->more || strcmp(id, "mode.more") == 0;
    strcat(strcat(kiosk->tapped, id), " ");
    line_answer_raw(client, "ok");
}

static NORETURN void serve(const char *path, int page)
{
    struct paper_kiosk kiosk = {.page = page};
    struct loop *loop = loop_create();
    struct line_server *server;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!line_server_open(loop, path, on_line, &kiosk, &server, NULL))
        _exit(1);
    loop_run(loop);
    _exit(0);
}

static const struct house house;

/* Taps and tells what was touched on the way. */
static bool tap(const char *id, int page, struct buf *ret_tapped, struct err *err)
{
    struct stage stage = {.house = &house};
    char path[600];
    assert_true(folder_temporary(stage.run, sizeof stage.run, err));
    snprintf(path, sizeof path, "%s/inspect.sock", stage.run);
    pid_t pid = fork();
    if (pid == 0)
        serve(path, page);
    while (access(path, F_OK) != 0)
        usleep(1000);
    bool ok = touch_tap(&stage, "tap", id, err);
    assert_true(stage_ask(&stage, "inspect", "tapped", ret_tapped, NULL));
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    folder_remove(stage.run);
    return ok;
}

static void expect_tapped(const char *id, int page, const char *words)
{
    struct buf tapped = {0};
    struct err err;
    if (!tap(id, page, &tapped, &err))
        fail_msg("%s", err.text);
    assert_string_equal(buf_string(&tapped), words);
    buf_finish(&tapped);
}

static void what_is_there_is_touched_at_once(void **state)
{
    (void)state;
    expect_tapped("item.SH-000", 0, "item.SH-000 ");
}

static void a_list_is_turned_forward_and_back(void **state)
{
    (void)state;
    expect_tapped("item.SH-002", 0, "list.next list.next item.SH-002 ");
    expect_tapped("item.SH-000", 1, "list.next list.prev list.prev item.SH-000 ");
}

static void modes_are_looked_for_behind_more(void **state)
{
    (void)state;
    expect_tapped("mode.elder", 0, "mode.more mode.elder ");
}

static void what_is_greyed_is_not_touched(void **state)
{
    (void)state;
    struct buf tapped = {0};
    struct err err;
    assert_false(tap("item.CLOSED", 0, &tapped, &err));
    assert_non_null(strstr(err.text, "disabled on screen zone"));
    assert_string_equal(buf_string(&tapped), "");
    buf_finish(&tapped);
}

static void what_is_nowhere_is_said_to_be_nowhere(void **state)
{
    (void)state;
    struct buf tapped = {0};
    struct err err;
    assert_false(tap("item.XX-999", 0, &tapped, &err));
    assert_non_null(strstr(err.text, "not on screen zone"));
    buf_finish(&tapped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_there_is_touched_at_once),
        cmocka_unit_test(a_list_is_turned_forward_and_back),
        cmocka_unit_test(modes_are_looked_for_behind_more),
        cmocka_unit_test(what_is_greyed_is_not_touched),
        cmocka_unit_test(what_is_nowhere_is_said_to_be_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
