/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A .chat file: one conversation with one device, line by line, and what the kiosk must hear of it.
 *
 *     device MODEL      whose descriptors are shown: sam-pair, sam-split, epson-pid, clone-80, mute-oneway …
 *     program --near-end-mm 800    options for the device program
 *     soiled            an earlier program died with a page half out
 *     >06 AA AA 00*12   bytes the host must send next (00*12: twelve of them), on endpoint 06 (without: any)
 *     <85 AA AA         bytes the device has to say, on endpoint 85 (without: the first IN endpoint)
 *     < AA … 90 CHK     CHK: the XOR of all behind the first AA AA AA 96 69 of this line
 *     stall             the next packet the host asks for is answered with a stall
 *     wait MS           nothing happens for so long
 *     busy MS           the device takes nothing for so long
 *     reset             the host must ask for SOFT_RESET next; like every class request it is stalled
 *     timeout           the device says nothing; the host must do something else by itself
 *     unplug            the cable is pulled
 *     do ORDER          the kiosk's: read VISIT, stop, print JOB WIDTH ROWS (a white page), cancel JOB
 *     use NAME          the lines of the file NAME beside this one stand here; it uses none itself
 *     event WORDS…      all events of the conversation in order, repetitions left out; stands at its end
 *     logged TEXT       stands in a line of the program's log, in the order of these lines
 *     unlogged TEXT     stands nowhere in it
 *
 * Events are: status STATUS CAUSE, paper MM, job STATE PROOF CAUSE, card NAME NUMBER ADDRESS (`-`: none),
 * refused CAUSE, card_seen. A line that begins with a blank continues the one above. `#` begins a comment.
 */
#ifndef LIQU_TESTS_DEVICES_SCRIPT_H
#define LIQU_TESTS_DEVICES_SCRIPT_H

#include "base/buf.h"
#include "base/err.h"

#define SCRIPT_LINES   256
#define SCRIPT_EVENTS  64
#define SCRIPT_OPTIONS 6
#define SCRIPT_LOGS    8
#define SCRIPT_EVENT   256 /* bytes of one */

enum script_kind {
    SCRIPT_HOST,
    SCRIPT_DEVICE,
    SCRIPT_TIMEOUT,
    SCRIPT_STALL,
    SCRIPT_WAIT,
    SCRIPT_BUSY,
    SCRIPT_RESET,
    SCRIPT_UNPLUG,
    SCRIPT_ORDER
};
struct script_line {
    enum script_kind kind;
    int number;       /* in the file */
    int ms;           /* SCRIPT_WAIT, SCRIPT_BUSY */
    uint8_t endpoint; /* DEVICE: 0 the first IN; HOST: 0 any */
    struct buf bytes; /* of HOST and DEVICE; the text of an ORDER */
};
struct script {
    char device[32];
    char options[SCRIPT_OPTIONS][32]; /* of the device program */
    size_t option_count;
    bool soiled;
    struct script_line lines[SCRIPT_LINES];
    size_t line_count;
    char events[SCRIPT_EVENTS][SCRIPT_EVENT];
    size_t event_count;
    struct script_log {
        char text[96];
        bool wanted;
    } logs[SCRIPT_LOGS];
    size_t log_count;
};

/* Errors are FILE:LINE: what. */
bool script_load(const char *path, struct script *ret, struct err *err) MUST_CHECK;
void script_finish(struct script *script);

#endif
