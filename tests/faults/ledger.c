/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/faults/ledger.h"

#include "tests/sim/sim_printer.h"
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WIDTH_MAX 832 /* dots */

void ledger_open(struct ledger *ledger, struct world *world, uint32_t rows)
{
    memset(ledger, 0, sizeof *ledger);
    ledger->world = world;
    ledger->rows = rows;
}

unsigned ledger_new(struct ledger *ledger)
{
    return ++ledger->documents;
}

static uint32_t width_of(const struct ledger *ledger)
{
    return (uint32_t)sim_printer_mech(world_printer(ledger->world))->strip.width;
}

/* ---- pages: four bits a byte, the upper ones 8, so that no byte is a command or blank ---- */

static void draw_row(unsigned document, uint32_t row, uint8_t *ret, size_t bytes)
{
    const unsigned nibbles[LEDGER_ROW_HEAD] = {document >> 8, document >> 4, document,
                                               row >> 8,      row >> 4,      row};
    for (size_t i = 0; i < bytes; i++)
        ret[i] =
            (uint8_t)(0x80 | ((i < COUNT_OF(nibbles) ? nibbles[i] : document * 7 + row * 13 + i * 5) & 15));
}

void ledger_row_head(unsigned document, uint32_t row, uint8_t ret[LEDGER_ROW_HEAD])
{
    draw_row(document, row, ret, LEDGER_ROW_HEAD);
}

/* 0: nobody's row. */
static unsigned read_row(const uint8_t *bits, size_t bytes, uint32_t *ret_row)
{
    uint8_t wanted[WIDTH_MAX / 8];
    unsigned document = (bits[0] & 15u) << 8 | (bits[1] & 15u) << 4 | (bits[2] & 15u);
    *ret_row = (bits[3] & 15u) << 8 | (bits[4] & 15u) << 4 | (bits[5] & 15u);
    draw_row(document, *ret_row, wanted, bytes);
    return memcmp(bits, wanted, bytes) == 0 ? document : 0;
}

static bool is_blank(const uint8_t *bits, size_t bytes)
{
    while (bytes && !bits[bytes - 1])
        bytes--;
    return bytes == 0;
}

/* ---- jobs ---- */

uint64_t ledger_print(struct ledger *ledger, unsigned document)
{
    struct link *link = ledger->world->sides[SLOT_PRINTER].link;
    size_t stride = width_of(ledger) / 8;
    check(ledger->job_count < LEDGER_JOBS);
    if (!link)
        return 0;
    uint8_t *page = malloc(stride * ledger->rows);
    check(page);
    for (uint32_t row = 0; row < ledger->rows; row++)
        draw_row(document, row, page + row * stride, stride);
    int fd = link_page_create(page, stride * ledger->rows);
    free(page);
    ledger->jobs[ledger->job_count++] = (struct ledger_job){.document = document, .state = JOB_QUEUED};
    const struct link_print print = {
        .job = ledger->job_count, .width_dots = (uint32_t)stride * 8, .rows = ledger->rows, .cut = 1};
    world_tell(ledger->world, "print document %u as job %zu", document, ledger->job_count);
    if (fd < 0 || !link_send_fd(link, LINK_PRINT, 1, &print, fd))
        world_wrong(ledger->world, "the page was not taken");
    close(fd);
    return ledger->job_count;
}

void ledger_cancel(struct ledger *ledger, uint64_t job)
{
    struct link *link = ledger->world->sides[SLOT_PRINTER].link;
    const struct link_print_cancel cancel = {.job = job};
    world_tell(ledger->world, "cancel job %llu", (unsigned long long)job);
    if (link && !link_send(link, LINK_PRINT_CANCEL, 1, &cancel))
        world_wrong(ledger->world, "the cancellation was not taken");
}

const struct ledger_job *ledger_job(const struct ledger *ledger, uint64_t job)
{
    return &ledger->jobs[job - 1];
}

/* ---- the paper ---- */

struct reading {
    struct ledger_sheet *sheet;
    unsigned document; /* of the rows just read; 0: none */
    uint32_t next;     /* the row that would go on */
};

static void end_run(struct reading *reading, uint32_t rows)
{
    struct ledger_sheet *sheet = reading->sheet;
    if (reading->document && reading->next == rows && sheet->wholes < SHEET_WHOLE) {
        sheet->whole[sheet->wholes++] = reading->document;
        sheet->pieces -= rows;
    }
    reading->document = 0;
}

static void take_row(struct reading *reading, const uint8_t *bits, size_t bytes, uint32_t rows)
{
    uint32_t row;
    bool blank = is_blank(bits, bytes);
    unsigned document = blank ? 0 : read_row(bits, bytes, &row);
    bool goes_on = document && document == reading->document && row == reading->next;
    if (!goes_on)
        end_run(reading, rows);
    reading->sheet->strange += !blank && !document;
    reading->sheet->pieces += document != 0;
    if (goes_on)
        reading->next++;
    else if (document && row == 0)
        *reading = (struct reading){reading->sheet, document, 1};
}

static void read_sheet(struct ledger *ledger, const char *path, struct ledger_sheet *ret)
{
    struct reading reading = {.sheet = ret};
    png_image image = {.version = PNG_IMAGE_VERSION};
    uint8_t bits[WIDTH_MAX / 8];
    if (!png_image_begin_read_from_file(&image, path)) {
        world_wrong(ledger->world, "%s cannot be read", path);
        return;
    }
    image.format = PNG_FORMAT_GRAY;
    uint8_t *dots = malloc(PNG_IMAGE_SIZE(image));
    check(dots && image.width <= WIDTH_MAX);
    if (!png_image_finish_read(&image, NULL, dots, 0, NULL))
        world_wrong(ledger->world, "%s cannot be read", path);
    for (uint32_t y = 0; y < image.height; y++) {
        memset(bits, 0, sizeof bits);
        for (uint32_t x = 0; x < image.width; x++)
            if (!dots[(size_t)y * image.width + x])
                bits[x / 8] |= (uint8_t)(0x80 >> x % 8);
        take_row(&reading, bits, image.width / 8, ledger->rows);
    }
    end_run(&reading, ledger->rows);
    free(dots);
}

static void look_at_new_sheets(struct ledger *ledger)
{
    const struct sim_strip *strip = &sim_printer_mech(world_printer(ledger->world))->strip;
    while (ledger->sheet_count < strip->sheets) {
        char path[128];
        check(ledger->sheet_count < LEDGER_SHEETS);
        struct ledger_sheet *sheet = &ledger->sheets[ledger->sheet_count++];
        sim_strip_path(strip, (unsigned)ledger->sheet_count, path, sizeof path);
        read_sheet(ledger, path, sheet);
        unlink(path);
        world_tell(ledger->world, "  sheet %zu: document %u, %u whole; %u rows of others, %u strange",
                   ledger->sheet_count, sheet->wholes ? sheet->whole[0] : 0, sheet->wholes, sheet->pieces,
                   sheet->strange);
    }
}

static unsigned times_whole(const struct ledger *ledger, unsigned document)
{
    unsigned times = 0;
    for (size_t i = 0; i < ledger->sheet_count; i++)
        for (unsigned n = 0; n < ledger->sheets[i].wholes; n++)
            times += ledger->sheets[i].whole[n] == document;
    return times;
}

/* Cut, alone on its sheet. */
static bool stands_clean(const struct ledger *ledger, unsigned document)
{
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        const struct ledger_sheet *sheet = &ledger->sheets[i];
        if (sheet->wholes == 1 && sheet->whole[0] == document)
            return sheet->pieces == 0 && sheet->strange == 0;
    }
    return false;
}

/* ---- what is said of it ---- */

static void judge_end(struct ledger *ledger, const struct link_job *said)
{
    const struct ledger_job *job = ledger_job(ledger, said->job);
    unsigned long long number = said->job;
    if (said->state != JOB_PRINTED && said->cause == CAUSE_NONE)
        world_wrong(ledger->world, "job %llu is %s without a cause", number, job_state_word(job->state));
    if (said->state == JOB_PRINTED && said->proof == PROOF_NONE)
        world_wrong(ledger->world, "job %llu is printed without a proof", number);
    if (said->state == JOB_PRINTED && !ledger->garbled && !times_whole(ledger, job->document))
        world_wrong(ledger->world, "job %llu counts as printed, but its page was not cut", number);
    else if (said->state == JOB_PRINTED && !ledger->garbled && !stands_clean(ledger, job->document))
        world_wrong(ledger->world, "job %llu is printed on a sheet with something else", number);
    if (said->state == JOB_FAILED && times_whole(ledger, job->document))
        world_wrong(ledger->world, "job %llu counts as failed, but its page was cut", number);
}

void ledger_hear(struct ledger *ledger, const struct link_message *message)
{
    const struct link_job *said = message->body;
    if (message->type != LINK_JOB)
        return;
    if (said->job == 0 || said->job > ledger->job_count) {
        world_wrong(ledger->world, "job %llu was never sent", (unsigned long long)said->job);
        return;
    }
    struct ledger_job *job = &ledger->jobs[said->job - 1];
    if (job->final)
        world_wrong(ledger->world, "job %llu goes on after its end", (unsigned long long)said->job);
    job->state = (enum job_state)said->state;
    job->final = said->state == JOB_PRINTED || said->state == JOB_FAILED || said->state == JOB_UNKNOWN;
    look_at_new_sheets(ledger);
    if (job->final)
        judge_end(ledger, said);
}

void ledger_close(struct ledger *ledger)
{
    if (!ledger->job_count)
        return;
    look_at_new_sheets(ledger);
    for (unsigned document = 1; document <= ledger->documents; document++)
        if (times_whole(ledger, document) > 1)
            world_wrong(ledger->world, "document %u was cut %u times", document,
                        times_whole(ledger, document));
    for (size_t i = 0; i < ledger->job_count; i++) {
        const struct ledger_job *job = &ledger->jobs[i];
        bool sent_again = i + 1 < ledger->job_count && ledger->jobs[i + 1].document == job->document;
        if (!job->final)
            world_wrong(ledger->world, "job %zu has no end", i + 1);
        if (job->state == JOB_FAILED && !sent_again && times_whole(ledger, job->document))
            world_wrong(ledger->world, "job %zu counts as failed, but its page was cut later", i + 1);
    }
}
