/* SPDX-License-Identifier: MulanPSL-2.0 */
#ifndef LIQU_LINK_PAGE_H
#define LIQU_LINK_PAGE_H

#include "link/link.h"

/* A memfd that nobody can change, shrink or grow any more, of exactly the size that print announces. */
bool page_check(int fd, const struct link_print *print, struct err *err) MUST_CHECK;

#endif
