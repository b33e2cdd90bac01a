/* SPDX-License-Identifier: MulanPSL-2.0 */
/* A device's descriptors as the usbredir protocol tells them ahead of every transfer, in the present setting.
 */
#ifndef LIQU_TESTS_SIM_REDIR_SHAPE_H
#define LIQU_TESTS_SIM_REDIR_SHAPE_H

#include "tests/sim/usim.h"
#include <usbredirproto.h>

struct usb_redir_device_connect_header redir_device(const struct usim_shape *shape);
struct usb_redir_interface_info_header redir_interfaces(const struct usim_dev *dev);
struct usb_redir_ep_info_header redir_endpoints(const struct usim_dev *dev);
uint8_t redir_configuration(const struct usim_shape *shape); /* bConfigurationValue */

#endif
