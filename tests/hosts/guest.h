/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The guest's side of a usbredir socket, on libusbredirparser: sends, waits, keeps what came. One per device.
 * Everything waits at most a few seconds and then says false.
 */
#ifndef LIQU_TESTS_HOSTS_GUEST_H
#define LIQU_TESTS_HOSTS_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <usbredirparser.h>

#define GUEST_ROOM 2048

struct guest {
    int fd;
    struct usbredirparser *parser;
    bool hung_up, greeted, connected, disconnected;
    struct usb_redir_device_connect_header device;
    struct usb_redir_interface_info_header interfaces;
    struct usb_redir_ep_info_header endpoints;
    uint64_t next_id;
    /* The answer that was waited for last. */
    uint64_t awaited;
    bool answered;
    int status, configuration, alt, len, count; /* len: of data; count: what the header says was moved */
    uint8_t data[GUEST_ROOM];
    int reports; /* interrupt packets that came by themselves */
    uint8_t report[8];
    bool receiving_told;
};

/* target: a socket's path, or a port of 127.0.0.1. */
bool guest_open(struct guest *guest, const char *target);
void guest_close(struct guest *guest);
/* Turns until *flag is set. */
bool guest_await(struct guest *guest, const bool *flag, int limit_ms);
/* Lets limit_ms go by and takes what comes. */
void guest_linger(struct guest *guest, int limit_ms);
bool guest_control(struct guest *guest, uint8_t type, uint8_t request, uint16_t value, uint16_t index,
                   uint16_t length);
/* Asks without waiting; the id is guest->awaited. */
void guest_start_bulk(struct guest *guest, uint8_t ep, const void *bytes, int len);
bool guest_answer(struct guest *guest);
bool guest_bulk(struct guest *guest, uint8_t ep, const void *bytes, int len);
void guest_cancel(struct guest *guest);
bool guest_set_configuration(struct guest *guest, uint8_t value);
bool guest_set_alt(struct guest *guest, uint8_t interface, uint8_t alt);
bool guest_receive(struct guest *guest, uint8_t ep, bool on);

#endif
