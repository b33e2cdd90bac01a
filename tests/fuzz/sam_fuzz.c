/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Whatever comes out of a card reader's pipe: frames, verdicts, and the text of a card. */
#include "base/err.h"
#include "drivers/reader/card_text.h"
#include "drivers/reader/sam_frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sam_parser parser;

static void take(const struct sam_reply *reply)
{
    struct person person;
    enum card_refusal refusal;
    char asset[64];
    check(sam_verdict(reply->sw3));
    if (reply->len == SAM_ID_BYTES)
        sam_id_text(reply->data, asset, sizeof asset);
    const uint8_t *text = sam_base_text(reply);
    if (text && card_text_parse(text, &person, &refusal))
        check(person_valid(&person));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sam_reply reply;
    sam_parser_reset(&parser);
    for (size_t i = 0; i < size; i++) {
        enum sam_parse state = sam_parser_byte(&parser, data[i], &reply);
        if (state == SAM_REPLY)
            take(&reply);
        if (state != SAM_MORE)
            sam_parser_reset(&parser);
    }
    return 0;
}
