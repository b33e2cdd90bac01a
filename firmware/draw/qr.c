/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "draw/qr.h"

#include "base/err.h"
#include "base/wipe.h"
#include <errno.h>
#include <qrencode.h>

#define QUIET 4 /* modules, ISO/IEC 18004 */

bool qr_make(const char *text, int max_version, struct qr *ret)
{
    ret->modules = 0;
    /* The library cuts the text into numeric, alphanumeric and byte parts by itself and takes the smallest
     * version. */
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    check(code || errno != ENOMEM);
    if (!code)
        return false;
    bool fits = code->version <= max_version;
    int modules = code->width;
    for (int i = 0; fits && i < modules * modules; i++)
        ret->dark[i] = code->data[i] & 1;
    if (fits)
        ret->modules = modules;
    wipe(code->data, (size_t)modules * (size_t)modules);
    QRcode_free(code);
    return fits;
}

void qr_draw(struct surface *surface, const struct qr *qr, int x, int y, int module_px)
{
    int side = (qr->modules + 2 * QUIET) * module_px;
    draw_fill(surface, (struct rect){x, y, side, side}, 0xFFFFFF);
    for (int row = 0; row < qr->modules; row++) {
        const unsigned char *dark = qr->dark + row * qr->modules;
        for (int from = 0, to; from < qr->modules; from = to + 1) {
            for (to = from; to < qr->modules && dark[to]; to++)
                ;
            struct rect bar = {x + (QUIET + from) * module_px, y + (QUIET + row) * module_px,
                               (to - from) * module_px, module_px};
            draw_fill(surface, bar, 0x000000);
        }
    }
}
