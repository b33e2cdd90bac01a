/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/uevent.h"

#include "base/buf.h"
#include <arpa/inet.h>
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <linux/netlink.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The group that udevd sends to, beside group 1 of the kernel. */
#define GROUP_UDEV 2

/* systemd: src/libsystemd/sd-device/device-monitor.c, struct monitor_netlink_header. */
struct header {
    char prefix[8];
    uint32_t magic, header_size, properties_offset, properties_len, subsystem_hash, devtype_hash, bloom_high,
        bloom_low;
};

/* MurmurHash2 with seed 0: listeners filter by the hash of the subsystem. */
static uint32_t murmur2(const char *text)
{
    const uint32_t mix = 0x5bd1e995;
    size_t left = strlen(text);
    uint32_t hash = (uint32_t)left;
    for (; left >= 4; left -= 4, text += 4) {
        uint32_t word;
        memcpy(&word, text, 4);
        word *= mix;
        word ^= word >> 24;
        hash = (hash * mix) ^ (word * mix);
    }
    for (size_t i = left; i-- > 0;)
        hash ^= (uint32_t)(uint8_t)text[i] << (8 * i);
    if (left)
        hash *= mix;
    hash ^= hash >> 13;
    hash *= mix;
    return hash ^ hash >> 15;
}

static PRINTF(2, 3) void property(struct buf *buf, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    check(len > 0 && len < (int)sizeof text);
    buf_append(buf, text, (size_t)len + 1);
}

static void properties(struct buf *buf, const char *action, const char *devpath, int devnum)
{
    static unsigned sequence = 5000;
    property(buf, "ACTION=%s", action);
    property(buf, "DEVPATH=%s", devpath);
    property(buf, "SUBSYSTEM=usb");
    property(buf, "DEVNAME=/dev/bus/usb/001/%03d", devnum);
    property(buf, "DEVTYPE=usb_device");
    property(buf, "BUSNUM=001");
    property(buf, "DEVNUM=%03d", devnum);
    property(buf, "MAJOR=189");
    property(buf, "MINOR=%d", devnum - 1);
    property(buf, "SEQNUM=%u", sequence++);
}

/* The message of a list of properties. */
static void compose(struct buf *ret, const void *list, size_t len)
{
    struct header header = {.prefix = "libudev",
                            .magic = htonl(0xfeedcafe),
                            .header_size = sizeof header,
                            .properties_offset = sizeof header,
                            .properties_len = (uint32_t)len,
                            .subsystem_hash = htonl(murmur2("usb")),
                            .devtype_hash = htonl(murmur2("usb_device"))};
    buf_append(ret, &header, sizeof header);
    buf_append(ret, list, len);
}

bool uevent_relay(const char *list, size_t len, struct err *err)
{
    struct buf message CLEANUP(buf_finish) = {0};
    compose(&message, list, len);
    struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_groups = GROUP_UDEV};
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
    bool ok = fd >= 0 && (sendto(fd, message.data, message.len, 0, (struct sockaddr *)&to, sizeof to) >= 0 ||
                          errno == ECONNREFUSED);
    if (!ok)
        err_errno(err, "cannot send a uevent");
    if (fd >= 0)
        close(fd);
    return ok;
}

bool uevent_send(const char *action, const char *devpath, int devnum, struct err *err)
{
    struct buf list CLEANUP(buf_finish) = {0};
    properties(&list, action, devpath, devnum);
    return uevent_relay((const char *)list.data, list.len, err);
}

/* One listener. Whoever closed its monitor leaves a socket behind that refuses. */
static bool send_to(int fd, const char *path, const struct buf *message)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    check(strlen(path) < sizeof to.sun_path);
    strcpy(to.sun_path, path);
    if (sendto(fd, message->data, message->len, MSG_DONTWAIT, (struct sockaddr *)&to, sizeof to) >= 0)
        return true;
    return errno == ECONNREFUSED || errno == ENOENT;
}

bool uevent_send_testbed(const char *folder, const char *action, const char *devpath, int devnum,
                         struct err *err)
{
    char pattern[PATH_MAX];
    glob_t found;
    struct buf list CLEANUP(buf_finish) = {0}, message CLEANUP(buf_finish) = {0};
    properties(&list, action, devpath, devnum);
    compose(&message, list.data, list.len);
    snprintf(pattern, sizeof pattern, "%s/event*", folder);
    if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
        return true; /* nobody listens */
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool ok = fd >= 0;
    for (size_t i = 0; ok && i < found.gl_pathc; i++)
        ok = send_to(fd, found.gl_pathv[i], &message);
    if (!ok)
        err_errno(err, "cannot send a uevent to %s", pattern);
    if (fd >= 0)
        close(fd);
    globfree(&found);
    return ok;
}
