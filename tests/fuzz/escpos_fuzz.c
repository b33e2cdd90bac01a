/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Whatever comes out of a printer's pipe, as status, as device id; and whatever a page may hold on its way
 * in. */
#include "base/err.h"
#include "drivers/printer/escpos_raster.h"
#include "drivers/printer/escpos_status.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hear(const uint8_t *data, size_t size)
{
    struct escpos_classifier classifier = {0};
    for (size_t i = 0; i < size; i++) {
        enum escpos_said said = escpos_classify(&classifier, data[i]);
        check(classifier.len <= sizeof classifier.bytes);
        if (said == SAID_ASB) {
            struct escpos_condition condition = escpos_from_asb(classifier.bytes);
            check(escpos_status(escpos_cause(&condition)) < DEVICE_STATUSES);
        }
    }
}

/* No status question, no recovery and no clearing may stand in what is sent. */
static void send(const uint8_t *data, size_t size)
{
    struct buf band = {0};
    uint32_t rows = (uint32_t)size / 6;
    if (!rows || rows > BAND_ROWS)
        return;
    escpos_band(size & 1 ? IMAGE_RASTER : IMAGE_GRAPHICS, data, 48, 0, rows, &band);
    for (uint8_t n = 1; n <= 4; n++)
        check(!memmem(band.data, band.len, (uint8_t[]){0x10, 0x04, n}, 3));
    for (uint8_t n = 1; n <= 2; n++)
        check(!memmem(band.data, band.len, (uint8_t[]){0x10, 0x05, n}, 3));
    check(!memmem(band.data, band.len, "\x10\x14\x08", 3));
    buf_finish(&band);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char model[64] = "";
    hear(data, size);
    send(data, size);
    escpos_device_id_model(data, size, model, sizeof model);
    return 0;
}
