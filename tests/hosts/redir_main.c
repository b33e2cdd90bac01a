/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * redir-guest RUN [PORT|settings]: plays the guest of `liqu-sim serve --host usbredir --run RUN`. Without it
 * the only thing that ever speaks to these sockets would be a virtual machine, which says no more than that
 * the kernel gave up. Prints a line for each failure, last `N passed, N failed`.
 */
#include "base/buf.h"
#include "base/err.h"
#include "base/place.h"
#include "base/socket.h"
#include "tests/hosts/guest.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_MS 5000
#define CARD_FRAME  (11 + 4 + 256 + 1024) /* to the check byte: a text and a picture */

static char run_folder[500];
static int first_port;
static int passed, failed;

#define want(condition) note_result(condition, #condition, __func__, __LINE__)
static bool note_result(bool good, const char *what, const char *where, int line)
{
    if (good)
        passed++;
    else
        failed++;
    if (!good)
        printf("%s, line %d: not so: %s\n", where, line, what);
    return good;
}

static bool simulate(const char *line, struct buf *ret)
{
    char path[600];
    struct err err;
    struct buf answer = {0};
    place_join(path, sizeof path, run_folder, "sim.sock");
    bool ok = line_ask(path, line, PATIENCE_MS, &answer, &err) == EXIT_OK;
    if (ret && ok)
        buf_append(ret, answer.data, answer.len);
    buf_finish(&answer);
    return ok;
}

/* slot: its place in the order reader, printer, keyboard, storage. */
static bool open_slot(struct guest *guest, int slot)
{
    static const char *const names[] = {"reader.usb", "printer.usb", "keyboard.usb", "storage.usb"};
    char target[600];
    if (first_port)
        snprintf(target, sizeof target, "%d", first_port + slot);
    else
        place_join(target, sizeof target, run_folder, names[slot]);
    return guest_open(guest, target);
}

/* ---- who is there ---- */

static void reader_says_what_it_is(struct guest *reader)
{
    want(guest_await(reader, &reader->connected, PATIENCE_MS));
    want(reader->device.vendor_id == 0x0400 && reader->device.product_id == 0xc35a);
    want(reader->device.speed == usb_redir_speed_full);
    want(reader->device.device_version_bcd == 0x0063);
    want(reader->interfaces.interface_count == 1 && reader->interfaces.interface_class[0] == 0xff);
    want(reader->endpoints.type[2] == usb_redir_type_bulk &&
         reader->endpoints.type[17] == usb_redir_type_bulk);
    want(reader->endpoints.type[1] == usb_redir_type_invalid);
    want(reader->endpoints.max_packet_size[2] == 64 && reader->endpoints.max_packet_size[17] == 64);
}

static void it_is_enumerated(struct guest *guest, uint16_t vid)
{
    want(guest_control(guest, 0x80, 6, 0x0100, 0, 18) && guest->status == usb_redir_success);
    want(guest->len == 18 && (guest->data[8] | guest->data[9] << 8) == vid);
    want(guest_control(guest, 0x80, 6, 0x0200, 0, 255) && guest->status == usb_redir_success);
    want(guest->len > 9 && guest->data[1] == 2 && guest->data[2] == guest->len);
    want(guest_control(guest, 0x80, 6, 0x0301, 0x0409, 255) && guest->len > 2 && guest->data[1] == 3);
    want(guest_set_configuration(guest, 1) && guest->status == usb_redir_success &&
         guest->configuration == 1);
    want(guest_set_configuration(guest, 7) && guest->status == usb_redir_stall);
    want(guest_set_alt(guest, 0, 0) && guest->status == usb_redir_success);
    want(guest_set_alt(guest, 0, 1) && guest->status == usb_redir_stall);
    want(guest_control(guest, 0xc0, 0x55, 0, 0, 4) && guest->status == usb_redir_stall && guest->len <= 0);
}

static void a_place_that_is_taken_is_shut(void)
{
    struct guest second;
    bool greeted = open_slot(&second, 0);
    want(!greeted && second.hung_up);
    guest_close(&second);
}

/* ---- the reader ---- */

/* One frame there and one back. Header and check byte belong to the protocol; the payload is `code` and
 * `para`. */
static bool say(struct guest *reader, uint8_t code, uint8_t para)
{
    const uint8_t frame[] = {0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 3, code, para, (uint8_t)(3 ^ code ^ para)};
    return guest_bulk(reader, 0x02, frame, sizeof frame) && reader->status == usb_redir_success &&
           reader->count == (int)sizeof frame;
}

static bool hear(struct guest *reader)
{
    return guest_bulk(reader, 0x81, NULL, 2048) && reader->status == usb_redir_success;
}

static bool well(const struct guest *reader)
{
    static const uint8_t answer[] = {0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 4, 0, 0, 0x90, 0x94};
    return reader->len == (int)sizeof answer && memcmp(reader->data, answer, sizeof answer) == 0;
}

static void a_card_is_read(struct guest *reader)
{
    static const uint8_t name[] = {0x4e, 0x67, 0x42, 0x68, 0xf1, 0x82}; /* 李桂英, UTF-16LE */
    want(simulate("card place li-guiying", NULL));
    want(say(reader, 0x20, 0x01) && hear(reader) && reader->data[9] == 0x9f);
    want(say(reader, 0x20, 0x02) && hear(reader) && reader->data[9] == 0x90);
    want(say(reader, 0x30, 0x01) && hear(reader));
    want(reader->len >= CARD_FRAME && reader->data[9] == 0x90);
    want(reader->len > 20 && memcmp(reader->data + 14, name, sizeof name) == 0);
    uint8_t sum = 0;
    for (int i = 5; i < reader->len; i++)
        sum ^= reader->data[i];
    want(sum == 0);
    want(simulate("card lift", NULL));
}

static void faults_have_their_words(struct guest *reader)
{
    want(simulate("fault reader stall 81 0 1", NULL) && say(reader, 0x11, 0xff));
    want(guest_bulk(reader, 0x81, NULL, 64) && reader->status == usb_redir_stall);
    want(guest_bulk(reader, 0x81, NULL, 64) && reader->status == usb_redir_stall);
    want(guest_control(reader, 0x82, 0, 0, 0x81, 2) && reader->len == 2 && reader->data[0] == 1);
    want(guest_control(reader, 0x02, 1, 0, 0x81, 0) && reader->status == usb_redir_success);
    want(hear(reader) && well(reader));
    want(simulate("fault reader babble 81 0 1", NULL) && say(reader, 0x11, 0xff));
    want(guest_bulk(reader, 0x81, NULL, 64) && reader->status == usb_redir_babble);
    want(hear(reader));
    want(simulate("fault reader crc 81 0 1", NULL) && say(reader, 0x11, 0xff));
    want(guest_bulk(reader, 0x81, NULL, 64) && reader->status == usb_redir_ioerror);
    want(hear(reader));
    want(simulate("fault reader short 81 0 1 4", NULL) && say(reader, 0x11, 0xff));
    want(hear(reader) && reader->len == 4);
    want(hear(reader) && reader->len == 7);
    want(simulate("fault reader corrupt 81 0 1 0", NULL) && say(reader, 0x11, 0xff));
    want(hear(reader) && reader->data[0] == 0x55);
    want(simulate("fault reader nak 81 0 1", NULL) && say(reader, 0x11, 0xff));
    guest_start_bulk(reader, 0x81, NULL, 64);
    guest_linger(reader, 200);
    want(!reader->answered);
    guest_cancel(reader);
    want(guest_answer(reader) && reader->status == usb_redir_cancelled && reader->len == 0);
    want(hear(reader) && well(reader));
}

static void the_cable_is_pulled(struct guest *reader)
{
    want(simulate("fault reader disconnect 81 0 1", NULL) && say(reader, 0x11, 0xff));
    reader->disconnected = false;
    guest_start_bulk(reader, 0x81, NULL, 64);
    want(guest_await(reader, &reader->disconnected, PATIENCE_MS));
    want(!reader->answered);
    want(simulate("reader plug", NULL));
    want(guest_await(reader, &reader->connected, PATIENCE_MS));
    want(say(reader, 0x11, 0xff) && hear(reader) && well(reader));
    reader->disconnected = false;
    want(simulate("reader unplug", NULL) && guest_await(reader, &reader->disconnected, PATIENCE_MS));
    want(simulate("reader plug", NULL) && guest_await(reader, &reader->connected, PATIENCE_MS));
    want(say(reader, 0x11, 0xff) && hear(reader) && well(reader));
}

/* A guest that is switched off in the middle of a transfer leaves nothing behind for the next one. */
static void the_guest_comes_back(struct guest *reader)
{
    guest_start_bulk(reader, 0x81, NULL, 64);
    guest_linger(reader, 100);
    guest_close(reader);
    bool again = false;
    for (int i = 0; i < 50 && !again; i++) {
        again = open_slot(reader, 0) && guest_await(reader, &reader->connected, PATIENCE_MS);
        if (!again)
            guest_close(reader);
        usleep(20000);
    }
    want(again);
    want(say(reader, 0x11, 0xff) && hear(reader) && well(reader));
}

/* ---- the printer ---- */

static void a_band_is_printed(struct guest *printer)
{
    enum { BYTES = 72, ROWS = 24 };
    static const uint8_t head[] = {0x1b, 0x40, 0x1d, 0x76, 0x30, 0, BYTES, 0, ROWS, 0};
    static const uint8_t foot[] = {0x1d, 0x28, 0x48, 6, 0, 48, 48, 'A', 'B', 'C', 'D', 0x1d, 0x56, 66, 0};
    uint8_t job[sizeof head + BYTES * ROWS + sizeof foot];
    memcpy(job, head, sizeof head);
    memset(job + sizeof head, 0xf0, (size_t)BYTES * ROWS);
    memcpy(job + sizeof head + BYTES * ROWS, foot, sizeof foot);
    want(guest_await(printer, &printer->connected, PATIENCE_MS));
    want(printer->interfaces.interface_class[0] == 7 && printer->device.vendor_id == 0x04b8);
    want(guest_control(printer, 0xa1, 0, 0, 0, 255) && printer->len > 20 &&
         memcmp(printer->data + 2, "MFG:EPSON", 9) == 0);
    want(guest_bulk(printer, 0x01, job, sizeof job) && printer->status == usb_redir_success &&
         printer->count == (int)sizeof job);
    want(guest_bulk(printer, 0x82, NULL, 64) && printer->len == 7 &&
         memcmp(printer->data,
                "\x37\x22"
                "ABCD",
                7) == 0);
    struct buf list = {0};
    for (int i = 0; i < 100 && !strstr(buf_string(&list), "\"n\":1"); i++) {
        usleep(50000);
        buf_consume(&list, list.len);
        if (!simulate("sheet list", &list))
            break;
    }
    want(strstr(buf_string(&list), "\"n\":1") != NULL);
    buf_finish(&list);
}

static void a_page_waits_for_paper(struct guest *printer)
{
    static const uint8_t page[65536 + 1024];
    want(simulate("paper out", NULL));
    guest_start_bulk(printer, 0x01, page, sizeof page);
    guest_linger(printer, 300);
    want(!printer->answered);
    guest_cancel(printer);
    want(guest_answer(printer) && printer->status == usb_redir_cancelled);
    want(printer->count > 0 && printer->count <= 4096 && printer->count % 64 == 0);
    want(simulate("paper load 60", NULL));
    want(guest_bulk(printer, 0x01, page, sizeof page) && printer->count == (int)sizeof page);
}

/* A printer whose way back stands in its second setting only. */
static void a_setting_changes_the_endpoints(void)
{
    struct guest printer;
    want(open_slot(&printer, 1) && guest_await(&printer, &printer.connected, PATIENCE_MS));
    int ins = 0;
    for (int i = 17; i < 32; i++)
        ins += printer.endpoints.type[i] == usb_redir_type_bulk;
    want(ins == 0);
    want(guest_set_alt(&printer, 0, 1) && printer.status == usb_redir_success && printer.alt == 1);
    for (int i = 17; i < 32; i++)
        ins += printer.endpoints.type[i] == usb_redir_type_bulk;
    want(ins == 1);
    want(guest_set_configuration(&printer, 1) && printer.status == usb_redir_success);
    want(guest_set_alt(&printer, 0, 2) && printer.status == usb_redir_stall && printer.alt == 0);
    guest_close(&printer);
}

/* ---- the keyboard ---- */

static void a_keyboard_types_while_it_is_listened_to(void)
{
    struct guest keyboard;
    want(simulate("plug keyboard", NULL));
    want(open_slot(&keyboard, 2) && guest_await(&keyboard, &keyboard.connected, PATIENCE_MS));
    want(keyboard.endpoints.type[17] == usb_redir_type_interrupt);
    guest_linger(&keyboard, 100);
    want(keyboard.reports == 0);
    want(guest_receive(&keyboard, 0x81, true) && keyboard.status == usb_redir_success);
    guest_linger(&keyboard, 500);
    want(keyboard.reports > 4);
    want(guest_receive(&keyboard, 0x81, false) && keyboard.status == usb_redir_success);
    int reports = keyboard.reports;
    guest_linger(&keyboard, 200);
    want(keyboard.reports == reports);
    want(guest_receive(&keyboard, 0x85, true) && keyboard.status == usb_redir_inval);
    guest_close(&keyboard);
}

int main(int argc, char **argv)
{
    struct guest reader, printer;
    if (argc < 2)
        return EXIT_USAGE;
    snprintf(run_folder, sizeof run_folder, "%s", argv[1]);
    if (argc > 2 && strcmp(argv[2], "settings") == 0) {
        a_setting_changes_the_endpoints();
        printf("%d passed, %d failed\n", passed, failed);
        return failed ? EXIT_REFUSED : EXIT_OK;
    }
    first_port = argc > 2 ? atoi(argv[2]) : 0;
    if (!open_slot(&reader, 0) || !open_slot(&printer, 1)) {
        puts("nobody answers at these sockets\n0 passed, 1 failed");
        return EXIT_REFUSED;
    }
    reader_says_what_it_is(&reader);
    it_is_enumerated(&reader, 0x0400);
    it_is_enumerated(&printer, 0x04b8);
    a_place_that_is_taken_is_shut();
    a_card_is_read(&reader);
    a_band_is_printed(&printer);
    faults_have_their_words(&reader);
    a_page_waits_for_paper(&printer);
    the_cable_is_pulled(&reader);
    the_guest_comes_back(&reader);
    a_keyboard_types_while_it_is_listened_to();
    guest_close(&reader);
    guest_close(&printer);
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? EXIT_REFUSED : EXIT_OK;
}
