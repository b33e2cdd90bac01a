/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The service catalogue: items, units, towns, consent notice, working-day calendar. One YAML file an item;
 * the whole catalogue is refused if one file is wrong. It is data: a new item needs no code and no rebuild.
 */
#ifndef LIQU_CATALOGUE_CATALOGUE_H
#define LIQU_CATALOGUE_CATALOGUE_H

#include "base/err.h"
#include "base/yaml.h"

enum zone { ZONE_SD, ZONE_TJ, ZONE_SH, ZONE_BD, ZONE_CX, ZONE_ZH, ZONES };
extern const char *const zone_codes[ZONES + 1]; /* "SD" …, NULL */

enum item_mode { MODE_INSTANT, MODE_HANDOFF, MODE_GUIDE };
enum item_subject { SUBJECT_PERSON, SUBJECT_ENTERPRISE };
enum item_routing { ROUTE_DISTRICT, ROUTE_TOWN, ROUTE_AGENT };
/* card: laid on the reader; file: on file, not asked; form: printed here, signed; bring; promise: a signed
 * commitment may stand for it; defer: may follow within days working days of acceptance. */
enum material_tag {
    MATERIAL_CARD,
    MATERIAL_FILE,
    MATERIAL_FORM,
    MATERIAL_BRING,
    MATERIAL_PROMISE,
    MATERIAL_DEFER
};
enum material_form { FORM_ORIGINAL, FORM_COPY, FORM_ELECTRONIC };
/* More of either is refused by the lint: a visit has room for so many. */
#define ITEM_INPUTS_MAX    8
#define ITEM_MATERIALS_MAX 32

enum input_kind { INPUT_CHOICE, INPUT_DIGITS, INPUT_TEXT };
enum item_approval { APPROVAL_ONE_REVIEW /* 1+1 */, APPROVAL_THREE_LEVELS /* 3-level */ };
enum item_site_visit { SITE_VISIT_NONE, SITE_VISIT_BEFORE, SITE_VISIT_AFTER };
/* The three public lists: 当场办结, 提前服务, 当年落地. */
enum item_batch { BATCH_NONE, BATCH_SPOT, BATCH_EARLY, BATCH_YEAR };

extern const char *const item_mode_names[]; /* NULL-terminated, as in the files */
extern const char *const material_tag_names[];

struct material {
    struct words name;
    int tag, form; /* enum material_tag, enum material_form */
    int count;
    bool primary;
    struct words text;  /* promise: the commitment in full; else NULLs */
    int recheck_months; /* promise: checked within so many months */
    int days;           /* defer: working days after acceptance */
};

struct choice {
    const char *value;
    struct words label;
};
struct input {
    const char *name;
    int kind; /* enum input_kind */
    struct words label;
    struct yaml_list choices;  /* struct choice */
    int max;                   /* digits, text: characters */
    const char *default_value; /* NULL: the resident is asked in a step of its own */
};

/* Who may use an item, as far as the card tells; an age of 0 is no limit. The reason is shown to whom it
 * keeps out. */
struct eligibility {
    int age_from, age_to;
    struct words reason;
    struct words where; /* where else it can be done; may be NULLs */
};

struct item {
    const char *code; /* SH-001 */
    int version;
    uint32_t valid_from;
    int zone, mode, subject, routing;
    int fee_fen; /* 0 prints 免费 */
    int trips;
    struct words name, result, brief; /* brief: one line for lists; may be NULLs */
    struct {
        const char *text;
        bool sourced;
    } basis;
    struct {
        int promised, statutory; /* working days, 0 = on the spot */
    } limit;
    struct yaml_list inputs;    /* struct input */
    struct yaml_list materials; /* struct material; N of material.N counts from 1 */
    struct yaml_list aliases;   /* const char * */
    struct words guide;         /* where else it can be done, in words; may be NULLs */
    bool sensitive, elder_shortlist, proxy, evaluation;
    int rank;                             /* in lists, 1 first; 100 when the file has none */
    const char *ext_code, *owner_unit;    /* the state's long code, and the unit that decides; may be NULL */
    int approval_path, site_visit, batch; /* enum item_approval, item_site_visit, item_batch */
    struct yaml_list eligibility;         /* struct eligibility */
    struct yaml_list exclusions;          /* struct words: who or what it is not for */
    struct yaml_list excluded_periods;    /* struct words: time that does not count */
    struct yaml_list steps;               /* struct words: what to do, verb first */
};

struct unit {
    const char *id; /* `district`, a town's code, or `agent-` and a town's code */
    struct words name, place;
    const char *phone, *target; /* target <= 12 characters */
    struct yaml_list hours;     /* struct opening */
};
struct opening {
    const char *days, *from, *to; /* mon-fri, 08:30, 16:30 */
};
struct town {
    const char *code;
    struct words name;
};

struct calendar;

struct catalogue {
    struct arena *arena;
    struct item *items; /* sorted by rank, zone, code: what is asked for most comes first */
    size_t item_count;
    struct yaml_list units, towns; /* struct unit, struct town */
    struct {
        int version;
        struct words text;
    } consent;
    struct calendar *calendar;
    char version[32]; /* newest valid_from + first 4 hex digits of SM3 over all files in name order:
                         2026-11-02-9f3a */
};

/* folder: ASSETS/catalogue. Errors are file:line:column sentences. */
bool catalogue_load(const char *folder, struct catalogue **ret, struct err *err) MUST_CHECK;
void catalogue_destroy(struct catalogue *catalogue);                                    /* takes NULL */
const struct item *catalogue_find(const struct catalogue *catalogue, const char *code); /* NULL: unknown */
const struct unit *catalogue_unit(const struct catalogue *catalogue, const char *id);
const struct town *catalogue_town(const struct catalogue *catalogue, const char *code);
const struct material *item_material(const struct item *item, size_t i); /* from 0 */
const struct input *item_input(const struct item *item, size_t i);
/* Materials that nothing can stand in for: neither a promise nor a later day. */
size_t item_to_bring(const struct item *item);

#endif
