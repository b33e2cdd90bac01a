/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/drivers.h"

#include "base/attr.h"

const struct driver *const drivers[] = {
#define DRIVER(name) &driver_##name,
#include "drivers/drivers.def"
#undef DRIVER
};
const size_t driver_count = COUNT_OF(drivers);

const struct usb_id *driver_find(enum link_class link_class, uint16_t vid, uint16_t pid,
                                 const struct driver **ret_driver)
{
    for (size_t i = 0; i < driver_count; i++)
        for (const struct usb_id *id = drivers[i]->ids; drivers[i]->link_class == link_class && id->vid; id++)
            if (id->vid == vid && id->pid == pid) {
                *ret_driver = drivers[i];
                return id;
            }
    return NULL;
}
