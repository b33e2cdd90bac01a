/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Can it be finished here now? Answered from the devices, the line and the journal as they are at this
 * moment. */
#include "kiosk/kiosk.h"

bool visit_starting(const struct visit *visit)
{
    return clock_real_mono_ms() - visit->kiosk->started_ms <= KIOSK_STARTING_MS;
}

static bool down(const struct visit *visit, const struct visit_device *device)
{
    if (!device->connected)
        return !visit_starting(visit);
    static const bool serves[DEVICE_STATUSES] = {
        [DEVICE_ONLINE] = true, [DEVICE_BUSY] = true, [DEVICE_ATTENTION] = true};
    if (serves[device->status.status])
        return false;
    return device->status.cause != CAUSE_STARTING || !visit_starting(visit);
}

bool visit_reader_down(const struct visit *visit)
{
    return down(visit, &visit->reader);
}

bool visit_printer_down(const struct visit *visit)
{
    return down(visit, &visit->printer) || visit->printer.status.cause == CAUSE_NO_PROOF;
}

enum offer visit_offer(const struct visit *visit, const struct item *item)
{
    if (item->mode == MODE_GUIDE)
        return OFFER_GUIDE_ONLY;
    if (visit_reader_down(visit))
        return OFFER_READER_DOWN;
    if (visit->printer.connected && visit->printer.status.cause == CAUSE_PAPER_OUT)
        return OFFER_NO_PAPER;
    if (visit_printer_down(visit))
        return OFFER_PRINTER_DOWN;
    if (item->mode == MODE_INSTANT && !visit->uplink_up && !visit_starting(visit))
        return OFFER_UPLINK_DOWN;
    if (!outbox_writable(visit->kiosk->journal))
        return OFFER_JOURNAL_FULL;
    return OFFER_OK;
}
