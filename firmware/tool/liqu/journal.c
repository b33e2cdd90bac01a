/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu journal count, check. A running kiosk is asked over its admin socket, because nobody else opens its
 * journal; with no kiosk running the file is opened read-only.
 */
#include "journal/journal.h"

#include "base/place.h"
#include "base/socket.h"
#include "tool/liqu/tool.h"
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATH_BYTES 640
#define ANSWER_MS  30000 /* a check of a long journal takes its time */

enum answer { ANSWER_OK, ANSWER_ERROR, ANSWER_NOBODY, ANSWER_NONE };

/* ret: what followed "ok " or "error CODE ". */
static enum answer ask_kiosk(const struct place *place, const char *question, struct buf *ret,
                             struct err *err)
{
    char path[PATH_BYTES];
    int fd;
    place_join(path, sizeof path, place->run, "admin.sock");
    if (!socket_connect(path, SOCK_STREAM, &fd, err))
        return ANSWER_NOBODY;
    close(fd);
    int code = line_ask(path, question, ANSWER_MS, ret, err);
    if (code == 2)
        return ANSWER_NONE;
    const char *rest = strchr(buf_string(ret), ' ');
    if (code == 1 && rest)
        rest = strchr(rest + 1, ' ');
    buf_consume(ret, rest ? (size_t)(rest + 1 - buf_string(ret)) : ret->len);
    return code == 0 ? ANSWER_OK : ANSWER_ERROR;
}

static bool open_file(const struct place *place, struct journal **ret, struct err *err)
{
    char path[PATH_BYTES];
    place_join(path, sizeof path, place->state, "journal.db");
    return journal_open_readonly(path, ret, err);
}

/* ---- count ---- */

static bool count(const struct place *place, struct buf *ret_json, struct err *err)
{
    struct journal *journal;
    enum answer answer = ask_kiosk(place, "journal count", ret_json, err);
    if (answer == ANSWER_ERROR)
        return err_set(err, "kiosk: %s", buf_string(ret_json));
    if (answer != ANSWER_NOBODY)
        return answer == ANSWER_OK;
    if (!open_file(place, &journal, err))
        return false;
    bool ok = journal_count(journal, ret_json, err);
    journal_close(journal);
    return ok;
}

static void print_table(const char *name, json_t *states)
{
    const char *state;
    json_t *value;
    printf("%-8s", name);
    if (json_object_size(states) == 0)
        printf(" none");
    json_object_foreach(states, state, value)
        printf(" %s %" JSON_INTEGER_FORMAT, state, json_integer_value(value));
    putchar('\n');
}

int journal_count_command(const struct options *options, struct err *err)
{
    struct place place;
    struct buf text CLEANUP(buf_finish) = {0};
    if (!place_look(options->state, &place, err) || !count(&place, &text, err))
        return EXIT_ENVIRONMENT;
    json_t *tables = json_loads(buf_string(&text), JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(tables)) {
        json_decref(tables);
        err_set(err, "the journal's answer is not JSON; are kiosk and tool of one version?");
        return EXIT_ENVIRONMENT;
    }
    if (options->json) {
        tool_print_json(tables);
        return EXIT_OK;
    }
    const char *name;
    json_t *states;
    json_object_foreach(tables, name, states) print_table(name, states);
    json_decref(tables);
    return EXIT_OK;
}

/* ---- check ---- */

static int show_check(const struct options *options, const char *fault)
{
    if (options->json)
        tool_print_json(json_pack("{s:b, s:s?}", "sound", fault == NULL, "fault", fault));
    else if (fault)
        printf("Journal not sound: %s\n", fault);
    else
        puts("Journal sound.");
    return fault ? EXIT_REFUSED : EXIT_OK;
}

int journal_check_command(const struct options *options, struct err *err)
{
    struct place place;
    struct journal *journal;
    struct buf text CLEANUP(buf_finish) = {0};
    if (!place_look(options->state, &place, err))
        return EXIT_ENVIRONMENT;
    enum answer answer = ask_kiosk(&place, "journal check", &text, err);
    if (answer == ANSWER_OK || answer == ANSWER_ERROR)
        return show_check(options, answer == ANSWER_OK ? NULL : buf_string(&text));
    if (answer == ANSWER_NONE || !open_file(&place, &journal, err))
        return EXIT_ENVIRONMENT;
    bool sound = journal_check(journal, err);
    journal_close(journal);
    return show_check(options, sound ? NULL : err->text);
}
