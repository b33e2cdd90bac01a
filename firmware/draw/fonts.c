/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "draw/fonts.h"

#include "base/err.h"
#include "base/text.h"
#include "base/yaml.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUNS_MAX_BYTES (3 * 1024 * 1024) /* the text of the fullest screen, twice */
#define PROBE_PX       1000              /* one px = 1/1000 em */

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

static bool face_load(struct face *face, struct err *err)
{
    SDL_RWops *bytes = SDL_RWFromConstMem(face->map, (int)face->map_bytes);
    check(bytes);
    face->font = TTF_OpenFontIndexRW(bytes, 1, PROBE_PX, face->index);
    if (!face->font)
        return err_set(err, "%s holds no usable face %d: %s", face->file, face->index, TTF_GetError());
    face->px = PROBE_PX;
    TTF_SetFontHinting(face->font, TTF_HINTING_LIGHT);
    const char *family = TTF_FontFaceFamilyName(face->font);
    if (!family || strcmp(family, face->family) != 0)
        return err_set(err, "face %d of %s is \"%s\", not \"%s\"; correct the index", face->index, face->file,
                       family ? family : "", face->family);
    return true;
}

static void face_unload(struct face *face)
{
    if (face->font)
        TTF_CloseFont(face->font);
    face->font = NULL;
}

static bool face_open(struct arena *arena, const struct yaml_doc *doc, const struct yaml_node *node,
                      struct face *face, struct err *err)
{
    struct err why;
    if (!yaml_load(doc, node, face_fields, arena, face, err))
        return false;
    return (face_map(face, &why) && face_load(face, &why)) || yaml_error(doc, node, err, "%s", why.text);
}

static void face_close(struct face *face)
{
    face_unload(face);
    if (face->map)
        munmap(face->map, face->map_bytes);
    face->map = NULL;
}

static void learn_measures(struct fonts *fonts, enum font_weight weight)
{
    TTF_Font *font = fonts->faces[weight].font;
    int advance = 0;
    TTF_GlyphMetrics32(font, ' ', NULL, NULL, NULL, NULL, &advance);
    fonts->blank[weight] = advance;
    fonts->middle[weight] = (TTF_FontAscent(font) + TTF_FontDescent(font)) / 2;
}

static bool open_all(struct fonts *fonts, const struct yaml_doc *doc, struct err *err)
{
    struct font_list list = {0};
    if (!yaml_load(doc, yaml_root(doc), list_fields, fonts->arena, &list, err))
        return false;
    for (int weight = 0; weight < FONT_WEIGHTS; weight++) {
        if (!face_open(fonts->arena, doc, list.faces[weight], &fonts->faces[weight], err))
            return false;
        learn_measures(fonts, (enum font_weight)weight);
    }
    size_t count =
        yaml_kind(list.fallback) == YAML_KIND_SEQUENCE ? yaml_count(list.fallback) : FALLBACKS_MAX + 1;
    if (count > FALLBACKS_MAX)
        return yaml_error(doc, list.fallback, err, "fallback is a list of at most %d faces", FALLBACKS_MAX);
    for (fonts->fallback_count = 0; fonts->fallback_count < count; fonts->fallback_count++) {
        const struct yaml_node *node = yaml_at(list.fallback, fonts->fallback_count);
        if (!yaml_load(doc, node, face_fields, fonts->arena, &fonts->fallback[fonts->fallback_count], err))
            return false;
    }
    return true;
}

bool fonts_check_rare(const char *list, struct err *err)
{
    struct font_list faces = {0};
    struct yaml_doc *doc = NULL;
    if (!yaml_open(list, &doc, err))
        return false;
    struct arena *arena = arena_create();
    bool sound = yaml_load(doc, yaml_root(doc), list_fields, arena, &faces, err);
    for (size_t i = 0; sound && i < yaml_count(faces.fallback); i++) {
        struct face face = {0};
        sound = face_open(arena, doc, yaml_at(faces.fallback, i), &face, err);
        face_close(&face);
    }
    arena_destroy(arena);
    yaml_close(doc);
    return sound;
}

bool fonts_open(const char *list, struct fonts **ret, struct err *err)
{
    if (TTF_Init() < 0)
        return err_set(err, "SDL2_ttf does not start: %s", TTF_GetError());
    struct fonts *fonts = calloc(1, sizeof *fonts);
    check(fonts);
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

void fonts_close(struct fonts *fonts)
{
    if (!fonts)
        return;
    for (int weight = 0; weight < FONT_WEIGHTS; weight++)
        face_close(&fonts->faces[weight]);
    for (size_t i = 0; i < fonts->fallback_count; i++)
        face_close(&fonts->fallback[i]);
    run_cache_destroy(fonts->runs);
    arena_destroy(fonts->arena);
    free(fonts);
    TTF_Quit();
}

/* Setting a size drops the glyphs that SDL2_ttf keeps, even when it is the same size. */
static void forget_glyphs(struct face *face)
{
    if (face->font)
        TTF_SetFontSize(face->font, face->px);
}

void fonts_forget(struct fonts *fonts)
{
    run_cache_forget(fonts->runs);
    for (int weight = 0; weight < FONT_WEIGHTS; weight++)
        forget_glyphs(&fonts->faces[weight]);
    for (size_t i = 0; i < fonts->fallback_count; i++)
        face_close(&fonts->fallback[i]);
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
    if (TTF_GlyphIsProvided32(own->font, rune))
        return own;
    for (size_t i = 0; weight != FONT_ICON && i < fonts->fallback_count; i++) {
        struct face *face = &fonts->fallback[i];
        struct err err;
        check(face->font || (face_map(face, &err) && face_load(face, &err)));
        if (TTF_GlyphIsProvided32(face->font, rune))
            return face;
    }
    return NULL;
}

TTF_Font *fonts_at(struct fonts *fonts, struct face *face, enum font_weight weight, int px)
{
    bool bold = weight == FONT_BOLD && face != &fonts->faces[FONT_BOLD];
    if (face->px != px)
        check(TTF_SetFontSize(face->font, px) == 0);
    if (face->bold != bold)
        TTF_SetFontStyle(face->font, bold ? TTF_STYLE_BOLD : TTF_STYLE_NORMAL);
    face->px = px;
    face->bold = bold;
    return face->font;
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
