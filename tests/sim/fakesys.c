/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/fakesys.h"

#include "base/buf.h"
#include "base/place.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HUB   "sys/devices/usb1"
#define LINKS "sys/bus/usb/devices"

static const char *const attributes[] = {"busnum",       "devnum",   "speed",     "bConfigurationValue",
                                         "uevent",       "idVendor", "idProduct", "bcdDevice",
                                         "manufacturer", "product",  "serial",    "descriptors",
                                         "authorized",   "subsystem"};

void fakesys_name(const struct usim_dev *dev, char ret[FAKESYS_NAME_SIZE])
{
    snprintf(ret, FAKESYS_NAME_SIZE, "1-%d", dev->port);
}

void fakesys_devpath(const struct usim_dev *dev, char *ret, size_t size)
{
    char name[FAKESYS_NAME_SIZE];
    fakesys_name(dev, name);
    snprintf(ret, size, "/devices/usb1/%s", name);
}

static bool put(const char *folder, const char *name, const void *bytes, size_t len, struct err *err)
{
    char path[PATH_MAX];
    place_join(path, sizeof path, folder, name);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
    bool ok = fd >= 0 && write(fd, bytes, len) == (ssize_t)len;
    if (!ok)
        err_errno(err, "%s", path);
    if (fd >= 0)
        close(fd);
    return ok;
}

static PRINTF(4, 5) bool put_text(const char *folder, const char *name, struct err *err, const char *format,
                                  ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return put(folder, name, text, (size_t)len, err);
}

/* A descriptor's string by its index; devices without one show no such file. */
static bool put_string(const struct usim_dev *dev, const char *folder, const char *name, int index,
                       struct err *err)
{
    return index == 0 || put_text(folder, name, err, "%s\n", dev->shape->strings[index - 1]);
}

/* Everything of the device but its links. */
static bool put_attributes(const struct usim_dev *dev, const char *folder, struct err *err)
{
    const uint8_t *d = dev->shape->desc;
    return put_text(folder, "busnum", err, "1\n") && put_text(folder, "devnum", err, "%d\n", dev->devnum) &&
           put_text(folder, "speed", err, "%d\n", dev->shape->speed_mbit) &&
           put_text(folder, "bConfigurationValue", err, "1\n") &&
           put_text(folder, "authorized", err, "1\n") &&
           put_text(folder, "uevent", err,
                    "DEVTYPE=usb_device\nDEVNAME=bus/usb/001/%03d\nMAJOR=189\nMINOR=%d\n", dev->devnum,
                    dev->devnum - 1) &&
           put_text(folder, "idVendor", err, "%02x%02x\n", d[9], d[8]) &&
           put_text(folder, "idProduct", err, "%02x%02x\n", d[11], d[10]) &&
           put_text(folder, "bcdDevice", err, "%02x%02x\n", d[13], d[12]) &&
           put_string(dev, folder, "manufacturer", d[14], err) &&
           put_string(dev, folder, "product", d[15], err) && put_string(dev, folder, "serial", d[16], err) &&
           put(folder, "descriptors", d, dev->shape->desc_len, err);
}

static void make_folders(const char *root, const char *path)
{
    char part[PATH_MAX], full[PATH_MAX];
    for (const char *end = path; end; end = strchr(end + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(end - path), path);
        place_join(full, sizeof full, root, part);
        mkdir(full, 0755);
    }
    place_join(full, sizeof full, root, path);
    mkdir(full, 0755);
}

bool fakesys_add(const char *root, const struct usim_dev *dev, struct err *err)
{
    char name[FAKESYS_NAME_SIZE], path[64], folder[PATH_MAX], link[PATH_MAX], target[64];
    fakesys_name(dev, name);
    snprintf(path, sizeof path, HUB "/%s", name);
    make_folders(root, path);
    make_folders(root, LINKS);
    place_join(folder, sizeof folder, root, path);
    if (!put_attributes(dev, folder, err))
        return false;
    place_join(link, sizeof link, folder, "subsystem");
    if (symlink("../../../bus/usb", link) < 0 && errno != EEXIST)
        return err_errno(err, "%s", link);
    snprintf(path, sizeof path, LINKS "/%s", name);
    place_join(link, sizeof link, root, path);
    snprintf(target, sizeof target, "../../../devices/usb1/%s", name);
    return symlink(target, link) == 0 || errno == EEXIST || err_errno(err, "%s", link);
}

void fakesys_remove(const char *root, const struct usim_dev *dev)
{
    char name[FAKESYS_NAME_SIZE], path[64], folder[PATH_MAX], full[PATH_MAX];
    fakesys_name(dev, name);
    snprintf(path, sizeof path, LINKS "/%s", name);
    place_join(full, sizeof full, root, path);
    unlink(full);
    snprintf(path, sizeof path, HUB "/%s", name);
    place_join(folder, sizeof folder, root, path);
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        place_join(full, sizeof full, folder, attributes[i]);
        unlink(full);
    }
    rmdir(folder);
}
