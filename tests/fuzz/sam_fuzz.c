/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Whatever comes out of a card reader's pipe: frames, verdicts, the text of a card, its newest address. */
#include "base/err.h"
#include "drivers/reader/card_text.h"
#include "drivers/reader/sam_frame.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sam_parser parser;

/* A person with a printed address, as when the newest one is asked for. */
static void take_addresses(const struct sam_reply *reply)
{
    struct person person = {.birth = 19000101,
                            .valid_from = 20260101,
                            .sex = '1',
                            .name = "测试甲",
                            .address = "虚构路1号",
                            .number = "11019919000101001X"};
    check(reply->len >= SAM_ADDRESS_BYTES && reply->len <= SAM_ADDRESS_BYTES * SAM_ADDRESSES_MAX);
    bool read = card_text_newest_address(reply->data, reply->len / SAM_ADDRESS_BYTES, &person);
    check(person_valid(&person) && (read || !person.address[0]));
}

static void take(const struct sam_reply *reply)
{
    struct person person;
    enum card_refusal refusal;
    char asset[64];
    check(sam_verdict(reply->sw3));
    bool good = sam_verdict(reply->sw3)->action == SAM_OK;
    if (good && sam_may_answer(0x12, 0xFF, reply))
        sam_id_text(reply->data, asset, sizeof asset);
    if (good && sam_may_answer(0x30, 0x03, reply))
        take_addresses(reply);
    const uint8_t *text = good && sam_may_answer(0x30, 0x01, reply) ? sam_base_text(reply) : NULL;
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
