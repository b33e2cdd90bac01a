/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Words in the resident's language, through gettext. The Chinese text in the source is the message id;
 * assets/po/en.po holds the English. The language can change at any moment.
 */
#ifndef LIQU_BASE_TR_H
#define LIQU_BASE_TR_H

#include "base/attr.h"
#include "base/yaml.h"

enum language { LANG_ZH, LANG_EN };

/* Finds LOCALE/en/LC_MESSAGES/liqu.mo in LIQU_LOCALE, ../locale beside the binary, or /usr/share/locale. */
void tr_init(void);
void tr_language(enum language language);
enum language tr_current(void);
/* In the current language; the pointer stays valid. */
const char *tr(const char *chinese) __attribute__((format_arg(1)));
/* Marks a text in a table for extraction; translated where it is shown. */
#define tr_later(text) text
/* The half of a pair from a data file. */
const char *tr_words(const struct words *words);

#endif
