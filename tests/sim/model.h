/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The models that liqu-sim can put on its bus: one row each in model.c. A slot holds at most one device.
 */
#ifndef LIQU_TESTS_SIM_MODEL_H
#define LIQU_TESTS_SIM_MODEL_H

#include "tests/sim/usim.h"

enum slot { SLOT_READER, SLOT_PRINTER, SLOT_KEYBOARD, SLOT_STORAGE, SLOT_COUNT };
extern const char *const slot_names[SLOT_COUNT];

/* What a model is given to live in; kept by pointer as long as it lives. */
struct model_env {
    const char *cards;  /* folder of card files */
    const char *sheets; /* folder that cut sheets are written to */
};

struct model {
    const char *name;
    enum slot slot;
    const struct usim_shape *shape;
    const struct usim_ops *ops;
    /* row: the model's own parameters, may be NULL. The result is dev->model. */
    void *(*create)(struct usim_dev *dev, const struct model_env *env, const void *row);
    void (*destroy)(void *model);
    const void *row;
};

/* NULL for an unknown name. */
const struct model *model_find(enum slot slot, const char *name);
/* "a, b, c" */
void model_list(enum slot slot, char *ret, size_t size);

#endif
