/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/usb/bus.h"

#include <stdlib.h>

/* libusb has a descriptor for its events, its hot-plug monitor and its timer, and one a device. */
#define WATCHES 16

/* Told by libusb inside its event handling, where nothing may be opened; passed on in our own turn. */
struct news {
    struct news *next;
    libusb_device *place;
    bool arrived;
};

struct usb_bus {
    struct loop *loop;
    libusb_context *context;
    const struct usb_bus_events *events;
    void *arg;
    struct {
        int fd;
        struct watch *watch;
    } watched[WATCHES];
    struct news *first, **last;
    struct timer tell;
};

static void on_ready(void *arg, short revents)
{
    (void)revents;
    usb_bus_turn(arg, 0);
}

static void on_fd_added(int fd, short events, void *arg)
{
    struct usb_bus *bus = arg;
    size_t i = 0;
    while (i < WATCHES && bus->watched[i].watch)
        i++;
    check(i < WATCHES);
    bus->watched[i].fd = fd;
    bus->watched[i].watch = loop_watch(bus->loop, fd, events, on_ready, bus);
}

static void on_fd_removed(int fd, void *arg)
{
    struct usb_bus *bus = arg;
    for (size_t i = 0; i < WATCHES; i++)
        if (bus->watched[i].watch && bus->watched[i].fd == fd) {
            watch_stop(bus->watched[i].watch);
            bus->watched[i].watch = NULL;
        }
}

static struct news *take_news(struct usb_bus *bus)
{
    struct news *news = bus->first;
    if (news && !(bus->first = news->next))
        bus->last = &bus->first;
    return news;
}

static void on_tell(void *arg)
{
    struct usb_bus *bus = arg;
    for (struct news *news; (news = take_news(bus));) {
        struct libusb_device_descriptor descriptor;
        if (!news->arrived)
            bus->events->left(bus->arg, news->place);
        else if (libusb_get_device_descriptor(news->place, &descriptor) == 0)
            bus->events->arrived(bus->arg, news->place, descriptor.idVendor, descriptor.idProduct);
        libusb_unref_device(news->place);
        free(news);
    }
}

static int on_hotplug(libusb_context *context, libusb_device *place, libusb_hotplug_event event, void *arg)
{
    (void)context;
    struct usb_bus *bus = arg;
    struct news *news = calloc(1, sizeof *news);
    check(news);
    news->place = libusb_ref_device(place);
    news->arrived = event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED;
    *bus->last = news;
    bus->last = &news->next;
    timer_start(bus->loop, &bus->tell, 0, on_tell, bus);
    return 0;
}

static void watch_context(struct usb_bus *bus)
{
    const struct libusb_pollfd **fds = libusb_get_pollfds(bus->context);
    check(fds);
    for (size_t i = 0; fds[i]; i++)
        on_fd_added(fds[i]->fd, fds[i]->events, bus);
    libusb_free_pollfds(fds);
    libusb_set_pollfd_notifiers(bus->context, on_fd_added, on_fd_removed, bus);
}

bool usb_bus_open(struct loop *loop, const struct usb_bus_events *events, void *arg, struct usb_bus **ret,
                  struct err *err)
{
    struct usb_bus *bus = calloc(1, sizeof *bus);
    check(bus);
    *bus = (struct usb_bus){.loop = loop, .events = events, .arg = arg, .last = &bus->first};
    int code = libusb_init(&bus->context);
    if (code < 0) {
        free(bus);
        return err_set(err, "usb: %s; is there a /dev/bus/usb?", libusb_strerror(code));
    }
    watch_context(bus);
    code = libusb_hotplug_register_callback(
        bus->context, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
        LIBUSB_HOTPLUG_ENUMERATE, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
        LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, bus, NULL);
    if (code < 0) {
        usb_bus_close(bus);
        return err_set(err, "usb: hot-plug: %s", libusb_strerror(code));
    }
    *ret = bus;
    return true;
}

void usb_bus_close(struct usb_bus *bus)
{
    if (!bus)
        return;
    libusb_set_pollfd_notifiers(bus->context, NULL, NULL, NULL);
    for (size_t i = 0; i < WATCHES; i++)
        watch_stop(bus->watched[i].watch);
    timer_stop(&bus->tell);
    for (struct news *news; (news = take_news(bus)); free(news))
        libusb_unref_device(news->place);
    libusb_exit(bus->context);
    free(bus);
}

void usb_bus_each(struct usb_bus *bus, usb_bus_each_fn *fn, void *arg)
{
    libusb_device **places;
    struct libusb_device_descriptor descriptor;
    ssize_t count = libusb_get_device_list(bus->context, &places);
    bool over = false;
    for (ssize_t i = 0; i < count && !over; i++)
        over = libusb_get_device_descriptor(places[i], &descriptor) == 0 &&
               fn(arg, places[i], descriptor.idVendor, descriptor.idProduct);
    if (count >= 0)
        libusb_free_device_list(places, 1);
}

struct loop *usb_bus_loop(struct usb_bus *bus)
{
    return bus->loop;
}

void usb_bus_turn(struct usb_bus *bus, int wait_ms)
{
    struct timeval wait = {.tv_sec = wait_ms / 1000, .tv_usec = wait_ms % 1000 * 1000};
    libusb_handle_events_timeout_completed(bus->context, &wait, NULL);
}
