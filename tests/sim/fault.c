/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/fault.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int arg;      /* when none is given */
    bool in_only; /* nothing a host could do to itself */
} kinds[] = {
    [FAULT_STALL] = {"stall", 0, false},
    [FAULT_NAK] = {"nak", 0, false},
    [FAULT_SHORT] = {"short", 0, true},
    [FAULT_DELAY] = {"delay", 100, false},
    [FAULT_DISCONNECT] = {"disconnect", 0, false},
    [FAULT_CRC] = {"crc", 0, false},
    [FAULT_BABBLE] = {"babble", 0, true},
    [FAULT_CORRUPT] = {"corrupt", 0, false},
};

const char *fault_name(enum fault_kind kind)
{
    return kinds[kind].name;
}

bool faults_add(struct faults *faults, const char *text, struct err *err)
{
    char name[16];
    unsigned ep, skip, count;
    int arg, end = 0;
    int got = sscanf(text, "%15s %x %u %u%n %d%n", name, &ep, &skip, &count, &end, &arg, &end);
    if (got < 4 || text[end] || ep > 0xff || !count)
        return err_set(err, "a fault is KIND EP SKIP COUNT [ARG], EP in hex with direction");
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (strcmp(name, kinds[i].name) != 0)
            continue;
        if (kinds[i].in_only && !(ep & 0x80))
            return err_set(err, "%s needs an IN endpoint", name);
        if (faults->count == FAULTS_MAX)
            return err_set(err, "%d faults wait already", FAULTS_MAX);
        faults->list[faults->count++] = (struct fault){.kind = (enum fault_kind)i,
                                                       .ep = (uint8_t)ep,
                                                       .skip = skip,
                                                       .count = count,
                                                       .arg = got == 5 ? arg : kinds[i].arg};
        return true;
    }
    return err_set(err, "no fault is called %s", name);
}

bool faults_hit(struct faults *faults, uint8_t ep, struct fault *ret_fault)
{
    unsigned i = 0;
    while (i < faults->count && faults->list[i].ep != ep)
        i++;
    if (i == faults->count)
        return false;
    struct fault *fault = &faults->list[i];
    if (fault->skip) {
        fault->skip--;
        return false;
    }
    *ret_fault = *fault;
    if (--fault->count == 0)
        memmove(fault, fault + 1, (--faults->count - i) * sizeof *fault);
    return true;
}
