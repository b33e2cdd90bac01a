/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The version of the whole tree: in hello, in logs, in diagnostics. At most 31 characters. */
#ifndef LIQU_BASE_VERSION_H
#define LIQU_BASE_VERSION_H

#define LIQU_VERSION "0.1"

#endif
