/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "catalogue/station.h"

#include "base/text.h"
#include "catalogue/opening.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOST_MAX 22 /* what the QR code of the longest slip leaves for it */

/* The file as it stands; struct station is what it means. */
struct raw {
    struct station station;
    const char *size, *px_per_mm;
    int plate, slot, dots;
};

static const char *const uplinks[] = {"local", "nats", "down", NULL};
static const char *const plates[] = {"right", "left", NULL};
static const char *const slots[] = {"beside", "below", NULL};
static const char *const dot_counts[] = {"384", "512", "576", NULL};

#define IN(member) offsetof(struct raw, member)
static const struct yaml_field screen_table[] = {
    {.key = "size", .type = YAML_TEXT, .offset = IN(size), .required = true},
    {.key = "px_per_mm", .type = YAML_TEXT, .offset = IN(px_per_mm), .required = true},
    {.key = "lower_edge_mm",
     .type = YAML_INT,
     .offset = IN(station.screen.lower_edge_mm),
     .required = true,
     .max = 2000},
    {0},
};
static const struct yaml_field reader_table[] = {
    {.key = "plate", .type = YAML_ENUM, .offset = IN(plate), .required = true, .names = plates},
    {.key = "add", .type = YAML_TEXT, .offset = IN(station.add_reader)},
    {0},
};
static const struct yaml_field printer_table[] = {
    {.key = "dots", .type = YAML_ENUM, .offset = IN(dots), .required = true, .names = dot_counts},
    {.key = "slot", .type = YAML_ENUM, .offset = IN(slot), .required = true, .names = slots},
    {.key = "taken_sensor", .type = YAML_BOOL, .offset = IN(station.printer.taken_sensor)},
    {.key = "near_end_mm", .type = YAML_INT, .offset = IN(station.printer.near_end_mm), .max = 20000},
    {0},
};
static const struct yaml_field peers_table[] = {
    {.key = "reader", .type = YAML_TEXT, .offset = IN(station.peers.reader), .required = true},
    {.key = "printer", .type = YAML_TEXT, .offset = IN(station.peers.printer), .required = true},
    {.key = "agent", .type = YAML_TEXT, .offset = IN(station.peers.agent), .required = true},
    {0},
};
static const struct yaml_field station_table[] = {
    {.key = "id", .type = YAML_TEXT, .offset = IN(station.id), .required = true},
    {.key = "town", .type = YAML_TEXT, .offset = IN(station.town), .required = true},
    {.key = "name", .type = YAML_WORDS, .offset = IN(station.name), .required = true},
    {.key = "address", .type = YAML_WORDS, .offset = IN(station.address), .required = true},
    {.key = "phone", .type = YAML_TEXT, .offset = IN(station.phone), .required = true},
    {.key = "hours",
     .type = YAML_LIST,
     .offset = IN(station.hours),
     .required = true,
     .table = opening_table,
     .item_size = sizeof(struct opening)},
    {.key = "demo", .type = YAML_BOOL, .offset = IN(station.demo)},
    {.key = "uplink", .type = YAML_ENUM, .offset = IN(station.uplink), .required = true, .names = uplinks},
    {.key = "host", .type = YAML_TEXT, .offset = IN(station.host), .required = true},
    {.key = "screen", .type = YAML_MAP, .required = true, .table = screen_table},
    {.key = "reader", .type = YAML_MAP, .required = true, .table = reader_table},
    {.key = "printer", .type = YAML_MAP, .required = true, .table = printer_table},
    {.key = "peers", .type = YAML_MAP, .required = true, .table = peers_table},
    {0},
};

static bool id_fits_town(const struct station *station)
{
    const char *id = station->id, *town = station->town;
    return strlen(id) == 6 && text_is_digits(id, 3) && id[3] == '-' && text_is_digits(id + 4, 2) &&
           strcmp(id + 4, "00") != 0 && memcmp(id, town + 6, 3) == 0;
}

/* Every letter has to sit in the alphanumeric set of a QR symbol. */
static bool host_fits(const char *host)
{
    return strlen(host) <= HOST_MAX &&
           strspn(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == strlen(host) && strchr(host, '.');
}

#define PANEL_MOST_PX 16384 /* a side; what a surface can be */

static bool parse_screen(const struct raw *raw, struct station *ret)
{
    char x;
    int end = 0;
    if (sscanf(raw->size, "%5d%c%5d%n", &ret->screen.width, &x, &ret->screen.height, &end) != 3 || x != 'x' ||
        raw->size[end])
        return false;
    return ret->screen.width >= 320 && ret->screen.height >= 320 && ret->screen.width <= PANEL_MOST_PX &&
           ret->screen.height <= PANEL_MOST_PX;
}

static bool parse_density(const char *text, double *ret)
{
    char *end;
    *ret = strtod(text, &end);
    return !*end && *ret >= 1 && *ret <= 40;
}

/* A small panel has the compact pages, which are upright, as large as they are, and never move down to a
 * seat: all of it has to hang within reach. */
static bool check_compact(const struct yaml_doc *doc, const struct yaml_node *screen,
                          const struct panel *panel, struct err *err)
{
    int width = (int)panel_width_mm(panel), height = (int)panel_height_mm(panel);
    int highest = PANEL_REACH_MM - height;
    if (!panel_is_compact(panel))
        return true;
    if (panel->width > panel->height)
        return yaml_error(doc, yaml_get(screen, "size"), err,
                          "a panel of %d x %d mm is too low for the pages; use it upright, or one %d mm high",
                          width, height, PANEL_FULL_MM);
    if (width < PANEL_LEAST_W_MM || height < PANEL_LEAST_H_MM)
        return yaml_error(doc, yaml_get(screen, "size"), err,
                          "a panel of %d x %d mm is too small for the pages; the smallest is %d x %d mm",
                          width, height, PANEL_LEAST_W_MM, PANEL_LEAST_H_MM);
    if (panel->lower_edge_mm > highest)
        return yaml_error(doc, yaml_get(screen, "lower_edge_mm"), err,
                          "a panel %d mm high that hangs %d mm above the floor is out of a seat's reach at "
                          "%d mm; hang it at most %d mm above the floor",
                          height, panel->lower_edge_mm, PANEL_REACH_MM, highest);
    return true;
}

/* 1A2B:3C4D, or with the wrapper of its HID reports: what liqu-device --add-reader takes. */
static bool reader_fits(const char *text)
{
    size_t digits = 0;
    for (const char *c = text; *c && c < text + 9; c++)
        digits += c == text + 4 ? *c == ':' : isxdigit((unsigned char)*c) != 0;
    return digits == 9 && (!text[9] || strcmp(text + 9, "/zz") == 0);
}

static bool check_station(const struct yaml_doc *doc, struct raw *raw, struct err *err)
{
    const struct yaml_node *root = yaml_root(doc), *screen = yaml_get(root, "screen");
    struct station *station = &raw->station;
    if (strlen(station->town) != 9 || !text_is_digits(station->town, 9))
        return yaml_error(doc, yaml_get(root, "town"), err, "\"%s\" is no town code; write its nine digits",
                          station->town);
    if (!id_fits_town(station))
        return yaml_error(doc, yaml_get(root, "id"), err,
                          "\"%s\" does not name a kiosk of this town; write %s- and two digits from 01",
                          station->id, station->town + 6);
    if (!host_fits(station->host))
        return yaml_error(doc, yaml_get(root, "host"), err,
                          "\"%s\" does not fit into the QR codes; write at most %d of A-Z 0-9 . -",
                          station->host, HOST_MAX);
    if (station->add_reader && !reader_fits(station->add_reader))
        return yaml_error(doc, yaml_get(yaml_get(root, "reader"), "add"), err,
                          "\"%s\" names no reader; write 1A2B:3C4D, with HID reports 1A2B:3C4D/zz",
                          station->add_reader);
    if (!parse_screen(raw, station))
        return yaml_error(doc, yaml_get(screen, "size"), err, "\"%s\" is no size; write 1080x1920",
                          raw->size);
    if (!parse_density(raw->px_per_mm, &station->screen.px_per_mm))
        return yaml_error(doc, yaml_get(screen, "px_per_mm"), err,
                          "\"%s\" is no density; write one such as 4.03", raw->px_per_mm);
    if (!check_compact(doc, screen, &station->screen, err))
        return false;
    return opening_check(doc, yaml_get(root, "hours"), &station->hours, err);
}

bool station_load(const char *path, struct station **ret, struct err *err)
{
    struct yaml_doc *doc;
    if (!yaml_open(path, &doc, err))
        return false;
    struct arena *arena = arena_create();
    struct raw raw = {.station = {.arena = arena}};
    bool ok =
        yaml_load(doc, yaml_root(doc), station_table, arena, &raw, err) && check_station(doc, &raw, err);
    yaml_close(doc);
    if (!ok) {
        arena_destroy(arena);
        return false;
    }
    struct station *station = arena_alloc(arena, sizeof *station);
    *station = raw.station;
    station->plate_left = strcmp(plates[raw.plate], "left") == 0;
    station->printer.slot_below = strcmp(slots[raw.slot], "below") == 0;
    station->printer.dots = atoi(dot_counts[raw.dots]);
    *ret = station;
    return true;
}

void station_destroy(struct station *station)
{
    if (station)
        arena_destroy(station->arena);
}

void station_parts(const struct station *station, unsigned *ret_town_suffix, unsigned *ret_kiosk)
{
    *ret_town_suffix = (unsigned)strtoul(station->id, NULL, 10);
    *ret_kiosk = (unsigned)strtoul(station->id + 4, NULL, 10);
}

uint64_t station_number(const struct station *station)
{
    return strtoull(station->town, NULL, 10) * 100 + strtoul(station->id + 4, NULL, 10);
}
