/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/host.h"

#include "base/log.h"
#include "tests/sim/namespace.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool open_fuse(struct loop *loop, struct usim_host **ret, struct err *err)
{
    return namespace_enter(err) && host_fuse_open(loop, ret, err);
}

/* Namespaces cannot be left again, and half of them helps nobody: a child finds out whether they are to be
 * had together with a FUSE mount. */
static bool fuse_usable(struct err *err)
{
    int said[2];
    if (pipe(said) < 0)
        return err_errno(err, "cannot make a pipe");
    pid_t pid = fork();
    if (pid < 0) {
        close(said[0]);
        close(said[1]);
        return err_errno(err, "cannot fork");
    }
    if (pid == 0) {
        struct usim_host *host;
        struct loop *loop = loop_create();
        struct err why = {0};
        if (open_fuse(loop, &host, &why))
            host->close(host);
        else
            (void)!write(said[1], why.text, strlen(why.text));
        _exit(why.text[0] ? EXIT_ENVIRONMENT : EXIT_OK);
    }
    close(said[1]);
    char text[sizeof err->text] = {0};
    size_t len = 0;
    for (ssize_t got; len < sizeof text - 1 && (got = read(said[0], text + len, sizeof text - 1 - len)) > 0;)
        len += (size_t)got;
    close(said[0]);
    int status;
    if (waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OK)
        return true;
    return err_set(err, "%s", text[0] ? text : "the attempt to use FUSE died");
}

bool host_known(const char *name)
{
    static const char *const names[] = {"fuse", "umockdev", "usbredir"};
    for (size_t i = 0; name && i < COUNT_OF(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return !name;
}

bool host_open(struct loop *loop, const char *name, const char *run, int port, struct usim_host **ret,
               struct err *err)
{
    struct err fuse, umockdev;
    if (name && !*name)
        name = NULL;
    if (!host_known(name))
        return err_set(err, "a host is fuse, umockdev or usbredir, not %s", name);
    if (name && strcmp(name, "usbredir") == 0)
        return host_usbredir_open(loop, run, port, ret, err);
    if (name && strcmp(name, "fuse") == 0)
        return open_fuse(loop, ret, err);
    if (!name && fuse_usable(&fuse))
        return open_fuse(loop, ret, err);
    if (host_umockdev_usable(&umockdev)) {
        if (!name)
            log_notice("host", "umockdev, because of this: %s", fuse.text);
        return host_umockdev_open(loop, ret, err);
    }
    if (name)
        return err_set(err, "%s", umockdev.text);
    return err_set(err, "no way to simulate devices here: %s; and %s", fuse.text, umockdev.text);
}

bool host_enter(const char *joined, struct err *err)
{
    int pid;
    /* libudev would refuse devices of a /sys that is no sysfs. */
    setenv("SYSTEMD_DEVICE_VERIFY_SYSFS", "0", 1);
    if (sscanf(joined, "fuse %d", &pid) == 1)
        return namespace_join(pid, err);
    if (strncmp(joined, "umockdev ", 9) == 0)
        return host_umockdev_enter(joined + 9, err);
    return err_set(err, "this is no simulator");
}

void host_devices_add(struct usim_dev *devices[HOST_DEVICES], struct usim_dev *dev)
{
    size_t i = 0;
    while (i < HOST_DEVICES && devices[i])
        i++;
    check(i < HOST_DEVICES);
    devices[i] = dev;
}

void host_devices_remove(struct usim_dev *devices[HOST_DEVICES], const struct usim_dev *dev)
{
    for (size_t i = 0; i < HOST_DEVICES; i++)
        if (devices[i] == dev)
            devices[i] = NULL;
}
