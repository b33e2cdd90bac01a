/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A host makes plugged devices visible to programs. Three of them stand around the same core:
 *   fuse      usbfs served through FUSE in private namespaces; programs run as they are
 *   umockdev  where neither is to be had (plain containers): usbfs behind umockdev's preload library
 *   usbredir  sockets that QEMU's usb-redir connects to; programs run in the guest
 * A fourth one, for a test's sake, shows one printer to programs that know none but network printers
 * (`liqu-sim bridge`, host_tcp.c).
 */
#ifndef LIQU_TESTS_SIM_HOST_H
#define LIQU_TESTS_SIM_HOST_H

#include "base/buf.h"
#include "tests/sim/usim.h"
#include <sys/types.h>

struct usim_host {
    const char *name;
    /* The device (already plugged in the core, devnum set) appears. */
    bool (*plug)(struct usim_host *host, struct usim_dev *dev, struct err *err);
    /* It has gone (already unplugged in the core). */
    void (*unplug)(struct usim_host *host, struct usim_dev *dev);
    /* Process pid wants to see the devices. ret: how, for host_enter in that process. */
    bool (*join)(struct usim_host *host, pid_t pid, struct buf *ret, struct err *err);
    void (*close)(struct usim_host *host);
};

/* Opens the host called name, or with NULL or "" the first of fuse and umockdev that this machine lets us
 * have; the error then says what each of them lacks. May move this process into namespaces: comes before any
 * thread. run: absolute path of the run folder; port: of usbredir over
 * loopback TCP, 0 for Unix sockets in run. */
bool host_open(struct loop *loop, const char *name, const char *run, int port, struct usim_host **ret,
               struct err *err) MUST_CHECK;
/* NULL counts as known. */
bool host_known(const char *name);
/* In the process that joined: takes the answer of join and makes what this process starts see the devices. */
bool host_enter(const char *joined, struct err *err) MUST_CHECK;

/* -- what hosts keep: the devices that are plugged in, NULL in free places -- */
#define HOST_DEVICES 8
void host_devices_add(struct usim_dev *devices[HOST_DEVICES], struct usim_dev *dev);
void host_devices_remove(struct usim_dev *devices[HOST_DEVICES], const struct usim_dev *dev);

/* -- the hosts -- */
/* Usbfs on /dev/bus/usb of the private namespace (namespace_enter comes first). */
bool host_fuse_open(struct loop *loop, struct usim_host **ret, struct err *err) MUST_CHECK;
bool host_umockdev_open(struct loop *loop, struct usim_host **ret, struct err *err) MUST_CHECK;
/* The libraries of umockdev are there. */
bool host_umockdev_usable(struct err *err) MUST_CHECK;
bool host_umockdev_enter(const char *folder, struct err *err) MUST_CHECK;
bool host_usbredir_open(struct loop *loop, const char *run, int port, struct usim_host **ret,
                        struct err *err) MUST_CHECK;

/* place: 127.X.Y.Z:PORT. For one device, a printer. */
bool host_tcp_open(struct loop *loop, const char *place, struct usim_host **ret, struct err *err) MUST_CHECK;

#endif
