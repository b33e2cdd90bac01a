/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * How bytes travel to and from a printer: OUT as a queue sent in transfers of at most 4 KiB, one in flight
 * and with no limit in time (a printer that is full or offline just does not take them); IN always pending.
 */
#ifndef LIQU_DRIVERS_PRINTER_ESCPOS_PORT_H
#define LIQU_DRIVERS_PRINTER_ESCPOS_PORT_H

#include "base/buf.h"
#include "drivers/usb/usb.h"

struct escpos_port_events {
    void (*byte)(void *arg, uint8_t byte);
    void (*broken)(void *arg, enum usb_result result); /* a pipe failed; not for a device that is gone */
};

struct escpos_port;
/* Claims the printer interface: protocol 2 before 1, also in another setting, which is then chosen (never
 * with QUIRK_NO_SET_INTERFACE); class FF only with QUIRK_VENDOR_CLASS. */
bool escpos_port_open(struct usb_device *device, uint32_t quirks, const struct escpos_port_events *events,
                      void *arg, struct escpos_port **ret, struct err *err) MUST_CHECK;
void escpos_port_close(struct escpos_port *port); /* takes NULL */
bool escpos_port_two_way(const struct escpos_port *port);
void escpos_port_send(struct escpos_port *port, const void *bytes, size_t len);
/* Forgets what was not taken. What is in flight is cancelled; what follows waits for it to come home. */
void escpos_port_drop(struct escpos_port *port);
/* Ends the IN transfer and begins another: one that got lost on the way would keep us deaf for ever. */
void escpos_port_listen_anew(struct escpos_port *port);
/* Bytes the printer has taken since open; in flight counts as taken, since it may be. */
uint64_t escpos_port_taken(const struct escpos_port *port);
size_t escpos_port_waiting(const struct escpos_port *port); /* queued and in flight */

#endif
