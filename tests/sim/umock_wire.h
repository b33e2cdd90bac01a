/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What umockdev's preload library says over the socket of an emulated device node (libumockdev-preload.c,
 * remote_emulate; unchanged from 0.17 to 0.19): for each ioctl, read or write of the program one request;
 * until we answer, its thread serves our wishes to read and write its memory.
 */
#ifndef LIQU_TESTS_SIM_UMOCK_WIRE_H
#define LIQU_TESTS_SIM_UMOCK_WIRE_H

#include "tests/sim/usbfs.h"

enum umock_call { UMOCK_IOCTL = 1, UMOCK_READ = 7, UMOCK_WRITE = 8 };
struct umock_request {
    unsigned long call;       /* enum umock_call */
    unsigned long arg1, arg2; /* ioctl: number and address; read and write: address and length */
};

/* False: the program has closed the node or died. */
bool umock_receive(int fd, struct umock_request *ret);
/* result >= 0, or -errno. A program that has died meanwhile is no error. */
void umock_answer(int fd, long result);
/* The memory of the program whose request is being served on *fd; fd is kept by pointer. */
struct usbfs_memory umock_memory(int *fd);

#endif
