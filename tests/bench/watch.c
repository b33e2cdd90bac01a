/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * bench-watch: a stopwatch beside the screen. It looks at the frame buffer that Xvfb maps as a file
 * (-fbdir), so looking disturbs neither the server nor the program.
 *   bench-watch start FILE ROUNDS -- PROGRAM [ARGUMENT…] [-- PROGRAM …]   from fork to the settled first
 * screen bench-watch tap ROUNDS FILE TARGET THERE BACK [FILE TARGET …]   from the line's first byte to the
 * other screen bench-watch card FILE TRACE TARGET LINE   LINE lays a card down: how much of the time from the
 * reader's answer that it found one to the last change of the screen was not the reader's own, and how long
 * the reading took bench-watch trace TRACE                   how long the reading took Several programs or
 * screens are measured in turns, so that a noisy second of the machine meets all of them; one line for each:
 * median and 95th percentile in microseconds. TARGET is a line socket (inspect.sock, sim.sock) or a FIFO that
 * the program reads, TRACE what the simulator writes. A screen is learnt first: what stands still for a
 * while. Where a clock may stand, at the top, nothing is compared.
 */
#include "base/socket.h"
#include "base/text.h"
#include "tests/bench/samples.h"
#include "tests/bench/trace.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define TOP_ROWS   160
#define STEP_ROWS  7
#define STEP_DOTS  5
#define SETTLED_US 1000000.0
#define QUIET_US   3000000.0 /* longer than a card is read */
#define LIMIT_US   30000000.0
#define POLL_US    200
#define PAUSE_US   600000 /* longer than a trembling finger is ignored */
#define MANY       500    /* one part in so many may differ: a caret, a minute */
#define SUBJECTS   4      /* programs or screens in turns */

struct screen {
    const uint32_t *dots;
    size_t width, height, stride, points; /* stride in dots */
};

static bool screen_open(const char *path, struct screen *ret, struct err *err)
{
    enum { HEADER_SIZE = 0, WIDTH = 4, HEIGHT = 5, BYTES_PER_LINE = 12, COLOURS = 19, COLOUR_BYTES = 12 };
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &info))
        return err_errno(err, "%s: no frame buffer", path);
    const uint8_t *file = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (file == MAP_FAILED)
        return err_errno(err, "%s: cannot map", path);
    const uint32_t *header = (const uint32_t *)file;
    size_t skip = ntohl(header[HEADER_SIZE]) + (size_t)COLOUR_BYTES * ntohl(header[COLOURS]);
    ret->width = ntohl(header[WIDTH]);
    ret->height = ntohl(header[HEIGHT]);
    ret->stride = ntohl(header[BYTES_PER_LINE]) / sizeof(uint32_t);
    ret->dots = (const uint32_t *)(file + skip);
    if (skip + ret->height * ret->stride * sizeof(uint32_t) > (size_t)info.st_size)
        return err_set(err, "%s: not a frame buffer of 32 bits a dot", path);
    ret->points =
        ((ret->height - TOP_ROWS + STEP_ROWS - 1) / STEP_ROWS) * ((ret->width + STEP_DOTS - 1) / STEP_DOTS);
    return true;
}

/* The screen at every point that is compared; freed by the caller. */
static uint32_t *take(const struct screen *screen)
{
    uint32_t *picture = calloc(screen->points, sizeof *picture);
    check(picture);
    size_t i = 0;
    for (size_t y = TOP_ROWS; y < screen->height; y += STEP_ROWS)
        for (size_t x = 0; x < screen->width; x += STEP_DOTS)
            picture[i++] = screen->dots[y * screen->stride + x];
    return picture;
}

static bool shows(const struct screen *screen, const uint32_t *picture)
{
    size_t i = 0, differ = 0, most = screen->points / MANY;
    for (size_t y = TOP_ROWS; y < screen->height; y += STEP_ROWS)
        for (size_t x = 0; x < screen->width; x += STEP_DOTS) {
            differ += screen->dots[y * screen->stride + x] != picture[i++];
            if (differ > most)
                return false;
        }
    return true;
}

/* The time when the picture stood there; negative when it never came. */
static double await(const struct screen *screen, const uint32_t *picture)
{
    double until = samples_now_us() + LIMIT_US;
    for (double now; (now = samples_now_us()) < until; usleep(POLL_US))
        if (shows(screen, picture))
            return now;
    return -1;
}

/* What stands still after something other than `before` was shown. NULL: nothing did. */
static uint32_t *learn(const struct screen *screen, const uint32_t *before)
{
    double until = samples_now_us() + LIMIT_US;
    uint32_t *seen = take(screen);
    for (double since = samples_now_us(); samples_now_us() < until; usleep(10 * POLL_US)) {
        if (!shows(screen, seen)) {
            free(seen);
            seen = take(screen);
            since = samples_now_us();
        } else if (!shows(screen, before) && samples_now_us() - since > SETTLED_US) {
            return seen;
        }
    }
    free(seen);
    return NULL;
}

static void tell(struct samples *samples)
{
    printf("%.1f %.1f %.1f", samples_part(samples, 0), samples_part(samples, 0.5),
           samples_part(samples, 0.95));
}

/* ---- start ---- */

static pid_t spawn(char **program)
{
    pid_t pid = fork();
    if (pid == 0) {
        execv(program[0], program);
        _exit(127);
    }
    return pid;
}

/* Ends the program; the root window is seen again. */
static bool end(const struct screen *screen, pid_t pid, const uint32_t *root)
{
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    return await(screen, root) >= 0;
}

/* A program with its arguments, and its first screen. */
struct start {
    char **program;
    uint32_t *first;
    struct samples samples, cpu;
};

/* What its first thread has run so far; the floor and the kiosk draw in it. */
static double cpu_of(pid_t pid)
{
    char path[64];
    unsigned long long ns = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file || fscanf(file, "%llu", &ns) != 1)
        ns = 0;
    if (file)
        fclose(file);
    return (double)ns / 1e3;
}

static bool learn_start(const struct screen *screen, const uint32_t *root, struct start *start)
{
    pid_t pid = spawn(start->program);
    start->first = learn(screen, root);
    return end(screen, pid, root) && start->first;
}

static bool time_start(const struct screen *screen, const uint32_t *root, struct start *start)
{
    usleep(PAUSE_US);
    double began = samples_now_us();
    pid_t pid = spawn(start->program);
    double complete = await(screen, start->first);
    samples_add(&start->cpu, cpu_of(pid));
    samples_add(&start->samples, complete - began);
    return end(screen, pid, root) && complete >= 0;
}

/* Cuts the arguments at each "--". */
static size_t find_programs(char **arguments, struct start starts[SUBJECTS])
{
    size_t count = 0;
    for (; *arguments; arguments++) {
        if (strcmp(*arguments, "--") != 0)
            continue;
        *arguments = NULL;
        if (arguments[1] && count < SUBJECTS)
            starts[count++].program = arguments + 1;
    }
    return count;
}

static bool measure_start(char **arguments, struct err *err)
{
    static struct start starts[SUBJECTS];
    struct screen screen;
    uint64_t rounds = 0;
    if (!text_to_uint(arguments[1], SAMPLES_MAX, &rounds))
        return err_set(err, "%s: say how many rounds", arguments[1]);
    if (!screen_open(arguments[0], &screen, err))
        return false;
    size_t count = find_programs(arguments + 2, starts);
    uint32_t *root = take(&screen);
    bool ok = count > 0;
    for (size_t i = 0; ok && i < count; i++)
        ok = learn_start(&screen, root, &starts[i]);
    for (size_t turn = 0; ok && turn < rounds * count; turn++)
        ok = time_start(&screen, root, &starts[turn % count]);
    for (size_t k = 0; k < count; k++) {
        if (ok) {
            tell(&starts[k].samples);
            printf(" %.1f\n", samples_part(&starts[k].cpu, 0.5));
        }
        free(starts[k].first);
    }
    free(root);
    return ok || err_set(err, "a first screen did not come, or did not go");
}

/* ---- tap ---- */

struct target {
    const char *path;
    bool is_socket;
};

/* Says the line and returns when its first byte left; the answer of a socket is read once the screen is
 * there.
 */
static bool say(const struct target *target, const char *line, int *ret_fd, double *ret_when, struct err *err)
{
    int fd = -1;
    char text[128];
    if (target->is_socket && !socket_connect(target->path, SOCK_STREAM, &fd, err))
        return false;
    if (!target->is_socket && (fd = open(target->path, O_WRONLY | O_CLOEXEC)) < 0)
        return err_errno(err, "%s", target->path);
    int len = snprintf(text, sizeof text, "%s\n", line);
    *ret_when = samples_now_us();
    *ret_fd = fd;
    return write(fd, text, (size_t)len) == len || err_errno(err, "%s", target->path);
}

static bool step(const struct screen *screen, const struct target *target, const char *line,
                 const uint32_t *expected, double *ret_us, struct err *err)
{
    int fd = -1;
    double start;
    if (!say(target, line, &fd, &start, err))
        return false;
    double complete = await(screen, expected);
    close(fd);
    *ret_us = complete - start;
    return complete >= 0 ||
           err_set(err, "%s: \"%s\" did not lead back to the same screen", target->path, line);
}

static uint32_t *learn_line(const struct screen *screen, const struct target *target, const char *line,
                            struct err *err)
{
    int fd = -1;
    double start;
    uint32_t *before = take(screen), *after = NULL;
    if (say(target, line, &fd, &start, err)) {
        after = learn(screen, before);
        close(fd);
        if (!after)
            err_set(err, "%s: \"%s\" changed nothing", target->path, line);
    }
    free(before);
    return after;
}

static bool is_socket(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISSOCK(info.st_mode);
}

/* A screen and the two lines that lead there and back. */
struct tap {
    struct screen screen;
    struct target target;
    char **lines;
    uint32_t *there, *back;
    struct samples samples;
};

static bool open_tap(char **arguments, struct tap *tap, struct err *err)
{
    if (!screen_open(arguments[0], &tap->screen, err))
        return false;
    tap->target = (struct target){.path = arguments[1], .is_socket = is_socket(arguments[1])};
    tap->lines = arguments + 2;
    tap->there = learn_line(&tap->screen, &tap->target, tap->lines[0], err);
    tap->back = tap->there ? learn_line(&tap->screen, &tap->target, tap->lines[1], err) : NULL;
    return tap->back;
}

static bool time_tap(struct tap *tap, struct err *err)
{
    double us, ignored;
    usleep(PAUSE_US);
    if (!step(&tap->screen, &tap->target, tap->lines[0], tap->there, &us, err))
        return false;
    samples_add(&tap->samples, us);
    usleep(PAUSE_US);
    return step(&tap->screen, &tap->target, tap->lines[1], tap->back, &ignored, err);
}

static bool measure_tap(char **arguments, struct err *err)
{
    static struct tap taps[SUBJECTS];
    uint64_t rounds = 0;
    size_t count = 0;
    if (!text_to_uint(arguments[0], SAMPLES_MAX, &rounds))
        return err_set(err, "%s: say how many rounds", arguments[0]);
    bool ok = true;
    for (arguments++; ok && *arguments && count < SUBJECTS; arguments += 4)
        ok = open_tap(arguments, &taps[count++], err);
    for (size_t turn = 0; ok && turn < rounds * count; turn++)
        ok = time_tap(&taps[turn % count], err);
    for (size_t i = 0; i < count; i++) {
        if (ok) {
            tell(&taps[i].samples);
            putchar('\n');
        }
        free(taps[i].there);
        free(taps[i].back);
    }
    return ok;
}

/* ---- card ---- */

/* When the screen changed last, once it has been quiet. */
static double last_change(const struct screen *screen)
{
    double changed = samples_now_us();
    for (uint32_t *seen = take(screen);; usleep(POLL_US)) {
        if (!shows(screen, seen)) {
            free(seen);
            seen = take(screen);
            changed = samples_now_us();
        } else if (samples_now_us() - changed > QUIET_US) {
            free(seen);
            return changed;
        }
    }
}

static bool measure_card(char **arguments, struct err *err)
{
    struct screen screen;
    struct card_trace trace;
    struct target target = {.path = arguments[2], .is_socket = is_socket(arguments[2])};
    int fd = -1;
    double said;
    if (!screen_open(arguments[0], &screen, err) || !say(&target, arguments[3], &fd, &said, err))
        return false;
    double painted = last_change(&screen);
    close(fd);
    if (!card_trace_read(arguments[1], &trace, err))
        return false;
    printf("%.1f %.1f\n", trace.asked_us + painted - trace.last_us, trace.read_us);
    return true;
}

static bool measure_trace(char **arguments, struct err *err)
{
    struct card_trace trace;
    if (!card_trace_read(arguments[0], &trace, err))
        return false;
    printf("%.1f\n", trace.read_us);
    return true;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *word;
        int least, most; /* arguments behind the word */
        bool (*run)(char **arguments, struct err *err);
    } jobs[] = {{"start", 4, INT32_MAX, measure_start},
                {"tap", 5, 1 + 4 * SUBJECTS, measure_tap},
                {"card", 4, 4, measure_card},
                {"trace", 1, 1, measure_trace}};
    struct err err;
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; argc > 1 && i < COUNT_OF(jobs); i++) {
        if (strcmp(argv[1], jobs[i].word) != 0 || argc - 2 < jobs[i].least || argc - 2 > jobs[i].most)
            continue;
        if (!jobs[i].run(argv + 2, &err))
            err_exit("bench-watch", EXIT_REFUSED, &err);
        return EXIT_OK;
    }
    fprintf(stderr, "usage: bench-watch start FILE ROUNDS -- PROGRAM [ARGUMENT...] [-- PROGRAM ...]\n"
                    "       bench-watch tap ROUNDS FILE TARGET THERE BACK [FILE TARGET THERE BACK ...]\n"
                    "       bench-watch card FILE TRACE TARGET LINE\n"
                    "       bench-watch trace TRACE\n");
    return EXIT_USAGE;
}
