/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * bench-print RUN ROUNDS: in the kiosk's place, orders 30 cm of paper from `liqu-device printer` and waits
 * for the proof, so often. RUN is the run folder of that program. Prints the median in microseconds, from the
 * order to `printed`.
 */
#include "base/socket.h"
#include "base/text.h"
#include "base/version.h"
#include "link/link.h"
#include "tests/bench/long_page.h"
#include "tests/bench/samples.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LIMIT_MS 120000
#define PAUSE_MS 500 /* the printer is asked how it is after a page */

struct bench {
    struct loop *loop;
    struct link *link;
    struct timer limit, next;
    struct samples samples;
    size_t rounds;
    uint64_t job;
    double ordered;
};

static void give_up(struct bench *bench, const char *why)
{
    fprintf(stderr, "bench-print: %s\n", why);
    loop_stop(bench->loop, EXIT_REFUSED);
}

static void on_limit(void *arg)
{
    give_up(arg, "the printer did not come to an end");
}

static void on_next(void *arg)
{
    static uint8_t page[LONG_PAGE_DOTS / 8 * LONG_PAGE_ROWS];
    struct bench *bench = arg;
    const struct link_print print = {
        .job = ++bench->job, .width_dots = LONG_PAGE_DOTS, .rows = LONG_PAGE_ROWS, .cut = 1};
    long_page_fill(page);
    int fd = link_page_create(page, sizeof page);
    check(fd >= 0);
    bench->ordered = samples_now_us();
    if (!bench->link || !link_send_fd(bench->link, LINK_PRINT, 1, &print, fd))
        give_up(bench, "the page was not taken");
    close(fd);
}

static void hear_job(struct bench *bench, const struct link_job *job)
{
    if (job->state == JOB_FAILED || job->state == JOB_UNKNOWN)
        give_up(bench, device_cause_word((enum device_cause)job->cause));
    if (job->state != JOB_PRINTED)
        return;
    samples_add(&bench->samples, samples_now_us() - bench->ordered);
    if (bench->samples.count == bench->rounds)
        loop_stop(bench->loop, EXIT_OK);
    else
        timer_start(bench->loop, &bench->next, PAUSE_MS, on_next, bench);
}

static void on_opened(void *arg, struct link *link)
{
    ((struct bench *)arg)->link = link;
}

static void on_message(void *arg, struct link *link, struct link_message *message)
{
    struct bench *bench = arg;
    (void)link;
    if (message->type == LINK_JOB)
        hear_job(bench, message->body);
    if (message->type == LINK_STATUS && !bench->job &&
        ((const struct link_status *)message->body)->status == DEVICE_ONLINE)
        on_next(bench);
}

static void on_closed(void *arg, struct link *link)
{
    (void)link;
    ((struct bench *)arg)->link = NULL;
}

static void on_refused(void *arg, const char *why)
{
    give_up(arg, why);
}

int main(int argc, char **argv)
{
    static const struct link_handler handler = {on_opened, on_message, on_closed, on_refused};
    static struct bench bench;
    struct link_server *server;
    struct err err;
    char path[108];
    uint64_t rounds;
    if (argc != 3 || !text_to_uint(argv[2], SAMPLES_MAX, &rounds) || !rounds) {
        fprintf(stderr, "usage: bench-print RUN ROUNDS\n");
        return EXIT_USAGE;
    }
    bench.rounds = rounds;
    bench.loop = loop_create();
    snprintf(path, sizeof path, "%s/printer.sock", argv[1]);
    if (!link_server_open(bench.loop, path, LINK_PRINTER, geteuid(), LIQU_VERSION, &handler, &bench, &server,
                          &err))
        err_exit("bench-print", EXIT_ENVIRONMENT, &err);
    timer_start(bench.loop, &bench.limit, LIMIT_MS, on_limit, &bench);
    int code = loop_run(bench.loop);
    if (code == EXIT_OK)
        printf("%.1f\n", samples_part(&bench.samples, 0.5));
    link_server_close(server);
    loop_destroy(bench.loop);
    return code;
}
