/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a resident could wait for ever on a request that the agent forgot, get an answer that was
 * somebody else's, or the agent could be made to run by what a broken district says.
 */
#include "agent/carrier.h"
#include "agent/frame.h"
#include "base/clock.h"
#include "base/socket.h"
#include "link/link.h"
#include "tests/support/test_time.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define ID_HEX   "000102030405060708090a0b0c0d0e0f"
#define OTHER_ID "100102030405060708090a0b0c0d0e0f"
#define WAIT_MS  2000

static const uint8_t id[FRAME_ID_BYTES] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

/* ---- the frame ---- */

static void a_request_is_framed_as_the_contract_says(void **state)
{
    (void)state;
    struct buf frame = {0};
    frame_request(id, "issue", "31011411803", "\xff\xfe\xfd", 3, &frame);
    assert_string_equal(buf_string(&frame), "{\"v\":1,\"subject\":\"issue\",\"id\":\"" ID_HEX
                                            "\",\"station\":\"31011411803\",\"sealed\":\"__79\"}");
    buf_finish(&frame);
}

static void every_kind_of_answer_is_understood(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum frame_kind kind;
        size_t len;
    } answers[] = {
        {"{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"__79\"}", FRAME_ANSWER, 3},
        {"{\"v\":1,\"id\":\"" ID_HEX "\",\"receipt\":\"__79\"}", FRAME_ANSWER, 3},
        {"{\"v\":1,\"id\":\"" ID_HEX "\",\"error\":\"malformed\"}", FRAME_REFUSED, 0},
        {"{\"v\":1,\"id\":\"" ID_HEX "\",\"error\":\"unknown_key\"}", FRAME_REFUSED, 0},
        {"{\"v\":1,\"id\":\"" ID_HEX "\",\"error\":\"busy\"}", FRAME_BUSY, 0},
    };
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        struct frame_answer answer;
        struct err err;
        assert_true(frame_parse_answer(answers[i].text, strlen(answers[i].text), &answer, &err));
        assert_int_equal(answer.kind, answers[i].kind);
        assert_int_equal(answer.bytes.len, answers[i].len);
        assert_memory_equal(answer.id, id, sizeof id);
        buf_finish(&answer.bytes);
    }
}

static void whatever_else_is_no_answer(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "[]",
        "{}",
        "{\"v\":2,\"id\":\"" ID_HEX "\",\"sealed\":\"__79\"}",
        "{\"v\":1,\"id\":\"" ID_HEX "\"}",
        "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"__79\",\"receipt\":\"__79\"}",
        "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"__79\",\"error\":\"busy\"}",
        "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"__79\",\"more\":1}",
        "{\"v\":1,\"id\":\"" ID_HEX "\",\"id\":\"" ID_HEX "\",\"sealed\":\"__79\"}",
        "{\"v\":1,\"id\":\"" ID_HEX "0\",\"sealed\":\"__79\"}",
        "{\"v\":1,\"id\":\"zz0102030405060708090a0b0c0d0e0f\",\"sealed\":\"__79\"}",
        "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"\"}",
        "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"_/79\"}",
        "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":7}",
        "{\"v\":1,\"id\":\"" ID_HEX "\",\"error\":\"tired\"}",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct frame_answer answer;
        struct err err;
        assert_false(frame_parse_answer(bad[i], strlen(bad[i]), &answer, &err));
    }
}

/* ---- the carrier between a kiosk's link and a district that the test plays ---- */

struct bench {
    char folder[64], link_path[96], uplink_path[96];
    struct loop *loop;
    struct link_server *server;
    struct link *link;
    struct carrier *carrier;
    struct carrier_options options;
    int listen_fd, district_fd;
    int replies, uplinks;
    struct link_reply reply;
    uint64_t visit;
    uint8_t tail[64];
    bool up;
};

static void on_opened(void *arg, struct link *link)
{
    ((struct bench *)arg)->link = link;
}

static void on_message(void *arg, struct link *link, struct link_message *message)
{
    struct bench *bench = arg;
    (void)link;
    if (message->type == LINK_UPLINK) {
        bench->up = ((const struct link_uplink *)message->body)->up;
        bench->uplinks++;
    }
    if (message->type != LINK_REPLY)
        return;
    bench->reply = *(const struct link_reply *)message->body;
    bench->visit = message->visit;
    assert_true(message->tail_len <= sizeof bench->tail);
    memcpy(bench->tail, message->tail, message->tail_len);
    bench->replies++;
}

static void on_closed(void *arg, struct link *link)
{
    (void)link;
    ((struct bench *)arg)->link = NULL;
}

static const struct link_handler handler = {.opened = on_opened, .message = on_message, .closed = on_closed};

static bool is_open(const struct bench *bench)
{
    return bench->link != NULL;
}

static bool is_up(const struct bench *bench)
{
    return bench->up;
}

static bool is_down(const struct bench *bench)
{
    return bench->uplinks > 0 && !bench->up;
}

static bool has_reply(const struct bench *bench)
{
    return bench->replies > 0;
}

static void turn_until(struct bench *bench, bool (*done)(const struct bench *))
{
    int64_t end = clock_real_mono_ms() + WAIT_MS;
    while (!done(bench) && clock_real_mono_ms() < end)
        loop_turn(bench->loop, 20);
    assert_true(done(bench));
}

static void open_district(struct bench *bench)
{
    struct err err;
    assert_true(socket_listen(bench->uplink_path, SOCK_SEQPACKET, &bench->listen_fd, &err));
    turn_until(bench, is_up);
    bench->district_fd = socket_accept(bench->listen_fd, NULL);
    assert_true(bench->district_fd >= 0);
}

static void close_district(struct bench *bench)
{
    if (bench->district_fd >= 0)
        close(bench->district_fd);
    if (bench->listen_fd >= 0)
        close(bench->listen_fd);
    bench->district_fd = bench->listen_fd = -1;
    unlink(bench->uplink_path);
}

static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct err err;
    strcpy(bench->folder, "/tmp/liqu-agent-XXXXXX");
    assert_non_null(mkdtemp(bench->folder));
    snprintf(bench->link_path, sizeof bench->link_path, "%s/agent.sock", bench->folder);
    snprintf(bench->uplink_path, sizeof bench->uplink_path, "%s/district.sock", bench->folder);
    test_time_begin();
    bench->loop = loop_create();
    bench->listen_fd = bench->district_fd = -1;
    assert_true(link_server_open(bench->loop, bench->link_path, LINK_AGENT, getuid(), "test", &handler, bench,
                                 &bench->server, &err));
    bench->options = (struct carrier_options){.link_path = bench->link_path,
                                              .uplink_path = bench->uplink_path,
                                              .station = "31011411803",
                                              .version = "test"};
    bench->carrier = carrier_start(bench->loop, &bench->options);
    turn_until(bench, is_open);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    carrier_stop(bench->carrier);
    link_server_close(bench->server);
    loop_destroy(bench->loop);
    close_district(bench);
    unlink(bench->link_path);
    rmdir(bench->folder);
    free(bench);
    return 0;
}

static void request(struct bench *bench)
{
    struct link_request body = {.subject = SUBJECT_ISSUE, .length = 3};
    memcpy(body.id, id, sizeof body.id);
    assert_true(link_send_tail(bench->link, LINK_REQUEST, 7, &body, "\xff\xfe\xfd", 3));
    for (int i = 0; i < 5; i++)
        loop_turn(bench->loop, 20);
}

static void say(struct bench *bench, const char *text)
{
    assert_int_equal(send(bench->district_fd, text, strlen(text), 0), strlen(text));
    for (int i = 0; i < 5; i++)
        loop_turn(bench->loop, 20);
}

static void an_answer_comes_back_to_its_request(void **state)
{
    struct bench *bench = *state;
    char frame[256] = "";
    open_district(bench);
    request(bench);
    assert_true(recv(bench->district_fd, frame, sizeof frame - 1, 0) > 0);
    assert_non_null(strstr(frame, "\"id\":\"" ID_HEX "\""));
    say(bench, "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"__79\"}");
    turn_until(bench, has_reply);
    assert_int_equal(bench->reply.result, REPLY_ANSWER);
    assert_memory_equal(bench->reply.id, id, sizeof id);
    assert_memory_equal(bench->tail, "\xff\xfe\xfd", 3);
    assert_true(bench->visit == 7);
}

static void an_answer_comes_once(void **state)
{
    struct bench *bench = *state;
    open_district(bench);
    request(bench);
    say(bench, "{\"v\":1,\"id\":\"" ID_HEX "\",\"error\":\"malformed\"}");
    say(bench, "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"__79\"}");
    assert_int_equal(bench->replies, 1);
    assert_int_equal(bench->reply.result, REPLY_REFUSED);
}

static void what_nobody_asked_for_or_cancelled_goes_nowhere(void **state)
{
    struct bench *bench = *state;
    struct link_request_cancel cancel;
    memcpy(cancel.id, id, sizeof cancel.id);
    open_district(bench);
    request(bench);
    say(bench, "{\"v\":1,\"id\":\"" OTHER_ID "\",\"sealed\":\"__79\"}");
    say(bench, "nonsense");
    assert_true(link_send(bench->link, LINK_REQUEST_CANCEL, 7, &cancel));
    loop_turn(bench->loop, 20);
    say(bench, "{\"v\":1,\"id\":\"" ID_HEX "\",\"sealed\":\"__79\"}");
    assert_int_equal(bench->replies, 0);
    assert_non_null(bench->link);
}

static void without_a_district_the_answer_is_down_at_once(void **state)
{
    struct bench *bench = *state;
    turn_until(bench, is_down);
    request(bench);
    turn_until(bench, has_reply);
    assert_int_equal(bench->reply.result, REPLY_DOWN);
}

static void a_district_that_goes_leaves_nobody_waiting(void **state)
{
    struct bench *bench = *state;
    open_district(bench);
    request(bench);
    close_district(bench);
    turn_until(bench, has_reply);
    assert_int_equal(bench->reply.result, REPLY_DOWN);
    turn_until(bench, is_down);
    open_district(bench);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_framed_as_the_contract_says),
        cmocka_unit_test(every_kind_of_answer_is_understood),
        cmocka_unit_test(whatever_else_is_no_answer),
        TEST(an_answer_comes_back_to_its_request),
        TEST(an_answer_comes_once),
        TEST(what_nobody_asked_for_or_cancelled_goes_nowhere),
        TEST(without_a_district_the_answer_is_down_at_once),
        TEST(a_district_that_goes_leaves_nobody_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
