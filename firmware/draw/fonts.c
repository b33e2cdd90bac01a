/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "draw/fonts.h"

#include "base/err.h"
#include "base/text.h"
#include "base/yaml.h"
#include "draw/glyphs.h"
#include <fcntl.h>
#include <hb-ft.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include FT_ADVANCES_H

#define RUNS_MAX_BYTES (3 * 1024 * 1024) /* the text of the fullest screen, twice */

static const struct yaml_field face_fields[] = {
    {.key = "file", .type = YAML_TEXT, .offset = offsetof(struct face, file), .required = true},
    {.key = "family", .type = YAML_TEXT, .offset = offsetof(struct face, family), .required = true},
    {.key = "index", .type = YAML_INT, .offset = offsetof(struct face, index), .required = true, .max = 99},
    {0},
};

struct font_list {
    const struct yaml_node *faces[FONT_WEIGHTS], *fallback;
};
static const struct yaml_field list_fields[] = {
    {.key = "regular",
     .type = YAML_NODE,
     .offset = offsetof(struct font_list, faces[FONT_REGULAR]),
     .required = true},
    {.key = "bold",
     .type = YAML_NODE,
     .offset = offsetof(struct font_list, faces[FONT_BOLD]),
     .required = true},
    {.key = "icons",
     .type = YAML_NODE,
     .offset = offsetof(struct font_list, faces[FONT_ICON]),
     .required = true},
    {.key = "fallback", .type = YAML_NODE, .offset = offsetof(struct font_list, fallback), .required = true},
    {0},
};

static bool face_map(struct face *face, struct err *err)
{
    int fd = open(face->file, O_RDONLY | O_CLOEXEC);
    struct stat stat;
    if (fd < 0)
        return err_errno(err, "%s cannot be read; install the font package or correct the path", face->file);
    if (fstat(fd, &stat) == 0 && stat.st_size > 0)
        face->map = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (!face->map || face->map == MAP_FAILED) {
        face->map = NULL;
        return err_set(err, "%s cannot be mapped into memory", face->file);
    }
    face->map_bytes = (size_t)stat.st_size;
    return true;
}

static void face_unload(struct face *face)
{
    hb_font_destroy(face->hb);
    if (face->ft)
        FT_Done_Face(face->ft);
    face->hb = NULL;
    face->ft = NULL;
    face->px = 0;
}

static bool face_load(struct fonts *fonts, struct face *face, struct err *err)
{
    if (FT_New_Memory_Face(fonts->library, face->map, (FT_Long)face->map_bytes, face->index, &face->ft) !=
            0 ||
        !FT_IS_SCALABLE(face->ft)) {
        face_unload(face);
        return err_set(err, "%s holds no usable face %d", face->file, face->index);
    }
    const char *family = face->ft->family_name;
    if (!family || strcmp(family, face->family) != 0)
        return err_set(err, "face %d of %s is \"%s\", not \"%s\"; correct the index", face->index, face->file,
                       family ? family : "", face->family);
    return true;
}

static bool face_open(struct fonts *fonts, const struct yaml_doc *doc, const struct yaml_node *node,
                      struct face *face, struct err *err)
{
    struct err why;
    if (!yaml_load(doc, node, face_fields, fonts->arena, face, err))
        return false;
    return (face_map(face, &why) && face_load(fonts, face, &why)) ||
           yaml_error(doc, node, err, "%s", why.text);
}

static int per_mille(int units, const struct face *face)
{
    return (units * 1000 + face->ft->units_per_EM / 2) / face->ft->units_per_EM;
}

static void learn_measures(struct fonts *fonts, enum font_weight weight)
{
    const struct face *face = &fonts->faces[weight];
    FT_Fixed advance = 0;
    FT_Get_Advance(face->ft, FT_Get_Char_Index(face->ft, ' '), FT_LOAD_NO_SCALE, &advance);
    fonts->blank[weight] = per_mille((int)advance, face);
    fonts->middle[weight] = per_mille(face->ft->ascender + face->ft->descender, face) / 2;
}

static bool open_all(struct fonts *fonts, const struct yaml_doc *doc, struct err *err)
{
    struct font_list list = {0};
    if (!yaml_load(doc, yaml_root(doc), list_fields, fonts->arena, &list, err))
        return false;
    for (int weight = 0; weight < FONT_WEIGHTS; weight++) {
        if (!face_open(fonts, doc, list.faces[weight], &fonts->faces[weight], err))
            return false;
        learn_measures(fonts, (enum font_weight)weight);
    }
    size_t count =
        yaml_kind(list.fallback) == YAML_KIND_SEQUENCE ? yaml_count(list.fallback) : FALLBACKS_MAX + 1;
    if (count > FALLBACKS_MAX)
        return yaml_error(doc, list.fallback, err, "fallback is a list of at most %d faces", FALLBACKS_MAX);
    for (fonts->fallback_count = 0; fonts->fallback_count < count; fonts->fallback_count++) {
        struct face *face = &fonts->fallback[fonts->fallback_count];
        if (!face_open(fonts, doc, yaml_at(list.fallback, fonts->fallback_count), face, err)) {
            fonts->fallback_count++;
            return false;
        }
        /* Seen to be sound; most visits never need it, and its tables are the largest of all. */
        face_unload(face);
    }
    return true;
}

bool fonts_open(const char *list, struct fonts **ret, struct err *err)
{
    struct fonts *fonts = calloc(1, sizeof *fonts);
    check(fonts && FT_Init_FreeType(&fonts->library) == 0);
    fonts->arena = arena_create();
    fonts->runs = run_cache_create(RUNS_MAX_BYTES);
    struct yaml_doc *doc = NULL;
    bool opened = yaml_open(list, &doc, err) && open_all(fonts, doc, err);
    yaml_close(doc);
    if (opened)
        *ret = fonts;
    else
        fonts_close(fonts);
    return opened;
}

static void face_close(struct face *face)
{
    face_unload(face);
    if (face->map)
        munmap(face->map, face->map_bytes);
}

void fonts_close(struct fonts *fonts)
{
    if (!fonts)
        return;
    for (int weight = 0; weight < FONT_WEIGHTS; weight++)
        face_close(&fonts->faces[weight]);
    for (size_t i = 0; i < fonts->fallback_count; i++)
        face_close(&fonts->fallback[i]);
    glyphs_forget(fonts);
    FT_Done_FreeType(fonts->library);
    run_cache_destroy(fonts->runs);
    arena_destroy(fonts->arena);
    free(fonts);
}

void fonts_forget(struct fonts *fonts)
{
    run_cache_forget(fonts->runs);
    glyphs_forget(fonts);
    for (size_t i = 0; i < fonts->fallback_count; i++)
        face_unload(&fonts->fallback[i]);
}

/* What a private-use character means was agreed between two parties; a font's own idea of it would put
 * another character into a name. Icons are such an agreement, with one font. */
static bool private_use(uint32_t rune)
{
    return (rune >= 0xE000 && rune <= 0xF8FF) || rune >= 0xF0000;
}

struct face *fonts_face(struct fonts *fonts, enum font_weight weight, uint32_t rune)
{
    struct face *own = &fonts->faces[weight];
    if (weight != FONT_ICON && private_use(rune))
        return NULL;
    if (FT_Get_Char_Index(own->ft, rune))
        return own;
    for (size_t i = 0; weight != FONT_ICON && i < fonts->fallback_count; i++) {
        struct face *face = &fonts->fallback[i];
        struct err err;
        check(face->ft || face_load(fonts, face, &err));
        if (FT_Get_Char_Index(face->ft, rune))
            return face;
    }
    return NULL;
}

void fonts_size(struct face *face, int px)
{
    if (face->px == px)
        return;
    check(FT_Set_Pixel_Sizes(face->ft, 0, (FT_UInt)px) == 0);
    if (face->hb)
        hb_ft_font_changed(face->hb);
    face->px = px;
}

bool fonts_cover(struct fonts *fonts, const char *text, uint32_t *ret_rune)
{
    uint32_t rune;
    while ((rune = text_next(&text))) {
        if (rune == '\n' || (fonts_face(fonts, FONT_REGULAR, rune) && fonts_face(fonts, FONT_BOLD, rune)))
            continue;
        if (ret_rune)
            *ret_rune = rune;
        return false;
    }
    return true;
}
