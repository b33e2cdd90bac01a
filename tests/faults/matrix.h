/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Every kind of fault at every transfer: an undisturbed run of each model is counted, then each cell meets
 * one fault at one place of it, in a world of its own.
 */
#ifndef LIQU_TESTS_FAULTS_MATRIX_H
#define LIQU_TESTS_FAULTS_MATRIX_H

#include "tests/faults/desk.h"
#include "tests/sim/fault.h"

#define PLACES_MAX 400
#define KINDS      (FAULT_CORRUPT + 1)

/* A packet of the undisturbed run. */
struct place {
    uint8_t ep;
    unsigned skip; /* packets of this endpoint before it */
    int len;       /* bytes in it */
    char what[48]; /* for people */
};

#define MATRIX_MODELS 8
extern const char *const matrix_models[MATRIX_MODELS];

struct plan {
    const char *model;
    enum slot slot;
    struct place places[PLACES_MAX];
    size_t place_count;
    struct person persons[DESK_CARDS]; /* a reader's */
};

struct cell {
    size_t model; /* of matrix_models */
    enum fault_kind kind;
    bool lasting;
    size_t place;
};

enum outcome { RECOVERED, OUT_OF_SERVICE, WRONG, OUTCOMES };

/* Runs the model undisturbed and notes its places; false with a complaint when that alone goes wrong. */
bool matrix_plan(const struct tools *tools, size_t model, struct plan *ret, char why[WHY_SIZE]) MUST_CHECK;
/* A fault of this kind can meet this place. */
bool matrix_fits(const struct plan *plan, enum fault_kind kind, size_t place);
enum outcome matrix_run(const struct tools *tools, const struct plan *plan, const struct cell *cell,
                        char why[WHY_SIZE]);

#endif
