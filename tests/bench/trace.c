/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Between an answer and the next question it is the host that takes its time; between a question and its
 * answer it is the reader. Both stand in the trace, so nothing has to be known about how slow the model is.
 */
#include "tests/bench/trace.h"

#include "tests/bench/samples.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define USBMON_HEADER 64 /* Documentation/usb/usbmon.rst */
#define PACKET_MAX    65536

struct packet {
    char event;       /* S: the host asks for a transfer, C: it is over */
    uint8_t endpoint; /* with direction */
    size_t len;       /* of data */
    const uint8_t *data;
    double at_us; /* time of day */
};

static bool next_packet(FILE *file, struct packet *ret)
{
    static uint8_t bytes[PACKET_MAX];
    struct {
        uint32_t seconds, microseconds, len, whole_len;
    } record;
    if (fread(&record, sizeof record, 1, file) != 1 || record.len < USBMON_HEADER ||
        record.len > sizeof bytes || fread(bytes, 1, record.len, file) != record.len)
        return false;
    *ret = (struct packet){.event = (char)bytes[8],
                           .endpoint = bytes[10],
                           .len = record.len - USBMON_HEADER,
                           .data = bytes + USBMON_HEADER,
                           .at_us = record.seconds * 1e6 + record.microseconds};
    return true;
}

static bool is_answer(const struct packet *packet)
{
    return packet->event == 'C' && packet->endpoint & 0x80 && packet->len;
}

static bool is_question(const struct packet *packet)
{
    return packet->event == 'S' && !(packet->endpoint & 0x80) && packet->len;
}

/* The security module says 9F: there is a card. */
static bool is_found(const struct packet *packet)
{
    enum { SW3 = 9 };
    static const uint8_t preamble[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69};
    return is_answer(packet) && packet->len > SW3 && memcmp(packet->data, preamble, sizeof preamble) == 0 &&
           packet->data[SW3] == 0x9F;
}

struct reading {
    bool found;
    double looked, found_at, answered, asked_us; /* time of day; asked_us a duration */
};

static void take(struct reading *reading, const struct packet *packet)
{
    if (!reading->found && is_question(packet))
        reading->looked = packet->at_us;
    if (!reading->found && is_found(packet)) {
        reading->found = true;
        reading->found_at = reading->answered = packet->at_us;
    } else if (reading->found && is_question(packet)) {
        reading->asked_us += packet->at_us - reading->answered;
    } else if (reading->found && is_answer(packet)) {
        reading->answered = packet->at_us;
    }
}

static double time_of_day_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

bool card_trace_read(const char *path, struct card_trace *ret, struct err *err)
{
    enum { FILE_HEADER = 24 };
    struct reading reading = {0};
    struct packet packet;
    FILE *file = fopen(path, "rbe");
    if (!file)
        return err_errno(err, "%s", path);
    fseek(file, FILE_HEADER, SEEK_SET);
    while (next_packet(file, &packet))
        take(&reading, &packet);
    fclose(file);
    if (!reading.found || reading.answered <= reading.found_at)
        return err_set(err, "%s: the reader found no card, or read none", path);
    *ret = (struct card_trace){.read_us = reading.answered - reading.looked,
                               .asked_us = reading.asked_us,
                               .last_us = reading.answered - time_of_day_us() + samples_now_us()};
    return true;
}
