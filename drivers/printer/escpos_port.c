/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/printer/escpos_port.h"

#include "base/wipe.h"
#include <stdlib.h>
#include <string.h>

#define OUT_SIZE 4096
#define IN_SIZE  512 /* a multiple of every packet size */

struct escpos_port {
    const struct escpos_port_events *events;
    void *arg;
    struct usb_transfer *out, *in; /* in is NULL on a one-way printer */
    struct buf queue;
    size_t flying;
    uint64_t taken;
};

static bool is_printer(const struct usb_interface *interface, uint8_t protocol)
{
    return interface->class == LIBUSB_CLASS_PRINTER && interface->subclass == 1 &&
           interface->protocol == protocol && interface->outs > 0;
}

static bool two_way(const struct usb_interface *interface)
{
    return is_printer(interface, 2) && interface->ins > 0;
}

/* SET_INTERFACE would be needed for any other. */
static bool two_way_first(const struct usb_interface *interface)
{
    return two_way(interface) && interface->alt == 0;
}

static bool one_way(const struct usb_interface *interface)
{
    return is_printer(interface, 1);
}

static bool vendor(const struct usb_interface *interface)
{
    return interface->class == LIBUSB_CLASS_VENDOR_SPEC && interface->outs > 0 && interface->ins > 0;
}

static void pump(struct escpos_port *port)
{
    if (port->flying || !port->queue.len || usb_transfer_running(port->out))
        return;
    port->flying = port->queue.len < OUT_SIZE ? port->queue.len : OUT_SIZE;
    memcpy(usb_transfer_data(port->out), port->queue.data, port->flying);
    buf_consume(&port->queue, port->flying);
    usb_transfer_start(port->out, port->flying);
}

static void fail(struct escpos_port *port, enum usb_result result)
{
    if (result != USB_OK && result != USB_GONE && result != USB_CANCELLED)
        port->events->broken(port->arg, result);
}

static void on_out(void *arg, enum usb_result result, size_t len)
{
    struct escpos_port *port = arg;
    wipe(usb_transfer_data(port->out), port->flying); /* rows of somebody's page */
    port->taken += len;
    port->flying = 0;
    if (result == USB_OK || result == USB_CANCELLED)
        pump(port);
    fail(port, result);
}

static void on_in(void *arg, enum usb_result result, size_t len)
{
    struct escpos_port *port = arg;
    uint8_t bytes[IN_SIZE];
    memcpy(bytes, usb_transfer_data(port->in), len);
    if (result == USB_OK || result == USB_CANCELLED)
        usb_transfer_start(port->in, IN_SIZE);
    for (size_t i = 0; i < len; i++)
        port->events->byte(port->arg, bytes[i]);
    fail(port, result);
}

bool escpos_port_open(struct usb_device *device, uint32_t quirks, const struct escpos_port_events *events,
                      void *arg, struct escpos_port **ret, struct err *err)
{
    struct usb_interface interface;
    usb_fits_fn *best = quirks & QUIRK_NO_SET_INTERFACE ? two_way_first : two_way;
    bool found = usb_find_interface(device, best, &interface) ||
                 usb_find_interface(device, one_way, &interface) ||
                 ((quirks & QUIRK_VENDOR_CLASS) && usb_find_interface(device, vendor, &interface));
    if (!found)
        return err_set(err, "no printer interface");
    if (!usb_claim(device, &interface, err))
        return false;
    struct escpos_port *port = calloc(1, sizeof *port);
    check(port);
    *port = (struct escpos_port){.events = events, .arg = arg};
    port->out = usb_transfer_create(device, interface.out[0], OUT_SIZE, on_out, port);
    if (!one_way(&interface)) {
        port->in = usb_transfer_create(device, interface.in[0], IN_SIZE, on_in, port);
        usb_transfer_start(port->in, IN_SIZE);
    }
    *ret = port;
    return true;
}

void escpos_port_close(struct escpos_port *port)
{
    if (!port)
        return;
    usb_transfer_destroy(port->out);
    usb_transfer_destroy(port->in);
    buf_finish(&port->queue);
    free(port);
}

bool escpos_port_two_way(const struct escpos_port *port)
{
    return port->in != NULL;
}

void escpos_port_send(struct escpos_port *port, const void *bytes, size_t len)
{
    buf_append(&port->queue, bytes, len);
    pump(port);
}

void escpos_port_drop(struct escpos_port *port)
{
    wipe(port->queue.data, port->queue.len);
    buf_consume(&port->queue, port->queue.len);
    if (usb_transfer_running(port->out))
        usb_transfer_cancel(port->out);
    if (port->in && !usb_transfer_running(port->in))
        usb_transfer_start(port->in, IN_SIZE);
}

void escpos_port_listen_anew(struct escpos_port *port)
{
    if (usb_transfer_running(port->in))
        usb_transfer_cancel(port->in);
}

uint64_t escpos_port_taken(const struct escpos_port *port)
{
    return port->taken + port->flying;
}

size_t escpos_port_waiting(const struct escpos_port *port)
{
    return port->queue.len + port->flying;
}
