/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The page around every screen: header, footer, stepper, and two places to put things. Targets go into
 * `body`. What is only read goes into `*show`: the same rectangle in the normal look, the freed top in low
 * reach, the left column on a wide panel. A compact panel (base/panel.h) has 506 × 640 design px of body
 * between a shorter header and footer: each screen says what it leaves out or pages there.
 */
#ifndef LIQU_KIOSK_SCREENS_VIEW_H
#define LIQU_KIOSK_SCREENS_VIEW_H

#include "kiosk/screen.h"
#include "kiosk/screens/words.h"
#include "ui/widget.h"

struct view {
    const struct visit *visit;
    struct scene *scene;
    struct rect body, sign;
    struct rect *show;
    bool low, wide, compact; /* low and compact, wide and compact never meet */
};

void view_begin(struct view *view, const struct visit *visit, struct scene *scene);
/* Without header, footer and stepper: only margins. */
void view_begin_bare(struct view *view, const struct visit *visit, struct scene *scene);
/* The question of the page and a line below it. In low reach the freed top becomes a large sign that says it:
 * for screens with nothing else to show. */
void view_sign(struct view *view, const char *id, const char *title, const char *line);
/* Title and line at the top of `show`; centred for pages that tell rather than ask. line may be NULL. */
void view_title(struct view *view, const char *id, const char *title, const char *line);
void view_headline(struct view *view, const char *id, const char *title, const char *line,
                   enum color_role ink);
/* say_cut; on a small panel its lines break where one would breathe, or are of like length. */
void view_say_evenly(const struct view *view, const char *id, struct rect *from,
                     const struct text_style *style, int gap, const char *text);
/* The filled button over the whole width at the foot of the body; secondary (may be NULL) stands left of it
 * at a third. */
void view_primary(struct view *view, const struct button *primary, const struct button *secondary);
/* What it takes there, with the gap. */
int view_primary_height(const struct view *view);
/* Two secondary buttons side by side at the foot of what is left. */
void view_pair(struct view *view, const struct button *left, const struct button *right);
/* The sheet behind 更多, over everything. */
void view_more(const struct visit *visit, struct scene *scene);
/* Why the grey key that was just touched does nothing, in a line over the page's title. */
void view_refusal(const struct visit *visit, struct scene *scene);
bool view_more_open(const struct visit *visit);

/* Of the two places the one with more height left: for what is read and too much for `show`. */
struct rect *view_roomier(struct view *view);

int view_px(const struct view *view, int design_px);
/* One of two lengths: the second on a compact panel. */
int view_either(const struct view *view, int design_px, int compact_px);
/* Between tiles and buttons. */
int view_gap(const struct view *view);
struct text_style view_type(const struct view *view, enum type_role type, enum color_role ink);

#endif
