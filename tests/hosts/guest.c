/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/hosts/guest.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/socket.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 5000

/* ---- what comes ---- */

static void on_hello(void *arg, struct usb_redir_hello_header *hello)
{
    struct guest *guest = arg;
    (void)hello;
    guest->greeted = true;
}

static void on_connect(void *arg, struct usb_redir_device_connect_header *device)
{
    struct guest *guest = arg;
    guest->device = *device;
    guest->connected = true;
}

static void on_disconnect(void *arg)
{
    struct guest *guest = arg;
    guest->connected = false;
    guest->disconnected = true;
}

static void on_interfaces(void *arg, struct usb_redir_interface_info_header *interfaces)
{
    ((struct guest *)arg)->interfaces = *interfaces;
}

static void on_endpoints(void *arg, struct usb_redir_ep_info_header *endpoints)
{
    ((struct guest *)arg)->endpoints = *endpoints;
}

static void note(struct guest *guest, uint64_t id, int status, int count, uint8_t *data, int len)
{
    if (id == guest->awaited && !guest->answered) {
        guest->answered = true;
        guest->status = status;
        guest->count = count;
        guest->len = len < GUEST_ROOM ? len : GUEST_ROOM;
        if (len > 0)
            memcpy(guest->data, data, (size_t)guest->len);
    }
    usbredirparser_free_packet_data(guest->parser, data);
}

static void on_control(void *arg, uint64_t id, struct usb_redir_control_packet_header *header, uint8_t *data,
                       int len)
{
    note(arg, id, header->status, header->length, data, len);
}

static void on_bulk(void *arg, uint64_t id, struct usb_redir_bulk_packet_header *header, uint8_t *data,
                    int len)
{
    note(arg, id, header->status, header->length | header->length_high << 16, data, len);
}

static void on_interrupt(void *arg, uint64_t id, struct usb_redir_interrupt_packet_header *header,
                         uint8_t *data, int len)
{
    struct guest *guest = arg;
    (void)id;
    if (header->status == usb_redir_success && len == (int)sizeof guest->report) {
        memcpy(guest->report, data, sizeof guest->report);
        guest->reports++;
    }
    usbredirparser_free_packet_data(guest->parser, data);
}

static void on_configuration(void *arg, uint64_t id, struct usb_redir_configuration_status_header *header)
{
    struct guest *guest = arg;
    guest->configuration = header->configuration;
    note(guest, id, header->status, 0, NULL, 0);
}

static void on_alt(void *arg, uint64_t id, struct usb_redir_alt_setting_status_header *header)
{
    struct guest *guest = arg;
    guest->alt = header->alt;
    note(guest, id, header->status, 0, NULL, 0);
}

static void on_receiving(void *arg, uint64_t id, struct usb_redir_interrupt_receiving_status_header *header)
{
    struct guest *guest = arg;
    guest->receiving_told = true;
    note(guest, id, header->status, 0, NULL, 0);
}

/* ---- the socket ---- */

static int on_read(void *arg, uint8_t *data, int count)
{
    struct guest *guest = arg;
    ssize_t got = recv(guest->fd, data, (size_t)count, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN)
        return 0;
    return got > 0 ? (int)got : -1;
}

static int on_write(void *arg, uint8_t *data, int count)
{
    struct guest *guest = arg;
    ssize_t sent = send(guest->fd, data, (size_t)count, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EAGAIN)
        return 0;
    return (int)sent;
}

static void on_log(void *arg, int level, const char *text)
{
    (void)arg, (void)level, (void)text;
}

static bool reach(const char *target, int *ret_fd)
{
    uint64_t port;
    struct err err;
    if (!text_to_uint(target, 65535, &port))
        return socket_connect(target, SOCK_STREAM, ret_fd, &err);
    struct sockaddr_in there = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    *ret_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return *ret_fd >= 0 && connect(*ret_fd, (struct sockaddr *)&there, sizeof there) == 0;
}

static void turn(struct guest *guest, int wait_ms)
{
    struct pollfd poll_fd = {.fd = guest->fd, .events = POLLIN};
    if (guest->hung_up)
        return;
    if (usbredirparser_has_data_to_write(guest->parser))
        poll_fd.events |= POLLOUT;
    if (poll(&poll_fd, 1, wait_ms) <= 0)
        return;
    if (poll_fd.revents & (POLLIN | POLLHUP | POLLERR))
        guest->hung_up = usbredirparser_do_read(guest->parser) != 0;
    if (!guest->hung_up && usbredirparser_has_data_to_write(guest->parser))
        guest->hung_up = usbredirparser_do_write(guest->parser) != 0;
}

bool guest_await(struct guest *guest, const bool *flag, int limit_ms)
{
    int64_t until = clock_real_mono_ms() + limit_ms;
    while (!*flag && !guest->hung_up && clock_real_mono_ms() < until)
        turn(guest, 20);
    return *flag;
}

void guest_linger(struct guest *guest, int limit_ms)
{
    const bool never = false;
    (void)guest_await(guest, &never, limit_ms);
}

bool guest_open(struct guest *guest, const char *target)
{
    static const int caps[] = {usb_redir_cap_connect_device_version, usb_redir_cap_device_disconnect_ack,
                               usb_redir_cap_ep_info_max_packet_size, usb_redir_cap_64bits_ids,
                               usb_redir_cap_32bits_bulk_length};
    *guest = (struct guest){.next_id = 1000};
    if (!reach(target, &guest->fd))
        return false;
    struct usbredirparser *parser = guest->parser = usbredirparser_create();
    check(parser);
    parser->priv = guest;
    parser->log_func = on_log;
    parser->read_func = on_read;
    parser->write_func = on_write;
    parser->hello_func = on_hello;
    parser->device_connect_func = on_connect;
    parser->device_disconnect_func = on_disconnect;
    parser->interface_info_func = on_interfaces;
    parser->ep_info_func = on_endpoints;
    parser->control_packet_func = on_control;
    parser->bulk_packet_func = on_bulk;
    parser->interrupt_packet_func = on_interrupt;
    parser->configuration_status_func = on_configuration;
    parser->alt_setting_status_func = on_alt;
    parser->interrupt_receiving_status_func = on_receiving;
    uint32_t bits[USB_REDIR_CAPS_SIZE] = {0};
    for (size_t i = 0; i < COUNT_OF(caps); i++)
        usbredirparser_caps_set_cap(bits, caps[i]);
    usbredirparser_init(parser, "liqu test guest", bits, USB_REDIR_CAPS_SIZE, 0);
    return guest_await(guest, &guest->greeted, PATIENCE_MS);
}

void guest_close(struct guest *guest)
{
    if (guest->parser)
        usbredirparser_destroy(guest->parser);
    guest->parser = NULL;
    close(guest->fd);
}

/* ---- what is asked ---- */

static uint64_t next(struct guest *guest)
{
    guest->answered = false;
    guest->status = guest->len = guest->count = -1;
    return guest->awaited = guest->next_id++;
}

bool guest_answer(struct guest *guest)
{
    return guest_await(guest, &guest->answered, PATIENCE_MS);
}

bool guest_control(struct guest *guest, uint8_t type, uint8_t request, uint16_t value, uint16_t index,
                   uint16_t length)
{
    struct usb_redir_control_packet_header header = {.endpoint = type & 0x80,
                                                     .request = request,
                                                     .requesttype = type,
                                                     .value = value,
                                                     .index = index,
                                                     .length = length};
    usbredirparser_send_control_packet(guest->parser, next(guest), &header, NULL, 0);
    return guest_answer(guest);
}

void guest_start_bulk(struct guest *guest, uint8_t ep, const void *bytes, int len)
{
    struct usb_redir_bulk_packet_header header = {
        .endpoint = ep, .length = (uint16_t)len, .length_high = (uint16_t)(len >> 16)};
    usbredirparser_send_bulk_packet(guest->parser, next(guest), &header, ep & 0x80 ? NULL : (uint8_t *)bytes,
                                    ep & 0x80 ? 0 : len);
}

bool guest_bulk(struct guest *guest, uint8_t ep, const void *bytes, int len)
{
    guest_start_bulk(guest, ep, bytes, len);
    return guest_answer(guest);
}

void guest_cancel(struct guest *guest)
{
    usbredirparser_send_cancel_data_packet(guest->parser, guest->awaited);
}

bool guest_set_configuration(struct guest *guest, uint8_t value)
{
    struct usb_redir_set_configuration_header header = {.configuration = value};
    usbredirparser_send_set_configuration(guest->parser, next(guest), &header);
    return guest_answer(guest);
}

bool guest_set_alt(struct guest *guest, uint8_t interface, uint8_t alt)
{
    struct usb_redir_set_alt_setting_header header = {.interface = interface, .alt = alt};
    usbredirparser_send_set_alt_setting(guest->parser, next(guest), &header);
    return guest_answer(guest);
}

bool guest_receive(struct guest *guest, uint8_t ep, bool on)
{
    struct usb_redir_start_interrupt_receiving_header start = {.endpoint = ep};
    struct usb_redir_stop_interrupt_receiving_header stop = {.endpoint = ep};
    if (on)
        usbredirparser_send_start_interrupt_receiving(guest->parser, next(guest), &start);
    else
        usbredirparser_send_stop_interrupt_receiving(guest->parser, next(guest), &stop);
    return guest_answer(guest);
}
