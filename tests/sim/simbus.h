/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The simulated bus: one device a slot, plugged into a host. Models keep their state while they are
 * unplugged. */
#ifndef LIQU_TESTS_SIM_SIMBUS_H
#define LIQU_TESTS_SIM_SIMBUS_H

#include "tests/sim/host.h"
#include "tests/sim/model.h"

struct simbus {
    struct loop *loop;
    struct usim_host *host;
    struct model_env env;
    struct simtime time;
    struct {
        const struct model *model; /* NULL: empty */
        struct usim_dev dev;
    } slots[SLOT_COUNT];
    int last_devnum;
};

/* env is copied; its texts are kept by pointer. */
void simbus_init(struct simbus *bus, struct loop *loop, struct usim_host *host, const struct model_env *env);
void simbus_finish(struct simbus *bus);
/* Builds the model into its empty slot; not yet plugged. */
void simbus_add(struct simbus *bus, const struct model *model);
bool simbus_plug(struct simbus *bus, enum slot slot, struct err *err) MUST_CHECK;
bool simbus_unplug(struct simbus *bus, enum slot slot, struct err *err) MUST_CHECK;
void simbus_speed(struct simbus *bus, double speed);

#endif
