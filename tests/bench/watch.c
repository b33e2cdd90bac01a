/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * bench-watch: a stopwatch beside the screen. It looks at the frame buffer that Xvfb maps as a file
 * (-fbdir), so looking disturbs neither the server nor the program.
 *   bench-watch start FILE ROUNDS -- PROGRAM [ARGUMENT…]   from fork to the settled first screen
 *   bench-watch tap FILE ROUNDS TARGET THERE BACK          from the line's first byte to the other screen
 *   bench-watch card FILE TRACE TARGET LINE                LINE lays a card down: from the reader's answer
 *                                                          that it found one to the last change of the screen
 * TARGET is a line socket (inspect.sock, sim.sock) or a FIFO that the program reads, TRACE what the simulator
 * writes. A screen is learnt first: what stands still for a while. Prints median and 95th percentile in
 * microseconds (card: the one time). Where a clock may stand, at the top, nothing is compared.
 */
#include "base/socket.h"
#include "base/text.h"
#include "tests/bench/samples.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
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
    printf("%.1f %.1f\n", samples_part(samples, 0.5), samples_part(samples, 0.95));
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

static bool measure_start(const struct screen *screen, size_t rounds, char **program, struct err *err)
{
    struct samples samples = {0};
    uint32_t *root = take(screen);
    pid_t pid = spawn(program);
    uint32_t *first = learn(screen, root);
    bool ok = first && end(screen, pid, root);
    for (size_t i = 0; ok && i < rounds; i++) {
        usleep(PAUSE_US);
        double start = samples_now_us();
        pid = spawn(program);
        double complete = await(screen, first);
        samples_add(&samples, complete - start);
        ok = complete >= 0 && end(screen, pid, root);
    }
    if (ok)
        tell(&samples);
    else if (pid > 0)
        kill(pid, SIGTERM);
    free(first);
    free(root);
    return ok || err_set(err, "%s: its first screen did not come, or did not go", program[0]);
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

static bool measure_tap(const struct screen *screen, size_t rounds, const struct target *target, char **lines,
                        struct err *err)
{
    struct samples samples = {0};
    uint32_t *there = learn_line(screen, target, lines[0], err);
    uint32_t *back = there ? learn_line(screen, target, lines[1], err) : NULL;
    bool ok = back != NULL;
    for (size_t i = 0; ok && i < rounds; i++) {
        double us, ignored;
        usleep(PAUSE_US);
        ok = step(screen, target, lines[0], there, &us, err);
        samples_add(&samples, us);
        usleep(PAUSE_US);
        ok = ok && step(screen, target, lines[1], back, &ignored, err);
    }
    if (ok)
        tell(&samples);
    free(there);
    free(back);
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

/* A packet of the trace in which the security module says 9F: there is a card. */
static bool is_found(const uint8_t *packet, size_t len)
{
    enum { USBMON_HEADER = 64, SW3 = 9 };
    static const uint8_t preamble[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69};
    return len > USBMON_HEADER + SW3 && memcmp(packet + USBMON_HEADER, preamble, sizeof preamble) == 0 &&
           packet[USBMON_HEADER + SW3] == 0x9F;
}

/* Traces tell the time of day. */
static double time_of_day_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static bool found_at(const char *trace, double *ret_us, struct err *err)
{
    enum { FILE_HEADER = 24 };
    struct {
        uint32_t seconds, microseconds, len, whole_len;
    } record;
    static uint8_t packet[65536];
    FILE *file = fopen(trace, "rbe");
    if (!file)
        return err_errno(err, "%s", trace);
    bool found = false;
    fseek(file, FILE_HEADER, SEEK_SET);
    while (!found && fread(&record, sizeof record, 1, file) == 1 && record.len <= sizeof packet &&
           fread(packet, 1, record.len, file) == record.len)
        found = is_found(packet, record.len);
    fclose(file);
    *ret_us = record.seconds * 1e6 + record.microseconds - time_of_day_us() + samples_now_us();
    return found || err_set(err, "%s: the reader found no card", trace);
}

static bool measure_card(const struct screen *screen, const char *trace, const struct target *target,
                         const char *line, struct err *err)
{
    int fd = -1;
    double said, found = 0;
    if (!say(target, line, &fd, &said, err))
        return false;
    double painted = last_change(screen);
    close(fd);
    if (!found_at(trace, &found, err))
        return false;
    printf("%.1f\n", painted - found);
    return true;
}

static bool is_socket(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISSOCK(info.st_mode);
}

int main(int argc, char **argv)
{
    struct screen screen;
    struct err err;
    uint64_t rounds;
    bool start = argc > 5 && strcmp(argv[1], "start") == 0 && strcmp(argv[4], "--") == 0;
    bool tap = argc == 7 && strcmp(argv[1], "tap") == 0;
    bool card = argc == 6 && strcmp(argv[1], "card") == 0;
    if (!card && ((!start && !tap) || !text_to_uint(argv[3], SAMPLES_MAX, &rounds))) {
        fprintf(stderr, "usage: bench-watch start FILE ROUNDS -- PROGRAM [ARGUMENT...]\n"
                        "       bench-watch tap FILE ROUNDS TARGET THERE BACK\n"
                        "       bench-watch card FILE TRACE TARGET LINE\n");
        return EXIT_USAGE;
    }
    signal(SIGPIPE, SIG_IGN);
    if (!screen_open(argv[2], &screen, &err))
        err_exit("bench-watch", EXIT_ENVIRONMENT, &err);
    struct target target = {.path = argv[4], .is_socket = is_socket(argv[4])};
    bool ok = start  ? measure_start(&screen, rounds, argv + 5, &err)
              : card ? measure_card(&screen, argv[3], &target, argv[5], &err)
                     : measure_tap(&screen, rounds, &target, argv + 5, &err);
    if (!ok)
        err_exit("bench-watch", EXIT_REFUSED, &err);
    return EXIT_OK;
}
