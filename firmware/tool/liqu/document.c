/* SPDX-License-Identifier: MulanPSL-2.0 */
/* liqu document verify: whether the district signed a document, and whether these are the values it signed.
 */
#include "ticket/document.h"

#include "base/clock.h"
#include "casework/number.h"
#include "tool/liqu/tool.h"
#include <stdio.h>
#include <string.h>

#define PATH_BYTES     768
#define FILE_MAX_BYTES (256 * 1024)

static bool digest_of_file(const char *path, uint8_t ret[SEAL_SM3_BYTES], struct err *err)
{
    struct buf text CLEANUP(buf_finish) = {0};
    struct document document;
    json_error_t where;
    if (!buf_read_file(&text, path, FILE_MAX_BYTES, err))
        return false;
    json_t *json = json_loadb(buf_string(&text), text.len, JSON_REJECT_DUPLICATES, &where);
    if (!json)
        return err_set(err, "%s:%d:%d: not JSON", path, where.line, where.column);
    bool ok = document_parse(json, &document, err);
    json_decref(json);
    if (!ok)
        return err_prefix(err, "%s", path);
    document_digest(&document, ret);
    document_finish(&document);
    return true;
}

static void show(const struct options *options, const struct document_claims *claims)
{
    const char *words =
        options->document ? "signature good, values match" : "signature good, values not compared";
    char number[CASE_NUMBER_TEXT], issued[11];
    case_number_format(claims->number, number);
    clock_format_date(claims->issued, issued);
    if (options->json)
        tool_print_json(json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "number", number, "item", claims->item,
                                  "issued", issued, "last_four", claims->last_four, "result", words,
                                  "compared", options->document != NULL));
    else
        printf("Document: %s.\n"
               "Number    %s\n"
               "Item      %s\n"
               "Issued    %s\n"
               "Person    number ends in %s\n",
               words, number, claims->item, issued, claims->last_four);
}

static int verify_with(const struct options *options, const struct trust *trust, struct err *err)
{
    struct buf url CLEANUP(buf_finish) = {0};
    struct document_claims claims;
    uint8_t digest[SEAL_SM3_BYTES];
    if (!tool_subject(options, &url, err))
        return EXIT_ENVIRONMENT;
    enum ticket_result result = document_open(buf_string(&url), trust, &claims);
    if (result == TICKET_OK && options->document) {
        if (!digest_of_file(options->document, digest, err))
            return EXIT_ENVIRONMENT;
        if (memcmp(digest, claims.digest, sizeof digest) != 0)
            result = TICKET_VALUES_DIFFER;
    }
    if (result != TICKET_OK)
        return tool_refuse(options, result);
    show(options, &claims);
    return EXIT_OK;
}

int document_command(const struct options *options, struct err *err)
{
    char path[PATH_BYTES];
    struct trust *trust;
    if (!tool_trust(options, &trust, path, sizeof path, err))
        return EXIT_ENVIRONMENT;
    int code = verify_with(options, trust, err);
    trust_destroy(trust);
    return code;
}
