/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "device/unknown.h"

#include "base/attr.h"
#include "drivers/drivers.h"

static bool is_ours(uint16_t vid, uint16_t pid)
{
    const struct driver *driver;
    return driver_find(LINK_READER, vid, pid, &driver) || driver_find(LINK_PRINTER, vid, pid, &driver);
}

static bool is_hub(libusb_device *place)
{
    struct libusb_device_descriptor descriptor;
    return libusb_get_device_descriptor(place, &descriptor) == 0 &&
           descriptor.bDeviceClass == LIBUSB_CLASS_HUB;
}

/* Class, subclass and protocol of the first interface; 0 when nothing is known of it. */
static uint32_t first_interface(libusb_device *place)
{
    struct libusb_config_descriptor *config;
    uint32_t code = 0;
    /* One that was refused its drivers has no active configuration. */
    if (libusb_get_active_config_descriptor(place, &config) < 0 &&
        libusb_get_config_descriptor(place, 0, &config) < 0)
        return 0;
    if (config->bNumInterfaces && config->interface[0].num_altsetting) {
        const struct libusb_interface_descriptor *setting = config->interface[0].altsetting;
        code = (uint32_t)setting->bInterfaceClass << 16 | (uint32_t)setting->bInterfaceSubClass << 8 |
               setting->bInterfaceProtocol;
    }
    libusb_free_config_descriptor(config);
    return code;
}

bool unknown_arrived(struct unknown *unknown, libusb_device *place, uint16_t vid, uint16_t pid,
                     struct link_unknown_device *ret)
{
    if (is_ours(vid, pid) || is_hub(place))
        return false;
    *ret = (struct link_unknown_device){.vid = vid, .pid = pid, .interface = first_interface(place)};
    if (unknown->count < UNKNOWN_MAX) {
        unknown->list[unknown->count].place = place;
        unknown->list[unknown->count++].what = *ret;
    }
    return true;
}

void unknown_left(struct unknown *unknown, const libusb_device *place)
{
    for (size_t i = 0; i < unknown->count; i++)
        if (unknown->list[i].place == place) {
            unknown->list[i] = unknown->list[--unknown->count];
            return;
        }
}
