/* SPDX-License-Identifier: MulanPSL-2.0 */
/* HID reports of a card reader: what is taken out of them lies inside them, and the frame behind it is
 * judged. */
#include "base/err.h"
#include "drivers/reader/sam_frame.h"
#include "drivers/reader/zz_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sam_parser parser;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sam_reply reply;
    sam_parser_reset(&parser);
    for (size_t at = 0; at < size; at += ZZ_REPORT) {
        const uint8_t *report = data + at, *bytes;
        size_t len = size - at < ZZ_REPORT ? size - at : ZZ_REPORT, count;
        if (!zz_unwrap(report, len, &bytes, &count)) {
            sam_parser_reset(&parser);
            continue;
        }
        check(bytes >= report && bytes + count + 2 <= report + len);
        for (size_t i = 0; i < count; i++)
            if (sam_parser_byte(&parser, bytes[i], &reply) != SAM_MORE)
                sam_parser_reset(&parser);
    }
    return 0;
}
