/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * station.yaml: who and where this kiosk is, what hangs on it, whom it talks to.
 */
#ifndef LIQU_CATALOGUE_STATION_H
#define LIQU_CATALOGUE_STATION_H

#include "base/panel.h"
#include "catalogue/catalogue.h"

enum uplink { UPLINK_LOCAL, UPLINK_NATS, UPLINK_DOWN };

struct station {
    struct arena *arena;
    const char *id;   /* 118-03: town suffix and kiosk */
    const char *town; /* 310114118 */
    struct words name, address;
    const char *phone;
    struct yaml_list hours; /* struct opening */
    bool demo;
    int uplink;       /* enum uplink */
    const char *host; /* T.LIQU.EXAMPLE */
    struct panel screen;
    bool plate_left; /* reader.plate: left or right */
    const char
        *add_reader; /* reader.add: ids of a reader that no driver's row names, 1A2B:3C4D[/zz]; or NULL */
    struct {
        int dots; /* 384, 512 or 576 */
        bool slot_below, taken_sensor;
        int near_end_mm;
    } printer;
    struct {
        const char *reader, *printer, *agent; /* user names, or self */
    } peers;
};

bool station_load(const char *path, struct station **ret, struct err *err) MUST_CHECK;
void station_destroy(struct station *station); /* takes NULL */
/* Town × 100 + kiosk: 31011411803. */
uint64_t station_number(const struct station *station);
/* The town's three-digit suffix (118) and the kiosk (3). */
void station_parts(const struct station *station, unsigned *ret_town_suffix, unsigned *ret_kiosk);
/* Opening of a weekday (0 = Sunday) as minutes of the day; false: closed. */
bool opening_today(const struct yaml_list *hours, int weekday, int *ret_from, int *ret_to);

#endif
