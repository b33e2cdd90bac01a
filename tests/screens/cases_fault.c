/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Every fault a resident may meet, and the station out of service. */
#include "casework/number.h"
#include "tests/screens/gallery.h"

static void fault(struct gallery_world *world, struct visit *visit, enum fault what)
{
    gallery_pick(world, visit, VISIT_DEVICE_FAULT, "SH-001");
    visit->under = VISIT_PRINTING;
    visit->fault = what;
    visit->document_number = case_number_make(118, 3, GALLERY_TODAY, 17);
}

static void fault_paper(struct gallery_world *world, struct visit *visit)
{
    fault(world, visit, FAULT_PAPER_OUT);
    visit->staff_called = true;
}

static void fault_next(struct gallery_world *world, struct visit *visit)
{
    fault(world, visit, FAULT_PAPER_OUT);
    visit->paper_page = 1;
}

static void fault_last(struct gallery_world *world, struct visit *visit)
{
    fault(world, visit, FAULT_PAPER_OUT);
    visit->paper_page = GALLERY_LAST_PAGE;
}

#define FAULT_CASE(name, what)                                                                               \
    static void name(struct gallery_world *world, struct visit *visit)                                       \
    {                                                                                                        \
        fault(world, visit, what);                                                                           \
    }
FAULT_CASE(fault_cover, FAULT_COVER_OPEN)
FAULT_CASE(fault_jam, FAULT_CUTTER_JAM)
FAULT_CASE(fault_hot, FAULT_HEAD_HOT)
FAULT_CASE(fault_gone, FAULT_PRINTER_GONE)
FAULT_CASE(fault_fails, FAULT_PRINTER_FAILS)
FAULT_CASE(fault_unknown, FAULT_PRINT_UNKNOWN)
FAULT_CASE(fault_reader, FAULT_READER_GONE)
FAULT_CASE(fault_down, FAULT_DATA_DOWN)
FAULT_CASE(fault_refused, FAULT_DATA_REFUSED)
FAULT_CASE(fault_timeout, FAULT_DATA_TIMEOUT)
FAULT_CASE(fault_glyph, FAULT_NO_GLYPH)
FAULT_CASE(fault_low, FAULT_LOW_PAPER)
FAULT_CASE(fault_journal, FAULT_JOURNAL)

static void fault_empty(struct gallery_world *world, struct visit *visit)
{
    fault(world, visit, FAULT_DATA_EMPTY);
    visit->empty_scope = "2025年11月至2026年10月";
}

static void fault_slip(struct gallery_world *world, struct visit *visit)
{
    gallery_ticket(world, visit);
    visit->state = VISIT_DEVICE_FAULT;
    visit->under = VISIT_TICKET;
    visit->fault = FAULT_PAPER_OUT;
}

static void fault_slip_fails(struct gallery_world *world, struct visit *visit)
{
    fault_slip(world, visit);
    visit->fault = FAULT_PRINTER_FAILS;
}

static void fault_slip_unknown(struct gallery_world *world, struct visit *visit)
{
    fault_slip(world, visit);
    visit->fault = FAULT_PRINT_UNKNOWN;
    visit->staff_called = true;
}

static void out_of_service(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_OUT_OF_SERVICE;
    visit->number = 0;
    visit->out_of_service = FAULT_JOURNAL;
}

const struct gallery_case gallery_fault_cases[] = {
    {"fault-paper", fault_paper},       {"fault-next", fault_next},
    {"fault-last", fault_last},         {"fault-cover", fault_cover},
    {"fault-jam", fault_jam},           {"fault-hot", fault_hot},
    {"fault-gone", fault_gone},         {"fault-unknown", fault_unknown},
    {"fault-reader", fault_reader},     {"fault-down", fault_down},
    {"fault-empty", fault_empty},       {"fault-refused", fault_refused},
    {"fault-timeout", fault_timeout},   {"fault-glyph", fault_glyph},
    {"fault-low", fault_low},           {"fault-journal", fault_journal},
    {"fault-slip", fault_slip},         {"fault-slip-unknown", fault_slip_unknown},
    {"fault-fails", fault_fails},       {"fault-slip-fails", fault_slip_fails},
    {"out-of-service", out_of_service}, {0},
};
