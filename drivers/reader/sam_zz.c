/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * SAM frames in the HID reports of one vendor (zz_report.h). Nothing in a HID descriptor tells one vendor's
 * wrapper from another's, so an id row has to say QUIRK_HID_ZZ. Reports have no number and travel over the
 * interrupt endpoints.
 */
#include "drivers/reader/sam_pipe.h"
#include "drivers/reader/zz_report.h"

static bool fits(const struct usb_interface *interface)
{
    return interface->class == LIBUSB_CLASS_HID && interface->ins == 1 && interface->outs == 1;
}

static size_t pack(const uint8_t request[SAM_REQUEST], size_t part, uint8_t ret[PIPE_PART_MAX])
{
    (void)part;
    zz_wrap(request, SAM_REQUEST, ret);
    return ZZ_REPORT;
}

static bool unpack(const uint8_t **bytes, size_t *len)
{
    return zz_unwrap(*bytes, *len, bytes, len);
}

static void *open_zz(const struct sam_wire_setup *setup)
{
    const struct pipe_shape shape = {.out = {setup->interface.out[0]},
                                     .in = {setup->interface.in[0]},
                                     .in_bytes = ZZ_REPORT,
                                     .pack = pack,
                                     .unpack = unpack};
    return pipe_open(setup, &shape);
}

const struct sam_wire sam_wire_zz = {.name = "HID reports (zz)",
                                     .quirk = QUIRK_HID_ZZ,
                                     .fits = fits,
                                     .open = open_zz,
                                     .ask = pipe_ask,
                                     .cancel = pipe_cancel,
                                     .close = pipe_close};
