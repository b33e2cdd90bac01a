/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/usb/usb.h"

#include "base/wipe.h"
#include <stdlib.h>

/* The kernel returns cancelled transfers at once; this many rounds without any means that it never will. */
#define CLOSE_ROUNDS  50
#define CLOSE_WAIT_MS 20

struct usb_device {
    struct usb_bus *bus;
    libusb_device_handle *handle;
    struct usb_interface claimed;
    int held; /* transfers in the kernel's hands */
};

struct usb_transfer {
    struct usb_device *device;
    struct libusb_transfer *urb;
    uint8_t *buffer;
    size_t size, head; /* head: setup bytes before the data */
    usb_done_fn *done; /* NULL: destroyed while in flight */
    void *arg;
    bool running;
    bool halted;             /* by a stall: cleared before the next start */
    enum usb_result refusal; /* why submitting failed, until told */
    struct timer tell;
};

static const char *const result_words[] = {
    [USB_OK] = "done",         [USB_CANCELLED] = "cancelled",
    [USB_STALLED] = "stalled", [USB_OVERFLOWED] = "overflowed",
    [USB_BROKEN] = "broken",   [USB_GONE] = "gone",
};

const char *usb_result_word(enum usb_result result)
{
    return result_words[result];
}

bool usb_device_open(struct usb_bus *bus, libusb_device *place, struct usb_device **ret, struct err *err)
{
    libusb_device_handle *handle;
    int code = libusb_open(place, &handle);
    if (code < 0)
        return err_set(err, "open: %s", libusb_strerror(code));
    struct usb_device *device = calloc(1, sizeof *device);
    check(device);
    *device = (struct usb_device){.bus = bus, .handle = handle, .claimed = {.number = -1}};
    *ret = device;
    return true;
}

void usb_device_close(struct usb_device *device)
{
    if (!device)
        return;
    for (int round = 0; device->held && round < CLOSE_ROUNDS; round++)
        usb_bus_turn(device->bus, CLOSE_WAIT_MS);
    check(device->held == 0);
    if (device->claimed.number >= 0)
        libusb_release_interface(device->handle, device->claimed.number);
    libusb_close(device->handle);
    free(device);
}

static void note_endpoint(struct usb_interface *interface, const struct libusb_endpoint_descriptor *endpoint)
{
    int type = endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;
    if (type != LIBUSB_TRANSFER_TYPE_BULK && type != LIBUSB_TRANSFER_TYPE_INTERRUPT)
        return;
    if (!(endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN)) {
        if (interface->outs < COUNT_OF(interface->out))
            interface->out[interface->outs++] = endpoint->bEndpointAddress;
        return;
    }
    if (!interface->ins)
        interface->in_packet = endpoint->wMaxPacketSize & 0x7ff;
    if (interface->ins < COUNT_OF(interface->in))
        interface->in[interface->ins++] = endpoint->bEndpointAddress;
}

static struct usb_interface describe(const struct libusb_interface *settings, int at)
{
    const struct libusb_interface_descriptor *setting = &settings->altsetting[at];
    struct usb_interface interface = {.number = setting->bInterfaceNumber,
                                      .alt = setting->bAlternateSetting,
                                      .alts = settings->num_altsetting,
                                      .class = setting->bInterfaceClass,
                                      .subclass = setting->bInterfaceSubClass,
                                      .protocol = setting->bInterfaceProtocol};
    for (int i = 0; i < setting->bNumEndpoints; i++)
        note_endpoint(&interface, &setting->endpoint[i]);
    return interface;
}

bool usb_find_interface(struct usb_device *device, usb_fits_fn *fits, struct usb_interface *ret)
{
    struct libusb_config_descriptor *config;
    if (libusb_get_active_config_descriptor(libusb_get_device(device->handle), &config) < 0)
        return false;
    bool found = false;
    for (int i = 0; i < config->bNumInterfaces && !found; i++)
        for (int at = 0; at < config->interface[i].num_altsetting && !found; at++) {
            struct usb_interface interface = describe(&config->interface[i], at);
            found = fits(&interface);
            if (found)
                *ret = interface;
        }
    libusb_free_config_descriptor(config);
    return found;
}

bool usb_claim(struct usb_device *device, const struct usb_interface *interface, struct err *err)
{
    /* By hand: with automatic detaching libusb would give a printer back to usblp at the end, and usblp would
     * greet it with a SET_INTERFACE, after which some never answer again. */
    if (libusb_kernel_driver_active(device->handle, interface->number) == 1)
        (void)libusb_detach_kernel_driver(device->handle, interface->number);
    int code = libusb_claim_interface(device->handle, interface->number);
    if (code < 0)
        return err_set(err, "claim: %s", libusb_strerror(code));
    device->claimed = *interface;
    if (interface->alts > 1 && interface->alt > 0)
        code = libusb_set_interface_alt_setting(device->handle, interface->number, interface->alt);
    return code == 0 || err_set(err, "setting %d: %s", interface->alt, libusb_strerror(code));
}

int usb_claimed_number(const struct usb_device *device)
{
    return device->claimed.number;
}

int usb_claimed_alt(const struct usb_device *device)
{
    return device->claimed.alt;
}

bool usb_clear_halts(struct usb_device *device)
{
    bool ok = true;
    for (size_t i = 0; i < device->claimed.ins; i++)
        ok &= libusb_clear_halt(device->handle, device->claimed.in[i]) == 0;
    for (size_t i = 0; i < device->claimed.outs; i++)
        ok &= libusb_clear_halt(device->handle, device->claimed.out[i]) == 0;
    return ok;
}

bool usb_port_reset(struct usb_device *device)
{
    return libusb_reset_device(device->handle) == 0;
}

/* ---- transfers ---- */

static void destroy(struct usb_transfer *transfer)
{
    timer_stop(&transfer->tell);
    libusb_free_transfer(transfer->urb);
    wipe(transfer->buffer, transfer->size);
    free(transfer->buffer);
    free(transfer);
}

static enum usb_result result_of(enum libusb_transfer_status status)
{
    static const enum usb_result results[] = {
        [LIBUSB_TRANSFER_COMPLETED] = USB_OK,        [LIBUSB_TRANSFER_ERROR] = USB_BROKEN,
        [LIBUSB_TRANSFER_TIMED_OUT] = USB_CANCELLED, [LIBUSB_TRANSFER_CANCELLED] = USB_CANCELLED,
        [LIBUSB_TRANSFER_STALL] = USB_STALLED,       [LIBUSB_TRANSFER_NO_DEVICE] = USB_GONE,
        [LIBUSB_TRANSFER_OVERFLOW] = USB_OVERFLOWED,
    };
    return results[status];
}

static void on_done(struct libusb_transfer *urb)
{
    struct usb_transfer *transfer = urb->user_data;
    transfer->running = false;
    transfer->device->held--;
    transfer->halted = urb->status == LIBUSB_TRANSFER_STALL && urb->type != LIBUSB_TRANSFER_TYPE_CONTROL;
    if (transfer->done)
        transfer->done(transfer->arg, result_of(urb->status), (size_t)urb->actual_length);
    else
        destroy(transfer);
}

static void on_tell(void *arg)
{
    struct usb_transfer *transfer = arg;
    transfer->running = false;
    transfer->done(transfer->arg, transfer->refusal, 0);
}

static struct usb_transfer *create(struct usb_device *device, size_t head, size_t size, usb_done_fn *done,
                                   void *arg)
{
    struct usb_transfer *transfer = calloc(1, sizeof *transfer);
    check(transfer);
    *transfer = (struct usb_transfer){.device = device,
                                      .urb = libusb_alloc_transfer(0),
                                      .buffer = calloc(1, head + size),
                                      .size = head + size,
                                      .head = head,
                                      .done = done,
                                      .arg = arg};
    check(transfer->urb && transfer->buffer);
    return transfer;
}

struct usb_transfer *usb_transfer_create(struct usb_device *device, uint8_t endpoint, size_t size,
                                         usb_done_fn *done, void *arg)
{
    struct usb_transfer *transfer = create(device, 0, size, done, arg);
    /* usbfs treats an interrupt endpoint given as bulk like an interrupt one. */
    libusb_fill_bulk_transfer(transfer->urb, device->handle, endpoint, transfer->buffer, 0, on_done, transfer,
                              0);
    return transfer;
}

struct usb_transfer *usb_control_create(struct usb_device *device, size_t size, usb_done_fn *done, void *arg)
{
    return create(device, LIBUSB_CONTROL_SETUP_SIZE, size, done, arg);
}

void usb_transfer_destroy(struct usb_transfer *transfer)
{
    if (!transfer)
        return;
    transfer->done = NULL;
    if (!transfer->running || timer_running(&transfer->tell))
        destroy(transfer);
    else
        libusb_cancel_transfer(transfer->urb);
}

uint8_t *usb_transfer_data(struct usb_transfer *transfer)
{
    return transfer->buffer + transfer->head;
}

bool usb_transfer_running(const struct usb_transfer *transfer)
{
    return transfer && transfer->running;
}

static void submit(struct usb_transfer *transfer)
{
    check(!transfer->running);
    transfer->running = true;
    if (transfer->halted)
        libusb_clear_halt(transfer->device->handle, transfer->urb->endpoint);
    transfer->halted = false;
    int code = libusb_submit_transfer(transfer->urb);
    if (code == 0) {
        transfer->device->held++;
        return;
    }
    transfer->refusal = code == LIBUSB_ERROR_NO_DEVICE ? USB_GONE : USB_BROKEN;
    timer_start(usb_bus_loop(transfer->device->bus), &transfer->tell, 0, on_tell, transfer);
}

void usb_transfer_start(struct usb_transfer *transfer, size_t len)
{
    check(len <= transfer->size);
    transfer->urb->length = (int)len;
    submit(transfer);
}

void usb_control_start(struct usb_transfer *transfer, uint8_t type, uint8_t request, uint16_t value,
                       uint16_t index, uint16_t len)
{
    check(len + transfer->head <= transfer->size);
    libusb_fill_control_setup(transfer->buffer, type, request, value, index, len);
    libusb_fill_control_transfer(transfer->urb, transfer->device->handle, transfer->buffer, on_done, transfer,
                                 0);
    submit(transfer);
}

void usb_transfer_cancel(struct usb_transfer *transfer)
{
    if (transfer->running && !timer_running(&transfer->tell))
        libusb_cancel_transfer(transfer->urb);
}
