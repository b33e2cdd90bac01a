/* SPDX-License-Identifier: MulanPSL-2.0 */
/* A message of a lying peer: first byte class and side, then the bytes as they come from the socket. */
#include "link/wire.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _Alignas(8) static uint8_t bytes[LINK_TAIL_MAX + 4096];
    struct link_message message;
    if (size < 1 || size - 1 > sizeof bytes)
        return 0;
    enum link_class link_class = (enum link_class)(LINK_READER + data[0] % 3);
    enum wire_side side = data[0] & 0x80 ? WIRE_TO_KIOSK : WIRE_TO_PEER;
    memcpy(bytes, data + 1, size - 1);
    if (wire_parse(bytes, size - 1, link_class, side, &message, NULL))
        check(wire_allowed(message.type, link_class, side) && message.fd == -1 &&
              message.tail + message.tail_len == bytes + size - 1);
    return 0;
}
