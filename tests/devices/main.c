/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-chat DEVICE FILE.chat: plays one recorded conversation (script.h) on the simulated bus against the
 * real liqu-device given as DEVICE, and compares what the kiosk hears. Exit 0: as written, 1: not, 3: cannot
 * be played.
 */
#include "base/clock.h"
#include "base/place.h"
#include "base/text.h"
#include "link/link.h"
#include "tests/devices/script.h"
#include "tests/sim/host.h"
#include "tests/sim/simbus.h"
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLAY_MS   120000 /* an upper bound, far above any conversation on any machine */
#define SETTLE_MS 200    /* nothing more may come after the last event */
#define SETTLES   150    /* what is said behind it has this often as long; likewise */

struct play {
    struct script script;
    size_t at;    /* the line under way */
    size_t taken; /* of its bytes */
    struct loop *loop;
    struct simbus bus;
    struct model model; /* the named one's shape, our conversation */
    struct link *link;
    struct buf said[16]; /* per IN endpoint, not yet read */
    struct timer kick, limit, busy;
    int settles;
    char heard[SCRIPT_EVENTS][SCRIPT_EVENT];
    size_t heard_count;
    int stalls;             /* IN packets still to be answered so */
    uint32_t status, cause; /* as heard last */
    int32_t paper_mm;
    bool greeted, unplugged, over;
    int faults;
};

static void fault(struct play *play, const char *format, ...) PRINTF(2, 3);
static void fault(struct play *play, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (play->at < play->script.line_count)
        printf("line %d: ", play->script.lines[play->at].number);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    play->faults++;
}

/* ---- orders of the kiosk ---- */

static void print_page(struct play *play, unsigned job, unsigned width, unsigned rows)
{
    size_t len = (size_t)width / 8 * rows;
    uint8_t *white = calloc(1, len);
    check(white);
    int fd = link_page_create(white, len);
    free(white);
    const struct link_print print = {.job = job, .width_dots = width, .rows = rows, .cut = 1};
    if (fd < 0 || !link_send_fd(play->link, LINK_PRINT, 1, &print, fd))
        fault(play, "the page was not taken");
    close(fd);
}

static void order(struct play *play, const char *text)
{
    const struct link_nothing nothing = {0};
    unsigned a, b, c;
    bool sent = true;
    if (!play->link)
        fault(play, "an order before the device program has come");
    else if (sscanf(text, "read %u", &a) == 1)
        sent = link_send(play->link, LINK_READ_START, a, &nothing);
    else if (strcmp(text, "stop") == 0)
        sent = link_send(play->link, LINK_READ_STOP, 0, &nothing);
    else if (sscanf(text, "print %u %u %u", &a, &b, &c) == 3)
        print_page(play, a, b, c);
    else if (sscanf(text, "cancel %u", &a) == 1)
        sent = link_send(play->link, LINK_PRINT_CANCEL, 0, &(struct link_print_cancel){a});
    else
        fault(play, "an order nobody knows: %s", text);
    if (!sent)
        fault(play, "an order was not taken");
}

/* ---- the device's side ---- */

static struct usim_dev *dev_of(struct play *play)
{
    return &play->bus.slots[play->model.slot].dev;
}

static void unplug(struct play *play)
{
    struct err err;
    play->unplugged = true;
    if (!simbus_unplug(&play->bus, play->model.slot, &err))
        fault(play, "%s", err.text);
}

static void say(struct play *play, const struct script_line *line)
{
    for (int ep = 1; ep < 16; ep++) {
        bool mine =
            line->endpoint ? ep == (line->endpoint & 15) : usim_endpoint(dev_of(play), 0x80 | ep, NULL) >= 0;
        if (!mine)
            continue;
        buf_append(&play->said[ep], line->bytes.data, line->bytes.len);
        return;
    }
}

static void on_ready(void *arg)
{
    struct play *play = arg;
    if (dev_of(play)->plugged)
        usim_kick(dev_of(play));
}

/* Everything that does not wait for the host. */
static void on_kick(void *arg)
{
    struct play *play = arg;
    for (; play->at < play->script.line_count; play->at++) {
        const struct script_line *line = &play->script.lines[play->at];
        if (line->kind == SCRIPT_HOST || (line->kind == SCRIPT_ORDER && !play->link))
            break;
        if (line->kind == SCRIPT_DEVICE)
            say(play, line);
        if (line->kind == SCRIPT_RESET)
            break;
        if (line->kind == SCRIPT_WAIT) {
            timer_start(play->loop, &play->kick, line->ms, on_kick, play);
            play->at++;
            break;
        }
        if (line->kind == SCRIPT_BUSY)
            timer_start(play->loop, &play->busy, line->ms, on_ready, play);
        if (line->kind == SCRIPT_STALL)
            play->stalls++;
        if (line->kind == SCRIPT_UNPLUG)
            unplug(play);
        if (line->kind == SCRIPT_ORDER)
            order(play, buf_string(&line->bytes));
    }
    if (dev_of(play)->plugged)
        usim_kick(dev_of(play));
}

static void kick(struct play *play)
{
    timer_start(play->loop, &play->kick, 0, on_kick, play);
}

static void take_byte(struct play *play, uint8_t ep, uint8_t byte)
{
    const struct script_line *line = &play->script.lines[play->at];
    if (play->at == play->script.line_count || play->faults)
        return; /* what the host says after the end is its own affair */
    if (line->kind != SCRIPT_HOST) {
        fault(play, "the host said %02X when it was not its turn", byte);
        return;
    }
    if (line->endpoint && line->endpoint != ep)
        fault(play, "byte %zu from the host came on endpoint %02X", play->taken, ep);
    if (line->bytes.data[play->taken] != byte)
        fault(play, "byte %zu from the host is %02X, not %02X", play->taken, byte,
              line->bytes.data[play->taken]);
    if (++play->taken < line->bytes.len)
        return;
    play->taken = 0;
    play->at++;
    if (play->at < play->script.line_count && play->script.lines[play->at].kind != SCRIPT_HOST)
        kick(play);
}

static int on_out(void *model, uint8_t ep, const uint8_t *packet, int len)
{
    struct play *play = model;
    if (timer_running(&play->kick) || timer_running(&play->busy))
        return USIM_NAK; /* our own turn first */
    for (int i = 0; i < len; i++)
        take_byte(play, ep, packet[i]);
    return len;
}

static int on_in(void *model, uint8_t ep, uint8_t *packet, int size)
{
    struct play *play = model;
    struct buf *said = &play->said[ep & 15];
    if (!said->len && play->stalls) {
        play->stalls--;
        return USIM_STALL;
    }
    if (!said->len)
        return USIM_NAK;
    int len = said->len < (size_t)size ? (int)said->len : size;
    memcpy(packet, said->data, (size_t)len);
    buf_consume(said, (size_t)len);
    return len;
}

static int on_control(void *model, const uint8_t setup[8], uint8_t *data, int len)
{
    struct play *play = model;
    (void)data, (void)len;
    if (setup[0] == 0x21 && setup[1] == 2 && play->at < play->script.line_count &&
        play->script.lines[play->at].kind == SCRIPT_RESET) {
        play->at++;
        kick(play);
    }
    return USIM_STALL;
}

static void on_nothing(void *model)
{
    (void)model;
}

static const struct usim_ops chat_ops = {
    .control = on_control, .bulk_out = on_out, .bulk_in = on_in, .reset = on_nothing, .tick = on_nothing};

static void *create(struct usim_dev *dev, const struct model_env *env, const void *row)
{
    (void)dev, (void)env;
    return (void *)row;
}

/* ---- the kiosk's side ---- */

static void on_settled(void *arg)
{
    struct play *play = arg;
    play->over = play->at == play->script.line_count || play->faults || ++play->settles == SETTLES;
    if (!play->over)
        timer_start(play->loop, &play->limit, SETTLE_MS, on_settled, play);
}

static void on_limit(void *arg)
{
    struct play *play = arg;
    fault(play, "nothing more happened in %d s", PLAY_MS / 1000);
    play->over = true;
}

static void hear(struct play *play, const char *format, ...) PRINTF(2, 3);
static void hear(struct play *play, const char *format, ...)
{
    char event[SCRIPT_EVENT];
    va_list args;
    va_start(args, format);
    vsnprintf(event, sizeof event, format, args);
    va_end(args);
    if (play->heard_count == SCRIPT_EVENTS ||
        (play->heard_count && strcmp(play->heard[play->heard_count - 1], event) == 0))
        return;
    strcpy(play->heard[play->heard_count++], event);
    if (play->heard_count == play->script.event_count)
        timer_start(play->loop, &play->limit, SETTLE_MS, on_settled, play);
}

/* On a busy machine the plug is late, or noticed late, and the program has already said that nothing is
 * there: heard from anew. Its word may reach us behind the first bytes that it sends to the device. */
static bool came_before_the_plug(const struct play *play, const struct link_status *status)
{
    bool only_starting = play->heard_count == 0 ||
                         (play->heard_count == 1 && strcmp(play->heard[0], "status busy starting") == 0);
    return status->status == DEVICE_ABSENT && only_starting && !play->unplugged;
}

static void on_opened(void *arg, struct link *link)
{
    struct play *play = arg;
    play->link = link;
    kick(play);
}

static void on_closed(void *arg, struct link *link)
{
    struct play *play = arg;
    (void)link;
    play->link = NULL;
}

static void on_message(void *arg, struct link *link, struct link_message *message)
{
    struct play *play = arg;
    (void)link;
    const struct link_status *status = message->body;
    const struct link_job *job = message->body;
    const struct person *person = message->body;
    const struct link_card_refused *refused = message->body;
    switch ((int)message->type) {
    case LINK_STATUS:
        play->greeted = true;
        if (came_before_the_plug(play, status)) {
            play->heard_count = 0;
            play->status = DEVICE_STATUSES;
            break;
        }
        if (play->status != status->status || play->cause != status->cause)
            hear(play, "status %s %s", device_status_word((enum device_status)status->status),
                 device_cause_word((enum device_cause)status->cause));
        play->status = status->status;
        play->cause = status->cause;
        if (play->paper_mm != status->paper_mm)
            hear(play, "paper %d", status->paper_mm);
        play->paper_mm = status->paper_mm;
        break;
    case LINK_JOB:
        hear(play, "job %s %s %s", job_state_word((enum job_state)job->state),
             job_proof_word((enum job_proof)job->proof), device_cause_word((enum device_cause)job->cause));
        break;
    case LINK_CARD:
        hear(play, "card %s %s %s", person->name, person->number, person->address[0] ? person->address : "-");
        break;
    case LINK_CARD_REFUSED:
        hear(play, "refused %s", card_refusal_word((enum card_refusal)refused->cause));
        break;
    default:
        hear(play, "%s", message->type == LINK_CARD_SEEN ? "card_seen" : link_type_word(message->type));
        break;
    }
}

static void on_refused(void *arg, const char *why)
{
    fault(arg, "the kiosk refused a message: %s", why);
}

/* ---- one play ---- */

static bool find_model(struct play *play)
{
    for (enum slot slot = SLOT_READER; slot <= SLOT_PRINTER; slot++) {
        const struct model *model = model_find(slot, play->script.device);
        if (!model)
            continue;
        play->model = (struct model){.name = model->name,
                                     .slot = slot,
                                     .shape = model->shape,
                                     .ops = &chat_ops,
                                     .create = create,
                                     .destroy = on_nothing,
                                     .row = play};
        return true;
    }
    return false;
}

static void soil(const char *folder)
{
    char path[128];
    snprintf(path, sizeof path, "%s/printer.soiled", folder);
    FILE *file = fopen(path, "we");
    check(file && fclose(file) == 0);
}

/* In the child: waits to be told how it comes to the devices. */
static void enter_host(int from)
{
    char joined[128] = "";
    struct err err;
    if (read(from, joined, sizeof joined - 1) <= 0 || !host_enter(joined, &err))
        _exit(EXIT_ENVIRONMENT);
}

/* -1: the host does not let it in. */
static pid_t start_program(const struct script *script, struct usim_host *host, const char *program,
                           const char *word, const char *folder, struct err *err)
{
    int pipe_fds[2];
    const char *argv[SCRIPT_OPTIONS + 5] = {program, word, "--state", folder};
    for (size_t i = 0; i < script->option_count; i++)
        argv[4 + i] = script->options[i];
    check(pipe2(pipe_fds, O_CLOEXEC) == 0);
    pid_t pid = fork();
    check(pid >= 0);
    if (pid) {
        struct buf joined CLEANUP(buf_finish) = {0};
        bool ok = host->join(host, pid, &joined, err) &&
                  write(pipe_fds[1], joined.data, joined.len) == (ssize_t)joined.len;
        close(pipe_fds[0]);
        close(pipe_fds[1]);
        return ok ? pid : -1;
    }
    close(pipe_fds[1]); /* a parent that dies ends the wait */
    enter_host(pipe_fds[0]);
    setenv("LIQU_RUN", folder, 1);
    execv(program, (char *const *)argv);
    _exit(EXIT_ENVIRONMENT);
}

static void end_program(struct play *play, pid_t pid)
{
    int status;
    kill(pid, SIGTERM);
    while (waitpid(pid, &status, WNOHANG) != pid)
        loop_turn(play->loop, 10); /* closing its device it still needs our bus */
    const struct usim_dev *dev = dev_of(play);
    int wanted = dev->setting ? 1 : 0; /* a setting but the first has to be chosen */
    if (dev->settings != (unsigned)wanted)
        fault(play, "SET_INTERFACE was sent %u times", dev->settings);
    if (dev->usblp)
        fault(play, "the printer was given back to usblp");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_OK)
        fault(play, "the device program ended with %d", status);
}

static void compare(struct play *play)
{
    size_t count =
        play->heard_count > play->script.event_count ? play->heard_count : play->script.event_count;
    if (play->at < play->script.line_count && !play->faults)
        fault(play, "the conversation stopped here");
    for (size_t i = 0; i < count; i++) {
        const char *wanted = i < play->script.event_count ? play->script.events[i] : "nothing";
        const char *heard = i < play->heard_count ? play->heard[i] : "nothing";
        if (strcmp(wanted, heard) != 0)
            fault(play, "event %zu is `%s`, not `%s`", i + 1, heard, wanted);
    }
}

/* What the program wrote down: wanted texts one after the other, unwanted ones nowhere. */
static void compare_log(struct play *play, const char *folder)
{
    struct buf log = {0};
    struct err err;
    char path[128];
    snprintf(path, sizeof path, "%s/log/%s.log", folder, slot_names[play->model.slot]);
    if (!buf_read_file(&log, path, 1 << 20, &err)) {
        fault(play, "%s", err.text);
        return;
    }
    const char *from = buf_string(&log);
    for (size_t i = 0; i < play->script.log_count; i++) {
        const struct script_log *wanted = &play->script.logs[i];
        const char *at = strstr(wanted->wanted ? from : buf_string(&log), wanted->text);
        if ((at != NULL) != wanted->wanted)
            fault(play, "`%s` %s in the log", wanted->text, at ? "stands" : "does not stand (here)");
        if (at && wanted->wanted)
            from = at + strlen(wanted->text);
    }
    buf_finish(&log);
}

static bool run(struct play *play, const char *program, const char *folder, struct err *err)
{
    static const struct link_handler handler = {
        .opened = on_opened, .message = on_message, .closed = on_closed, .refused = on_refused};
    struct usim_host *host;
    struct link_server *server;
    const struct model_env env = {0};
    char path[128];
    const char *word = slot_names[play->model.slot];
    enum link_class link_class = play->model.slot == SLOT_READER ? LINK_READER : LINK_PRINTER;
    snprintf(path, sizeof path, "%s/%s.sock", folder, word);
    play->loop = loop_create();
    if (!host_open(play->loop, getenv("LIQU_SIM_HOST"), folder, 0, &host, err) ||
        !link_server_open(play->loop, path, link_class, geteuid(), "chat", &handler, play, &server, err))
        return false;
    simbus_init(&play->bus, play->loop, host, &env);
    simbus_add(&play->bus, &play->model);
    if (play->script.soiled)
        soil(folder);
    pid_t pid = start_program(&play->script, host, program, word, folder, err);
    if (pid < 0)
        return false;
    timer_start(play->loop, &play->limit, PLAY_MS, on_limit, play);
    while (!play->greeted && timer_running(&play->limit)) /* the first status comes with the link */
        loop_turn(play->loop, 100);
    bool ok = simbus_plug(&play->bus, play->model.slot, err);
    while (ok && !play->over)
        loop_turn(play->loop, -1);
    compare(play);
    end_program(play, pid);
    if (dev_of(play)->plugged)
        unplug(play);
    compare_log(play, folder);
    link_server_close(server);
    simbus_finish(&play->bus);
    host->close(host);
    timer_stop(&play->limit);
    timer_stop(&play->kick);
    timer_stop(&play->busy);
    loop_destroy(play->loop);
    return ok;
}

int main(int argc, char **argv)
{
    static struct play play;
    struct err err;
    char folder[] = "/tmp/liqu-chat.XXXXXX", command[64];
    if (argc != 3) {
        fputs("usage: liqu-chat DEVICE FILE.chat\n", stderr);
        return EXIT_USAGE;
    }
    if (!script_load(argv[2], &play.script, &err))
        err_exit("liqu-chat", EXIT_ENVIRONMENT, &err);
    play.status = DEVICE_STATUSES; /* none yet */
    play.paper_mm = -1;
    if (!find_model(&play)) {
        err_set(&err, "%s: no model is called %s", argv[2], play.script.device);
        err_exit("liqu-chat", EXIT_ENVIRONMENT, &err);
    }
    check(mkdtemp(folder));
    bool ok = run(&play, argv[1], folder, &err);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    check(system(command) == 0);
    script_finish(&play.script);
    for (size_t i = 0; i < COUNT_OF(play.said); i++)
        buf_finish(&play.said[i]);
    if (!ok)
        err_exit("liqu-chat", EXIT_ENVIRONMENT, &err);
    return play.faults ? EXIT_REFUSED : EXIT_OK;
}
