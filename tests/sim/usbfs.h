/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The ioctls of usbfs (linux/usbdevice_fs.h) against the core, for every host that serves device nodes. The
 * client sleeps in its ioctl while we serve it: nothing here may wait for it.
 */
#ifndef LIQU_TESTS_SIM_USBFS_H
#define LIQU_TESTS_SIM_USBFS_H

#include "tests/sim/usim.h"

/* How a host reaches into its client's memory. */
struct usbfs_memory {
    bool (*peek)(void *arg, void *ret, unsigned long address, size_t len);
    bool (*poke)(void *arg, const void *bytes, unsigned long address, size_t len);
    void *arg;
};

/* One open of a device node. It is the owner of its transfers. */
struct usbfs_file {
    struct usbfs_file *next;
    struct usim_dev *dev;
    int devnum;       /* of the plugging it was opened in; another one is another device */
    uint32_t claimed; /* bit per interface */
    void *poll;       /* the host's waiting poll, or NULL */
};

/* The device behind this open has gone. */
bool usbfs_dead(const struct usbfs_file *file);
/* Serves one ioctl; files is the list of all opens (for claims). Result >= 0 or -errno. */
int usbfs_ioctl(struct usbfs_file *file, const struct usbfs_file *files, const struct usbfs_memory *memory,
                unsigned command, unsigned long address);
/* The open goes: frees its transfers. */
void usbfs_release(struct usbfs_file *file);

#endif
