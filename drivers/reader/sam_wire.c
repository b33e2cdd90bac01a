/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/reader/sam_wire.h"

#include "base/log.h"

static const struct sam_wire *const wires[] = {&sam_wire_split, &sam_wire_pair, &sam_wire_zz};

static const struct sam_wire *find(struct usb_device *device, uint32_t quirks, struct usb_interface *ret)
{
    for (size_t i = 0; i < COUNT_OF(wires); i++)
        if ((wires[i]->quirk & quirks) == wires[i]->quirk && usb_find_interface(device, wires[i]->fits, ret))
            return wires[i];
    return NULL;
}

static void open_wire(struct sam_line *line, const struct sam_wire *wire)
{
    line->wire = wire;
    line->instance = wire->open(&line->setup);
    log_notice("reader_wire", "frames travel over %s", wire->name);
}

enum sam_opening sam_line_open(struct usb_device *device, const struct usb_id *id, struct loop *loop,
                               sam_reply_fn *fn, void *arg, struct sam_line *ret, struct err *err)
{
    *ret = (struct sam_line){.setup = {.device = device, .loop = loop, .fn = fn, .arg = arg}};
    ret->first = find(device, id->quirks, &ret->setup.interface);
    if (!ret->first) {
        err_set(err, "no interface that this program could talk to a card reader over");
        return SAM_UNSUPPORTED;
    }
    if (!usb_claim(device, &ret->setup.interface, err))
        return SAM_NOT_CLAIMED;
    open_wire(ret, ret->first);
    return SAM_OPENED;
}

bool sam_line_turn(struct sam_line *line)
{
    const struct sam_wire *next = line->wire == line->first ? line->first->other : line->first;
    if (!next)
        return false;
    sam_line_close(line);
    open_wire(line, next);
    return true;
}

void sam_line_close(struct sam_line *line)
{
    if (line->wire)
        line->wire->close(line->instance);
    line->wire = NULL;
    line->instance = NULL;
}
