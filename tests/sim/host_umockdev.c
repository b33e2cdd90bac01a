/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The bus behind umockdev's preload library, which sends whatever a program does with /dev and /sys to a
 * folder of ours, its testbed. Only the preload library is umockdev's; the far end of its sockets is here, in
 * the one thread of the loop. Each program has a testbed of its own, for two reasons. The library names a
 * hot-plug monitor's socket after its descriptor's number, so two programs in one testbed would take it from
 * each other. And it does not emulate poll: a program waits on the real node. That is a FIFO here, full while
 * there is nothing to reap and empty as soon as there is, which has to be so for each program by itself.
 */
#include "base/log.h"
#include "base/place.h"
#include "base/socket.h"
#include "tests/sim/fakesys.h"
#include "tests/sim/host.h"
#include "tests/sim/uevent.h"
#include "tests/sim/umock_wire.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRELOAD    "libumockdev-preload.so.0"
#define FIFO_BYTES 4096

struct testbed;

/* A device as one program sees it. Stays after unplugging until the program has closed it. */
struct node {
    struct node *next;
    struct testbed *testbed;
    struct usim_dev *dev;
    int devnum;
    int listen_fd; /* -1: unplugged, nobody can open it any more */
    struct watch *watch;
    int fifo;
    bool ready; /* the FIFO is empty */
    int opens;
};

/* One open of a node. */
struct client {
    struct usbfs_file file; /* first */
    struct node *node;
    int fd;
    struct watch *watch;
    size_t read; /* of the descriptors */
};

struct testbed {
    struct testbed *next;
    struct host_umockdev *host;
    pid_t pid;
    char folder[64];
    struct node *nodes;
};

struct host_umockdev {
    struct usim_host host; /* first */
    struct loop *loop;
    struct usim_dev *devs[HOST_DEVICES];
    struct usbfs_file *files; /* of all programs; each is a struct client */
    struct testbed *testbeds;
    char folder[48];
    int lock; /* of the folder; see remove_left_over */
    unsigned last_testbed;
};

/* ---- readiness ---- */

static void set_ready(struct node *node, bool ready)
{
    char bytes[FIFO_BYTES] = {0};
    if (node->ready == ready)
        return;
    node->ready = ready;
    if (ready)
        while (read(node->fifo, bytes, sizeof bytes) > 0)
            continue;
    else
        while (write(node->fifo, bytes, sizeof bytes) > 0)
            continue;
}

static void look_ready(struct node *node)
{
    bool ready = false;
    for (struct usbfs_file *file = node->testbed->host->files; file; file = file->next)
        ready |= ((struct client *)file)->node == node && usim_has_done(file->dev, file);
    set_ready(node, ready);
}

static void on_xfer(void *arg, struct usim_dev *dev, const struct usim_xfer *xfer, char event)
{
    (void)dev;
    struct host_umockdev *host = arg;
    for (struct usbfs_file *file = host->files; event == 'C' && file; file = file->next)
        if (file == xfer->owner)
            look_ready(((struct client *)file)->node);
}

/* ---- nodes ---- */

static void node_path(const struct node *node, const char *above, char *ret, size_t size)
{
    snprintf(ret, size, "%s/%sdev/bus/usb/001/%03d", node->testbed->folder, above, node->devnum);
}

static void free_node(struct node *node)
{
    for (struct node **link = &node->testbed->nodes; *link; link = &(*link)->next)
        if (*link == node) {
            *link = node->next;
            break;
        }
    close(node->fifo);
    free(node);
}

/* The node before its socket: a program that finds a node without its socket gives up. */
static void stop_listening(struct node *node)
{
    char path[128];
    if (node->listen_fd < 0)
        return;
    node_path(node, "", path, sizeof path);
    unlink(path);
    node_path(node, "ioctl/", path, sizeof path);
    unlink(path);
    watch_stop(node->watch);
    close(node->listen_fd);
    node->listen_fd = -1;
}

static void close_client(struct client *client)
{
    struct node *node = client->node;
    for (struct usbfs_file **link = &node->testbed->host->files; *link; link = &(*link)->next)
        if (*link == &client->file) {
            *link = client->file.next;
            break;
        }
    usbfs_release(&client->file);
    watch_stop(client->watch);
    close(client->fd);
    free(client);
    look_ready(node);
    if (--node->opens == 0 && node->listen_fd < 0)
        free_node(node);
}

/* Reading the node gives the descriptors. */
static long read_node(struct client *client, const struct usbfs_memory *memory,
                      const struct umock_request *request)
{
    const struct usim_shape *shape = client->file.dev->shape;
    if (usbfs_dead(&client->file))
        return -ENODEV;
    size_t left = shape->desc_len - client->read, len = left < request->arg2 ? left : request->arg2;
    if (len && !memory->poke(memory->arg, shape->desc + client->read, request->arg1, len))
        return -EFAULT;
    client->read += len;
    return (long)len;
}

static void on_request(void *arg, short revents)
{
    (void)revents;
    struct client *client = arg;
    struct umock_request request;
    if (!umock_receive(client->fd, &request)) {
        close_client(client);
        return;
    }
    const struct usbfs_memory memory = umock_memory(&client->fd);
    long result = -EINVAL;
    if (request.call == UMOCK_IOCTL)
        result = usbfs_ioctl(&client->file, client->node->testbed->host->files, &memory,
                             (unsigned)request.arg1, request.arg2);
    else if (request.call == UMOCK_READ)
        result = read_node(client, &memory, &request);
    look_ready(client->node); /* before the program looks again */
    umock_answer(client->fd, result);
}

static void on_open(void *arg, short revents)
{
    (void)revents;
    struct node *node = arg;
    struct host_umockdev *host = node->testbed->host;
    int fd = socket_accept(node->listen_fd, NULL);
    if (fd < 0)
        return;
    struct client *client = calloc(1, sizeof *client);
    check(client);
    client->file = (struct usbfs_file){.next = host->files, .dev = node->dev, .devnum = node->devnum};
    client->node = node;
    client->fd = fd;
    client->watch = loop_watch(host->loop, fd, POLLIN, on_request, client);
    host->files = &client->file;
    node->opens++;
    node->dev->opens++;
}

static bool make_fifo(struct node *node, const char *path, struct err *err)
{
    if (mkfifo(path, 0666) < 0)
        return err_errno(err, "%s", path);
    node->fifo = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (node->fifo < 0)
        return err_errno(err, "%s", path);
    fcntl(node->fifo, F_SETPIPE_SZ, FIFO_BYTES);
    node->ready = true;
    set_ready(node, false);
    return true;
}

static bool add_node(struct testbed *testbed, struct usim_dev *dev, struct err *err)
{
    char path[128], name[32], number[16];
    struct node *node = calloc(1, sizeof *node);
    check(node);
    *node = (struct node){.next = testbed->nodes,
                          .testbed = testbed,
                          .dev = dev,
                          .devnum = dev->devnum,
                          .listen_fd = -1,
                          .fifo = -1};
    testbed->nodes = node;
    /* The socket before the node, the node before the news of it. */
    node_path(node, "ioctl/", path, sizeof path);
    if (!socket_listen(path, SOCK_STREAM, &node->listen_fd, err))
        return false;
    node->watch = loop_watch(testbed->host->loop, node->listen_fd, POLLIN, on_open, node);
    snprintf(name, sizeof name, "dev/.node/bus_usb_001_%03d", dev->devnum);
    place_join(path, sizeof path, testbed->folder, name);
    snprintf(number, sizeof number, "189:%d", dev->devnum - 1);
    if (symlink(number, path) < 0 && errno != EEXIST)
        return err_errno(err, "%s", path);
    node_path(node, "", path, sizeof path);
    char devpath[64];
    fakesys_devpath(dev, devpath, sizeof devpath);
    return make_fifo(node, path, err) && fakesys_add(testbed->folder, dev, err) &&
           uevent_send_testbed(testbed->folder, "add", devpath, dev->devnum, err);
}

/* ---- testbeds ---- */

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    remove(path);
    return 0;
}

static void remove_folder(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static bool make_folders(const char *root, struct err *err)
{
    static const char *const folders[] = {"",
                                          "/dev",
                                          "/dev/.node",
                                          "/dev/bus",
                                          "/dev/bus/usb",
                                          "/dev/bus/usb/001",
                                          "/ioctl",
                                          "/ioctl/dev",
                                          "/ioctl/dev/bus",
                                          "/ioctl/dev/bus/usb",
                                          "/ioctl/dev/bus/usb/001",
                                          "/sys",
                                          "/sys/bus",
                                          "/sys/bus/usb",
                                          "/sys/bus/usb/devices",
                                          "/sys/class",
                                          "/sys/devices"};
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", root, folders[i]);
        if (mkdir(path, 0755) < 0)
            return err_errno(err, "%s", path);
    }
    return true;
}

static void free_testbed(struct testbed *testbed)
{
    struct host_umockdev *host = testbed->host;
    for (struct usbfs_file *file = host->files, *next; file; file = next) {
        next = file->next;
        if (((struct client *)file)->node->testbed == testbed)
            close_client((struct client *)file);
    }
    while (testbed->nodes) {
        stop_listening(testbed->nodes);
        free_node(testbed->nodes);
    }
    for (struct testbed **link = &host->testbeds; *link; link = &(*link)->next)
        if (*link == testbed) {
            *link = testbed->next;
            break;
        }
    remove_folder(testbed->folder);
    free(testbed);
}

static void forget_the_dead(struct host_umockdev *host)
{
    for (struct testbed *testbed = host->testbeds, *next; testbed; testbed = next) {
        next = testbed->next;
        if (kill(testbed->pid, 0) < 0 && errno == ESRCH)
            free_testbed(testbed);
    }
}

static bool join(struct usim_host *base, pid_t pid, struct buf *ret, struct err *err)
{
    struct host_umockdev *host = (struct host_umockdev *)base;
    forget_the_dead(host);
    struct testbed *testbed = calloc(1, sizeof *testbed);
    check(testbed);
    testbed->host = host;
    testbed->pid = pid;
    testbed->next = host->testbeds;
    host->testbeds = testbed;
    snprintf(testbed->folder, sizeof testbed->folder, "%s/%u", host->folder, ++host->last_testbed);
    bool ok = make_folders(testbed->folder, err);
    for (size_t i = 0; ok && i < HOST_DEVICES; i++)
        ok = !host->devs[i] || add_node(testbed, host->devs[i], err);
    if (ok)
        buf_printf(ret, "umockdev %s", testbed->folder);
    else
        free_testbed(testbed);
    return ok;
}

/* ---- the bus ---- */

static bool plug(struct usim_host *base, struct usim_dev *dev, struct err *err)
{
    struct host_umockdev *host = (struct host_umockdev *)base;
    host_devices_add(host->devs, dev);
    dev->on_host = on_xfer;
    dev->host_arg = host;
    bool ok = true;
    for (struct testbed *testbed = host->testbeds; ok && testbed; testbed = testbed->next)
        ok = add_node(testbed, dev, err);
    return ok;
}

static void remove_node(struct testbed *testbed, struct usim_dev *dev)
{
    struct err err;
    char path[64];
    for (struct node *node = testbed->nodes, *next; node; node = next) {
        next = node->next;
        if (node->dev != dev || node->listen_fd < 0)
            continue;
        stop_listening(node);
        if (!node->opens)
            free_node(node);
    }
    fakesys_remove(testbed->folder, dev);
    fakesys_devpath(dev, path, sizeof path);
    if (!uevent_send_testbed(testbed->folder, "remove", path, dev->devnum, &err))
        log_error("uevent", "%s", err.text);
}

static void unplug(struct usim_host *base, struct usim_dev *dev)
{
    struct host_umockdev *host = (struct host_umockdev *)base;
    host_devices_remove(host->devs, dev);
    for (struct testbed *testbed = host->testbeds; testbed; testbed = testbed->next)
        remove_node(testbed, dev);
}

static void close_host(struct usim_host *base)
{
    struct host_umockdev *host = (struct host_umockdev *)base;
    while (host->testbeds)
        free_testbed(host->testbeds);
    remove_folder(host->folder);
    if (host->lock >= 0)
        close(host->lock);
    free(host);
}

bool host_umockdev_usable(struct err *err)
{
    /* In a child: the library would take over this process. */
    pid_t pid = fork();
    if (pid < 0)
        return err_errno(err, "cannot fork");
    if (pid == 0)
        _exit(dlopen(PRELOAD, RTLD_NOW | RTLD_LOCAL) ? EXIT_OK : EXIT_ENVIRONMENT);
    int status;
    if (waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OK)
        return true;
    return err_set(err, PRELOAD " (Debian package umockdev) is not installed");
}

/* The lock goes with its process. -1: somebody holds it, or there is none. */
static int lock_folder(const char *folder, int flags)
{
    char path[PATH_MAX];
    place_join(path, sizeof path, folder, "lock");
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Folders of simulators that were killed. Those of other users cannot be opened and stay. */
static void remove_left_over(void)
{
    glob_t found;
    if (glob("/tmp/liqu-sim-??????", GLOB_NOSORT, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        int fd = lock_folder(found.gl_pathv[i], 0);
        if (fd < 0)
            continue;
        remove_folder(found.gl_pathv[i]);
        close(fd);
    }
    globfree(&found);
}

bool host_umockdev_open(struct loop *loop, struct usim_host **ret, struct err *err)
{
    /* Short, because sockets lie deep inside; and real, because the library cuts it off real paths. */
    char folder[] = "/tmp/liqu-sim-XXXXXX", real[PATH_MAX];
    remove_left_over();
    struct host_umockdev *host = calloc(1, sizeof *host);
    check(host);
    host->host = (struct usim_host){"umockdev", plug, unplug, join, close_host};
    host->loop = loop;
    if (!mkdtemp(folder) || !realpath(folder, real)) {
        free(host);
        return err_errno(err, "%s", folder);
    }
    check(strlen(real) < sizeof host->folder);
    strcpy(host->folder, real);
    host->lock = lock_folder(real, O_CREAT);
    *ret = &host->host;
    return true;
}

/* The runtime of AddressSanitizer where this program is built with it; it must come before every other
 * library. NULL: it is not, or has it inside. */
static const char *sanitizer(void)
{
#ifdef __SANITIZE_ADDRESS__
    extern void __asan_init(void);
    Dl_info info;
    if (dladdr((void *)(uintptr_t)__asan_init, &info) && strstr(info.dli_fname, "libasan"))
        return info.dli_fname;
#endif
    return NULL;
}

/* What is preloaded already comes behind. */
bool host_umockdev_enter(const char *folder, struct err *err)
{
    const char *others = getenv("LD_PRELOAD"), *first = sanitizer();
    char text[PATH_MAX];
    if (access(folder, R_OK | X_OK) < 0)
        return err_errno(err, "%s", folder);
    setenv("UMOCKDEV_DIR", folder, 1);
    snprintf(text, sizeof text, "%s%s" PRELOAD "%s%s", first ? first : "", first ? ":" : "",
             others && *others ? ":" : "", others ? others : "");
    setenv("LD_PRELOAD", text, 1);
    return true;
}
