/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "draw/fonts.h"

#include "base/err.h"
#include "base/text.h"
#include "base/wipe.h"
#include "base/yaml.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
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

/* ---- a font file, read piece by piece ----
 * Not mapped: FreeType copies what it needs of a stream anyway, a mapping would hold the surroundings of
 * every glyph in our memory as well, and a block that cannot be read would end the program instead of failing
 * a call. */

static struct font_file *file_of(SDL_RWops *stream)
{
    return stream->hidden.unknown.data1;
}

static Sint64 SDLCALL file_size(SDL_RWops *stream)
{
    return file_of(stream)->size;
}

static Sint64 SDLCALL file_seek(SDL_RWops *stream, Sint64 offset, int whence)
{
    struct font_file *file = file_of(stream);
    Sint64 base = whence == RW_SEEK_SET ? 0 : whence == RW_SEEK_CUR ? file->at : file->size;
    if (offset < -base || offset > file->size - base)
        return SDL_SetError("no such place in the file");
    return file->at = base + offset;
}

static size_t read_at(int fd, void *ret, size_t want, Sint64 at)
{
    size_t got = 0;
    for (ssize_t more = 1; got < want && more > 0; got += more > 0 ? (size_t)more : 0)
        more = pread(fd, (uint8_t *)ret + got, want - got, (off_t)at + (off_t)got);
    return got;
}

static bool holds(const struct font_piece *piece, Sint64 at, size_t want)
{
    return at >= piece->at && at + (Sint64)want <= piece->at + (Sint64)piece->len;
}

static const struct font_piece *piece_with(struct font_file *file, size_t want)
{
    for (size_t i = 0; i < FONT_PIECES; i++)
        if (holds(&file->pieces[i], file->at, want))
            return &file->pieces[i];
    struct font_piece *piece = &file->pieces[file->oldest];
    file->oldest = (file->oldest + 1) % FONT_PIECES;
    piece->len = read_at(file->fd, piece->bytes, FONT_PIECE_BYTES, file->at);
    piece->at = file->at;
    return piece;
}

static size_t read_piece(struct font_file *file, void *ret, size_t want)
{
    const struct font_piece *piece = piece_with(file, want);
    size_t from = (size_t)(file->at - piece->at), there = piece->len - from;
    size_t got = want < there ? want : there;
    memcpy(ret, piece->bytes + from, got);
    return got;
}

static size_t SDLCALL file_read(SDL_RWops *stream, void *ret, size_t size, size_t count)
{
    struct font_file *file = file_of(stream);
    size_t want = size * count;
    size_t got =
        want <= FONT_PIECE_BYTES ? read_piece(file, ret, want) : read_at(file->fd, ret, want, file->at);
    file->at += (Sint64)got;
    return size ? got / size : 0;
}

static size_t SDLCALL file_write(SDL_RWops *stream, const void *bytes, size_t size, size_t count)
{
    (void)stream, (void)bytes, (void)size, (void)count;
    return 0;
}

static int SDLCALL file_close(SDL_RWops *stream)
{
    close(file_of(stream)->fd);
    free(file_of(stream));
    SDL_FreeRW(stream);
    return 0;
}

static SDL_RWops *file_open(const char *path, struct err *err)
{
    struct stat stat;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &stat) < 0) {
        err_errno(err, "%s cannot be read; install the font package or correct the path", path);
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    struct font_file *file = calloc(1, sizeof *file);
    SDL_RWops *stream = SDL_AllocRW();
    check(file && stream);
    file->fd = fd;
    file->size = stat.st_size;
    stream->type = SDL_RWOPS_UNKNOWN;
    stream->size = file_size;
    stream->seek = file_seek;
    stream->read = file_read;
    stream->write = file_write;
    stream->close = file_close;
    stream->hidden.unknown.data1 = file;
    return stream;
}

/* ---- faces ---- */

static bool face_load(struct face *face, struct err *err)
{
    SDL_RWops *file = file_open(face->file, err);
    if (!file)
        return false;
    face->font = TTF_OpenFontIndexRW(file, 1, PROBE_PX, face->index);
    if (!face->font)
        return err_set(err, "%s holds no usable face %d: %s", face->file, face->index, TTF_GetError());
    face->source = file_of(file);
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
    face->source = NULL; /* went with it */
}

static bool face_open(struct arena *arena, const struct yaml_doc *doc, const struct yaml_node *node,
                      struct face *face, struct err *err)
{
    struct err why;
    if (!yaml_load(doc, node, face_fields, arena, face, err))
        return false;
    return face_load(face, &why) || yaml_error(doc, node, err, "%s", why.text);
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
        face_unload(&face);
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
        face_unload(&fonts->faces[weight]);
    for (size_t i = 0; i < fonts->fallback_count; i++)
        face_unload(&fonts->fallback[i]);
    run_cache_destroy(fonts->runs);
    arena_destroy(fonts->arena);
    free(fonts);
    TTF_Quit();
}

/* Setting a size drops the glyphs that SDL2_ttf keeps, even when it is the same size. Which pieces of the
 * file were read last tells as well what was written. */
static void forget_glyphs(struct face *face)
{
    if (!face->font)
        return;
    TTF_SetFontSize(face->font, face->px);
    wipe(face->source->pieces, sizeof face->source->pieces);
}

void fonts_forget(struct fonts *fonts)
{
    run_cache_forget(fonts->runs);
    for (int weight = 0; weight < FONT_WEIGHTS; weight++)
        forget_glyphs(&fonts->faces[weight]);
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
    if (TTF_GlyphIsProvided32(own->font, rune))
        return own;
    for (size_t i = 0; weight != FONT_ICON && i < fonts->fallback_count; i++) {
        struct face *face = &fonts->fallback[i];
        struct err err;
        check(face->font || face_load(face, &err));
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
