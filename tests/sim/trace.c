/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/trace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINKTYPE_USB_LINUX_MMAPPED 220
#define SNAP_LENGTH                262144

struct trace {
    FILE *file;
};

/* Documentation/usb/usbmon.rst, struct usbmon_packet. */
struct packet {
    uint64_t id;
    uint8_t event, transfer, endpoint, device;
    uint16_t bus;
    uint8_t setup_flag, data_flag;
    int64_t seconds;
    int32_t microseconds, status;
    uint32_t urb_len, data_len;
    uint8_t setup[8];
    int32_t interval, start_frame;
    uint32_t flags, descriptors;
};
_Static_assert(sizeof(struct packet) == 64, "the header Wireshark expects");

bool trace_open(const char *path, struct trace **ret, struct err *err)
{
    const uint32_t head[] = {0xa1b2c3d4, 2 | 4 << 16, 0, 0, SNAP_LENGTH, LINKTYPE_USB_LINUX_MMAPPED};
    FILE *file = fopen(path, "wbe");
    if (!file)
        return err_errno(err, "%s", path);
    fwrite(head, sizeof head, 1, file);
    struct trace *trace = malloc(sizeof *trace);
    check(trace);
    trace->file = file;
    *ret = trace;
    return true;
}

void trace_close(struct trace *trace)
{
    if (!trace)
        return;
    fclose(trace->file);
    free(trace);
}

void trace_event(void *arg, struct usim_dev *dev, const struct usim_xfer *xfer, char event)
{
    static const uint8_t transfers[] = {[USIM_INTERRUPT] = 1, [USIM_CONTROL] = 2, [USIM_BULK] = 3};
    struct trace *trace = arg;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    bool control = xfer->type == USIM_CONTROL, submit = event == 'S';
    bool in = (control ? xfer->buf[0] : xfer->ep) & 0x80;
    const uint8_t *data = xfer->buf + (control ? 8 : 0);
    int asked = xfer->len - (control ? 8 : 0);
    /* The data travel with the event at which they are known: OUT when submitted, IN when completed. */
    uint32_t len = (uint32_t)(submit == !in ? submit ? asked : xfer->actual : 0);
    struct packet packet = {.id = (uintptr_t)xfer,
                            .event = (uint8_t)event,
                            .transfer = transfers[xfer->type],
                            .endpoint = control ? (uint8_t)(in ? 0x80 : 0) : xfer->ep,
                            .device = (uint8_t)dev->devnum,
                            .bus = 1,
                            .setup_flag = control && submit ? 0 : '-',
                            .data_flag = len  ? 0
                                         : in ? '<'
                                              : '>',
                            .seconds = now.tv_sec,
                            .microseconds = (int32_t)(now.tv_nsec / 1000),
                            .status = submit ? -EINPROGRESS : xfer->status,
                            .urb_len = (uint32_t)(submit ? asked : xfer->actual),
                            .data_len = len};
    if (control && submit)
        memcpy(packet.setup, xfer->buf, 8);
    const uint32_t record[] = {(uint32_t)now.tv_sec, (uint32_t)(now.tv_nsec / 1000),
                               (uint32_t)sizeof packet + len, (uint32_t)sizeof packet + len};
    fwrite(record, sizeof record, 1, trace->file);
    fwrite(&packet, sizeof packet, 1, trace->file);
    fwrite(data, 1, len, trace->file);
    fflush(trace->file); /* a test that dies still leaves its trace */
}
