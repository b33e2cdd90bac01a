/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A document's table on a roll: columns as wide as their content, amounts to the right. Columns that do not
 * fit any more follow in small type below their row, each with its head. Internal to paper/.
 */
#ifndef LIQU_PAPER_TABLE_H
#define LIQU_PAPER_TABLE_H

#include "paper/roll.h"

void table_lay_out(struct roll *roll, const struct document_table *table);

#endif
