/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The 256 bytes of text on a card (UTF-16LE, fields padded with blanks) into a person: four layouts told
 * apart by the flag at offset 248. Pure. What does not fit is refused, never guessed.
 */
#ifndef LIQU_DRIVERS_READER_CARD_TEXT_H
#define LIQU_DRIVERS_READER_CARD_TEXT_H

#include "base/attr.h"
#include "link/messages.h"

#define CARD_TEXT_BYTES    256
#define CARD_ADDRESS_BYTES 70

/* On refusal ret is wiped. */
bool card_text_parse(const uint8_t text[CARD_TEXT_BYTES], struct person *ret,
                     enum card_refusal *ret_refusal) MUST_CHECK;

/* The check digit of a foreign card's number of 2017: weights 7 3 1 over the 14 characters before it, letters
 * from A = 10. The rule is known from one specimen only, so that a mismatch refuses nobody. number: as a
 * parsed card has it. */
bool card_number_2017_agrees(const char *number);

/* The last address that is not blank takes the place of the printed one; none: the printed one stays. False:
 * it is no text, and the person has no address any more, because the printed one is out of date. */
bool card_text_newest_address(const uint8_t *addresses, size_t count, struct person *person) MUST_CHECK;

#endif
