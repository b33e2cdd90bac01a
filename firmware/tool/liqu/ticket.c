/* SPDX-License-Identifier: MulanPSL-2.0 */
/* liqu ticket open: what a window does with the code on a slip. */
#include "ticket/ticket.h"

#include "base/clock.h"
#include "base/wipe.h"
#include "casework/number.h"
#include "tool/liqu/redeem.h"
#include "tool/liqu/tool.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_BYTES     768
#define DEFAULT_TARGET "demo-window" /* the target of every unit in the demo catalogue */

enum person_state { PERSON_ABSENT, PERSON_LOCKED, PERSON_OPEN };

/* keys/window-TARGET.key beside the trust list. A window without the key still reads everything else. */
static bool open_person(const struct ticket_claims *claims, const char *trust_path,
                        enum person_state *ret_state, struct ticket_person *ret, struct err *err)
{
    const char *slash = strrchr(trust_path, '/');
    char path[PATH_BYTES + 64];
    struct seal_key *window;
    *ret_state = claims->sealed.len ? PERSON_LOCKED : PERSON_ABSENT;
    snprintf(path, sizeof path, "%.*skeys/window-%s.key", slash ? (int)(slash - trust_path) + 1 : 0,
             trust_path, claims->target);
    if (!claims->sealed.len || strchr(claims->target, '/') || access(path, F_OK) < 0)
        return true;
    if (!seal_key_load(path, &window, err))
        return false;
    if (ticket_open_person(claims, window, ret))
        *ret_state = PERSON_OPEN;
    seal_key_destroy(window);
    return true;
}

static json_t *person_json(enum person_state state, const struct ticket_person *person)
{
    if (state != PERSON_OPEN)
        return json_null();
    return json_pack("{s:s, s:s, s:s?}", "name", person->name, "number", person->number, "phone",
                     person->phone[0] ? person->phone : NULL);
}

static void print_json(const struct ticket_claims *claims, enum person_state state,
                       const struct ticket_person *person)
{
    char number[CASE_NUMBER_TEXT], station[24], lodged[32], expires[32], promised[11];
    case_number_format(claims->case_number, number);
    snprintf(station, sizeof station, "%llu", (unsigned long long)claims->station);
    clock_iso(claims->lodged, lodged, sizeof lodged);
    clock_iso(claims->expires, expires, sizeof expires);
    clock_format_date(claims->promised, promised);
    tool_print_json(json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:b, s:o}", "case", number, "item",
                              claims->item, "station", station, "lodged", lodged, "promised", promised,
                              "provisional", claims->provisional, "expires", expires, "target",
                              claims->target, "sealed", claims->sealed.len > 0, "person",
                              person_json(state, person)));
}

static void print_text(const struct ticket_claims *claims, enum person_state state,
                       const struct ticket_person *person)
{
    static const char *const absent[] = {
        [PERSON_ABSENT] = "not on this code",
        [PERSON_LOCKED] = "sealed for this window, and its key is not here",
    };
    char number[CASE_NUMBER_TEXT], lodged[32], expires[32], promised[11];
    case_number_format(claims->case_number, number);
    clock_iso(claims->lodged, lodged, sizeof lodged);
    clock_iso(claims->expires, expires, sizeof expires);
    clock_format_date(claims->promised, promised);
    printf("Ticket good.\n"
           "Case      %s\n"
           "Item      %s\n"
           "Station   %llu\n"
           "Lodged    %s (not yet accepted)\n"
           "Done by   %s, if accepted on the next working day%s\n"
           "Good till %s\n"
           "Window    %s\n",
           number, claims->item, (unsigned long long)claims->station, lodged, promised,
           claims->provisional ? " (provisional: that year's holidays are not published)" : "", expires,
           claims->target);
    if (state == PERSON_OPEN)
        printf("Person    %s, %s, %s\n", person->name, person->number,
               person->phone[0] ? person->phone : "no phone");
    else
        printf("Person    %s\n", absent[state]);
}

static int show(const struct options *options, const char *trust_path, const struct ticket_claims *claims,
                int64_t now, struct err *err)
{
    enum person_state state;
    struct ticket_person person = {0};
    enum ticket_result result = TICKET_OK;
    /* Redeemed last: a window that cannot read its own files has not taken the case. */
    if (!open_person(claims, trust_path, &state, &person, err) ||
        (options->redeem && !redeem_once(options->redeem, claims, now, &result, err)))
        return EXIT_ENVIRONMENT;
    if (result != TICKET_OK)
        return tool_refuse(options, result);
    (options->json ? print_json : print_text)(claims, state, &person);
    wipe(&person, sizeof person);
    return EXIT_OK;
}

static int open_with(const struct options *options, const struct trust *trust, const char *trust_path,
                     int64_t now, struct err *err)
{
    struct buf url CLEANUP(buf_finish) = {0};
    struct ticket_claims claims;
    if (!tool_subject(options, &url, err))
        return EXIT_ENVIRONMENT;
    enum ticket_result result = ticket_open(buf_string(&url), trust,
                                            options->target ? options->target : DEFAULT_TARGET, now, &claims);
    int code =
        result == TICKET_OK ? show(options, trust_path, &claims, now, err) : tool_refuse(options, result);
    buf_finish(&claims.sealed);
    return code;
}

int ticket_command(const struct options *options, struct err *err)
{
    char path[PATH_BYTES];
    int64_t now = clock_real_s();
    struct trust *trust;
    if (options->now && !clock_parse_iso(options->now, &now)) {
        err_set(err, "--now: write a time as 2026-11-23T14:05:00+08:00");
        return EXIT_USAGE;
    }
    if (!tool_trust(options, &trust, path, sizeof path, err))
        return EXIT_ENVIRONMENT;
    int code = open_with(options, trust, path, now, err);
    trust_destroy(trust);
    return code;
}
