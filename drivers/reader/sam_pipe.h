/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * How SAM frames travel: over one pair of endpoints, or over split pipes (header on the first of each
 * direction, body on the second). One command in flight; before each the IN pipes are drained, so that a late
 * answer of an earlier command is never taken for this one's.
 */
#ifndef LIQU_DRIVERS_READER_SAM_PIPE_H
#define LIQU_DRIVERS_READER_SAM_PIPE_H

#include "drivers/reader/sam_frame.h"
#include "drivers/usb/usb.h"

/* reply is NULL when it went wrong, why says how. The reply's bytes are wiped after return. */
typedef void sam_reply_fn(void *arg, const struct sam_reply *reply, const char *why);

struct sam_pipe;
/* Finds and claims the interface by its endpoints. */
bool sam_pipe_open(struct usb_device *device, struct loop *loop, sam_reply_fn *fn, void *arg,
                   struct sam_pipe **ret, struct err *err) MUST_CHECK;
void sam_pipe_close(struct sam_pipe *pipe); /* takes NULL */
/* Drops a command that may still be under way, drains, sends. The answer comes through fn, with no limit in
 * time. */
void sam_pipe_ask(struct sam_pipe *pipe, uint8_t command, uint8_t parameter);
/* Whatever is under way is dropped; fn is not called for it. */
void sam_pipe_cancel(struct sam_pipe *pipe);

#endif
