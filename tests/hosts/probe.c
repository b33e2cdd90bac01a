/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * usb-probe RUN claim VID:PID [hold] | ask VID:PID | tour: a program of nobody's on the simulated bus
 * (liqu-sim exec), with stock libusb. `claim` says `claimed` or libusb's refusal; `ask` sends a printer's two
 * questions without claiming anything; `tour` walks through everything that a bus can do to a transfer and
 * says what libusb made of it, so that every host can be held against the same words.
 */
#include "base/buf.h"
#include "base/place.h"
#include "base/socket.h"
#include <libusb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READER_VID  0x0400
#define READER_PID  0xc35a
#define PRINTER_VID 0x04b8
#define PRINTER_PID 0x0e28
#define IN          0x81
#define OUT         0x02
#define PRINTER_OUT 0x01
#define PATIENCE_MS 2000
#define SHORT_MS    300
#define ARRIVAL_MS  5000

/* The reader's own question, how it is, and the answer of one that is well. */
static const uint8_t question[] = {0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x03, 0x11, 0xff, 0xed};

static char sim_sock[600];

static void simulate(const char *format, ...) PRINTF(1, 2);
static void simulate(const char *format, ...)
{
    struct buf answer = {0};
    struct err err;
    char line[128];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (line_ask(sim_sock, line, PATIENCE_MS, &answer, &err) != EXIT_OK)
        printf("simulator: %s: %s\n", line, answer.len ? buf_string(&answer) : err.text);
    buf_finish(&answer);
}

static libusb_device_handle *open_device(uint16_t vid, uint16_t pid)
{
    libusb_device_handle *handle = libusb_open_device_with_vid_pid(NULL, vid, pid);
    if (!handle) {
        printf("%04X:%04X cannot be opened\n", vid, pid);
        exit(EXIT_ENVIRONMENT);
    }
    return handle;
}

/* usblp has every printer first. */
static int take_interface(libusb_device_handle *handle)
{
    libusb_set_auto_detach_kernel_driver(handle, 1);
    return libusb_claim_interface(handle, 0);
}

/* ---- claim, ask ---- */

static void parse_id(const char *text, uint16_t *ret_vid, uint16_t *ret_pid)
{
    unsigned vid, pid;
    if (sscanf(text, "%x:%x", &vid, &pid) != 2)
        exit(EXIT_USAGE);
    *ret_vid = (uint16_t)vid;
    *ret_pid = (uint16_t)pid;
}

static int claim(const char *id, bool hold)
{
    uint16_t vid, pid;
    parse_id(id, &vid, &pid);
    libusb_device_handle *handle = open_device(vid, pid);
    int code = take_interface(handle);
    puts(code == 0 ? "claimed" : libusb_error_name(code));
    fflush(stdout);
    while (hold && code == 0)
        pause();
    libusb_close(handle); /* without giving the interface back: closing has to be enough */
    return code == 0 ? EXIT_OK : EXIT_REFUSED;
}

static int ask(const char *id)
{
    uint16_t vid, pid;
    uint8_t data[256];
    parse_id(id, &vid, &pid);
    libusb_device_handle *handle = open_device(vid, pid);
    int got = libusb_control_transfer(handle, 0xa1, 0, 0, 0, data, sizeof data, PATIENCE_MS);
    printf("id %s\n", got > 2 ? "told" : libusb_error_name(got));
    got = libusb_control_transfer(handle, 0xa1, 1, 0, 0, data, 1, PATIENCE_MS);
    printf("port %s\n", got == 1 ? "told" : "refused");
    libusb_close(handle);
    return EXIT_OK;
}

/* ---- tour ---- */

static void tell(const char *what, int code, const uint8_t *bytes, int count)
{
    printf("%s: %s", what, code == 0 ? "ok" : libusb_error_name(code));
    for (int i = 0; i < count; i++)
        printf(" %02X", bytes[i]);
    putchar('\n');
}

static void put_question(libusb_device_handle *handle)
{
    int moved;
    uint8_t bytes[sizeof question];
    memcpy(bytes, question, sizeof bytes);
    int code = libusb_bulk_transfer(handle, OUT, bytes, sizeof bytes, &moved, PATIENCE_MS);
    if (code || moved != (int)sizeof bytes)
        tell("question", code, NULL, 0);
}

static void take(libusb_device_handle *handle, const char *what, int room, unsigned limit_ms)
{
    uint8_t bytes[128] = {0};
    int moved = 0;
    int code = libusb_bulk_transfer(handle, IN, bytes, room, &moved, limit_ms);
    tell(what, code, bytes, code == LIBUSB_ERROR_OVERFLOW ? 0 : moved);
}

static void exchange(libusb_device_handle *handle, const char *what, const char *fault)
{
    if (fault)
        simulate("fault reader %s", fault);
    put_question(handle);
    take(handle, what, 64, PATIENCE_MS);
}

static void tour_reader(libusb_device_handle *handle)
{
    uint8_t data[18];
    int got = libusb_control_transfer(handle, 0x80, 6, 0x0100, 0, data, sizeof data, PATIENCE_MS);
    tell("descriptor", got < 0 ? got : 0, data, got < 0 ? 0 : got);
    got = libusb_control_transfer(handle, 0xc0, 0x55, 0, 0, data, sizeof data, PATIENCE_MS);
    tell("request it does not know", got < 0 ? got : 0, NULL, 0);
    exchange(handle, "answer", NULL);
    take(handle, "nothing to say", 64, SHORT_MS);
    exchange(handle, "stall", "stall 81 0 1");
    take(handle, "still halted", 64, PATIENCE_MS);
    tell("clear halt", libusb_clear_halt(handle, IN), NULL, 0);
    take(handle, "nothing was lost", 64, PATIENCE_MS);
    exchange(handle, "short", "short 81 0 1 4");
    take(handle, "the rest", 64, PATIENCE_MS);
    exchange(handle, "babble", "babble 81 0 1");
    take(handle, "after babble", 64, PATIENCE_MS);
    exchange(handle, "crc", "crc 81 0 1");
    take(handle, "after crc", 64, PATIENCE_MS);
    exchange(handle, "corrupt", "corrupt 81 0 1 5");
    simulate("fault reader nak 81 0 1");
    put_question(handle);
    take(handle, "nak", 64, SHORT_MS);
    take(handle, "after nak", 64, PATIENCE_MS);
    put_question(handle);
    take(handle, "too little room", 3, PATIENCE_MS);
    exchange(handle, "in order again", NULL);
}

static void tour_printer(void)
{
    libusb_device_handle *handle = open_device(PRINTER_VID, PRINTER_PID);
    static uint8_t page[512 << 10];
    uint8_t id[64] = {0};
    int moved = 0;
    tell("claim", take_interface(handle), NULL, 0);
    int got = libusb_control_transfer(handle, 0xa1, 0, 0, 0, id, sizeof id - 1, PATIENCE_MS);
    printf("id: %.12s\n", got > 2 ? (char *)id + 2 : libusb_error_name(got));
    simulate("paper out");
    int code = libusb_bulk_transfer(handle, PRINTER_OUT, page, sizeof page, &moved, SHORT_MS);
    printf("no paper: %s, %d bytes\n", libusb_error_name(code), moved);
    simulate("paper load 60");
    libusb_close(handle);
}

/* ---- coming and going ---- */

static bool arrived, left;

static int on_hotplug(libusb_context *context, libusb_device *device, libusb_hotplug_event event, void *arg)
{
    (void)context, (void)device, (void)arg;
    arrived |= event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED;
    left |= event == LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;
    return 0;
}

static bool await(const bool *flag)
{
    for (int waited = 0; !*flag && waited < ARRIVAL_MS; waited += 50) {
        struct timeval wait = {.tv_usec = 50000};
        libusb_handle_events_timeout_completed(NULL, &wait, NULL);
    }
    return *flag;
}

static void tour_cable(libusb_device_handle *handle)
{
    libusb_hotplug_register_callback(
        NULL, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, LIBUSB_HOTPLUG_NO_FLAGS,
        READER_VID, READER_PID, LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, NULL, NULL);
    exchange(handle, "cable pulled", "disconnect 81 0 1");
    take(handle, "after that", 64, PATIENCE_MS);
    printf("left: %s\n", await(&left) ? "told" : "not told");
    libusb_close(handle);
    simulate("reader plug");
    printf("arrived: %s\n", await(&arrived) ? "told" : "not told");
    handle = open_device(READER_VID, READER_PID);
    tell("claim again", take_interface(handle), NULL, 0);
    exchange(handle, "answer again", NULL);
    libusb_close(handle);
}

static int tour(void)
{
    libusb_device_handle *handle = open_device(READER_VID, READER_PID);
    tell("claim", take_interface(handle), NULL, 0);
    tour_reader(handle);
    tour_printer();
    tour_cable(handle);
    return EXIT_OK;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return EXIT_USAGE;
    place_join(sim_sock, sizeof sim_sock, argv[1], "sim.sock");
    if (libusb_init(NULL) < 0)
        return EXIT_ENVIRONMENT;
    int code = EXIT_USAGE;
    if (strcmp(argv[2], "claim") == 0 && argc > 3)
        code = claim(argv[3], argc > 4);
    else if (strcmp(argv[2], "ask") == 0 && argc > 3)
        code = ask(argv[3]);
    else if (strcmp(argv[2], "tour") == 0)
        code = tour();
    libusb_exit(NULL);
    return code;
}
