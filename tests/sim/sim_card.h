/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A simulated identity card: what cards/NAME.yaml says, and the blocks a reader returns for it. Every field
 * goes on the card as written, right or wrong; only what does not fit its place is refused. Layouts:
 * mainland, J (Hong Kong, Macao, Taiwan), I (foreigner 2017), Y (foreigner 2023).
 */
#ifndef LIQU_TESTS_SIM_SIM_CARD_H
#define LIQU_TESTS_SIM_SIM_CARD_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/yaml.h"
#include <stdint.h>

#define CARD_TEXT    256
#define CARD_PHOTO   1024
#define CARD_ADDRESS 70 /* one newer address of command 30 03 */
#define CARD_NUMBER  28 /* IIN 4, SN 8, DN 16 of command 30 05 */

enum card_layout { CARD_MAINLAND, CARD_J, CARD_I, CARD_Y };

struct sim_card {
    int layout;
    const char *name, *english_name, *sex, *ethnic, *birth, *address, *number, *authority, *from, *to;
    const char *permit, *issued_times; /* J: travel permit, times issued */
    const char *nationality;           /* I and Y */
    const char *version, *accepting;   /* I: card version, accepting authority */
    const char *reissued, *earlier;    /* Y: times re-issued, link to the earlier number */
    const char *new_address;           /* on the chip beside the printed one; NULL: none */
    const char *flag;                  /* replaces the layout's type flag, to make an unknown card */
    struct words about; /* for people at a desk: what is special about it; NULLs: nothing said */
    int read_ms;        /* a whole read, 0 to 10000 */
    int photo_seed;
    struct arena *arena; /* owns the texts */
};

/* FOLDER/NAME.yaml. Finish with sim_card_finish, also after failure. */
bool sim_card_load(struct sim_card *card, const char *folder, const char *name, struct err *err) MUST_CHECK;
void sim_card_finish(struct sim_card *card);

/* The 256 bytes of text. False names the field that does not fit. */
bool sim_card_text(const struct sim_card *card, uint8_t ret[CARD_TEXT], struct err *err) MUST_CHECK;
/* A right WLT head and filler that no decoder will like. */
void sim_card_photo(const struct sim_card *card, uint8_t ret[CARD_PHOTO]);
/* False: no newer address on this card. */
bool sim_card_new_address(const struct sim_card *card, uint8_t ret[CARD_ADDRESS]);
void sim_card_number(const struct sim_card *card, uint8_t ret[CARD_NUMBER]);

#endif
