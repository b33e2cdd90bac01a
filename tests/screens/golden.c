/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/screens/golden.h"

#include "kiosk/screens/tree.h"
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOLERANCE_PX 4 /* what another version of the fonts may move */

static void path_of(const struct golden *golden, char ret[600])
{
    snprintf(ret, 600, "%s/%s.%s.json", golden->folder, golden->name, golden->mode);
}

static const char *id_of(const json_t *element)
{
    return json_string_value(json_object_get(element, "id"));
}

/* ---- writing ---- */

/* What a finger needs; the rest would only make the files large. */
static char *line_of(json_t *element)
{
    static const char *const left_out[] = {"focused", "chosen", "text_w", "text_h", "spoken"};
    for (size_t i = 0; i < COUNT_OF(left_out); i++)
        json_object_del(element, left_out[i]);
    char *line = json_dumps(element, JSON_COMPACT | JSON_PRESERVE_ORDER);
    check(line);
    return line;
}

static void write_elements(FILE *file, const json_t *elements)
{
    size_t i;
    json_t *element;
    const char *between = "\n";
    json_array_foreach(elements, i, element)
    {
        if (!*id_of(element))
            continue;
        char *line = line_of(element);
        fprintf(file, "%s%s", between, line);
        free(line);
        between = ",\n";
    }
}

bool golden_write(const struct golden *golden, const struct scene *scene, struct err *err)
{
    char path[600];
    path_of(golden, path);
    FILE *file = fopen(path, "w");
    if (!file)
        return err_set(err, "%s: %s", path, strerror(errno));
    json_t *tree = tree_json(scene, golden->screen);
    fprintf(file, "{\"screen\":\"%s\",\"w\":%d,\"h\":%d,\"elements\":[", golden->screen, scene->theme.width,
            scene->theme.height);
    write_elements(file, json_object_get(tree, "elements"));
    json_decref(tree);
    bool ok = fprintf(file, "\n]}\n") > 0;
    if (fclose(file) != 0 || !ok)
        return err_set(err, "%s: %s", path, strerror(errno));
    return true;
}

/* ---- checking ---- */

static int side(const json_t *element, const char *key)
{
    return (int)json_integer_value(json_object_get(element, key));
}

static bool is_near(int a, int b)
{
    return abs(a - b) <= TOLERANCE_PX;
}

static int compare(const struct golden *golden, const json_t *old, const struct element *now)
{
    struct rect was = {side(old, "x"), side(old, "y"), side(old, "w"), side(old, "h")};
    const struct rect *is = &now->box;
    if (!is_near(was.x, is->x) || !is_near(was.y, is->y) || !is_near(was.w, is->w) || !is_near(was.h, is->h))
        printf("%s.%s: %s moved from %d,%d %dx%d to %d,%d %dx%d\n", golden->name, golden->mode, now->id,
               was.x, was.y, was.w, was.h, is->x, is->y, is->w, is->h);
    else if (json_is_true(json_object_get(old, "enabled")) != now->enabled)
        printf("%s.%s: %s is now %s\n", golden->name, golden->mode, now->id,
               now->enabled ? "enabled" : "greyed");
    else
        return 0;
    return 1;
}

static const json_t *find(const json_t *elements, const char *id)
{
    size_t i;
    const json_t *element;
    json_array_foreach(elements, i, element) if (strcmp(id_of(element), id) == 0) return element;
    return NULL;
}

int golden_check(const struct golden *golden, const struct scene *scene)
{
    char path[600];
    json_error_t error;
    path_of(golden, path);
    json_t *tree = json_load_file(path, 0, &error);
    if (!tree) {
        printf("%s: %s; `make golden` writes it\n", path, error.text);
        return 1;
    }
    const json_t *elements = json_object_get(tree, "elements"), *element;
    int faults = 0;
    size_t i;
    json_array_foreach(elements, i, element)
    {
        const struct element *now = scene_find(scene, id_of(element));
        if (!now)
            printf("%s.%s: %s is gone\n", golden->name, golden->mode, id_of(element));
        faults += now ? compare(golden, element, now) : 1;
    }
    for (i = 0; i < scene->element_count; i++) {
        const char *id = scene->elements[i].id;
        if (*id && !find(elements, id)) {
            printf("%s.%s: %s is new\n", golden->name, golden->mode, id);
            faults++;
        }
    }
    json_decref(tree);
    return faults;
}
