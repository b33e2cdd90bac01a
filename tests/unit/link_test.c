/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a lying or broken peer could make the kiosk read past a message, believe a card that no
 * reader sent, let a page change under the printer, or spin.
 */
#include "base/clock.h"
#include "base/socket.h"
#include "base/text.h"
#include "link/link.h"
#include "link/wire.h"
#include "tests/support/test_time.h"
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

struct side {
    struct link *link;
    int opened, messages, closed, refused;
    char why[200];
    struct link_message last;
    struct person person;
    struct link_job job;
    uint8_t tail[LINK_TAIL_MAX];
    int fd;
};

static void on_opened(void *arg, struct link *link)
{
    struct side *side = arg;
    side->opened++;
    side->link = link;
}

static void on_message(void *arg, struct link *link, struct link_message *message)
{
    struct side *side = arg;
    (void)link;
    side->messages++;
    side->last = *message;
    if (message->type == LINK_CARD)
        memcpy(&side->person, message->body, sizeof side->person);
    if (message->type == LINK_JOB)
        memcpy(&side->job, message->body, sizeof side->job);
    memcpy(side->tail, message->tail, message->tail_len);
    side->fd = message->fd;
    message->fd = -1;
}

static void on_closed(void *arg, struct link *link)
{
    struct side *side = arg;
    assert_ptr_equal(link, side->link);
    side->closed++;
    side->link = NULL;
}

static void on_refused(void *arg, const char *why)
{
    struct side *side = arg;
    side->refused++;
    text_copy(side->why, sizeof side->why, why);
}

static const struct link_handler handler = {
    .opened = on_opened, .message = on_message, .closed = on_closed, .refused = on_refused};

struct scene {
    struct loop *loop;
    char folder[64], path[96];
    struct link_server *server;
    struct link_peer *peer;
    struct side kiosk, far;
};

static void open_server(struct scene *scene, enum link_class link_class, uid_t allowed)
{
    struct err err;
    assert_true(link_server_open(scene->loop, scene->path, link_class, allowed, "test", &handler,
                                 &scene->kiosk, &scene->server, &err));
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    strcpy(scene->folder, "/tmp/link_test.XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    snprintf(scene->path, sizeof scene->path, "%s/x.sock", scene->folder);
    test_time_begin();
    scene->loop = loop_create();
    scene->far.fd = scene->kiosk.fd = -1;
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    link_peer_stop(scene->peer);
    link_server_close(scene->server);
    loop_destroy(scene->loop);
    if (scene->far.fd >= 0)
        close(scene->far.fd);
    rmdir(scene->folder);
    free(scene);
    return 0;
}

/* Turns until *what reaches value or two seconds passed. */
static void turn_until(struct scene *scene, const int *what, int value)
{
    int64_t end = clock_real_mono_ms() + 2000;
    while (*what < value && clock_real_mono_ms() < end)
        loop_turn(scene->loop, 20);
    assert_int_equal(*what, value);
}

static void connect_peer(struct scene *scene, enum link_class link_class)
{
    open_server(scene, link_class, geteuid());
    scene->peer = link_peer_start(scene->loop, scene->path, link_class, "test", &handler, &scene->far);
    turn_until(scene, &scene->far.opened, 1);
    turn_until(scene, &scene->kiosk.opened, 1);
    assert_ptr_equal(link_peer_link(scene->peer), scene->far.link);
}

/* ---- a peer of our own making, that may lie ---- */
static int raw_connect(struct scene *scene)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, scene->path);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static struct link_hello good_hello(enum link_class link_class)
{
    return (struct link_hello){
        .magic = LINK_MAGIC, .link_class = link_class, .table_hash = wire_table_hash(), .version = "raw"};
}

static size_t build(uint8_t *ret, enum link_type type, const void *body, size_t len)
{
    struct wire_header header = {.length = (uint32_t)len, .type = (uint16_t)type};
    memcpy(ret, &header, sizeof header);
    memcpy(ret + sizeof header, body, len);
    return sizeof header + len;
}

static void raw_send(int fd, enum link_type type, const void *body, size_t len)
{
    uint8_t bytes[1024];
    size_t size = build(bytes, type, body, len);
    assert_int_equal(send(fd, bytes, size, 0), size);
}

static void raw_send_fds(int fd, enum link_type type, const void *body, size_t len, const int *fds,
                         size_t count)
{
    uint8_t bytes[1024];
    struct iovec part = {bytes, build(bytes, type, body, len)};
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(8 * sizeof(int))];
    } control = {0};
    struct msghdr msg = {.msg_iov = &part,
                         .msg_iovlen = 1,
                         .msg_control = control.bytes,
                         .msg_controllen = CMSG_SPACE(count * sizeof(int))};
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_RIGHTS;
    cmsg->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(cmsg), fds, count * sizeof(int));
    assert_int_equal(sendmsg(fd, &msg, 0), part.iov_len);
}

static int raw_greeted(struct scene *scene, enum link_class link_class)
{
    int fd = raw_connect(scene);
    struct link_hello hello = good_hello(link_class);
    int before = scene->kiosk.opened;
    raw_send(fd, LINK_HELLO, &hello, sizeof hello);
    turn_until(scene, &scene->kiosk.opened, before + 1);
    return fd;
}

/* The kiosk hung up: everything it sent before (its hello) and then the end. */
static void assert_hung_up(int fd)
{
    uint8_t bytes[1024];
    ssize_t got;
    while ((got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
        ;
    assert_true(got == 0 || errno == ECONNRESET);
    close(fd);
}

static void assert_refused(struct scene *scene, int fd, const char *why)
{
    turn_until(scene, &scene->kiosk.refused, 1);
    loop_turn(scene->loop, 0);
    loop_turn(scene->loop, 0);
    assert_non_null(strstr(scene->kiosk.why, why));
    assert_int_equal(scene->kiosk.messages, 0);
    assert_int_equal(scene->kiosk.closed, scene->kiosk.opened);
    assert_hung_up(fd);
}

static struct person somebody(void)
{
    return (struct person){.layout = CARD_MAINLAND,
                           .birth = 19510307,
                           .valid_from = 20060101,
                           .valid_to = PERSON_LONG_TERM,
                           .sex = '2',
                           .ethnic = "01",
                           .name = "李桂英",
                           .address = "上海市测试区云桥路1号",
                           .number = "310199195103070021",
                           .authority = "测试市公安局"};
}

/* ---- the good way ---- */
static void a_card_travels_whole_and_with_its_visit(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_READER);
    struct person person = somebody();
    assert_true(link_send(scene->far.link, LINK_CARD, 42, &person));
    turn_until(scene, &scene->kiosk.messages, 1);
    assert_int_equal(scene->kiosk.last.visit, 42);
    assert_memory_equal(&scene->kiosk.person, &person, sizeof person);
}

static void the_receive_buffer_forgets_after_dispatch(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_READER);
    struct person person = somebody(), nobody = {0};
    assert_true(link_send(scene->far.link, LINK_CARD, 1, &person));
    turn_until(scene, &scene->kiosk.messages, 1);
    assert_memory_equal(scene->kiosk.last.body, &nobody, sizeof nobody);
}

static void an_envelope_of_the_greatest_length_passes(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_AGENT);
    uint8_t *envelope = malloc(LINK_TAIL_MAX);
    memset(envelope, 0xA5, LINK_TAIL_MAX);
    struct link_request request = {.id = {1}, .subject = SUBJECT_CASE, .length = LINK_TAIL_MAX};
    assert_true(link_send_tail(scene->kiosk.link, LINK_REQUEST, 7, &request, envelope, LINK_TAIL_MAX));
    turn_until(scene, &scene->far.messages, 1);
    assert_int_equal(scene->far.last.tail_len, LINK_TAIL_MAX);
    assert_memory_equal(scene->far.tail, envelope, LINK_TAIL_MAX);
    free(envelope);
}

static void a_page_travels_as_one_sealed_memfd(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_PRINTER);
    uint8_t dots[2 * 3] = {1, 2, 3, 4, 5, 6};
    struct link_print print = {.job = 1, .width_dots = 16, .rows = 3, .cut = 1};
    int fd = link_page_create(dots, sizeof dots);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, dots, 1), -1);
    assert_true(link_send_fd(scene->kiosk.link, LINK_PRINT, 3, &print, fd));
    close(fd);
    turn_until(scene, &scene->far.messages, 1);
    size_t len;
    struct err err;
    const uint8_t *page = link_page_map(scene->far.fd, &print, &len, &err);
    assert_non_null(page);
    assert_int_equal(len, sizeof dots);
    assert_memory_equal(page, dots, sizeof dots);
    link_page_unmap(page, len);
}

static void the_peer_comes_back_after_the_kiosk_restarted(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_READER);
    link_server_close(scene->server);
    turn_until(scene, &scene->far.closed, 1);
    assert_null(link_peer_link(scene->peer));
    open_server(scene, LINK_READER, geteuid());
    turn_until(scene, &scene->far.opened, 2);
}

static void a_killed_peer_s_successor_is_let_in_at_once(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_PRINTER, geteuid());
    int dead = raw_greeted(scene, LINK_PRINTER);
    struct link_job job = {.job = 1, .state = JOB_QUEUED};
    for (int i = 0; i < 5; i++)
        raw_send(dead, LINK_JOB, &job, sizeof job);
    close(dead);
    int fd = raw_greeted(scene, LINK_PRINTER);
    assert_int_equal(scene->kiosk.refused, 0);
    assert_int_equal(scene->kiosk.closed, 1);
    close(fd);
}

/* ---- who may not ---- */
static void another_user_is_turned_away(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid() + 1);
    assert_refused(scene, raw_connect(scene), "user who may not");
}

static void a_second_connection_is_turned_away_and_the_first_stays(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_READER);
    int fd = raw_connect(scene);
    turn_until(scene, &scene->kiosk.refused, 1);
    assert_hung_up(fd);
    assert_int_equal(scene->kiosk.closed, 0);
    struct person person = somebody();
    assert_true(link_send(scene->far.link, LINK_CARD, 1, &person));
    turn_until(scene, &scene->kiosk.messages, 1);
}

static void hammering_does_not_spin_the_kiosk(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid() + 1);
    int64_t end = clock_real_mono_ms() + 700;
    while (clock_real_mono_ms() < end) {
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        strcpy(address.sun_path, scene->path);
        int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0);
        (void)!connect(fd, (struct sockaddr *)&address, sizeof address);
        loop_turn(scene->loop, 0);
        test_time_pass(1);
        close(fd);
    }
    assert_in_range(scene->kiosk.refused, 2, 4);
}

static void a_kiosk_out_of_descriptors_does_not_spin(void **state)
{
    struct scene *scene = *state;
    struct rlimit limit, none;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_connect(scene), turns = 0;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = (struct rlimit){.rlim_cur = (rlim_t)fd + 1, .rlim_max = limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    int64_t end = clock_real_mono_ms() + 500;
    for (; turns <= 20 && clock_real_mono_ms() < end; turns++)
        loop_turn(scene->loop, (int)(end - clock_real_mono_ms()));
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_in_range(turns, 1, 20);
    close(fd);
}

static void connecting_to_one_who_accepts_nobody_does_not_wait(void **state)
{
    struct scene *scene = *state;
    struct err err;
    int listening, fds[64];
    size_t count = 0;
    assert_true(socket_listen(scene->path, SOCK_SEQPACKET, &listening, &err));
    alarm(5);
    while (count < COUNT_OF(fds) && socket_connect(scene->path, SOCK_SEQPACKET, &fds[count], &err))
        count++;
    alarm(0);
    assert_in_range(count, 1, COUNT_OF(fds) - 1);
    while (count)
        close(fds[--count]);
    close(listening);
    unlink(scene->path);
}

static void a_hello_of_another_build_is_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_connect(scene);
    struct link_hello hello = good_hello(LINK_READER);
    hello.table_hash ^= 1;
    raw_send(fd, LINK_HELLO, &hello, sizeof hello);
    assert_refused(scene, fd, "another message table");
}

static void a_hello_of_another_class_is_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_connect(scene);
    struct link_hello hello = good_hello(LINK_PRINTER);
    raw_send(fd, LINK_HELLO, &hello, sizeof hello);
    assert_refused(scene, fd, "another class");
}

static void a_message_before_hello_is_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_connect(scene);
    struct person person = somebody();
    raw_send(fd, LINK_CARD, &person, sizeof person);
    assert_refused(scene, fd, "before hello");
}

static void silence_instead_of_hello_is_ended(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_connect(scene);
    int64_t end = clock_real_mono_ms() + 3000;
    while (!scene->kiosk.refused && clock_real_mono_ms() < end)
        loop_turn(scene->loop, 50);
    assert_refused(scene, fd, "does not say hello");
}

/* ---- what may not ---- */
static void a_message_of_another_class_is_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_greeted(scene, LINK_READER);
    struct link_job job = {.job = 1, .state = JOB_PRINTED, .proof = PROOF_PID};
    raw_send(fd, LINK_JOB, &job, sizeof job);
    assert_refused(scene, fd, "no business");
}

static void an_order_to_the_kiosk_is_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_greeted(scene, LINK_READER);
    struct link_nothing nothing = {0};
    raw_send(fd, LINK_READ_START, &nothing, sizeof nothing);
    assert_refused(scene, fd, "no business");
}

static void a_short_message_is_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_greeted(scene, LINK_READER);
    struct person person = somebody();
    raw_send(fd, LINK_CARD, &person, 20);
    assert_refused(scene, fd, "does not fit");
}

static void a_message_longer_than_the_buffer_is_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_greeted(scene, LINK_READER);
    uint8_t *much = calloc(1, 100000);
    assert_int_equal(send(fd, much, 100000, 0), 100000);
    free(much);
    assert_refused(scene, fd, "longer than any");
}

static void a_descriptor_nobody_asked_for_is_closed_and_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_PRINTER, geteuid());
    int fd = raw_greeted(scene, LINK_PRINTER), pipe_ends[2];
    assert_int_equal(pipe(pipe_ends), 0);
    struct link_job job = {.job = 1, .state = JOB_QUEUED};
    raw_send_fds(fd, LINK_JOB, &job, sizeof job, &pipe_ends[1], 1);
    close(pipe_ends[1]);
    assert_refused(scene, fd, "1 descriptors");
    char byte;
    assert_int_equal(read(pipe_ends[0], &byte, 1), 0); /* the last writing end is gone */
    close(pipe_ends[0]);
}

static void more_descriptors_than_can_be_seen_are_closed_and_refused(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_PRINTER, geteuid());
    int fd = raw_greeted(scene, LINK_PRINTER), pipe_ends[2];
    assert_int_equal(pipe(pipe_ends), 0);
    int fds[8];
    for (size_t i = 0; i < 8; i++)
        fds[i] = pipe_ends[1];
    struct link_job job = {.job = 1, .state = JOB_QUEUED};
    raw_send_fds(fd, LINK_JOB, &job, sizeof job, fds, 8);
    close(pipe_ends[1]);
    assert_refused(scene, fd, "longer than any");
    char byte;
    assert_int_equal(read(pipe_ends[0], &byte, 1), 0);
    close(pipe_ends[0]);
}

/* The printer's side judges pages: a kiosk that sends an unsealed one is refused too. */
static void a_page_that_can_still_change_is_refused(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_PRINTER);
    int fd = memfd_create("page", MFD_ALLOW_SEALING);
    assert_int_equal(ftruncate(fd, 6), 0);
    struct link_print print = {.job = 1, .width_dots = 16, .rows = 3, .cut = 1};
    assert_true(link_send_fd(scene->kiosk.link, LINK_PRINT, 3, &print, fd));
    close(fd);
    turn_until(scene, &scene->far.refused, 1);
    assert_string_equal(scene->far.why, "the page is not sealed");
    assert_int_equal(scene->far.messages, 0);
}

static void a_page_of_another_size_is_refused(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_PRINTER);
    uint8_t dots[5] = {0};
    int fd = link_page_create(dots, sizeof dots);
    struct link_print print = {.job = 1, .width_dots = 16, .rows = 3, .cut = 1};
    assert_true(link_send_fd(scene->kiosk.link, LINK_PRINT, 3, &print, fd));
    close(fd);
    turn_until(scene, &scene->far.refused, 1);
    assert_non_null(strstr(scene->far.why, "size"));
}

static void a_print_without_a_page_is_refused(void **state)
{
    struct scene *scene = *state;
    connect_peer(scene, LINK_PRINTER);
    struct link_print print = {.job = 1, .width_dots = 16, .rows = 3, .cut = 1};
    assert_true(link_send(scene->kiosk.link, LINK_PRINT, 3, &print));
    turn_until(scene, &scene->far.refused, 1);
}

static void a_peer_that_does_not_read_loses_its_link_and_blocks_nobody(void **state)
{
    struct scene *scene = *state;
    open_server(scene, LINK_READER, geteuid());
    int fd = raw_greeted(scene, LINK_READER);
    struct link_nothing nothing = {0};
    int sent = 0;
    while (link_send(scene->kiosk.link, LINK_READ_START, 1, &nothing) && sent < 1000000)
        sent++;
    assert_in_range(sent, 1, 999999);
    assert_int_equal(scene->kiosk.closed, 0);
    turn_until(scene, &scene->kiosk.closed, 1);
    close(fd);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_card_travels_whole_and_with_its_visit),
        SCENE(the_receive_buffer_forgets_after_dispatch),
        SCENE(an_envelope_of_the_greatest_length_passes),
        SCENE(a_page_travels_as_one_sealed_memfd),
        SCENE(the_peer_comes_back_after_the_kiosk_restarted),
        SCENE(a_killed_peer_s_successor_is_let_in_at_once),
        SCENE(another_user_is_turned_away),
        SCENE(a_second_connection_is_turned_away_and_the_first_stays),
        SCENE(hammering_does_not_spin_the_kiosk),
        SCENE(a_kiosk_out_of_descriptors_does_not_spin),
        SCENE(connecting_to_one_who_accepts_nobody_does_not_wait),
        SCENE(a_hello_of_another_build_is_refused),
        SCENE(a_hello_of_another_class_is_refused),
        SCENE(a_message_before_hello_is_refused),
        SCENE(silence_instead_of_hello_is_ended),
        SCENE(a_message_of_another_class_is_refused),
        SCENE(an_order_to_the_kiosk_is_refused),
        SCENE(a_short_message_is_refused),
        SCENE(a_message_longer_than_the_buffer_is_refused),
        SCENE(a_descriptor_nobody_asked_for_is_closed_and_refused),
        SCENE(more_descriptors_than_can_be_seen_are_closed_and_refused),
        SCENE(a_page_that_can_still_change_is_refused),
        SCENE(a_page_of_another_size_is_refused),
        SCENE(a_print_without_a_page_is_refused),
        SCENE(a_peer_that_does_not_read_loses_its_link_and_blocks_nobody),
    };
    return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
