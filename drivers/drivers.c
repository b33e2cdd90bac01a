/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/drivers.h"

#include "base/attr.h"
#include <stdio.h>
#include <string.h>

const struct driver *const drivers[] = {
#define DRIVER(name) &driver_##name,
#include "drivers/drivers.def"
#undef DRIVER
};
const size_t driver_count = COUNT_OF(drivers);

static struct usb_id added; /* of a reader; vid 0: none */

bool driver_add_reader(const char *text)
{
    static const struct {
        const char *word;
        uint32_t quirk;
    } wrappers[] = {{"", 0}, {"/zz", QUIRK_HID_ZZ}};
    unsigned vid, pid;
    int end = 0;
    if (sscanf(text, "%4x:%4x%n", &vid, &pid, &end) != 2 || end != 9 || !vid)
        return false;
    for (size_t i = 0; i < COUNT_OF(wrappers); i++)
        if (strcmp(text + end, wrappers[i].word) == 0) {
            added = (struct usb_id){.vid = (uint16_t)vid,
                                    .pid = (uint16_t)pid,
                                    .model = "reader named by the station",
                                    .quirks = wrappers[i].quirk};
            return true;
        }
    return false;
}

const struct usb_id *driver_added_reader(const struct driver **ret_driver)
{
    for (size_t i = 0; i < driver_count && added.vid; i++)
        if (drivers[i]->link_class == LINK_READER) {
            *ret_driver = drivers[i];
            return &added;
        }
    return NULL;
}

const struct usb_id *driver_find(enum link_class link_class, uint16_t vid, uint16_t pid,
                                 const struct driver **ret_driver)
{
    for (size_t i = 0; i < driver_count; i++)
        for (const struct usb_id *id = drivers[i]->ids; drivers[i]->link_class == link_class && id->vid; id++)
            if (id->vid == vid && id->pid == pid) {
                *ret_driver = drivers[i];
                return id;
            }
    if (link_class == LINK_READER && added.vid && added.vid == vid && added.pid == pid)
        return driver_added_reader(ret_driver);
    return NULL;
}
