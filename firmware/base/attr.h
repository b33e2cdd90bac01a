/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Function attributes that gcc and clang share. Everything that can fail is marked MUST_CHECK; a cleanup
 * attribute closes what an early return leaves open.
 */
#ifndef LIQU_BASE_ATTR_H
#define LIQU_BASE_ATTR_H

#define MUST_CHECK    __attribute__((warn_unused_result))
#define PRINTF(f, a)  __attribute__((format(printf, f, a)))
#define NORETURN      __attribute__((noreturn))
#define CLEANUP(fn)   __attribute__((cleanup(fn)))
#define NOINLINE      __attribute__((noinline))
#define COUNT_OF(arr) (sizeof(arr) / sizeof((arr)[0]))

#endif
