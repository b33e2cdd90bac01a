/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/usbfs.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

/* As the kernel: 16 MiB for all of usbfs; one transfer of ours never needs it. */
#define URB_MAX (16 << 20)

/* A transfer of a client, with the places in its memory. */
struct urb {
    struct usim_xfer xfer; /* first: the core hands this back */
    unsigned long address, buffer;
};

struct call {
    struct usbfs_file *file;
    const struct usbfs_file *files;
    const struct usbfs_memory *memory;
    unsigned long address;
};

static bool peek(const struct call *call, void *ret, unsigned long address, size_t len)
{
    return len == 0 || call->memory->peek(call->memory->arg, ret, address, len);
}

static bool poke(const struct call *call, const void *bytes, unsigned long address, size_t len)
{
    return len == 0 || call->memory->poke(call->memory->arg, bytes, address, len);
}

bool usbfs_dead(const struct usbfs_file *file)
{
    return !file->dev->plugged || file->dev->devnum != file->devnum;
}

static bool claimed_elsewhere(const struct call *call, unsigned interface)
{
    for (const struct usbfs_file *other = call->files; other; other = other->next)
        if (other != call->file && other->dev == call->file->dev && !usbfs_dead(other) &&
            other->claimed & 1u << interface)
            return true;
    return false;
}

static int claim_number(const struct call *call, unsigned interface)
{
    if (interface >= call->file->dev->shape->desc[call->file->dev->shape->desc[0] + 4])
        return -ENOENT;
    if (call->file->dev->usblp || claimed_elsewhere(call, interface))
        return -EBUSY;
    call->file->claimed |= 1u << interface;
    return 0;
}

/* usbfs claims by itself for a program that uses an endpoint without asking. */
static int claim_endpoint(const struct call *call, uint8_t ep)
{
    int interface = usim_endpoint(call->file->dev, ep, NULL);
    return interface < 0 ? -ENOENT : claim_number(call, (unsigned)interface);
}

/* Who asks an interface or an endpoint something has to hold it, as in check_ctrlrecip of the kernel; but a
 * printer may always be asked what it is. */
static int claim_recipient(const struct call *call, const uint8_t setup[8])
{
    enum { TYPE = 0x60, VENDOR = 0x40, RECIPIENT = 0x1f, INTERFACE = 1, ENDPOINT = 2 };
    bool get_device_id = setup[0] == 0xa1 && setup[1] == 0;
    if ((setup[0] & TYPE) == VENDOR || get_device_id)
        return 0;
    if ((setup[0] & RECIPIENT) == INTERFACE)
        return claim_number(call, setup[4]);
    return (setup[0] & RECIPIENT) == ENDPOINT && setup[4] & 0x7f ? claim_endpoint(call, setup[4]) : 0;
}

static int get_capabilities(const struct call *call)
{
    /* One URB a transfer, however long. */
    uint32_t caps = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                    USBDEVFS_CAP_BULK_SCATTER_GATHER | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
    return poke(call, &caps, call->address, sizeof caps) ? 0 : -EFAULT;
}

static int claim(const struct call *call)
{
    unsigned interface;
    return peek(call, &interface, call->address, sizeof interface) ? claim_number(call, interface) : -EFAULT;
}

static int release_interface(const struct call *call)
{
    unsigned interface;
    if (!peek(call, &interface, call->address, sizeof interface))
        return -EFAULT;
    if (interface > 31 || !(call->file->claimed & 1u << interface))
        return -EINVAL;
    call->file->claimed &= ~(1u << interface);
    return 0;
}

static int disconnect_claim(const struct call *call)
{
    struct usbdevfs_disconnect_claim request;
    if (!peek(call, &request, call->address, sizeof request))
        return -EFAULT;
    call->file->dev->usblp = false;
    return claim_number(call, request.interface);
}

/* usblp is taken off and put back. Put back, it chooses its setting again, and says so to the device. */
static int driver_ioctl(const struct call *call)
{
    struct usbdevfs_ioctl request;
    struct usim_dev *dev = call->file->dev;
    if (!peek(call, &request, call->address, sizeof request))
        return -EFAULT;
    if (request.ioctl_code == USBDEVFS_DISCONNECT) {
        int result = dev->usblp ? 0 : -ENODATA;
        dev->usblp = false;
        return result;
    }
    if (request.ioctl_code != USBDEVFS_CONNECT)
        return -ENOTTY;
    dev->usblp = usim_has_usblp(dev->shape);
    if (dev->usblp)
        usim_set_interface(dev, request.ifno, dev->setting);
    return dev->usblp;
}

static int set_configuration(const struct call *call)
{
    for (const struct usbfs_file *file = call->files; file; file = file->next)
        if (file->dev == call->file->dev && !usbfs_dead(file) && file->claimed)
            return -EBUSY; /* it would pull the interfaces away from whoever holds them, the caller too */
    return 0;
}

static int set_interface(const struct call *call)
{
    struct usbdevfs_setinterface request;
    if (!peek(call, &request, call->address, sizeof request))
        return -EFAULT;
    int claimed = claim_number(call, request.interface);
    if (claimed < 0)
        return claimed;
    const uint8_t setup[8] = {0x01, 11, (uint8_t)request.altsetting, 0, (uint8_t)request.interface};
    int result = usim_control(call->file->dev, setup, NULL, 0);
    return result == -EPIPE ? -EINVAL
           : result < 0     ? result
                            : 0; /* the kernel knows the settings beforehand */
}

static int clear_halt(const struct call *call)
{
    unsigned ep;
    if (!peek(call, &ep, call->address, sizeof ep))
        return -EFAULT;
    int claimed = claim_endpoint(call, (uint8_t)ep);
    if (claimed < 0)
        return claimed;
    const uint8_t setup[8] = {0x02, 1, 0, 0, (uint8_t)ep}; /* CLEAR_FEATURE(ENDPOINT_HALT), as the kernel */
    int result = usim_control(call->file->dev, setup, NULL, 0);
    return result < 0 ? result : 0;
}

static int reset(const struct call *call)
{
    usim_reset(call->file->dev);
    return 0;
}

static int get_driver(const struct call *call)
{
    struct usbdevfs_getdriver request;
    if (!peek(call, &request, call->address, sizeof request))
        return -EFAULT;
    if (!call->file->dev->usblp && !(call->file->claimed & 1u << (request.interface & 31)))
        return -ENODATA;
    strcpy(request.driver, call->file->dev->usblp ? "usblp" : "usbfs");
    return poke(call, &request, call->address, sizeof request) ? 0 : -EFAULT;
}

static int connect_info(const struct call *call)
{
    struct usbdevfs_connectinfo info = {.devnum = (unsigned)call->file->devnum};
    return poke(call, &info, call->address, sizeof info) ? 0 : -EFAULT;
}

static int get_speed(const struct call *call)
{
    enum { FULL = 2, HIGH = 3 }; /* enum usb_device_speed */
    return call->file->dev->shape->speed_mbit == 480 ? HIGH : FULL;
}

static int control(const struct call *call)
{
    struct usbdevfs_ctrltransfer ct;
    if (!peek(call, &ct, call->address, sizeof ct))
        return -EFAULT;
    const uint8_t setup[8] = {ct.bRequestType,     ct.bRequest,
                              (uint8_t)ct.wValue,  (uint8_t)(ct.wValue >> 8),
                              (uint8_t)ct.wIndex,  (uint8_t)(ct.wIndex >> 8),
                              (uint8_t)ct.wLength, (uint8_t)(ct.wLength >> 8)};
    int claimed = claim_recipient(call, setup);
    if (claimed < 0)
        return claimed;
    uint8_t *data = calloc(1, (size_t)ct.wLength + 1);
    check(data);
    bool in = ct.bRequestType & 0x80;
    int result = -EFAULT;
    if (in || peek(call, data, (unsigned long)ct.data, ct.wLength))
        result = usim_control(call->file->dev, setup, data, ct.wLength);
    if (in && result > 0 && !poke(call, data, (unsigned long)ct.data, (size_t)result))
        result = -EFAULT;
    free(data);
    return result;
}

static int submit(const struct call *call)
{
    struct usbdevfs_urb u;
    if (!peek(call, &u, call->address, sizeof u))
        return -EFAULT;
    bool is_control = u.type == USBDEVFS_URB_TYPE_CONTROL;
    if ((!is_control && u.type != USBDEVFS_URB_TYPE_BULK && u.type != USBDEVFS_URB_TYPE_INTERRUPT) ||
        u.buffer_length < (is_control ? 8 : 0) || u.buffer_length > URB_MAX)
        return -EINVAL;
    uint8_t setup[8];
    if (is_control && !peek(call, setup, (unsigned long)u.buffer, sizeof setup))
        return -EFAULT;
    int claimed = is_control ? claim_recipient(call, setup) : claim_endpoint(call, u.endpoint);
    if (claimed < 0)
        return claimed;
    struct urb *urb = calloc(1, sizeof *urb + (size_t)u.buffer_length);
    check(urb);
    urb->address = call->address;
    urb->buffer = (unsigned long)u.buffer;
    urb->xfer = (struct usim_xfer){.owner = call->file,
                                   .type = is_control                              ? USIM_CONTROL
                                           : u.type == USBDEVFS_URB_TYPE_INTERRUPT ? USIM_INTERRUPT
                                                                                   : USIM_BULK,
                                   .ep = is_control ? 0 : u.endpoint,
                                   .buf = (uint8_t *)(urb + 1),
                                   .len = u.buffer_length};
    bool outward = is_control || !(u.endpoint & 0x80);
    if (outward && !peek(call, urb->xfer.buf, urb->buffer, (size_t)u.buffer_length)) {
        free(urb);
        return -EFAULT;
    }
    usim_submit(call->file->dev, &urb->xfer);
    return 0;
}

static int discard(const struct call *call)
{
    for (struct usim_xfer *xfer = call->file->dev->pending; xfer; xfer = xfer->next)
        if (xfer->owner == call->file && ((struct urb *)xfer)->address == call->address)
            return usim_discard(call->file->dev, xfer) ? 0 : -EINVAL;
    return -EINVAL;
}

static bool give_back(const struct call *call, const struct urb *urb)
{
    const struct usim_xfer *xfer = &urb->xfer;
    bool is_control = xfer->type == USIM_CONTROL;
    bool in = (is_control ? xfer->buf[0] : xfer->ep) & 0x80;
    size_t skip = is_control ? 8 : 0;
    return (!in || poke(call, xfer->buf + skip, urb->buffer + skip, (size_t)xfer->actual)) &&
           poke(call, &xfer->status, urb->address + offsetof(struct usbdevfs_urb, status), sizeof(int)) &&
           poke(call, &xfer->actual, urb->address + offsetof(struct usbdevfs_urb, actual_length),
                sizeof(int)) &&
           poke(call, &urb->address, call->address, sizeof(void *));
}

static int reap(const struct call *call)
{
    struct urb *urb = (struct urb *)usim_reap(call->file->dev, call->file);
    if (!urb)
        return usbfs_dead(call->file) ? -ENODEV : -EAGAIN;
    bool ok = give_back(call, urb);
    free(urb);
    return ok ? 0 : -EFAULT;
}

static const struct {
    unsigned command;
    int (*serve)(const struct call *call);
    bool when_gone; /* allowed after the device has left */
} commands[] = {
    {USBDEVFS_GET_CAPABILITIES, get_capabilities, false},
    {USBDEVFS_CLAIMINTERFACE, claim, false},
    {USBDEVFS_RELEASEINTERFACE, release_interface, false},
    {USBDEVFS_DISCONNECT_CLAIM, disconnect_claim, false},
    {USBDEVFS_SETCONFIGURATION, set_configuration, false},
    {USBDEVFS_SETINTERFACE, set_interface, false},
    {USBDEVFS_CLEAR_HALT, clear_halt, false},
    {USBDEVFS_RESET, reset, false},
    {USBDEVFS_IOCTL, driver_ioctl, false},
    {USBDEVFS_GETDRIVER, get_driver, false},
    {USBDEVFS_CONNECTINFO, connect_info, false},
    {USBDEVFS_GET_SPEED, get_speed, false},
    {USBDEVFS_CONTROL, control, false},
    {USBDEVFS_SUBMITURB, submit, false},
    {USBDEVFS_DISCARDURB, discard, true},
    {USBDEVFS_REAPURBNDELAY, reap, true},
};

int usbfs_ioctl(struct usbfs_file *file, const struct usbfs_file *files, const struct usbfs_memory *memory,
                unsigned command, unsigned long address)
{
    struct call call = {file, files, memory, address};
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (commands[i].command == command)
            return usbfs_dead(file) && !commands[i].when_gone ? -ENODEV : commands[i].serve(&call);
    return -ENOTTY;
}

void usbfs_release(struct usbfs_file *file)
{
    for (struct usim_xfer *xfer; (xfer = usim_drop(file->dev, file));)
        free(xfer);
    usim_kick(file->dev); /* another open's transfers may move up */
}
