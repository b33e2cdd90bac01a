/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/support/qr_scan.h"

#include "base/text.h"
#include <zbar.h>

void qr_scan(const uint8_t *grey, unsigned width, unsigned height, char *ret, size_t size)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, width, height);
    zbar_image_set_data(image, grey, (unsigned long)width * height, NULL);
    *ret = '\0';
    if (zbar_scan_image(scanner, image) > 0)
        text_copy(ret, size, zbar_symbol_get_data(zbar_image_first_symbol(image)));
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
}
