/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Devices for a whole kernel: each slot of the bus is a socket on which one guest (QEMU's usb-redir) speaks
 * the usbredir protocol, whose grammar is libusbredirparser's. The socket stands while the device comes and
 * goes; the cable is device_connect and device_disconnect. Set-up of configurations and settings arrives as
 * messages of its own, everything else as transfers that the core serves like those of any other host.
 */
#include "base/log.h"
#include "base/place.h"
#include "base/socket.h"
#include "tests/sim/host.h"
#include "tests/sim/model.h"
#include "tests/sim/redir_shape.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <usbredirparser.h>

#define BULK_MAX (16 << 20)

struct port;

struct guest {
    struct port *port;
    int fd;
    struct watch *watch;
    struct usbredirparser *parser;
    bool greeted;      /* its hello has come */
    bool connected;    /* it has been told of the device */
    bool awaiting_ack; /* it may still speak of the device that has gone */
    uint64_t reports;  /* interrupt packets sent */
};

struct port {
    struct host_usbredir *host;
    char path[200]; /* "" over TCP */
    int listen_fd;
    struct watch *watch;
    struct usim_dev *dev; /* NULL: unplugged */
    struct guest *guest;  /* NULL: nobody is connected */
};

struct host_usbredir {
    struct usim_host host; /* first */
    struct loop *loop;
    struct port ports[SLOT_COUNT];
};

/* One transfer on the way. */
struct request {
    struct usim_xfer xfer; /* first */
    uint64_t id;
    bool receiving; /* an interrupt endpoint that the guest listens to: starts again by itself */
};

static uint8_t status_of(int status)
{
    static const struct {
        int status;
        uint8_t word;
    } words[] = {{0, usb_redir_success},       {-EPIPE, usb_redir_stall},      {-ENOENT, usb_redir_cancelled},
                 {-EPROTO, usb_redir_ioerror}, {-EOVERFLOW, usb_redir_babble}, {-EINVAL, usb_redir_inval}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].status == status)
            return words[i].word;
    return usb_redir_ioerror;
}

static void want_write(struct guest *guest)
{
    watch_events(guest->watch, POLLIN | POLLOUT);
}

/* NULL while the guest has no device to speak of. */
static struct usim_dev *device_of(const struct guest *guest)
{
    return guest->connected ? guest->port->dev : NULL;
}

/* ---- transfers ---- */

static struct request *request_create(struct guest *guest, uint64_t id, enum usim_type type, uint8_t ep,
                                      int len)
{
    struct request *request = calloc(1, sizeof *request + (size_t)len);
    check(request);
    request->id = id;
    request->xfer = (struct usim_xfer){
        .owner = guest, .type = type, .ep = ep, .buf = (uint8_t *)(request + 1), .len = len};
    return request;
}

static void answer_control(struct guest *guest, const struct request *request)
{
    const struct usim_xfer *xfer = &request->xfer;
    const uint8_t *setup = xfer->buf;
    bool in = setup[0] & 0x80, ok = xfer->status == 0;
    struct usb_redir_control_packet_header header = {.endpoint = in ? 0x80 : 0,
                                                     .request = setup[1],
                                                     .requesttype = setup[0],
                                                     .status = status_of(xfer->status),
                                                     .value = (uint16_t)(setup[2] | setup[3] << 8),
                                                     .index = (uint16_t)(setup[4] | setup[5] << 8),
                                                     .length = (uint16_t)(!ok  ? 0
                                                                          : in ? xfer->actual
                                                                               : xfer->len - 8)};
    int len = in && ok ? xfer->actual : 0;
    usbredirparser_send_control_packet(guest->parser, request->id, &header, len ? xfer->buf + 8 : NULL, len);
}

static void answer_bulk(struct guest *guest, const struct request *request)
{
    const struct usim_xfer *xfer = &request->xfer;
    struct usb_redir_bulk_packet_header header = {.endpoint = xfer->ep,
                                                  .status = status_of(xfer->status),
                                                  .length = (uint16_t)xfer->actual,
                                                  .length_high = (uint16_t)(xfer->actual >> 16)};
    int len = xfer->ep & 0x80 ? xfer->actual : 0;
    usbredirparser_send_bulk_packet(guest->parser, request->id, &header, len ? xfer->buf : NULL, len);
}

static void answer_interrupt(struct guest *guest, const struct request *request)
{
    const struct usim_xfer *xfer = &request->xfer;
    struct usb_redir_interrupt_packet_header header = {
        .endpoint = xfer->ep, .status = status_of(xfer->status), .length = (uint16_t)xfer->actual};
    int len = xfer->ep & 0x80 ? xfer->actual : 0;
    usbredirparser_send_interrupt_packet(guest->parser, request->receiving ? guest->reports++ : request->id,
                                         &header, len ? xfer->buf : NULL, len);
}

static void tell_receiving(struct guest *guest, uint64_t id, uint8_t ep, uint8_t status)
{
    struct usb_redir_interrupt_receiving_status_header header = {.status = status, .endpoint = ep};
    usbredirparser_send_interrupt_receiving_status(guest->parser, id, &header);
    want_write(guest);
}

/* Of an endpoint that is listened to. True: the request goes on. */
static bool go_on_receiving(struct guest *guest, struct usim_dev *dev, struct request *request)
{
    if (request->xfer.status == -ENOENT)
        return false; /* the guest wanted it to stop */
    if (request->xfer.status != 0) {
        tell_receiving(guest, request->id, request->xfer.ep, status_of(request->xfer.status));
        return false;
    }
    answer_interrupt(guest, request);
    request->xfer = (struct usim_xfer){.owner = guest,
                                       .type = USIM_INTERRUPT,
                                       .ep = request->xfer.ep,
                                       .buf = request->xfer.buf,
                                       .len = request->xfer.len};
    usim_submit(dev, &request->xfer);
    return true;
}

static void on_xfer(void *arg, struct usim_dev *dev, const struct usim_xfer *done, char event)
{
    static void (*const answers[])(struct guest * guest, const struct request *request) = {
        [USIM_INTERRUPT] = answer_interrupt, [USIM_CONTROL] = answer_control, [USIM_BULK] = answer_bulk};
    struct host_usbredir *host = arg;
    struct guest *guest = host->ports[dev->port - 1].guest;
    if (event != 'C' || !guest || done->owner != guest)
        return;
    struct request *request = (struct request *)usim_reap(dev, guest);
    bool tell = dev->plugged && guest->connected, again = false;
    if (tell && request->receiving)
        again = go_on_receiving(guest, dev, request);
    else if (tell)
        answers[request->xfer.type](guest, request);
    if (tell)
        want_write(guest);
    if (!again)
        free(request);
}

static void take_control(void *arg, uint64_t id, struct usb_redir_control_packet_header *header,
                         uint8_t *data, int len)
{
    struct guest *guest = arg;
    if (device_of(guest)) {
        struct request *request = request_create(guest, id, USIM_CONTROL, 0, 8 + header->length);
        const uint8_t setup[8] = {header->requesttype,     header->request,
                                  (uint8_t)header->value,  (uint8_t)(header->value >> 8),
                                  (uint8_t)header->index,  (uint8_t)(header->index >> 8),
                                  (uint8_t)header->length, (uint8_t)(header->length >> 8)};
        memcpy(request->xfer.buf, setup, sizeof setup);
        if (len > 0 && len <= header->length)
            memcpy(request->xfer.buf + 8, data, (size_t)len);
        usim_submit(device_of(guest), &request->xfer);
    }
    usbredirparser_free_packet_data(guest->parser, data);
}

/* Bulk and interrupt alike. */
static void take_data(struct guest *guest, uint64_t id, enum usim_type type, uint8_t ep, unsigned asked,
                      uint8_t *data, int len)
{
    struct usim_dev *dev = device_of(guest);
    if (dev && asked <= BULK_MAX) {
        struct request *request = request_create(guest, id, type, ep, (int)asked);
        if (len > 0)
            memcpy(request->xfer.buf, data, (size_t)(len < (int)asked ? len : (int)asked));
        usim_submit(dev, &request->xfer);
    }
    usbredirparser_free_packet_data(guest->parser, data);
}

static void take_bulk(void *arg, uint64_t id, struct usb_redir_bulk_packet_header *header, uint8_t *data,
                      int len)
{
    take_data(arg, id, USIM_BULK, header->endpoint, header->length | (unsigned)header->length_high << 16,
              data, len);
}

static void take_interrupt(void *arg, uint64_t id, struct usb_redir_interrupt_packet_header *header,
                           uint8_t *data, int len)
{
    take_data(arg, id, USIM_INTERRUPT, header->endpoint, header->length, data, len);
}

static struct request *find_request(const struct guest *guest, bool receiving, uint64_t id, uint8_t ep)
{
    struct usim_dev *dev = device_of(guest);
    for (struct usim_xfer *xfer = dev ? dev->pending : NULL; xfer; xfer = xfer->next) {
        struct request *request = (struct request *)xfer;
        if (xfer->owner == guest && request->receiving == receiving &&
            (receiving ? xfer->ep == ep : request->id == id))
            return request;
    }
    return NULL;
}

/* The answer to a cancelled packet is the packet, as far as it got. */
static void take_cancel(void *arg, uint64_t id)
{
    struct request *request = find_request(arg, false, id, 0);
    if (request)
        (void)usim_discard(device_of(arg), &request->xfer);
}

static void take_start_receiving(void *arg, uint64_t id,
                                 struct usb_redir_start_interrupt_receiving_header *header)
{
    struct guest *guest = arg;
    struct usim_dev *dev = device_of(guest);
    int size;
    if (!dev || usim_endpoint(dev, header->endpoint, &size) < 0 || !(header->endpoint & 0x80)) {
        tell_receiving(guest, id, header->endpoint, usb_redir_inval);
        return;
    }
    tell_receiving(guest, id, header->endpoint, usb_redir_success);
    if (find_request(guest, true, 0, header->endpoint))
        return; /* it listens already */
    struct request *request = request_create(guest, id, USIM_INTERRUPT, header->endpoint, size);
    request->receiving = true;
    usim_submit(dev, &request->xfer);
}

static void take_stop_receiving(void *arg, uint64_t id,
                                struct usb_redir_stop_interrupt_receiving_header *header)
{
    struct guest *guest = arg;
    struct request *request = find_request(guest, true, 0, header->endpoint);
    if (request)
        (void)usim_discard(device_of(guest), &request->xfer);
    tell_receiving(guest, id, header->endpoint, usb_redir_success);
}

/* ---- the device as a whole ---- */

static void tell_shape(struct guest *guest, const struct usim_dev *dev)
{
    struct usb_redir_interface_info_header interfaces = redir_interfaces(dev);
    struct usb_redir_ep_info_header endpoints = redir_endpoints(dev);
    usbredirparser_send_interface_info(guest->parser, &interfaces);
    usbredirparser_send_ep_info(guest->parser, &endpoints);
}

static void announce(struct guest *guest)
{
    const struct usim_dev *dev = guest->port->dev;
    if (!dev || !guest->greeted || guest->connected || guest->awaiting_ack)
        return;
    struct usb_redir_device_connect_header connect = redir_device(dev->shape);
    tell_shape(guest, dev);
    usbredirparser_send_device_connect(guest->parser, &connect);
    guest->connected = true;
    guest->port->dev->opens++;
    want_write(guest);
}

static void take_hello(void *arg, struct usb_redir_hello_header *hello)
{
    struct guest *guest = arg;
    log_info("usbredir", "%s: a guest, %.63s", slot_names[guest->port - guest->port->host->ports],
             hello->version);
    guest->greeted = true;
    announce(guest);
}

static void take_reset(void *arg)
{
    if (device_of(arg))
        usim_reset(device_of(arg));
}

static void tell_configuration(struct guest *guest, uint64_t id, uint8_t status)
{
    const struct usim_dev *dev = device_of(guest);
    struct usb_redir_configuration_status_header header = {
        .status = status, .configuration = dev ? redir_configuration(dev->shape) : 0};
    usbredirparser_send_configuration_status(guest->parser, id, &header);
    want_write(guest);
}

static void take_set_configuration(void *arg, uint64_t id, struct usb_redir_set_configuration_header *header)
{
    struct guest *guest = arg;
    struct usim_dev *dev = device_of(guest);
    bool known =
        dev && (header->configuration == 0 || header->configuration == redir_configuration(dev->shape));
    if (known) {
        dev->setting = 0;
        tell_shape(guest, dev);
    }
    tell_configuration(guest, id, known ? usb_redir_success : usb_redir_stall);
}

static void take_get_configuration(void *arg, uint64_t id)
{
    tell_configuration(arg, id, device_of(arg) ? usb_redir_success : usb_redir_ioerror);
}

static void tell_setting(struct guest *guest, uint64_t id, uint8_t interface, bool known)
{
    const struct usim_dev *dev = device_of(guest);
    struct usb_redir_alt_setting_status_header header = {.status =
                                                             known ? usb_redir_success : usb_redir_stall,
                                                         .interface = interface,
                                                         .alt = dev && interface == 0 ? dev->setting : 0};
    usbredirparser_send_alt_setting_status(guest->parser, id, &header);
    want_write(guest);
}

static void take_set_alt_setting(void *arg, uint64_t id, struct usb_redir_set_alt_setting_header *header)
{
    struct guest *guest = arg;
    struct usim_dev *dev = device_of(guest);
    bool known = dev && usim_set_interface(dev, header->interface, header->alt);
    if (known)
        tell_shape(guest, dev);
    tell_setting(guest, id, header->interface, known);
}

static void take_get_alt_setting(void *arg, uint64_t id, struct usb_redir_get_alt_setting_header *header)
{
    struct guest *guest = arg;
    const struct usim_dev *dev = device_of(guest);
    tell_setting(guest, id, header->interface,
                 dev && header->interface < redir_interfaces(dev).interface_count);
}

static void take_disconnect_ack(void *arg)
{
    struct guest *guest = arg;
    guest->awaiting_ack = false;
    announce(guest);
}

/* ---- the socket ---- */

static int on_read(void *arg, uint8_t *data, int count)
{
    struct guest *guest = arg;
    ssize_t got = recv(guest->fd, data, (size_t)count, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    return got > 0 ? (int)got : -1;
}

static int on_write(void *arg, uint8_t *data, int count)
{
    struct guest *guest = arg;
    ssize_t sent = send(guest->fd, data, (size_t)count, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    return (int)sent;
}

static void on_log(void *arg, int level, const char *text)
{
    (void)arg;
    if (level <= usbredirparser_warning)
        log_notice("usbredir", "%s", text);
}

static void close_guest(struct guest *guest)
{
    struct port *port = guest->port;
    for (struct usim_xfer *xfer; port->dev && (xfer = usim_drop(port->dev, guest));)
        free(xfer);
    port->guest = NULL;
    watch_stop(guest->watch);
    close(guest->fd);
    usbredirparser_destroy(guest->parser);
    free(guest);
    if (port->dev)
        usim_kick(port->dev);
}

static void on_socket(void *arg, short revents)
{
    struct guest *guest = arg;
    bool ok = true;
    if (revents & (POLLIN | POLLHUP | POLLERR))
        ok = usbredirparser_do_read(guest->parser) == 0;
    if (ok && usbredirparser_has_data_to_write(guest->parser))
        ok = usbredirparser_do_write(guest->parser) == 0;
    if (!ok) {
        close_guest(guest);
        return;
    }
    watch_events(guest->watch, POLLIN | (usbredirparser_has_data_to_write(guest->parser) ? POLLOUT : 0));
}

static void listen_to_parser(struct guest *guest)
{
    struct usbredirparser *parser = guest->parser;
    parser->priv = guest;
    parser->log_func = on_log;
    parser->read_func = on_read;
    parser->write_func = on_write;
    parser->hello_func = take_hello;
    parser->reset_func = take_reset;
    parser->set_configuration_func = take_set_configuration;
    parser->get_configuration_func = take_get_configuration;
    parser->set_alt_setting_func = take_set_alt_setting;
    parser->get_alt_setting_func = take_get_alt_setting;
    parser->start_interrupt_receiving_func = take_start_receiving;
    parser->stop_interrupt_receiving_func = take_stop_receiving;
    parser->cancel_data_packet_func = take_cancel;
    parser->device_disconnect_ack_func = take_disconnect_ack;
    parser->control_packet_func = take_control;
    parser->bulk_packet_func = take_bulk;
    parser->interrupt_packet_func = take_interrupt;
}

static void on_connection(void *arg, short revents)
{
    static const int caps[] = {usb_redir_cap_connect_device_version, usb_redir_cap_device_disconnect_ack,
                               usb_redir_cap_ep_info_max_packet_size, usb_redir_cap_64bits_ids,
                               usb_redir_cap_32bits_bulk_length};
    (void)revents;
    struct port *port = arg;
    int fd = accept4(port->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    if (port->guest) { /* a cable has one end */
        close(fd);
        return;
    }
    struct guest *guest = calloc(1, sizeof *guest);
    check(guest);
    guest->port = port;
    guest->fd = fd;
    guest->parser = usbredirparser_create();
    check(guest->parser);
    port->guest = guest;
    listen_to_parser(guest);
    uint32_t bits[USB_REDIR_CAPS_SIZE] = {0};
    for (size_t i = 0; i < COUNT_OF(caps); i++)
        usbredirparser_caps_set_cap(bits, caps[i]);
    usbredirparser_init(guest->parser, "liqu-sim", bits, USB_REDIR_CAPS_SIZE, usbredirparser_fl_usb_host);
    guest->watch = loop_watch(port->host->loop, fd, POLLIN | POLLOUT, on_socket, guest);
}

/* ---- the host ---- */

static bool plug(struct usim_host *base, struct usim_dev *dev, struct err *err)
{
    struct host_usbredir *host = (struct host_usbredir *)base;
    struct port *port = &host->ports[dev->port - 1];
    (void)err;
    port->dev = dev;
    dev->on_host = on_xfer;
    dev->host_arg = host;
    if (port->guest)
        announce(port->guest);
    return true;
}

static void unplug(struct usim_host *base, struct usim_dev *dev)
{
    struct host_usbredir *host = (struct host_usbredir *)base;
    struct port *port = &host->ports[dev->port - 1];
    struct guest *guest = port->guest;
    port->dev = NULL;
    if (!guest || !guest->connected)
        return;
    guest->connected = false;
    guest->awaiting_ack = usbredirparser_peer_has_cap(guest->parser, usb_redir_cap_device_disconnect_ack);
    usbredirparser_send_device_disconnect(guest->parser);
    want_write(guest);
}

static bool join(struct usim_host *base, pid_t pid, struct buf *ret, struct err *err)
{
    (void)base, (void)pid, (void)ret;
    return err_set(err,
                   "these devices are for a guest that connects to their sockets; no program here sees them");
}

static void close_host(struct usim_host *base)
{
    struct host_usbredir *host = (struct host_usbredir *)base;
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        struct port *port = &host->ports[i];
        if (port->guest)
            close_guest(port->guest);
        watch_stop(port->watch);
        if (port->listen_fd >= 0)
            close(port->listen_fd);
        if (port->path[0])
            unlink(port->path);
    }
    free(host);
}

static bool listen_tcp(int number, int *ret_fd, struct err *err)
{
    struct sockaddr_in here = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)number),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    if (fd < 0)
        return err_errno(err, "no TCP");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&here, sizeof here) < 0 || listen(fd, 4) < 0) {
        err_errno(err, "port %d of 127.0.0.1", number);
        close(fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}

bool host_usbredir_open(struct loop *loop, const char *run, int port_number, struct usim_host **ret,
                        struct err *err)
{
    struct host_usbredir *host = calloc(1, sizeof *host);
    check(host);
    host->host = (struct usim_host){"usbredir", plug, unplug, join, close_host};
    host->loop = loop;
    for (int i = 0; i < SLOT_COUNT; i++)
        host->ports[i] = (struct port){.host = host, .listen_fd = -1};
    for (int i = 0; i < SLOT_COUNT; i++) {
        struct port *port = &host->ports[i];
        if (!port_number)
            snprintf(port->path, sizeof port->path, "%s/%s.usb", run, slot_names[i]);
        bool ok = port_number ? listen_tcp(port_number + i, &port->listen_fd, err)
                              : socket_listen(port->path, SOCK_STREAM, &port->listen_fd, err);
        if (!ok) {
            close_host(&host->host);
            return false;
        }
        port->watch = loop_watch(loop, port->listen_fd, POLLIN, on_connection, port);
    }
    *ret = &host->host;
    return true;
}
