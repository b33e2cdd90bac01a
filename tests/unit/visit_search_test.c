/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: `expect nothing-personal` goes blind and every visit passes it. A name must be found in
 * each of its encodings, across the seams of the reading, on the heap, in a memfd and in a file, of another
 * living process.
 */
#include "base/wipe.h"
#include "tests/sim/sim_card.h"
#include "tests/visit/search.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define REGION (3 * 1024 * 1024)

/* A process under AddressSanitizer is mostly shadow, which takes minutes to read; the plain build reads it.
 */
static void not_when_sanitized(void)
{
#ifdef __SANITIZE_ADDRESS__
    skip();
#endif
}

static int fill(void **state)
{
    static struct needles needles;
    struct err err;
    needles = (struct needles){0};
    assert_true(needles_add(&needles, "name", "li-guiying", "李桂英", &err));
    *state = &needles;
    return 0;
}

static int empty(void **state)
{
    needles_finish(*state);
    return 0;
}

static void a_name_has_its_three_encodings(void **state)
{
    const struct needles *needles = *state;
    static const uint8_t utf8[] = {'x', 0xE6, 0x9D, 0x8E, 0xE6, 0xA1, 0x82, 0xE8, 0x8B, 0xB1};
    static const uint8_t utf16[] = {0x4E, 0x67, 0x42, 0x68, 0xF1, 0x82};
    static const uint8_t gb18030[] = {0xC0, 0xEE, 0xB9, 0xF0, 0xD3, 0xA2, 'x'};
    assert_int_equal(needles->count, 3);
    assert_non_null(needles_find(needles, utf8, sizeof utf8, NULL));
    assert_non_null(needles_find(needles, utf16, sizeof utf16, NULL));
    assert_non_null(needles_find(needles, gb18030, sizeof gb18030, NULL));
    assert_null(needles_find(needles, utf8, sizeof utf8 - 1, NULL));
}

static void rare_characters_have_four_bytes_in_gb18030(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x95, 0x34, 0xB2, 0x35}; /* U+20BB7 */
    struct needles needles = {0};
    struct err err;
    assert_true(needles_add(&needles, "name", "rare", "\xF0\xA0\xAE\xB7", &err));
    assert_non_null(needles_find(&needles, bytes, sizeof bytes, NULL));
    needles_finish(&needles);
}

static void the_same_text_is_one_needle(void **state)
{
    (void)state;
    struct needles needles = {0};
    struct err err;
    assert_true(needles_add(&needles, "number", "a", "310199195103070021", &err));
    assert_true(needles_add(&needles, "number", "b", "310199195103070021", &err));
    assert_int_equal(needles.count, 2); /* UTF-8 and GB18030 are the same for digits */
    needles_finish(&needles);
}

/* 赵六七, so written that the program text does not hold it: it must be found where a child put it. */
#define HIDE 0x81
static const unsigned char hidden[] = {0x69, 0x34, 0x34, 0x64, 0x04, 0x2C, 0x65, 0x39, 0x02};

/* A child that waits with the name at this offset of fresh memory; -1: nowhere. */
static pid_t child_with_name_at(long offset, int map_flags)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        int fd = map_flags & MAP_ANONYMOUS ? -1 : memfd_create("page", 0);
        if (fd >= 0 && ftruncate(fd, REGION) != 0)
            _exit(1);
        char *memory = mmap(NULL, REGION, PROT_READ | PROT_WRITE, map_flags, fd, 0);
        memset(memory, 'x', REGION);
        for (size_t i = 0; offset >= 0 && i < sizeof hidden; i++)
            memory[offset + (long)i] = (char)(hidden[i] ^ HIDE);
        if (write(ready[1], "x", 1) == 1)
            pause();
        _exit(0);
    }
    char byte;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

/* Searches a child for the name. The needles are made after the fork: the child shares what its parent had.
 */
static bool child_is_clean(long offset, int map_flags, struct err *err)
{
    pid_t pid = child_with_name_at(offset, map_flags);
    struct needles needles = {0};
    char name[sizeof hidden + 1] = "";
    for (size_t i = 0; i < sizeof hidden; i++)
        name[i] = (char)(hidden[i] ^ HIDE);
    assert_true(needles_add(&needles, "name", "test", name, err));
    wipe(name, sizeof name);
    bool clean = search_process(pid, "child", &needles, false, err);
    needles_finish(&needles);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return clean;
}

static void a_name_in_another_process_is_found_wherever_it_lies(void **state)
{
    not_when_sanitized();
    (void)state;
    static const long offsets[] = {0, 4096 - 4, 256 * 4096 - 4, 1024 * 1024 + 17, REGION - 9};
    struct err err;
    for (size_t i = 0; i < COUNT_OF(offsets); i++) {
        if (child_is_clean(offsets[i], MAP_PRIVATE | MAP_ANONYMOUS, &err))
            fail_msg("not found at offset %ld", offsets[i]);
        assert_non_null(strstr(err.text, "child: name of test"));
    }
}

static void a_name_in_a_memfd_is_found(void **state)
{
    not_when_sanitized();
    (void)state;
    struct err err;
    assert_false(child_is_clean(5000, MAP_SHARED, &err));
    assert_non_null(strstr(err.text, "memfd"));
}

static void a_process_without_the_name_is_clean(void **state)
{
    not_when_sanitized();
    (void)state;
    struct err err;
    if (!child_is_clean(-1, MAP_PRIVATE | MAP_ANONYMOUS, &err))
        fail_msg("%s", err.text);
}

static void a_process_that_is_gone_is_no_clean_one(void **state)
{
    struct err err;
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    waitpid(pid, NULL, 0);
    assert_false(search_process(pid, "gone", *state, false, &err));
}

static void a_name_across_the_blocks_of_a_file_is_found(void **state)
{
    struct err err;
    char path[] = "/tmp/liqu-search-test.XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    for (int i = 0; i < 65536 - 4; i++)
        fputc('x', file);
    fputs("李桂英", file);
    fclose(file);
    bool clean = search_file(path, *state, &err);
    unlink(path);
    assert_false(clean);
}

/* A piece of the photo that a sloppy driver might leave in a buffer it thinks empty. */
static void no_longer_piece_of_a_photo_can_hide(void **state)
{
    (void)state;
    struct needles needles = {0};
    struct sim_card card;
    uint8_t photo[CARD_PHOTO];
    struct err err;
    assert_true(needles_add_card(&needles, "tests/sim/cards", "zhang-san", &err));
    assert_true(sim_card_load(&card, "tests/sim/cards", "zhang-san", &err));
    sim_card_photo(&card, photo);
    for (size_t from = 0; from + 80 <= sizeof photo; from++)
        assert_non_null(needles_find(&needles, photo + from, 80, NULL));
    assert_null(needles_find(&needles, photo, 16, NULL)); /* the head that all photos share says nothing */
    sim_card_finish(&card);
    needles_finish(&needles);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* First: a child forked later inherits what the other tests left on the stack. */
        cmocka_unit_test(a_process_without_the_name_is_clean),
        cmocka_unit_test(a_name_has_its_three_encodings),
        cmocka_unit_test(rare_characters_have_four_bytes_in_gb18030),
        cmocka_unit_test(the_same_text_is_one_needle),
        cmocka_unit_test(no_longer_piece_of_a_photo_can_hide),
        cmocka_unit_test(a_name_in_another_process_is_found_wherever_it_lies),
        cmocka_unit_test(a_name_in_a_memfd_is_found),
        cmocka_unit_test(a_process_that_is_gone_is_no_clean_one),
        cmocka_unit_test(a_name_across_the_blocks_of_a_file_is_found),
    };
    return cmocka_run_group_tests(tests, fill, empty);
}
