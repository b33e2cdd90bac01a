/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A host makes plugged devices visible to programs. `fuse` (host_fuse.c) is the one of the desk, `tcp`
 * (host_tcp.c) shows one printer to programs that know none but network printers; a usbredir or umockdev host
 * would fill the same calls around the same core.
 */
#ifndef LIQU_TESTS_SIM_HOST_H
#define LIQU_TESTS_SIM_HOST_H

#include "tests/sim/usim.h"

struct usim_host {
    /* The device (already plugged in the core, devnum set) appears. */
    bool (*plug)(struct usim_host *host, struct usim_dev *dev, struct err *err);
    /* It has gone (already unplugged in the core). */
    void (*unplug)(struct usim_host *host, struct usim_dev *dev);
    void (*close)(struct usim_host *host);
};

/* Usbfs served through FUSE on /dev/bus/usb of the private namespace (namespace_enter comes first). */
bool host_fuse_open(struct loop *loop, struct usim_host **ret, struct err *err) MUST_CHECK;

/* place: 127.X.Y.Z:PORT. For one device, a printer. */
bool host_tcp_open(struct loop *loop, const char *place, struct usim_host **ret, struct err *err) MUST_CHECK;

#endif
