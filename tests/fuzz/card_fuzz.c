/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The text of a card: what is accepted is a valid person, what is refused leaves nothing behind. */
#include "base/err.h"
#include "drivers/reader/card_text.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct person nobody;
    uint8_t text[CARD_TEXT_BYTES] = {0};
    struct person person;
    enum card_refusal refusal = CARD_REFUSAL_COUNT;
    memcpy(text, data, size < sizeof text ? size : sizeof text);
    if (card_text_parse(text, &person, &refusal))
        check(person_valid(&person));
    else
        check(refusal < CARD_REFUSAL_COUNT && memcmp(&person, &nobody, sizeof person) == 0);
    return 0;
}
