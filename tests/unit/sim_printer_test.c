/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * "Printed" is what the ledger believes; the simulated printer is what it is checked against. Without these
 * tests the printer could cut a sheet it never wrote, prove what is not on paper, or forget its buffer at a
 * paper change.
 */
#include "tests/sim/sim_printer.h"
#include "tests/support/test_time.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define ROW_BYTES 72
#define IN_EP     0x82

struct bench {
    struct usim_dev dev;
    struct simtime time;
    struct model_env env;
    char folder[32];
    struct sim_printer *printer;
};

static void on_cable(void *arg, struct usim_dev *dev)
{
    (void)arg, (void)dev;
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    strcpy(bench->folder, "/tmp/liqu-sheets-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    bench->env.sheets = bench->folder;
    test_time_begin();
    simtime_init(&bench->time);
    simtime_set_speed(&bench->time, 200);
    bench->dev = (struct usim_dev){.shape = &sim_printer_epson_shape,
                                   .ops = &sim_printer_ops,
                                   .loop = loop_create(),
                                   .time = &bench->time,
                                   .on_cable_out = on_cable};
    bench->printer = sim_printer_create(&bench->dev, &bench->env, &sim_printer_epson_pid);
    bench->dev.model = bench->printer;
    usim_plug(&bench->dev, 2);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    static const char *const files[] = {"sheet-1.png", "sheet-2.png", "torn-1.png"};
    char path[64];
    usim_unplug(&bench->dev);
    sim_printer_destroy(bench->printer);
    loop_destroy(bench->dev.loop);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        snprintf(path, sizeof path, "%s/%s", bench->folder, files[i]);
        unlink(path);
    }
    rmdir(bench->folder);
    free(bench);
    return 0;
}

static bool exists(const struct bench *bench, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", bench->folder, name);
    return access(path, R_OK) == 0;
}

/* Sends until everything is taken or the printer has not moved for a model second; returns the bytes taken.
 */
static int send(struct bench *bench, const void *bytes, size_t len)
{
    struct usim_xfer out = {
        .owner = bench, .type = USIM_BULK, .ep = 1, .buf = (uint8_t *)bytes, .len = (int)len};
    usim_submit(&bench->dev, &out);
    int64_t since = usim_now_us(&bench->dev);
    for (int before = 0; !usim_has_done(&bench->dev, bench) && usim_now_us(&bench->dev) - since < 1000000;) {
        loop_turn(bench->dev.loop, 1);
        if (out.actual != before)
            since = usim_now_us(&bench->dev);
        before = out.actual;
    }
    usim_discard(&bench->dev, &out);
    assert_ptr_equal(usim_reap(&bench->dev, bench), &out);
    return out.actual;
}
#define SEND(bench, ...) send(bench, (const uint8_t[]){__VA_ARGS__}, sizeof(const uint8_t[]){__VA_ARGS__})

/* What the printer has to say within ten model seconds; 0 for silence. */
static int receive(struct bench *bench, uint8_t ret[64])
{
    struct usim_xfer in = {.owner = bench, .type = USIM_BULK, .ep = IN_EP, .buf = ret, .len = 64};
    usim_submit(&bench->dev, &in);
    int64_t until = usim_now_us(&bench->dev) + 10000000;
    while (!usim_has_done(&bench->dev, bench) && usim_now_us(&bench->dev) < until)
        loop_turn(bench->dev.loop, 1);
    usim_discard(&bench->dev, &in);
    assert_ptr_equal(usim_reap(&bench->dev, bench), &in);
    return in.actual;
}

static int send_raster(struct bench *bench, int rows)
{
    size_t len = 8 + (size_t)rows * ROW_BYTES;
    uint8_t *bytes = malloc(len);
    assert_non_null(bytes);
    memset(bytes, 0xa5, len);
    memcpy(bytes, (const uint8_t[]){0x1d, 'v', '0', 0, ROW_BYTES, 0, (uint8_t)rows, (uint8_t)(rows >> 8)}, 8);
    int taken = send(bench, bytes, len);
    free(bytes);
    return taken == (int)len;
}

static const uint8_t cut_and_prove[] = {0x1d, 'V',  0x42, 0,   0x1d, '(', 'H', 6,
                                        0,    0x30, 0x30, '0', '0',  '4', '2'};
static const uint8_t proof[] = {0x37, 0x22, '0', '0', '4', '2', 0};
static const uint8_t clear[] = {0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8};

static void the_proof_comes_after_the_sheet_is_written(void **state)
{
    struct bench *bench = *state;
    uint8_t answer[64];
    struct sim_mech *mech = sim_printer_mech(bench->printer);
    assert_true(send_raster(bench, 80));
    assert_int_equal(send(bench, cut_and_prove, sizeof cut_and_prove), sizeof cut_and_prove);
    assert_int_equal(receive(bench, answer), sizeof proof);
    assert_memory_equal(answer, proof, sizeof proof);
    assert_int_equal(mech->strip.sheets, 1);
    assert_true(exists(bench, "sheet-1.png"));
    /* What is left on the strip is the blank paper between head and cutter. */
    assert_int_equal(mech->strip.rows.len, mech->strip.gap * ROW_BYTES);
}

static void what_hangs_out_can_be_looked_at_and_is_no_sheet(void **state)
{
    struct bench *bench = *state;
    struct sim_strip *strip = &sim_printer_mech(bench->printer)->strip;
    struct err err;
    char path[64];
    snprintf(path, sizeof path, "%s/torn-1.png", bench->folder);
    assert_false(sim_strip_peek(strip, path, &err));
    assert_true(send_raster(bench, 40));
    int64_t until = usim_now_us(&bench->dev) + 1000000;
    while (sim_strip_hanging(strip) < 40 && usim_now_us(&bench->dev) < until)
        loop_turn(bench->dev.loop, 1);
    assert_int_equal(sim_strip_hanging(strip), 40);
    assert_true(sim_strip_peek(strip, path, &err));
    assert_true(exists(bench, "torn-1.png"));
    assert_int_equal(strip->sheets + strip->torn, 0);
    assert_int_equal(sim_strip_hanging(strip), 40);
}

static void what_the_printer_could_not_finish_is_told_from_a_sheet(void **state)
{
    struct bench *bench = *state;
    struct sim_strip *strip = &sim_printer_mech(bench->printer)->strip;
    struct err err;
    uint8_t answer[64];
    assert_true(send_raster(bench, 80));
    assert_int_equal(send(bench, cut_and_prove, sizeof cut_and_prove), sizeof cut_and_prove);
    receive(bench, answer);
    /* The cable is out in the middle of the next one; plugged in again, it is cut off. */
    assert_true(send_raster(bench, 40));
    while (sim_strip_hanging(strip) < 40)
        loop_turn(bench->dev.loop, 1);
    usim_unplug(&bench->dev);
    usim_plug(&bench->dev, 3);
    assert_int_equal(send(bench, cut_and_prove, sizeof cut_and_prove), sizeof cut_and_prove);
    receive(bench, answer);
    /* The roll is changed in the middle of a third. */
    assert_true(send_raster(bench, 40));
    while (sim_strip_hanging(strip) < 40)
        loop_turn(bench->dev.loop, 1);
    assert_true(sim_printer_load(bench->printer, 100000, &err));
    assert_int_equal(strip->piece_count, 3);
    assert_int_equal(strip->pieces[0].kind, PIECE_SHEET);
    assert_int_equal(strip->pieces[1].kind, PIECE_PART);
    assert_int_equal(strip->pieces[1].number, 2);
    assert_int_equal(strip->pieces[2].kind, PIECE_TORN);
    assert_int_equal(strip->pieces[2].number, 1);
    assert_false(strip->broken); /* nothing of it is to come */
}

static void a_full_buffer_naks_and_paper_motion_frees_it(void **state)
{
    struct bench *bench = *state;
    struct sim_mech *mech = sim_printer_mech(bench->printer);
    mech->cover_open = true;
    sim_printer_changed(bench->printer);
    assert_false(send_raster(bench, 100));
    size_t held = sim_printer_state(bench->printer).buffered;
    assert_in_range(held, 4096 - 128, 4096 - 64);
    mech->cover_open = false;
    sim_printer_changed(bench->printer);
    while (sim_printer_state(bench->printer).buffered)
        loop_turn(bench->dev.loop, 1);
    assert_int_equal(mech->strip.rows.len / ROW_BYTES, (size_t)mech->strip.gap + (held - 8) / ROW_BYTES);
}

static void paper_out_stops_at_the_row_and_the_rest_comes_out_later(void **state)
{
    struct bench *bench = *state;
    struct sim_mech *mech = sim_printer_mech(bench->printer);
    struct err err;
    uint8_t answer[64];
    mech->paper_rows = 37;
    assert_true(send_raster(bench, 50)); /* fits the buffer */
    while (!sim_printer_state(bench->printer).offline)
        loop_turn(bench->dev.loop, 1);
    assert_int_equal(mech->strip.rows.len / ROW_BYTES, (size_t)mech->strip.gap + 37);
    SEND(bench, 0x10, 4, 4);
    assert_int_equal(receive(bench, answer), 1);
    assert_int_equal(answer[0], 0x7e);
    assert_true(sim_printer_load(bench->printer, 10000, &err));
    assert_true(exists(bench, "torn-1.png"));
    send(bench, cut_and_prove, sizeof cut_and_prove);
    assert_int_equal(receive(bench, answer), sizeof proof);
    assert_int_equal(mech->strip.torn, 1);
    assert_int_equal(mech->strip.sheets, 1);
    assert_int_equal(mech->paper_rows, 10000 - 13 - mech->strip.gap);
}

static void a_cleared_buffer_says_so_and_prints_nothing_more(void **state)
{
    struct bench *bench = *state;
    struct sim_mech *mech = sim_printer_mech(bench->printer);
    struct err err;
    uint8_t answer[64];
    mech->paper_rows = 10;
    assert_true(send_raster(bench, 50));
    while (!sim_printer_state(bench->printer).offline)
        loop_turn(bench->dev.loop, 1);
    assert_int_equal(send(bench, clear, sizeof clear), sizeof clear);
    assert_int_equal(receive(bench, answer), 3);
    assert_memory_equal(answer, ((uint8_t[]){0x37, 0x25, 0}), 3);
    assert_int_equal(sim_printer_state(bench->printer).buffered, 0);
    assert_false(sim_printer_state(bench->printer).inside_command);
    assert_true(sim_printer_load(bench->printer, 10000, &err));
    assert_int_equal(mech->strip.rows.len / ROW_BYTES, (size_t)mech->strip.gap);
}

static void status_back_tells_changes_until_it_is_initialised(void **state)
{
    struct bench *bench = *state;
    struct sim_mech *mech = sim_printer_mech(bench->printer);
    uint8_t answer[64];
    SEND(bench, 0x1d, 'a', 0xff);
    assert_int_equal(receive(bench, answer), 4);
    assert_memory_equal(answer, ((uint8_t[]){0x14, 0, 0, 0x0f}), 4);
    mech->cover_open = true;
    sim_printer_changed(bench->printer);
    assert_int_equal(receive(bench, answer), 4);
    assert_memory_equal(answer, ((uint8_t[]){0x3c, 0, 0, 0x0f}), 4);
    mech->cover_open = false;
    sim_printer_changed(bench->printer);
    assert_int_equal(receive(bench, answer), 4);
    SEND(bench, 0x1b, '@');
    mech->head_hot = true;
    sim_printer_changed(bench->printer);
    assert_int_equal(receive(bench, answer), 0);
}

static void an_in_order_query_is_not_executed_without_paper(void **state)
{
    struct bench *bench = *state;
    struct sim_mech *mech = sim_printer_mech(bench->printer);
    uint8_t answer[64];
    SEND(bench, 0x1d, 'r', 1);
    assert_int_equal(receive(bench, answer), 1);
    assert_int_equal(answer[0], 0);
    mech->paper_rows = 0;
    sim_printer_changed(bench->printer);
    SEND(bench, 0x1d, 'r', 1);
    assert_int_equal(receive(bench, answer), 0);
}

static void a_jammed_cutter_needs_recovery_after_the_jam_is_gone(void **state)
{
    struct bench *bench = *state;
    struct sim_mech *mech = sim_printer_mech(bench->printer);
    uint8_t answer[64];
    mech->cutter_jam = true;
    assert_true(send_raster(bench, 40));
    send(bench, cut_and_prove, sizeof cut_and_prove);
    assert_int_equal(receive(bench, answer), 0);
    SEND(bench, 0x10, 4, 3);
    assert_int_equal(receive(bench, answer), 1);
    assert_int_equal(answer[0], 0x1a);
    mech->cutter_jam = false;
    sim_printer_changed(bench->printer);
    assert_true(sim_printer_state(bench->printer).offline);
    SEND(bench, 0x10, 5, 1);
    assert_int_equal(receive(bench, answer), sizeof proof);
    assert_int_equal(mech->strip.sheets, 1);
}

static void the_class_requests_are_answered(void **state)
{
    struct bench *bench = *state;
    uint8_t data[128];
    int len = usim_control(&bench->dev, (const uint8_t[]){0xa1, 0, 0, 0, 0, 0, 128, 0}, data, sizeof data);
    assert_int_equal(data[0] << 8 | data[1], len);
    assert_int_equal(usim_control(&bench->dev, (const uint8_t[]){0xa1, 1, 0, 0, 0, 0, 1, 0}, data, 1), 1);
    assert_int_equal(data[0], 0x18);
    assert_true(send_raster(bench, 20));
    assert_int_equal(usim_control(&bench->dev, (const uint8_t[]){0x21, 2, 0, 0, 0, 0, 0, 0}, data, 0), 0);
    assert_int_equal(sim_printer_state(bench->printer).buffered, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_proof_comes_after_the_sheet_is_written),
        TEST(what_hangs_out_can_be_looked_at_and_is_no_sheet),
        TEST(what_the_printer_could_not_finish_is_told_from_a_sheet),
        TEST(a_full_buffer_naks_and_paper_motion_frees_it),
        TEST(paper_out_stops_at_the_row_and_the_rest_comes_out_later),
        TEST(a_cleared_buffer_says_so_and_prints_nothing_more),
        TEST(status_back_tells_changes_until_it_is_initialised),
        TEST(an_in_order_query_is_not_executed_without_paper),
        TEST(a_jammed_cutter_needs_recovery_after_the_jam_is_gone),
        TEST(the_class_requests_are_answered),
    };
    return cmocka_run_group_tests_name("sim_printer", tests, NULL, NULL);
}
