/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * bench-usb: the least that a program does with these devices: one libusb transfer after the other, nothing
 * watched, nothing judged. liqu-device is measured against it, on the same simulated bus (liqu-sim exec).
 *   bench-usb card    finds, selects and reads the card that lies there, newest address included
 *   bench-usb print   30 cm of paper, a cut, and the question whether all of it is done; prints microseconds
 *   bench-usb wait    claims the reader and waits for bytes until it is killed
 */
#include "base/err.h"
#include "drivers/printer/escpos_raster.h"
#include "drivers/reader/sam_frame.h"
#include "tests/bench/long_page.h"
#include "tests/bench/samples.h"
#include <libusb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READER_VID   0x0400
#define READER_PID   0xC35A
#define PRINTER_VID  0x04B8
#define TIMEOUT_MS   10000
#define ANSWER_BYTES 2432 /* multiple of the packet size */
#define FOUND        0x9F
#define LOOKS        20

struct wire {
    libusb_device_handle *handle;
    uint8_t out, in;
};

static bool refuse(const char *what, int result)
{
    fprintf(stderr, "bench-usb: %s: %s\n", what, libusb_strerror(result));
    return false;
}

static bool is_wanted(libusb_device *device, uint16_t vid, uint16_t pid)
{
    struct libusb_device_descriptor descriptor;
    return libusb_get_device_descriptor(device, &descriptor) == 0 && descriptor.idVendor == vid &&
           (!pid || descriptor.idProduct == pid);
}

static void find_endpoints(libusb_device *device, struct wire *ret)
{
    struct libusb_config_descriptor *config;
    if (libusb_get_active_config_descriptor(device, &config) != 0)
        return;
    const struct libusb_interface_descriptor *interface = &config->interface[0].altsetting[0];
    for (int i = 0; i < interface->bNumEndpoints; i++) {
        uint8_t address = interface->endpoint[i].bEndpointAddress;
        *(address & LIBUSB_ENDPOINT_IN ? &ret->in : &ret->out) = address;
    }
    libusb_free_config_descriptor(config);
}

static bool wire_open(uint16_t vid, uint16_t pid, struct wire *ret)
{
    libusb_device **list;
    ssize_t count = libusb_get_device_list(NULL, &list);
    int result = LIBUSB_ERROR_NO_DEVICE;
    for (ssize_t i = 0; i < count && !ret->handle; i++)
        if (is_wanted(list[i], vid, pid) && (result = libusb_open(list[i], &ret->handle)) == 0)
            find_endpoints(list[i], ret);
    libusb_free_device_list(list, 1);
    if (result == 0)
        libusb_set_auto_detach_kernel_driver(ret->handle, 1); /* usblp holds a printer */
    if (result == 0)
        result = libusb_claim_interface(ret->handle, 0);
    return result == 0 || refuse("open", result);
}

static bool send_bytes(const struct wire *wire, const uint8_t *bytes, size_t len)
{
    int sent,
        result = libusb_bulk_transfer(wire->handle, wire->out, (uint8_t *)bytes, (int)len, &sent, TIMEOUT_MS);
    return result == 0 || refuse("send", result);
}

/* ---- a card ---- */

static bool ask(const struct wire *wire, uint8_t command, uint8_t parameter, uint8_t *ret_sw3)
{
    static struct sam_parser parser;
    uint8_t request[SAM_REQUEST], answer[ANSWER_BYTES];
    struct sam_reply reply;
    enum sam_parse state = SAM_MORE;
    sam_request(command, parameter, request);
    sam_parser_reset(&parser);
    if (!send_bytes(wire, request, sizeof request))
        return false;
    while (state == SAM_MORE) {
        int got,
            result = libusb_bulk_transfer(wire->handle, wire->in, answer, sizeof answer, &got, TIMEOUT_MS);
        if (result != 0)
            return refuse("receive", result);
        for (int i = 0; i < got && state == SAM_MORE; i++)
            state = sam_parser_byte(&parser, answer[i], &reply);
    }
    *ret_sw3 = state == SAM_REPLY ? reply.sw3 : 0;
    return true;
}

static bool read_card(const struct wire *wire)
{
    uint8_t sw3 = 0;
    for (int look = 0; look < LOOKS && sw3 != FOUND; look++)
        if (!ask(wire, 0x20, 0x01, &sw3))
            return false;
    return sw3 == FOUND && ask(wire, 0x20, 0x02, &sw3) && ask(wire, 0x30, 0x01, &sw3) &&
           ask(wire, 0x30, 0x03, &sw3);
}

/* ---- a page ---- */

static bool print_page(const struct wire *wire)
{
    static const uint8_t begin[] = {0x1B, '@', 0x1B, '3', 24}, cut[] = {0x1D, 0x56, 66, 0};
    static uint8_t page[LONG_PAGE_DOTS / 8 * LONG_PAGE_ROWS];
    struct buf bytes = {0};
    uint8_t answer[64];
    int got = 0, result = 0;
    long_page_fill(page);
    buf_append(&bytes, begin, sizeof begin);
    for (uint32_t row = 0; row < LONG_PAGE_ROWS; row += BAND_ROWS)
        escpos_band(IMAGE_RASTER, page, LONG_PAGE_DOTS, row, BAND_ROWS, &bytes);
    buf_append(&bytes, cut, sizeof cut);
    escpos_process_id("DONE", &bytes);
    double start = samples_now_us();
    bool sent = send_bytes(wire, bytes.data, bytes.len);
    /* 37 22 and the four characters; a status that the printer volunteers is shorter */
    while (sent && got < 7 && result == 0)
        result = libusb_bulk_transfer(wire->handle, wire->in, answer, sizeof answer, &got, TIMEOUT_MS);
    if (sent && result == 0)
        printf("%.1f\n", samples_now_us() - start);
    buf_finish(&bytes);
    return sent && (result == 0 || refuse("receive", result));
}

/* ---- waiting ---- */

static void on_bytes(struct libusb_transfer *transfer)
{
    libusb_submit_transfer(transfer);
}

static bool wait_for_bytes(const struct wire *wire)
{
    static uint8_t bytes[ANSWER_BYTES];
    struct libusb_transfer *transfer = libusb_alloc_transfer(0);
    check(transfer);
    libusb_fill_bulk_transfer(transfer, wire->handle, wire->in, bytes, sizeof bytes, on_bytes, NULL, 0);
    int result = libusb_submit_transfer(transfer);
    while (result == 0)
        result = libusb_handle_events(NULL);
    return refuse("wait", result);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *word;
        uint16_t vid, pid;
        bool (*run)(const struct wire *wire);
    } jobs[] = {{"card", READER_VID, READER_PID, read_card},
                {"print", PRINTER_VID, 0, print_page},
                {"wait", READER_VID, READER_PID, wait_for_bytes}};
    struct wire wire = {0};
    for (size_t i = 0; argc == 2 && i < COUNT_OF(jobs); i++) {
        if (strcmp(argv[1], jobs[i].word) != 0)
            continue;
        if (libusb_init(NULL) != 0 || !wire_open(jobs[i].vid, jobs[i].pid, &wire))
            return EXIT_ENVIRONMENT;
        return jobs[i].run(&wire) ? EXIT_OK : EXIT_REFUSED;
    }
    fprintf(stderr, "usage: bench-usb card|print|wait\n");
    return EXIT_USAGE;
}
