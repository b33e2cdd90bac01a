/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What screens are made of. Each call paints one thing into a scene and adds its elements. Texts are
 * translated by the caller; they are copied.
 */
#ifndef LIQU_UI_WIDGET_H
#define LIQU_UI_WIDGET_H

#include "ui/layout.h"
#include "ui/scene.h"

/* ---- text.c ---- */
/* The narrowest width that breaks the text into no more lines than `width` does: lines of like length read
 * better. */
int balanced_width(const struct scene *scene, const struct text_style *style, int width, const char *text);
/* A text too wide for one line, broken behind the comma or full stop that makes two lines most alike, or
 * behind each of them; the text itself where that would take more lines. */
const char *broken_at_pause(struct scene *scene, const struct text_style *style, int width, const char *text);
/* scene_say in the middle of box's height; max_lines 0: all. */
void say_middle(struct scene *scene, const char *id, struct rect box, const struct text_style *style,
                int max_lines, const char *text);
/* Cuts what the text needs off the top and says it there. */
void say_cut(struct scene *scene, const char *id, struct rect *from, const struct text_style *style, int gap,
             const char *text);
/* Icon, gap, text: a line of its own, from the left or centred as the style says. Cut off the top. */
void say_with_icon(struct scene *scene, struct rect *from, enum icon icon, enum color_role icon_ink,
                   const struct text_style *style, const char *text);

/* ---- parts.c ---- */
/* A text in parts that each fit a place: they end with a sentence, where one is too long with a clause, where
 * that is too long with a word. Nothing is left out; an empty text has no part. */
#define TEXT_PARTS 24
struct text_parts {
    const char *text; /* borrowed */
    int count;
    size_t from[TEXT_PARTS + 1]; /* bytes; a part ends where the next begins */
};
void text_parts(const struct scene *scene, const struct text_style *style, int width, int height,
                const char *text, struct text_parts *ret);
/* Copied into the scene. */
const char *text_part(struct scene *scene, const struct text_parts *parts, int i);

/* ---- button.c ---- */
enum button_look { BUTTON_PRIMARY, BUTTON_DONE, BUTTON_SECONDARY, BUTTON_DANGER, BUTTON_NIGHT, BUTTON_LOOKS };
struct button {
    const char *id, *label;
    enum icon icon; /* ICON_NONE: none */
    enum button_look look;
    enum type_role type; /* TYPE_LABEL, TYPE_ACTION … */
    bool disabled;       /* flat, grey, ⊘ */
    bool icon_behind;
    const char *spoken; /* NULL: the label */
};
void button(struct scene *scene, struct rect box, const struct button *button);
/* One of several: filled with ✓ or ● when chosen. radio: ○/● instead of the icon. */
struct segment {
    const char *id, *label;
    enum icon icon;
    enum color_role icon_ink;
    bool chosen, radio;
    bool disabled;   /* flat, grey, ⊘; never together with chosen */
    bool icon_above; /* the words, which have no room for it beside them */
};
void segment(struct scene *scene, struct rect box, const struct segment *segment);
/* A key of a keyboard; icon stands before the label. */
void key_cap(struct scene *scene, struct rect box, const char *id, enum icon icon, const char *label);

/* ---- tile.c ---- */
struct tile {
    const char *id, *name, *line; /* line: NULL or the second line */
    enum icon icon;
    enum color_role icon_ink; /* faces: painted without a block behind them; else COLOR_ON_TINT */
    bool instant;             /* the one filled block */
    bool upright;             /* icon above the name */
    bool bare;                /* icon without its block */
    bool chevron;
    enum type_role type;
};
void tile(struct scene *scene, struct rect box, const struct tile *tile);
/* White, bordered, not pressable. */
void card(struct scene *scene, struct rect box);
/* The card again in another colour. */
void card_tinted(struct scene *scene, struct rect box, enum color_role fill, enum color_role line);

/* ---- badge.c ---- */
enum badge_look {
    BADGE_DONE,
    BADGE_HANDOFF,
    BADGE_GUIDE,
    BADGE_ATTENTION,
    BADGE_DANGER,
    BADGE_OFF,
    BADGE_LOOKS
};
struct badge {
    enum badge_look look;
    enum icon icon;
    const char *label;
    bool large;
};
int badge_width(const struct scene *scene, const struct badge *badge);
int badge_height(const struct scene *scene);
/* At the left of box, in the middle of its height, or centred in all of it. */
void badge(struct scene *scene, struct rect box, const struct badge *badge, bool fill_box);

/* ---- row.c ---- */
struct item_row {
    const char *id, *name, *facts;
    struct badge badge;         /* label NULL: none */
    bool off;                   /* cannot be finished now */
    size_t mark_from, mark_len; /* bytes of the name to underline: what was looked for */
};
void item_row(struct scene *scene, struct rect box, const struct item_row *row);

/* ---- entry.c ---- */
/* Where something is typed. */
struct entry {
    const char *id;
    const char *text, *placeholder; /* text "": nothing yet */
    const char *note;               /* at the right; NULL: none */
    bool opens;                     /* a touch leads to the keys; else they are on the same page */
};
void entry(struct scene *scene, struct rect box, const struct entry *entry);

/* ---- facts.c ---- */
struct fact {
    enum icon icon; /* ICON_NONE: the words have its place too */
    enum color_role ink;
    const char *label, *value, *note; /* label, note: NULL or a line above, below */
};
/* Two columns of facts (one in large text) in a card, cut off the top. The last rows are left out when there
 * is no room. */
void facts_card(struct scene *scene, const char *id, struct rect *from, const struct fact *facts, int count);
/* One above the other with rules between, inside a card somebody else has painted; returns the height used.
 */
int facts_list(struct scene *scene, struct rect box, const struct fact *facts, int count);
int facts_list_height(struct scene *scene, int width, const struct fact *facts, int count);
/* Makes a list fit: its notes go first, the last ones before the first, then the last facts. Returns how many
 * stay. */
int facts_fit(struct scene *scene, int width, int height, struct fact *facts, int count);
/* facts_fit and facts_list in a card of its own, cut off the top. */
void facts_list_card(struct scene *scene, const char *id, struct rect *from, struct fact *facts, int count);
/* Label left, value right, rules between, in a card of its own, cut off the top. The last rows are left out
 * when there is no room for them. */
struct field {
    const char *label, *value;
};
void fields_card(struct scene *scene, const char *id, struct rect *from, const struct field *fields,
                 int count);
/* How many of them one card of that height holds; ret_height: the card's. */
int fields_fit(const struct scene *scene, int width, int height, const struct field *fields, int count,
               int *ret_height);

/* ---- stepper.c ---- */
/* labels: count words; now: index of the present step. */
void stepper(struct scene *scene, struct rect box, const char *const *labels, int count, int now);

/* ---- notice.c ---- */
enum notice_look { NOTICE_GOOD, NOTICE_ATTENTION, NOTICE_TROUBLE, NOTICE_LOOKS };
/* Icon and sentence above the content, cut off the top. strong may be NULL. */
void notice(struct scene *scene, const char *id, struct rect *from, enum notice_look look, enum icon icon,
            const char *strong, const char *text);
int notice_height(const struct scene *scene, int width, const char *strong, const char *text);
/* A bar that empties, with its words at the right ("": none). */
void progress_bar(struct scene *scene, struct rect box, int left, int total, enum color_role fill,
                  const char *text);

/* ---- chrome.c: what stands on every page ---- */
struct tool {
    const char *id, *label;
    enum icon icon;
    bool on;
};
struct header {
    const char *name, *now; /* station; date and time */
    const char *seal_top, *seal_bottom;
    const char *repeat, *louder, *help;
};
void header(struct scene *scene, struct rect box, const struct header *words);
/* The seal, the station's name and a line below it. */
void header_name(struct scene *scene, struct rect box, const struct header *words);
/* 再读一遍 and 大声点 left of 求助; on paper (low reach) they are outlined. Cut off the right of box. */
void header_keys(struct scene *scene, struct rect box, const struct header *words, bool on_paper);
struct footer {
    const char *back;
    bool back_off;
    const char *phone_label, *phone; /* instead of the back key; NULL: the back key stands there */
    const struct tool *tools;
    int tool_count;
};
void footer(struct scene *scene, struct rect box, const struct footer *words);

#endif
