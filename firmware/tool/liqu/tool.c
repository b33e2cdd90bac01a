/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tool/liqu/tool.h"

#include "base/clock.h"
#include "base/place.h"
#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCANNER_PREFIX "QR-Code:"
#define LINE_MAX_BYTES (TICKET_URL_MAX + 64)
#define NO_CODE_HOLDS  '?'

bool tool_trust(const struct options *options, struct trust **ret, char *ret_path, size_t size,
                struct err *err)
{
    struct place place;
    struct trust *trust;
    if (options->trust) {
        if (!text_copy(ret_path, size, options->trust))
            return err_set(err, "%s: this path is too long; choose a shorter one", options->trust);
    } else if (place_look(NULL, &place, err)) {
        place_join(ret_path, size, place.state, "trust.json");
    } else {
        return false;
    }
    if (!trust_load(ret_path, &trust, err))
        return false;
    /* The list is judged by this machine's clock, whatever --now says about the ticket. */
    if (!trust_current(trust, clock_real_s())) {
        trust_destroy(trust);
        return err_set(err, "%s: this trust list has run out; fetch the current one", ret_path);
    }
    *ret = trust;
    return true;
}

/* What no code can hold, a NUL or more bytes than any code has, must not vanish: what stood before it would
 * pass for the whole. */
static void read_line(struct buf *ret)
{
    int c;
    while ((c = getchar()) != EOF && c != '\n' && ret->len < LINE_MAX_BYTES)
        buf_byte(ret, c ? (uint8_t)c : NO_CODE_HOLDS);
    if (c != EOF && c != '\n')
        buf_byte(ret, NO_CODE_HOLDS);
}

bool tool_subject(const struct options *options, struct buf *ret, struct err *err)
{
    if (strcmp(options->subject, "-") != 0) {
        buf_text(ret, options->subject);
        return true;
    }
    struct buf line CLEANUP(buf_finish) = {0};
    buf_text(&line, "");
    read_line(&line);
    if (line.len == 0 && feof(stdin))
        return err_set(err, "standard input: no line to read; pipe the code in, or give the URL itself");
    char *code = (char *)line.data;
    text_trim(code);
    if (strncmp(code, SCANNER_PREFIX, strlen(SCANNER_PREFIX)) == 0)
        code += strlen(SCANNER_PREFIX);
    text_trim(code);
    buf_text(ret, code);
    return true;
}

void tool_print_json(json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    check(text);
    puts(text);
    free(text);
    json_decref(json);
}

static const char *explain(enum ticket_result result)
{
    switch (result) {
    case TICKET_MALFORMED:
        return "This is not a code of this system, or a part of it was lost. Scan it again.";
    case TICKET_BAD_SIGNATURE:
        return "The content is not what was signed. Do not accept it.";
    case TICKET_UNKNOWN_KEY:
        return "The trust list knows no such key for this use. If the list is current, do not accept it.";
    case TICKET_EXPIRED:
        return "It was good for 180 days. The case itself may live on: look it up by its number.";
    case TICKET_WRONG_TARGET:
        return "It was made for another window. Its slip says which.";
    case TICKET_REDEEMED:
        return "This case was handed over here before. Look it up by its number.";
    case TICKET_VALUES_DIFFER:
        return "The signature is good, but the values are not those that were signed. Do not accept it.";
    case TICKET_OK:
        break;
    }
    return "";
}

int tool_refuse(const struct options *options, enum ticket_result result)
{
    if (options->json)
        tool_print_json(json_pack("{s:s}", "error", ticket_result_words(result)));
    else
        printf("Refused: %s. %s\n", ticket_result_words(result), explain(result));
    return (int)result;
}
