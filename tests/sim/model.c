/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/model.h"

#include "base/text.h"
#include "tests/sim/sim_printer.h"
#include "tests/sim/sim_reader.h"
#include "tests/sim/sim_rogue.h"
#include <stdio.h>
#include <string.h>

const char *const slot_names[SLOT_COUNT] = {[SLOT_READER] = "reader",
                                            [SLOT_PRINTER] = "printer",
                                            [SLOT_KEYBOARD] = "keyboard",
                                            [SLOT_STORAGE] = "storage"};

#define READER(name, shape, row)                                                                             \
    {                                                                                                        \
        name, SLOT_READER, &sim_reader_##shape##_shape, &sim_reader_ops, sim_reader_create,                  \
            sim_reader_destroy, &sim_reader_##row##_row                                                      \
    }
#define PRINTER(name, shape, row)                                                                            \
    {                                                                                                        \
        name, SLOT_PRINTER, &sim_printer_##shape##_shape, &sim_printer_ops, sim_printer_create,              \
            sim_printer_destroy, &sim_printer_##row                                                          \
    }
#define ROGUE(name, slot)                                                                                    \
    {                                                                                                        \
#name, slot, &sim_rogue_##name##_shape, &sim_rogue_##name##_ops, sim_rogue_create,                   \
            sim_rogue_destroy, NULL                                                                          \
    }

static const struct model models[] = {
    READER("sam-pair", pair, pair),
    READER("sam-split", split, split),
    READER("sam-mixed", split, pair),
    READER("sam-hid", hid, hid),
    READER("sam-hid-other", hid_other, mute),
    PRINTER("epson-pid", epson, epson_pid),
    PRINTER("epson-512", epson_512, epson_512),
    PRINTER("epson-vendor", epson_vendor, epson_pid),
    PRINTER("clone-80", clone_80, clone_80),
    PRINTER("clone-58", clone_58, clone_58),
    PRINTER("clone-low", clone_low, clone_80),
    PRINTER("clone-winbond", winbond, clone_80),
    PRINTER("clone-wide-out", wide_out, clone_80),
    PRINTER("clone-settings", two_settings, clone_80),
    PRINTER("mute-oneway", mute, mute_oneway),
    ROGUE(keyboard, SLOT_KEYBOARD),
    ROGUE(storage, SLOT_STORAGE),
};

const struct model *model_find(enum slot slot, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(models); i++)
        if (models[i].slot == slot && strcmp(models[i].name, name) == 0)
            return &models[i];
    return NULL;
}

void model_list(enum slot slot, char *ret, size_t size)
{
    size_t used = 0;
    ret[0] = '\0';
    for (size_t i = 0; i < COUNT_OF(models) && used < size; i++)
        if (models[i].slot == slot)
            used += (size_t)snprintf(ret + used, size - used, "%s%s", used ? ", " : "", models[i].name);
}
