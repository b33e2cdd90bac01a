/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Process 1 of the virtual machine of qemu.sh: takes the modules in, starts our device programs and is their
 * kiosk. It reads every card and prints one page each time the printer comes online; whatever it hears
 * becomes a line on the console. With an udevd in the machine the programs run as the users of its rules;
 * without one they run as root, and the kernel's news of the bus is passed on in udevd's form.
 */
/*
 * Process 1 of the virtual machine of qemu.sh: takes the modules in, starts our device programs and is their
 * kiosk. It reads every card and prints one page each time the printer comes online; whatever it hears
 * becomes a line on the console. There is no udevd in there, so the kernel's news of the bus is passed on in
 * udevd's form.
 */
#include "base/clock.h"
#include "base/err.h"
#include "link/link.h"
#include "tests/sim/uevent.h"
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <linux/netlink.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUN       "/run/liqu"
#define PAGE_DOTS 576
#define PAGE_ROWS 240
#define REAP_MS   200
#define LOOK_MS   1500 /* until udevd and the drivers are done with a device that has come */
#define UDEVADM   "/bin/udevadm"

struct device {
    const char *word;
    enum link_class link_class;
    struct link *link;
    pid_t pid;
    uid_t uid; /* and group; 0 without udevd, whose rules give the nodes away */
    bool online;
    uint64_t jobs;
};

static struct device devices[] = {{.word = "reader", .link_class = LINK_READER},
                                  {.word = "printer", .link_class = LINK_PRINTER}};
static struct loop *loop;
static struct timer reap, look;
static struct link_unknown_device foreign;

static void say(const char *format, ...) PRINTF(1, 2);
static void say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("[%lld] ", (long long)clock_real_mono_ms());
    vprintf(format, args);
    putchar('\n');
    fflush(stdout);
    va_end(args);
}

/* ---- the machine ---- */

static void mount_all(void)
{
    static const struct {
        const char *type, *path;
    } mounts[] = {
        {"proc", "/proc"}, {"sysfs", "/sys"}, {"devtmpfs", "/dev"}, {"tmpfs", "/run"}, {"tmpfs", "/tmp"}};
    for (size_t i = 0; i < COUNT_OF(mounts); i++) {
        mkdir(mounts[i].path, 0755);
        if (mount("none", mounts[i].path, mounts[i].type, 0, NULL) < 0 && errno != EBUSY)
            say("cannot mount %s: %s", mounts[i].path, strerror(errno));
    }
}

/* /modules names them in the order in which they need each other. */
static void take_modules(void)
{
    char path[256];
    FILE *list = fopen("/modules", "re");
    while (list && fgets(path, sizeof path, list)) {
        path[strcspn(path, "\n")] = '\0';
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) < 0 && errno != EEXIST))
            say("cannot load %s: %s", path, strerror(errno));
        if (fd >= 0)
            close(fd);
    }
    if (list)
        fclose(list);
}

static bool list_says(const char *list, size_t len, const char *property)
{
    for (const char *at = list; at < list + len; at += strlen(at) + 1)
        if (strcmp(at, property) == 0)
            return true;
    return false;
}

static void on_uevent(void *arg, short revents)
{
    (void)revents;
    char message[8192];
    struct err err;
    ssize_t len = recv(*(int *)arg, message, sizeof message - 1, 0);
    if (len <= 0)
        return;
    message[len] = '\0';
    size_t head = strlen(message) + 1; /* "add@/devices/…" */
    if (head >= (size_t)len || !list_says(message + head, (size_t)len - head, "DEVTYPE=usb_device"))
        return;
    if (!uevent_relay(message + head, (size_t)len - head, &err))
        say("%s", err.text);
}

static void start_udevd(void)
{
    if (access(UDEVADM, X_OK) < 0)
        return;
    if (fork() == 0) {
        execl(UDEVADM, "systemd-udevd", (char *)NULL);
        _exit(EXIT_ENVIRONMENT);
    }
    for (int i = 0; i < 100 && access("/run/udev/control", F_OK) < 0; i++)
        usleep(50000);
    say("udevd %s", access("/run/udev/control", F_OK) == 0 ? "is there" : "did not start");
}

static void relay_uevents(void)
{
    static int fd;
    if (access(UDEVADM, X_OK) == 0)
        return; /* udevd does it */
    const struct sockaddr_nl group = {.nl_family = AF_NETLINK, .nl_groups = 1};
    mkdir("/run/udev", 0755);
    close(open("/run/udev/control", O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
    fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
    if (fd < 0 || bind(fd, (const struct sockaddr *)&group, sizeof group) < 0)
        say("no uevents: %s", strerror(errno));
    else
        loop_watch(loop, fd, POLLIN, on_uevent, &fd);
}

static bool read_file(const char *folder, const char *name, char *ret, size_t size)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    bool ok = file && fgets(ret, (int)size, file);
    if (file)
        fclose(file);
    return ok;
}

/* What the kernel has made of the foreign device. */
static void on_look(void *arg)
{
    (void)arg;
    glob_t devices_found, interfaces;
    char pattern[300], text[16];
    if (glob("/sys/bus/usb/devices/*", 0, NULL, &devices_found) != 0)
        return;
    for (size_t i = 0; i < devices_found.gl_pathc; i++) {
        const char *folder = devices_found.gl_pathv[i];
        if (!read_file(folder, "idVendor", text, sizeof text) || strtoul(text, NULL, 16) != foreign.vid ||
            !read_file(folder, "authorized", text, sizeof text))
            continue;
        snprintf(pattern, sizeof pattern, "%s/*:*", folder);
        bool any = glob(pattern, 0, NULL, &interfaces) == 0;
        say("%04X: authorized %d, interfaces %zu", foreign.vid, atoi(text), any ? interfaces.gl_pathc : 0);
        globfree(&interfaces);
    }
    globfree(&devices_found);
}

/* ---- the kiosk ---- */

static void print_page(struct device *printer)
{
    static uint8_t page[PAGE_DOTS / 8 * PAGE_ROWS];
    for (size_t i = 0; i < sizeof page; i++)
        page[i] = i / (PAGE_DOTS / 8) % 16 < 8 ? 0xf0 : 0x0f;
    int fd = link_page_create(page, sizeof page);
    const struct link_print print = {
        .job = ++printer->jobs, .width_dots = PAGE_DOTS, .rows = PAGE_ROWS, .cut = 1};
    if (fd < 0 || !link_send_fd(printer->link, LINK_PRINT, 1, &print, fd))
        say("the page was not taken");
    if (fd >= 0)
        close(fd);
}

static void on_status(struct device *device, const struct link_status *status)
{
    bool online = status->status == DEVICE_ONLINE;
    say("%s: status %s %s", device->word, device_status_word((enum device_status)status->status),
        device_cause_word((enum device_cause)status->cause));
    if (online && !device->online && device->link_class == LINK_PRINTER)
        print_page(device);
    device->online = online;
}

static void on_message(void *arg, struct link *link, struct link_message *message)
{
    struct device *device = arg;
    (void)link;
    const struct link_job *job = message->body;
    const struct link_unknown_device *unknown = message->body;
    switch ((int)message->type) {
    case LINK_STATUS:
        on_status(device, message->body);
        break;
    case LINK_CARD:
        say("%s: card %s", device->word, ((const struct person *)message->body)->name);
        break;
    case LINK_CARD_REFUSED:
        say("%s: refused %s", device->word,
            card_refusal_word((enum card_refusal)((const struct link_card_refused *)message->body)->cause));
        break;
    case LINK_JOB:
        say("%s: job %u %s %s", device->word, (unsigned)job->job, job_state_word((enum job_state)job->state),
            job_proof_word((enum job_proof)job->proof));
        break;
    case LINK_UNKNOWN_DEVICE:
        say("%s: unknown %04X:%04X %06X", device->word, unknown->vid, unknown->pid, unknown->interface);
        foreign = *unknown;
        timer_start(loop, &look, LOOK_MS, on_look, NULL);
        break;
    default:
        break;
    }
}

static void on_opened(void *arg, struct link *link)
{
    struct device *device = arg;
    const struct link_nothing nothing = {0};
    device->link = link;
    if (device->link_class == LINK_READER && !link_send(link, LINK_READ_START, 1, &nothing))
        say("the order to read was not taken");
}

static void on_closed(void *arg, struct link *link)
{
    struct device *device = arg;
    (void)link;
    device->link = NULL;
    device->online = false;
}

static void on_refused(void *arg, const char *why)
{
    say("%s: refused: %s", ((struct device *)arg)->word, why);
}

static void start_device(struct device *device, const struct passwd *user)
{
    char state[64];
    snprintf(state, sizeof state, RUN "/%s", device->word);
    mkdir(state, 0700);
    if (chown(state, device->uid, device->uid) < 0)
        say("%s: %s", state, strerror(errno));
    device->pid = fork();
    if (device->pid)
        return;
    setenv("LIQU_RUN", RUN, 1);
    if (user &&
        (initgroups(user->pw_name, user->pw_gid) < 0 || setgid(user->pw_gid) < 0 || setuid(user->pw_uid) < 0))
        _exit(EXIT_ENVIRONMENT);
    execl("/bin/liqu-device", "liqu-device", device->word, "--state", state, (char *)NULL);
    _exit(EXIT_ENVIRONMENT);
}

static void on_reap(void *arg)
{
    (void)arg;
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        for (size_t i = 0; i < COUNT_OF(devices); i++)
            if (devices[i].pid == pid)
                say("%s: its program ended with %d", devices[i].word, status);
    timer_start(loop, &reap, REAP_MS, on_reap, NULL);
}

int main(void)
{
    static const struct link_handler handler = {
        .opened = on_opened, .message = on_message, .closed = on_closed, .refused = on_refused};
    struct link_server *servers[COUNT_OF(devices)];
    struct err err;
    mount_all();
    start_udevd();
    take_modules();
    loop = loop_create();
    relay_uevents();
    /* As board/README.md wants it: every program may write in the run folder, and nobody else looks in. */
    const struct group *all = getgrnam("liqu");
    mkdir(RUN, 0700);
    if (all && (chown(RUN, 0, all->gr_gid) < 0 || chmod(RUN, 02770) < 0))
        say(RUN ": %s", strerror(errno));
    for (size_t i = 0; i < COUNT_OF(devices); i++) {
        char path[64];
        snprintf(path, sizeof path, "liqu-%s", devices[i].word);
        const struct passwd *user = getpwnam(path);
        devices[i].uid = user ? user->pw_uid : 0;
        say("%s: runs as %u", devices[i].word, devices[i].uid);
        snprintf(path, sizeof path, RUN "/%s.sock", devices[i].word);
        if (!link_server_open(loop, path, devices[i].link_class, devices[i].uid, "vm", &handler, &devices[i],
                              &servers[i], &err))
            say("%s", err.text);
        start_device(&devices[i], user);
    }
    on_reap(NULL);
    say("the machine is up");
    return loop_run(loop);
}
