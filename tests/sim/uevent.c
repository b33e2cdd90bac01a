/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/uevent.h"

#include "base/buf.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
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

bool uevent_send(const char *action, const char *devpath, int devnum, struct err *err)
{
    struct buf buf = {0};
    properties(&buf, action, devpath, devnum);
    struct header header = {.prefix = "libudev",
                            .magic = htonl(0xfeedcafe),
                            .header_size = sizeof header,
                            .properties_offset = sizeof header,
                            .properties_len = (uint32_t)buf.len,
                            .subsystem_hash = htonl(murmur2("usb")),
                            .devtype_hash = htonl(murmur2("usb_device"))};
    struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_groups = GROUP_UDEV};
    struct iovec parts[] = {{&header, sizeof header}, {buf.data, buf.len}};
    struct msghdr message = {.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = parts, .msg_iovlen = 2};
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
    bool ok = fd >= 0 && (sendmsg(fd, &message, 0) >= 0 || errno == ECONNREFUSED);
    if (!ok)
        err_errno(err, "cannot send a uevent");
    if (fd >= 0)
        close(fd);
    buf_finish(&buf);
    return ok;
}
