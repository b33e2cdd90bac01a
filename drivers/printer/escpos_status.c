/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/printer/escpos_status.h"

#include "base/attr.h"
#include "base/text.h"
#include <string.h>

#define XON  0x11
#define XOFF 0x13

static enum escpos_said block_byte(struct escpos_classifier *classifier, uint8_t byte)
{
    if (byte == 0) {
        classifier->in_block = false;
        return SAID_BLOCK;
    }
    if (classifier->len < sizeof classifier->bytes)
        classifier->bytes[classifier->len++] = byte;
    else
        classifier->in_block = false; /* no block is so long: it was none */
    return SAID_NOTHING;
}

static enum escpos_said begin(struct escpos_classifier *classifier, uint8_t byte)
{
    classifier->bytes[0] = byte;
    classifier->len = 1;
    if (memchr("\x5F\x37\x3D\x3B\x35", byte, 5)) {
        classifier->in_block = true;
        return SAID_NOTHING;
    }
    if (byte == XON || byte == XOFF)
        return SAID_NOTHING;
    if ((byte & 0x93) == 0x12)
        return SAID_REALTIME;
    if ((byte & 0x93) == 0x10) {
        classifier->asb[0] = byte;
        classifier->asb_len = 1;
        return SAID_NOTHING;
    }
    return (byte & 0x90) == 0 ? SAID_ECHO : SAID_NOTHING;
}

/* Bytes 2 to 4 of an automatic status look like echoes. Whatever stands between them, they are not: an echo
 * too many would be a proof too many, one too few only a page that is not believed. */
static enum escpos_said asb_byte(struct escpos_classifier *classifier, uint8_t byte)
{
    classifier->asb[classifier->asb_len++] = byte;
    if (classifier->asb_len < sizeof classifier->asb)
        return SAID_NOTHING;
    memcpy(classifier->bytes, classifier->asb, sizeof classifier->asb);
    classifier->len = sizeof classifier->asb;
    classifier->asb_len = 0;
    return SAID_ASB;
}

enum escpos_said escpos_classify(struct escpos_classifier *classifier, uint8_t byte)
{
    if (classifier->in_block)
        return block_byte(classifier, byte);
    if (classifier->asb_len && (byte & 0x90) == 0)
        return asb_byte(classifier, byte);
    return begin(classifier, byte);
}

struct escpos_condition escpos_from_asb(const uint8_t asb[4])
{
    return (struct escpos_condition){
        .offline = asb[0] & 0x08,
        .cover = asb[0] & 0x20,
        .cutter = asb[1] & 0x0C,
        .unrecoverable = asb[1] & 0x20,
        .recoverable = asb[1] & 0x40,
        .near_end = asb[2] & 0x03,
        .paper_end = asb[2] & 0x0C,
    };
}

void escpos_from_realtime(uint8_t n, uint8_t byte, struct escpos_condition *condition)
{
    switch (n) {
    case 1:
        condition->offline = byte & 0x08;
        break;
    case 2:
        condition->cover = byte & 0x04;
        break;
    case 3:
        condition->cutter = byte & 0x0C;
        condition->unrecoverable = byte & 0x20;
        condition->recoverable = byte & 0x40;
        break;
    default:
        condition->near_end = (byte & 0x0C) == 0x0C;
        condition->paper_end = (byte & 0x60) == 0x60;
        break;
    }
}

enum device_cause escpos_cause(const struct escpos_condition *condition)
{
    /* In the order in which somebody has to act; a cover opened while printing also shows as recoverable. */
    const struct {
        bool is;
        enum device_cause cause;
    } causes[] = {
        {condition->unrecoverable, CAUSE_UNRECOVERABLE}, {condition->cover, CAUSE_COVER_OPEN},
        {condition->paper_end, CAUSE_PAPER_OUT},         {condition->cutter, CAUSE_CUTTER_JAM},
        {condition->recoverable, CAUSE_HEAD_HOT},        {condition->offline, CAUSE_NO_ANSWER},
        {condition->near_end, CAUSE_PAPER_LOW},
    };
    for (size_t i = 0; i < COUNT_OF(causes); i++)
        if (causes[i].is)
            return causes[i].cause;
    return CAUSE_NONE;
}

bool escpos_blocks(enum device_cause cause)
{
    return cause != CAUSE_NONE && cause != CAUSE_PAPER_LOW;
}

enum device_status escpos_status(enum device_cause cause)
{
    switch ((int)cause) {
    case CAUSE_NONE:
        return DEVICE_ONLINE;
    case CAUSE_PAPER_LOW:
    case CAUSE_NO_PROOF:
        return DEVICE_ATTENTION;
    case CAUSE_UNRECOVERABLE:
        return DEVICE_FAULT;
    default:
        return DEVICE_OFFLINE;
    }
}

void escpos_device_id_model(const uint8_t *answer, size_t len, char *ret, size_t size)
{
    char text[256];
    if (len <= 2)
        return;
    size_t text_len = len - 2 < sizeof text - 1 ? len - 2 : sizeof text - 1;
    memcpy(text, answer + 2, text_len);
    text[text_len] = '\0';
    char *found = strstr(text, "MDL:");
    if (!found)
        return;
    found += 4;
    found[strcspn(found, ";")] = '\0';
    if (text_valid(found, strlen(found)))
        text_copy(ret, size, found);
}
