/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "casework/number.h"
#include "journal/store.h"

#define SERIAL_MAX 9999
#define CENTURY    20 /* a number holds two digits of the year */

bool serial_next(struct journal *journal, unsigned town_suffix, unsigned kiosk, uint64_t *ret_number,
                 struct err *err)
{
    uint32_t day = clock_date(clock_now_s(journal->clock));
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    bool row;
    /* A dead battery starts the clock at 1970, whose numbers would read as those of 2070. */
    if (day / 1000000 != CENTURY)
        return err_set(err, "the clock says %u; set it", day / 10000);
    if (!store_prepare(journal,
                       "INSERT INTO serials (day, last) VALUES (?1, 1)"
                       " ON CONFLICT (day) DO UPDATE SET last = last + 1 RETURNING last",
                       &statement, err))
        return false;
    sqlite3_bind_int64(statement, 1, day);
    if (!store_step(journal, statement, &row, err))
        return false;
    int64_t serial = row ? sqlite3_column_int64(statement, 0) : 0;
    if (serial < 1 || serial > SERIAL_MAX)
        return err_set(err, "the numbers of this day are used up; go on tomorrow");
    *ret_number = case_number_make(town_suffix, kiosk, day, (unsigned)serial);
    return true;
}
