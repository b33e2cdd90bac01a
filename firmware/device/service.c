/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "device/service.h"

#include "base/log.h"
#include "base/loop.h"
#include "base/version.h"
#include "device/unit.h"
#include "link/link.h"
#include <stdlib.h>

struct service {
    struct loop *loop;
    struct unit *unit;
    struct link_peer *peer;
    uint64_t read_visit; /* of the read that is on; 0: none */
    struct {
        struct link_print print; /* job 0: no page */
        uint64_t visit;
        const uint8_t *page;
        size_t len;
        bool alone; /* the kiosk that ordered it has gone */
        bool waits; /* in mid-page, for somebody's hand */
    } job;
    struct timer give_up;
};

/* A kiosk that is not there misses nothing: it asks again, and hears the status when it comes back. */
static void tell(struct service *service, enum link_type type, uint64_t visit, const void *body)
{
    struct link *link = service->peer ? link_peer_link(service->peer) : NULL;
    if (link && !link_send(link, type, visit, body))
        log_notice("link", "%s did not reach the kiosk", link_type_word(type));
}

/* ---- events out ---- */

static void on_status(void *arg, const struct link_status *status)
{
    tell(arg, LINK_STATUS, 0, status);
}

static void on_unknown(void *arg, const struct link_unknown_device *device)
{
    tell(arg, LINK_UNKNOWN_DEVICE, 0, device);
}

static void tell_read(struct service *service, enum link_type type, const void *body)
{
    if (service->read_visit)
        tell(service, type, service->read_visit, body);
}

static void on_card_seen(void *arg)
{
    tell_read(arg, LINK_CARD_SEEN, &(struct link_nothing){0});
}

static void on_card(void *arg, const struct person *person)
{
    tell_read(arg, LINK_CARD, person);
}

static void on_card_refused(void *arg, enum card_refusal cause)
{
    tell_read(arg, LINK_CARD_REFUSED, &(struct link_card_refused){.cause = cause});
}

static void forget_page(struct service *service)
{
    link_page_unmap(service->job.page, service->job.len);
    service->job.print = (struct link_print){0};
    service->job.page = NULL;
    service->job.alone = service->job.waits = false;
    timer_stop(&service->give_up);
}

static bool is_final(uint32_t state)
{
    return state == JOB_PRINTED || state == JOB_FAILED || state == JOB_UNKNOWN;
}

static void on_give_up(void *arg)
{
    struct service *service = arg;
    log_notice("link", "a page waits for somebody's hand and its visit is over: it is given up");
    unit_print_cancel(service->unit, service->job.print.job);
}

/* A page whose kiosk has gone is finished when it runs: half a page helps nobody. One that waits for a hand
 * would come out in somebody else's visit. Not at once: the driver may be in the middle of telling us. */
static void look_after_page(struct service *service)
{
    if (service->job.alone && service->job.waits)
        timer_start(service->loop, &service->give_up, 0, on_give_up, service);
}

static void on_job(void *arg, const struct link_job *job)
{
    struct service *service = arg;
    tell(service, LINK_JOB, service->job.visit, job);
    if (is_final(job->state)) {
        forget_page(service);
        return;
    }
    service->job.waits = job->cause != CAUSE_NONE;
    look_after_page(service);
}

/* ---- orders in ---- */

static void take_read_start(struct service *service, struct link_message *message)
{
    service->read_visit = message->visit;
    unit_read(service->unit, true);
}

static void take_read_stop(struct service *service, struct link_message *message)
{
    (void)message;
    service->read_visit = 0;
    unit_read(service->unit, false);
}

static void refuse_page(struct service *service, const struct link_message *message, const char *why)
{
    const struct link_print *print = message->body;
    const struct link_job job = {.job = print->job, .state = JOB_FAILED, .cause = CAUSE_BAD_JOB};
    log_notice("bad_job", "%s", why);
    tell(service, LINK_JOB, message->visit, &job);
}

static void take_print(struct service *service, struct link_message *message)
{
    struct err err;
    if (service->job.print.job) {
        refuse_page(service, message, "a page while another is printing");
        return;
    }
    const struct link_print *print = message->body;
    const uint8_t *page = link_page_map(message->fd, print, &service->job.len, &err);
    if (!page) {
        refuse_page(service, message, err.text);
        return;
    }
    service->job.print = *print;
    service->job.visit = message->visit;
    service->job.page = page;
    const struct link_print job = *print; /* the message may be gone before the job ends */
    unit_print(service->unit, &job, page);
}

static void take_print_cancel(struct service *service, struct link_message *message)
{
    const struct link_print_cancel *cancel = message->body;
    unit_print_cancel(service->unit, cancel->job);
}

static void on_opened(void *arg, struct link *link)
{
    struct service *service = arg;
    (void)link;
    log_info("link", "the kiosk is there");
    tell(service, LINK_STATUS, 0, unit_status(service->unit));
    unit_tell_unknown(service->unit);
}

static void on_message(void *arg, struct link *link, struct link_message *message)
{
    static void (*const takers[LINK_TYPES])(struct service * service, struct link_message * message) = {
        [LINK_READ_START] = take_read_start,
        [LINK_READ_STOP] = take_read_stop,
        [LINK_PRINT] = take_print,
        [LINK_PRINT_CANCEL] = take_print_cancel,
    };
    (void)link;
    if (takers[message->type])
        takers[message->type](arg, message);
}

/* Nobody waits for a card any more, nor for a page that stands still. */
static void on_closed(void *arg, struct link *link)
{
    struct service *service = arg;
    (void)link;
    log_notice("link", "the kiosk has gone");
    service->read_visit = 0;
    unit_read(service->unit, false);
    service->job.alone = service->job.print.job != 0;
    look_after_page(service);
}

static void on_refused(void *arg, const char *why)
{
    (void)arg;
    log_notice("link", "refused: %s", why);
}

bool service_start(struct loop *loop, const struct service_options *asked, struct service **ret,
                   struct err *err)
{
    static const struct link_handler handler = {
        .opened = on_opened, .message = on_message, .closed = on_closed, .refused = on_refused};
    struct service *service = calloc(1, sizeof *service);
    check(service);
    service->loop = loop;
    const struct unit_options options = {.loop = loop,
                                         .link_class = asked->link_class,
                                         .soiled_path = asked->soiled_path,
                                         .paper_path = asked->paper_path,
                                         .setup = asked->setup,
                                         .status = on_status,
                                         .card_seen = on_card_seen,
                                         .card = on_card,
                                         .card_refused = on_card_refused,
                                         .job = on_job,
                                         .unknown = on_unknown,
                                         .arg = service};
    if (!unit_start(&options, &service->unit, err)) {
        free(service);
        return false;
    }
    service->peer =
        link_peer_start(loop, asked->link_path, asked->link_class, LIQU_VERSION, &handler, service);
    *ret = service;
    return true;
}

void service_stop(struct service *service)
{
    if (!service)
        return;
    timer_stop(&service->give_up);
    unit_stop(service->unit); /* while the link stands: a page's end is still told */
    link_peer_stop(service->peer);
    free(service);
}
