/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Case and document numbers: TTT-KK-YYMMDD-SSSS-CC, town suffix, kiosk, date, per-kiosk daily serial, two
 * check digits (ISO 7064 MOD 97-10). All digits, unique without a network, readable over the phone. 17 digits
 * as an integer.
 */
#ifndef LIQU_CASEWORK_NUMBER_H
#define LIQU_CASEWORK_NUMBER_H

#include "base/attr.h"
#include <stdbool.h>
#include <stdint.h>

#define CASE_NUMBER_TEXT 22 /* 118-03-261123-0042-94 and NUL */

uint64_t case_number_make(unsigned town_suffix, unsigned kiosk, uint32_t date, unsigned serial);
bool case_number_valid(uint64_t number); /* check digits, date, ranges */
void case_number_format(uint64_t number, char ret[CASE_NUMBER_TEXT]);
bool case_number_parse(const char *text, uint64_t *ret) MUST_CHECK; /* strict form with dashes */
unsigned case_number_serial(uint64_t number);
uint32_t case_number_date(uint64_t number); /* YYYYMMDD, 20YY */

#endif
