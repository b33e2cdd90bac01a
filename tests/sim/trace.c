/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/trace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINKTYPE_USB_LINUX_MMAPPED 220
#define SNAP_LENGTH                262144
#define DATA_MAX                   (SNAP_LENGTH - 64u)

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

/* One record; data beyond the snap length is left out, as usbmon does. */
static void write_packet(struct trace *trace, struct packet packet, const uint8_t *data, uint32_t len)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint32_t kept = len < DATA_MAX ? len : DATA_MAX;
    packet.bus = 1;
    packet.seconds = now.tv_sec;
    packet.microseconds = (int32_t)(now.tv_nsec / 1000);
    packet.data_len = kept;
    const uint32_t record[] = {(uint32_t)now.tv_sec, (uint32_t)(now.tv_nsec / 1000),
                               (uint32_t)sizeof packet + kept, (uint32_t)sizeof packet + len};
    fwrite(record, sizeof record, 1, trace->file);
    fwrite(&packet, sizeof packet, 1, trace->file);
    fwrite(data, 1, kept, trace->file);
    fflush(trace->file); /* a test that dies still leaves its trace */
}

static void write_xfer(struct trace *trace, const struct usim_dev *dev, const struct usim_xfer *xfer,
                       char event)
{
    static const uint8_t transfers[] = {[USIM_INTERRUPT] = 1, [USIM_CONTROL] = 2, [USIM_BULK] = 3};
    bool control = xfer->type == USIM_CONTROL, submit = event == 'S';
    bool in = (control ? xfer->buf[0] : xfer->ep) & 0x80;
    int asked = xfer->len - (control ? 8 : 0);
    /* The data travel with the event at which they are known: OUT when submitted, IN when completed. */
    uint32_t len = (uint32_t)(submit == !in ? submit ? asked : xfer->actual : 0);
    struct packet packet = {.id = (uintptr_t)xfer,
                            .event = (uint8_t)event,
                            .transfer = transfers[xfer->type],
                            .endpoint = control ? (uint8_t)(in ? 0x80 : 0) : xfer->ep,
                            .device = (uint8_t)dev->devnum,
                            .setup_flag = control && submit ? 0 : '-',
                            .data_flag = len  ? 0
                                         : in ? '<'
                                              : '>',
                            .status = submit ? -EINPROGRESS : xfer->status,
                            .urb_len = (uint32_t)(submit ? asked : xfer->actual)};
    if (control && submit)
        memcpy(packet.setup, xfer->buf, 8);
    write_packet(trace, packet, xfer->buf + (control ? 8 : 0), len);
}

/* What the root hub tells the kernel: bit per port, on its interrupt endpoint. */
static void write_port_change(struct trace *trace, const struct usim_dev *dev)
{
    const uint8_t ports = (uint8_t)(1u << dev->port);
    const struct packet packet = {.id = (uintptr_t)trace,
                                  .event = 'C',
                                  .transfer = 1,
                                  .endpoint = 0x81,
                                  .device = 1,
                                  .setup_flag = '-',
                                  .urb_len = 1};
    write_packet(trace, packet, &ports, 1);
}

static void write_control(struct trace *trace, const struct usim_dev *dev, const uint8_t setup[8],
                          const uint8_t *data, size_t len)
{
    uint8_t buf[8 + 256];
    check(len <= sizeof buf - 8);
    memcpy(buf, setup, 8);
    if (len)
        memcpy(buf + 8, data, len);
    struct usim_xfer xfer = {.type = USIM_CONTROL, .buf = buf, .len = 8 + (int)len};
    write_xfer(trace, dev, &xfer, 'S');
    xfer.actual = (int)len;
    write_xfer(trace, dev, &xfer, 'C');
}

void trace_device(struct trace *trace, const struct usim_dev *dev)
{
    const struct usim_shape *shape = dev->shape;
    size_t device = shape->desc[0], config = shape->desc_len - device;
    const uint8_t get_device[] = {0x80, 6, 0, 1, 0, 0, (uint8_t)device, 0};
    const uint8_t get_config[] = {0x80, 6, 0, 2, 0, 0, (uint8_t)config, (uint8_t)(config >> 8)};
    const uint8_t set_configuration[] = {0x00, 9, shape->desc[device + 5], 0, 0, 0, 0, 0};
    write_control(trace, dev, get_device, shape->desc, device);
    write_control(trace, dev, get_config, shape->desc + device, config);
    write_control(trace, dev, set_configuration, NULL, 0);
}

void trace_event(void *arg, struct usim_dev *dev, const struct usim_xfer *xfer, char event)
{
    struct trace *trace = arg;
    if (xfer) {
        write_xfer(trace, dev, xfer, event);
        return;
    }
    write_port_change(trace, dev);
    if (event == 'P')
        trace_device(trace, dev);
}
