/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Words that several screens say: dates, hours, money, what an item takes. The texts live in the scene.
 */
#ifndef LIQU_KIOSK_SCREENS_WORDS_H
#define LIQU_KIOSK_SCREENS_WORDS_H

#include "kiosk/visit.h"
#include "ui/widget.h"

const char *words_day(struct scene *scene, const struct visit *visit, uint32_t date); /* 11月24日（周二） */
const char *words_now(struct scene *scene, const struct visit *visit); /* 11月23日（周一） 14:05 */
/* 人工窗口今天 8:30 至 16:30, or that it is closed. */
const char *words_staff_today(struct scene *scene, const struct visit *visit);
const char *words_hours(struct scene *scene, const struct yaml_list *hours); /* 周一至周五 8:30 至 16:30 */
const char *words_place(struct scene *scene, const struct unit *unit); /* 区行政服务中心 2 楼 12 号窗口 */
const char *words_fee(struct scene *scene, const struct item *item);
const char *words_limit(struct scene *scene, const struct item *item);
const char *words_row_facts(struct scene *scene, const struct visit *visit, const struct item *item);
/* The same for a small panel, where no badge stands beside it: how it is done, and what it asks for. */
const char *words_row_brief(struct scene *scene, const struct visit *visit, const struct item *item);
/* Why it cannot be finished here now; NULL when it can. */
const char *words_offer(enum offer offer);
/* The same with a full stop, to stand before another sentence. */
const char *words_offer_sentence(struct scene *scene, enum offer offer);
enum icon words_offer_icon(enum offer offer);
/* Why a grey key does nothing now; NULL: there is nothing to say. */
const char *words_refused(enum visit_state state, const char *id);
const char *words_case_number(struct scene *scene, uint64_t number);
/* What to do about a paper, as the resident has chosen. */
const char *words_material(struct scene *scene, const struct material *material, enum material_choice choice);
struct badge words_material_badge(const struct material *material, enum material_choice choice);

struct zone_words {
    const char *name, *line; /* untranslated */
    enum icon icon;
};
const struct zone_words *words_zone(int zone); /* ZONE_ANY: 马上能拿的 */
struct badge words_mode_badge(const struct item *item);

#endif
