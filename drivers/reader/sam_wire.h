/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * How SAM frames travel to one reader and back. A wire is a const struct of ops: the two of the house (split
 * pipes, one pair) and one a vendor for readers that wrap the frames in reports of their own. Which one it is
 * the descriptors say, never the ids: readers of both kinds are sold under the same one. Only a HID wrapper
 * is chosen by a word in the id row, because nothing in a HID descriptor tells one vendor's from another's.
 *
 * One command in flight. A wire never lets bytes of an earlier command pass for the answer of a later one.
 */
#ifndef LIQU_DRIVERS_READER_SAM_WIRE_H
#define LIQU_DRIVERS_READER_SAM_WIRE_H

#include "drivers/reader/sam_frame.h"
#include "drivers/usb/usb.h"

/* reply is NULL when it went wrong, why says how. The reply's bytes are wiped after return. False: that was
 * no answer to this command, and the right one is still waited for. */
typedef bool sam_reply_fn(void *arg, const struct sam_reply *reply, const char *why);

struct sam_wire_setup {
    struct usb_device *device; /* its interface is claimed */
    struct usb_interface interface;
    struct loop *loop;
    sam_reply_fn *fn;
    void *arg;
};

struct sam_wire {
    const char *name; /* for the log */
    uint32_t quirk;   /* the id row must carry it; 0: none needed */
    bool (*fits)(const struct usb_interface *interface);
    void *(*open)(const struct sam_wire_setup *setup); /* owned by the caller until close */
    /* Drops a command that may still be under way, throws away what nobody asked for, sends. The answer comes
     * through fn, with no limit in time; never from inside this call. */
    void (*ask)(void *wire, uint8_t command, uint8_t parameter);
    /* Whatever is under way is dropped; fn is not called for it. What the reader still says is thrown away,
     * also before the next command. */
    void (*cancel)(void *wire);
    void (*close)(void *wire); /* takes NULL */
    /* What the same descriptors may mean as well; tried once when the first question stays unanswered. */
    const struct sam_wire *other;
};

extern const struct sam_wire sam_wire_split, sam_wire_pair, sam_wire_zz;

/* ---- the wire in use ---- */
struct sam_line {
    const struct sam_wire *first, *wire; /* what the descriptors say; in use now, NULL: not open */
    void *instance;
    struct sam_wire_setup setup;
};

/* SAM_UNSUPPORTED: nobody here speaks to such a thing. */
enum sam_opening { SAM_OPENED, SAM_UNSUPPORTED, SAM_NOT_CLAIMED };
/* Finds the interface, claims it, opens its wire. err is set with everything but SAM_OPENED. */
enum sam_opening sam_line_open(struct usb_device *device, const struct usb_id *id, struct loop *loop,
                               sam_reply_fn *fn, void *arg, struct sam_line *ret, struct err *err) MUST_CHECK;
/* Goes over to the other meaning of the same descriptors, and back. False: there is none. */
bool sam_line_turn(struct sam_line *line) MUST_CHECK;
void sam_line_close(struct sam_line *line); /* also one that is not open */

#endif
