/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The core moves every byte of every simulated conversation and plays every fault. Without these tests a
 * fault could hit another packet than the one asked for, or a cancelled transfer lie about what was moved.
 */
#include "tests/sim/usim.h"
#include "tests/support/test_time.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* A device that takes `room` bytes on 01 and gives what lies in `out` on 82, at most 64 a packet. */
static const uint8_t descriptors[] = {18, 1, 0, 2,  0, 0, 0,  64, 9,    0x12, 1, 0,    0, 1,  1, 2,    0,
                                      1,  9, 2, 32, 0, 1, 1,  0,  0x80, 50,   9, 4,    0, 0,  2, 0xff, 0,
                                      0,  0, 7, 5,  1, 2, 64, 0,  0,    7,    5, 0x82, 2, 64, 0, 0};
static const char *const strings[] = {"Maker", "Product", NULL};
static const struct usim_shape shape = {
    .desc = descriptors, .desc_len = sizeof descriptors, .strings = strings, .speed_mbit = 12};

struct bench {
    struct usim_dev dev;
    struct simtime time;
    uint8_t taken[4096], out[4096];
    int taken_len, room, out_len, out_read, resets, pulled;
};

static int on_out(void *model, uint8_t ep, const uint8_t *packet, int len)
{
    struct bench *bench = model;
    assert_int_equal(ep, 1);
    if (bench->taken_len + len > bench->room)
        return USIM_NAK;
    memcpy(bench->taken + bench->taken_len, packet, (size_t)len);
    bench->taken_len += len;
    return len;
}

static int on_in(void *model, uint8_t ep, uint8_t *packet, int size)
{
    struct bench *bench = model;
    assert_int_equal(ep, 0x82);
    int left = bench->out_len - bench->out_read, len = left < size ? left : size;
    if (left == 0)
        return USIM_NAK;
    memcpy(packet, bench->out + bench->out_read, (size_t)len);
    bench->out_read += len;
    return len;
}

static void on_reset(void *model)
{
    ((struct bench *)model)->resets++;
}

static void on_tick(void *model)
{
    (void)model;
}

static void on_cable(void *arg, struct usim_dev *dev)
{
    ((struct bench *)arg)->pulled++;
    usim_unplug(dev);
}

static const struct usim_ops ops = {.bulk_out = on_out, .bulk_in = on_in, .reset = on_reset, .tick = on_tick};

static int setup(void **state)
{
    static struct bench bench;
    bench = (struct bench){.room = 4096};
    test_time_begin();
    simtime_init(&bench.time);
    bench.dev = (struct usim_dev){.shape = &shape,
                                  .ops = &ops,
                                  .model = &bench,
                                  .loop = loop_create(),
                                  .time = &bench.time,
                                  .on_cable_out = on_cable,
                                  .cable_arg = &bench};
    usim_plug(&bench.dev, 2);
    for (size_t i = 0; i < sizeof bench.out; i++)
        bench.out[i] = (uint8_t)(i * 7);
    *state = &bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    usim_unplug(&bench->dev);
    loop_destroy(bench->dev.loop);
    return 0;
}

static struct usim_xfer bulk(uint8_t ep, uint8_t *buf, int len)
{
    return (struct usim_xfer){.owner = &shape, .type = USIM_BULK, .ep = ep, .buf = buf, .len = len};
}

static void expect_done(struct bench *bench, struct usim_xfer *xfer, int status, int actual)
{
    assert_ptr_equal(usim_reap(&bench->dev, &shape), xfer);
    assert_int_equal(xfer->status, status);
    assert_int_equal(xfer->actual, actual);
}

static void add_fault(struct bench *bench, const char *text)
{
    struct err err;
    assert_true(faults_add(&bench->dev.faults, text, &err));
}

static void a_cancelled_transfer_tells_what_was_moved(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[1000] = {0};
    struct usim_xfer out = bulk(1, buf, sizeof buf);
    bench->room = 300;
    usim_submit(&bench->dev, &out);
    assert_null(usim_reap(&bench->dev, &shape));
    assert_true(usim_discard(&bench->dev, &out));
    expect_done(bench, &out, -ENOENT, 256);
    assert_int_equal(bench->taken_len, 256);
}

static void a_waiting_transfer_goes_on_when_the_model_kicks(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[200] = {0};
    struct usim_xfer in = bulk(0x82, buf, sizeof buf);
    usim_submit(&bench->dev, &in);
    bench->out_len = 70;
    usim_kick(&bench->dev);
    expect_done(bench, &in, 0, 70);
    assert_memory_equal(buf, bench->out, 70);
}

static void faults_count_packets_that_move_not_attempts(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[256] = {0};
    add_fault(bench, "corrupt 82 1 1 3");
    struct usim_xfer in = bulk(0x82, buf, sizeof buf);
    usim_submit(&bench->dev, &in);
    for (int i = 0; i < 5; i++)
        usim_kick(&bench->dev);
    bench->out_len = 130;
    usim_kick(&bench->dev);
    expect_done(bench, &in, 0, 130);
    assert_memory_equal(buf, bench->out, 67);
    assert_int_equal(buf[67], bench->out[67] ^ 0xff);
    assert_memory_equal(buf + 68, bench->out + 68, 62);
}

static void a_stall_lasts_until_it_is_cleared_and_loses_nothing(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[64];
    add_fault(bench, "stall 82 0 1");
    bench->out_len = 10;
    for (int i = 0; i < 2; i++) {
        struct usim_xfer in = bulk(0x82, buf, sizeof buf);
        usim_submit(&bench->dev, &in);
        expect_done(bench, &in, -EPIPE, 0);
    }
    usim_clear_halt(&bench->dev, 0x82);
    struct usim_xfer in = bulk(0x82, buf, sizeof buf);
    usim_submit(&bench->dev, &in);
    expect_done(bench, &in, 0, 10);
}

static void a_short_packet_ends_the_transfer_and_the_rest_follows(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[128];
    add_fault(bench, "short 82 0 1 5");
    bench->out_len = 20;
    struct usim_xfer in = bulk(0x82, buf, sizeof buf);
    usim_submit(&bench->dev, &in);
    expect_done(bench, &in, 0, 5);
    in = bulk(0x82, buf, sizeof buf);
    usim_submit(&bench->dev, &in);
    expect_done(bench, &in, 0, 15);
    assert_memory_equal(buf, bench->out + 5, 15);
}

static void nak_holds_one_transfer_until_it_is_given_up(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[64] = {0};
    add_fault(bench, "nak 01 0 1");
    struct usim_xfer out = bulk(1, buf, sizeof buf);
    usim_submit(&bench->dev, &out);
    usim_kick(&bench->dev);
    assert_true(usim_discard(&bench->dev, &out));
    expect_done(bench, &out, -ENOENT, 0);
    out = bulk(1, buf, sizeof buf);
    usim_submit(&bench->dev, &out);
    expect_done(bench, &out, 0, 64);
}

static void errors_of_the_wire_have_the_kernels_numbers(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[64] = {0};
    add_fault(bench, "crc 01 0 1");
    struct usim_xfer out = bulk(1, buf, sizeof buf);
    usim_submit(&bench->dev, &out);
    expect_done(bench, &out, -EPROTO, 0);
    add_fault(bench, "babble 82 0 1");
    bench->out_len = 8;
    struct usim_xfer in = bulk(0x82, buf, sizeof buf);
    usim_submit(&bench->dev, &in);
    expect_done(bench, &in, -EOVERFLOW, 0);
    in = bulk(0x82, buf, 4); /* the device has more than was asked for */
    usim_submit(&bench->dev, &in);
    expect_done(bench, &in, -EOVERFLOW, 4);
}

static void a_delayed_packet_arrives_late(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[64];
    add_fault(bench, "delay 82 0 1 20");
    bench->out_len = 3;
    struct usim_xfer in = bulk(0x82, buf, sizeof buf);
    int64_t before = usim_now_us(&bench->dev);
    usim_submit(&bench->dev, &in);
    assert_null(usim_reap(&bench->dev, &shape));
    while (!usim_has_done(&bench->dev, &shape))
        loop_turn(bench->dev.loop, 1000);
    assert_true(usim_now_us(&bench->dev) - before >= 20000);
    expect_done(bench, &in, 0, 3);
}

static void a_pulled_cable_ends_everything_from_the_loop(void **state)
{
    struct bench *bench = *state;
    uint8_t buf[256] = {0};
    add_fault(bench, "disconnect 01 2 1");
    struct usim_xfer out = bulk(1, buf, sizeof buf);
    usim_submit(&bench->dev, &out);
    assert_int_equal(bench->pulled, 0);
    loop_turn(bench->dev.loop, 1000);
    assert_int_equal(bench->pulled, 1);
    expect_done(bench, &out, -ESHUTDOWN, 128);
}

static void transfers_of_one_endpoint_keep_their_order(void **state)
{
    struct bench *bench = *state;
    uint8_t a[64], b[64];
    struct usim_xfer first = bulk(0x82, a, sizeof a), second = bulk(0x82, b, sizeof b);
    usim_submit(&bench->dev, &first);
    usim_submit(&bench->dev, &second);
    bench->out_len = 65;
    usim_kick(&bench->dev);
    expect_done(bench, &first, 0, 64);
    expect_done(bench, &second, 0, 1);
}

static void standard_requests_are_answered_by_the_core(void **state)
{
    struct bench *bench = *state;
    uint8_t data[64];
    assert_int_equal(usim_control(&bench->dev, (const uint8_t[]){0x80, 6, 0, 1, 0, 0, 64, 0}, data, 64), 18);
    assert_memory_equal(data, descriptors, 18);
    assert_int_equal(usim_control(&bench->dev, (const uint8_t[]){0x80, 6, 0, 2, 0, 0, 9, 0}, data, 9), 9);
    assert_int_equal(usim_control(&bench->dev, (const uint8_t[]){0x80, 6, 2, 3, 9, 4, 64, 0}, data, 64), 16);
    assert_memory_equal(data, "\x10\x03P\0r\0o\0", 8);
    assert_int_equal(usim_control(&bench->dev, (const uint8_t[]){0x80, 6, 3, 3, 9, 4, 64, 0}, data, 64),
                     -EPIPE);
    assert_int_equal(usim_control(&bench->dev, (const uint8_t[]){0xa1, 1, 0, 0, 0, 0, 1, 0}, data, 1),
                     -EPIPE);
}

static void senseless_faults_are_refused(void **state)
{
    (void)state;
    struct faults faults = {0};
    struct err err;
    assert_false(faults_add(&faults, "babble 01 0 1", &err));
    assert_false(faults_add(&faults, "melt 01 0 1", &err));
    assert_false(faults_add(&faults, "stall 01 0", &err));
    assert_false(faults_add(&faults, "stall 01 0 0", &err));
    assert_false(faults_add(&faults, "stall 01 0 1 2 3", &err));
    assert_int_equal(faults.count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_cancelled_transfer_tells_what_was_moved),
        TEST(a_waiting_transfer_goes_on_when_the_model_kicks),
        TEST(faults_count_packets_that_move_not_attempts),
        TEST(a_stall_lasts_until_it_is_cleared_and_loses_nothing),
        TEST(a_short_packet_ends_the_transfer_and_the_rest_follows),
        TEST(nak_holds_one_transfer_until_it_is_given_up),
        TEST(errors_of_the_wire_have_the_kernels_numbers),
        TEST(a_delayed_packet_arrives_late),
        TEST(a_pulled_cable_ends_everything_from_the_loop),
        TEST(transfers_of_one_endpoint_keep_their_order),
        TEST(standard_requests_are_answered_by_the_core),
        cmocka_unit_test(senseless_faults_are_refused),
    };
    return cmocka_run_group_tests_name("sim_usim", tests, NULL, NULL);
}
