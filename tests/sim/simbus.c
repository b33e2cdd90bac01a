/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/simbus.h"

#define DEVNUM_MAX 127

void simbus_init(struct simbus *bus, struct loop *loop, struct usim_host *host, const struct model_env *env)
{
    *bus = (struct simbus){.loop = loop, .host = host, .env = *env, .last_devnum = 1};
    simtime_init(&bus->time);
}

void simbus_finish(struct simbus *bus)
{
    struct err err;
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        if (!bus->slots[i].model)
            continue;
        if (bus->slots[i].dev.plugged && !simbus_unplug(bus, (enum slot)i, &err))
            check(!"a plugged device can be unplugged");
        bus->slots[i].model->destroy(bus->slots[i].dev.model);
    }
}

/* A disconnect fault has struck. */
static void on_cable_out(void *arg, struct usim_dev *dev)
{
    struct simbus *bus = arg;
    usim_unplug(dev);
    bus->host->unplug(bus->host, dev);
}

void simbus_add(struct simbus *bus, const struct model *model)
{
    struct usim_dev *dev = &bus->slots[model->slot].dev;
    check(!bus->slots[model->slot].model);
    bus->slots[model->slot].model = model;
    *dev = (struct usim_dev){.shape = model->shape,
                             .ops = model->ops,
                             .loop = bus->loop,
                             .time = &bus->time,
                             .port = (int)model->slot + 1,
                             .on_trace = dev->on_trace, /* it may be on already */
                             .trace_arg = dev->trace_arg,
                             .on_cable_out = on_cable_out,
                             .cable_arg = bus};
    dev->model = model->create(dev, &bus->env, model->row);
}

/* Numbers go round as the kernel's do; 1 is the root hub. */
static int next_devnum(struct simbus *bus)
{
    bool taken;
    do {
        bus->last_devnum = bus->last_devnum == DEVNUM_MAX ? 2 : bus->last_devnum + 1;
        taken = false;
        for (size_t i = 0; i < SLOT_COUNT; i++)
            taken |= bus->slots[i].dev.plugged && bus->slots[i].dev.devnum == bus->last_devnum;
    } while (taken);
    return bus->last_devnum;
}

bool simbus_plug(struct simbus *bus, enum slot slot, struct err *err)
{
    struct usim_dev *dev = &bus->slots[slot].dev;
    if (!bus->slots[slot].model)
        return err_set(err, "no %s was given to this simulator", slot_names[slot]);
    if (dev->plugged)
        return err_set(err, "the %s is plugged in already", slot_names[slot]);
    usim_plug(dev, next_devnum(bus));
    return bus->host->plug(bus->host, dev, err);
}

bool simbus_unplug(struct simbus *bus, enum slot slot, struct err *err)
{
    struct usim_dev *dev = &bus->slots[slot].dev;
    if (!bus->slots[slot].model || !dev->plugged)
        return err_set(err, "no %s is plugged in", slot_names[slot]);
    usim_unplug(dev);
    bus->host->unplug(bus->host, dev);
    return true;
}

void simbus_speed(struct simbus *bus, double speed)
{
    simtime_set_speed(&bus->time, speed);
    for (size_t i = 0; i < SLOT_COUNT; i++)
        if (bus->slots[i].model) {
            bus->slots[i].dev.ops->tick(bus->slots[i].dev.model);
            usim_kick(&bus->slots[i].dev);
        }
}
