/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/standard.h"

#include <string.h>

enum {
    GET_STATUS,
    CLEAR_FEATURE,
    SET_FEATURE = 3,
    SET_ADDRESS = 5,
    GET_DESCRIPTOR,
    GET_CONFIGURATION = 8,
    SET_CONFIGURATION,
    GET_INTERFACE,
    SET_INTERFACE
};
enum { DESCRIPTOR_DEVICE = 1, DESCRIPTOR_CONFIG, DESCRIPTOR_STRING };
enum { RECIPIENT_INTERFACE = 1, RECIPIENT_ENDPOINT };

static int give(const uint8_t *bytes, size_t count, uint8_t *data, int len)
{
    int n = (int)count < len ? (int)count : len;
    memcpy(data, bytes, (size_t)n);
    return n;
}

static int string_descriptor(const struct usim_dev *dev, unsigned index, uint8_t *data, int len)
{
    uint8_t text[2 + 2 * 126] = {4, DESCRIPTOR_STRING, 0x09,
                                 0x04}; /* index 0: the one language, US English */
    const char *string = NULL;
    for (unsigned i = 1; index && dev->shape->strings[i - 1]; i++)
        if (i == index)
            string = dev->shape->strings[i - 1];
    if (index && !string)
        return USIM_STALL;
    if (string) {
        size_t count = strlen(string);
        text[0] = (uint8_t)(2 + 2 * count);
        for (size_t i = 0; i < count; i++) {
            text[2 + 2 * i] = (uint8_t)string[i];
            text[3 + 2 * i] = 0;
        }
    }
    return give(text, text[0], data, len);
}

static int descriptor(const struct usim_dev *dev, unsigned value, uint8_t *data, int len)
{
    const struct usim_shape *shape = dev->shape;
    size_t device_len = shape->desc[0];
    switch (value >> 8) {
    case DESCRIPTOR_DEVICE:
        return give(shape->desc, device_len, data, len);
    case DESCRIPTOR_CONFIG:
        return value & 0xff ? USIM_STALL
                            : give(shape->desc + device_len, shape->desc_len - device_len, data, len);
    case DESCRIPTOR_STRING:
        return string_descriptor(dev, value & 0xff, data, len);
    default:
        return USIM_STALL;
    }
}

int standard_request(struct usim_dev *dev, const uint8_t setup[8], uint8_t *data, int len)
{
    if (setup[0] & 0x60)
        return STANDARD_NOT;
    unsigned value = setup[2] | (unsigned)setup[3] << 8;
    uint8_t ep = setup[4];
    bool of_endpoint = (setup[0] & 0x1f) == RECIPIENT_ENDPOINT;
    uint8_t status[2] = {0, 0}, one = 1;
    switch (setup[1]) {
    case GET_STATUS:
        if (of_endpoint)
            status[0] = dev->halted >> ((ep & 15) + (ep & 0x80 ? 16 : 0)) & 1;
        return give(status, 2, data, len);
    case CLEAR_FEATURE:
        if (of_endpoint && value == 0)
            usim_clear_halt(dev, ep);
        return 0;
    case GET_DESCRIPTOR:
        if ((setup[0] & 0x1f) == RECIPIENT_INTERFACE)
            return STANDARD_NOT; /* of a class: HID asks for its report descriptor so */
        return descriptor(dev, value, data, len);
    case GET_CONFIGURATION:
        return give(&one, 1, data, len);
    case GET_INTERFACE:
        return give(&dev->setting, 1, data, len);
    case SET_INTERFACE:
        return usim_set_interface(dev, setup[4], (int)value) ? 0 : USIM_STALL;
    case SET_FEATURE:
    case SET_ADDRESS:
    case SET_CONFIGURATION:
        return 0;
    default:
        return USIM_STALL;
    }
}
