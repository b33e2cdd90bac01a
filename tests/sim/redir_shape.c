/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/redir_shape.h"

#include <string.h>

enum { DESCRIPTOR_INTERFACE = 4, DESCRIPTOR_ENDPOINT = 5, ENDPOINTS = 32, CONTROL_PACKET = 64 };

/* OUT endpoints stand at 0 to 15, IN endpoints at 16 to 31. */
static unsigned place_of(uint8_t ep)
{
    return (ep & 15u) + (ep & 0x80 ? 16 : 0);
}

static bool is_present(const struct usim_dev *dev, const uint8_t *interface)
{
    return interface[3] == (interface[2] == 0 ? dev->setting : 0);
}

uint8_t redir_configuration(const struct usim_shape *shape)
{
    return shape->desc[shape->desc[0] + 5];
}

struct usb_redir_device_connect_header redir_device(const struct usim_shape *shape)
{
    const uint8_t *d = shape->desc;
    return (struct usb_redir_device_connect_header){.speed = shape->speed_mbit == 480 ? usb_redir_speed_high
                                                                                      : usb_redir_speed_full,
                                                    .device_class = d[4],
                                                    .device_subclass = d[5],
                                                    .device_protocol = d[6],
                                                    .vendor_id = (uint16_t)(d[8] | d[9] << 8),
                                                    .product_id = (uint16_t)(d[10] | d[11] << 8),
                                                    .device_version_bcd = (uint16_t)(d[12] | d[13] << 8)};
}

struct usb_redir_interface_info_header redir_interfaces(const struct usim_dev *dev)
{
    struct usb_redir_interface_info_header info = {0};
    const uint8_t *d = dev->shape->desc, *end = d + dev->shape->desc_len;
    for (; d < end; d += d[0]) {
        if (d[1] != DESCRIPTOR_INTERFACE || !is_present(dev, d) || info.interface_count == ENDPOINTS)
            continue;
        unsigned i = info.interface_count++;
        info.interface[i] = d[2];
        info.interface_class[i] = d[5];
        info.interface_subclass[i] = d[6];
        info.interface_protocol[i] = d[7];
    }
    return info;
}

struct usb_redir_ep_info_header redir_endpoints(const struct usim_dev *dev)
{
    struct usb_redir_ep_info_header info = {0};
    memset(info.type, usb_redir_type_invalid, sizeof info.type);
    info.type[0] = info.type[16] = usb_redir_type_control;
    info.max_packet_size[0] = info.max_packet_size[16] = CONTROL_PACKET;
    uint8_t interface = 0;
    bool present = false;
    const uint8_t *d = dev->shape->desc, *end = d + dev->shape->desc_len;
    for (; d < end; d += d[0]) {
        if (d[1] == DESCRIPTOR_INTERFACE) {
            interface = d[2];
            present = is_present(dev, d);
        }
        if (d[1] != DESCRIPTOR_ENDPOINT || !present)
            continue;
        unsigned i = place_of(d[2]);
        info.type[i] = d[3] & 3; /* the words are those of the USB specification */
        info.interval[i] = d[6];
        info.interface[i] = interface;
        info.max_packet_size[i] = (uint16_t)(d[4] | d[5] << 8);
    }
    return info;
}
