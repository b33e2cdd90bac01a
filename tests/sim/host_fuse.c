/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * /dev/bus/usb as a FUSE file system: bus folder 001, a node per plugged device. The session's descriptor
 * hangs in the loop like any other; requests are answered at once, so no thread is needed.
 */
#define FUSE_USE_VERSION 312
#include "base/log.h"
#include "tests/sim/fakesys.h"
#include "tests/sim/host.h"
#include "tests/sim/uevent.h"
#include "tests/sim/usbfs.h"
#include <errno.h>
#include <fcntl.h>
#include <fuse_lowlevel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOUNT_POINT "/dev/bus/usb"

enum { INODE_ROOT = FUSE_ROOT_ID, INODE_BUS = 2, INODE_DEVICE = 1000 /* + devnum */ };

struct host_fuse {
    struct usim_host host; /* first */
    struct fuse_session *session;
    struct watch *watch;
    struct fuse_buf request;
    struct usim_dev *devs[HOST_DEVICES];
    struct usbfs_file *files;
};

static struct host_fuse *host_of(fuse_req_t req)
{
    return fuse_req_userdata(req);
}

static struct usbfs_file *file_of(const struct fuse_file_info *info)
{
    return (struct usbfs_file *)(uintptr_t)info->fh;
}

static struct usim_dev *find_inode(const struct host_fuse *host, fuse_ino_t inode)
{
    for (size_t i = 0; i < HOST_DEVICES; i++)
        if (host->devs[i] && inode == (fuse_ino_t)(INODE_DEVICE + host->devs[i]->devnum))
            return host->devs[i];
    return NULL;
}

static bool stat_inode(const struct host_fuse *host, fuse_ino_t inode, struct stat *ret)
{
    /* An owner without a place in the user namespace would make the node read-only. */
    *ret = (struct stat){
        .st_ino = inode, .st_mode = S_IFDIR | 0755, .st_nlink = 2, .st_uid = geteuid(), .st_gid = getegid()};
    if (inode == INODE_ROOT || inode == INODE_BUS)
        return true;
    const struct usim_dev *dev = find_inode(host, inode);
    if (!dev)
        return false;
    ret->st_mode = S_IFREG | 0666; /* a FUSE character device would not reach us */
    ret->st_nlink = 1;
    ret->st_size = (off_t)dev->shape->desc_len;
    return true;
}

static void on_lookup(fuse_req_t req, fuse_ino_t parent, const char *name)
{
    struct fuse_entry_param entry = {0}; /* timeouts 0: devices come and go */
    int devnum = atoi(name);
    if (parent == INODE_ROOT && strcmp(name, "001") == 0)
        entry.ino = INODE_BUS;
    else if (parent == INODE_BUS && devnum > 0)
        entry.ino = (fuse_ino_t)(INODE_DEVICE + devnum);
    if (entry.ino && stat_inode(host_of(req), entry.ino, &entry.attr))
        fuse_reply_entry(req, &entry);
    else
        fuse_reply_err(req, ENOENT);
}

static void on_getattr(fuse_req_t req, fuse_ino_t inode, struct fuse_file_info *info)
{
    (void)info;
    struct stat st;
    if (stat_inode(host_of(req), inode, &st))
        fuse_reply_attr(req, &st, 0);
    else
        fuse_reply_err(req, ENOENT);
}

static size_t add_entry(fuse_req_t req, char *buf, size_t used, size_t size, fuse_ino_t inode,
                        const char *name)
{
    struct stat st;
    size_t need = fuse_add_direntry(req, NULL, 0, name, NULL, 0);
    if (used + need > size || !stat_inode(host_of(req), inode, &st))
        return used;
    fuse_add_direntry(req, buf + used, size - used, name, &st, 1);
    return used + need;
}

static void on_readdir(fuse_req_t req, fuse_ino_t inode, size_t size, off_t offset,
                       struct fuse_file_info *info)
{
    (void)info;
    struct host_fuse *host = host_of(req);
    char buf[1024], name[12];
    size_t used = 0, room = size < sizeof buf ? size : sizeof buf;
    if (offset == 0 && inode == INODE_ROOT)
        used = add_entry(req, buf, used, room, INODE_BUS, "001");
    for (size_t i = 0; offset == 0 && inode == INODE_BUS && i < HOST_DEVICES; i++)
        if (host->devs[i]) {
            snprintf(name, sizeof name, "%03d", host->devs[i]->devnum);
            used = add_entry(req, buf, used, room, (fuse_ino_t)(INODE_DEVICE + host->devs[i]->devnum), name);
        }
    fuse_reply_buf(req, buf, used);
}

static void on_open(fuse_req_t req, fuse_ino_t inode, struct fuse_file_info *info)
{
    struct host_fuse *host = host_of(req);
    struct usim_dev *dev = find_inode(host, inode);
    if (!dev || dev->locked) {
        fuse_reply_err(req, dev ? EACCES : ENODEV);
        return;
    }
    struct usbfs_file *file = calloc(1, sizeof *file);
    check(file);
    *file = (struct usbfs_file){.next = host->files, .dev = dev, .devnum = dev->devnum};
    host->files = file;
    dev->opens++;
    info->direct_io = 1;
    info->fh = (uintptr_t)file;
    if (fuse_reply_open(req, info) < 0) { /* the opener was interrupted: there will be no release */
        host->files = file->next;
        free(file);
    }
}

static void on_release(fuse_req_t req, fuse_ino_t inode, struct fuse_file_info *info)
{
    (void)inode;
    struct host_fuse *host = host_of(req);
    struct usbfs_file *file = file_of(info);
    for (struct usbfs_file **link = &host->files; *link; link = &(*link)->next)
        if (*link == file) {
            *link = file->next;
            break;
        }
    usbfs_release(file);
    if (file->poll)
        fuse_pollhandle_destroy(file->poll);
    free(file);
    fuse_reply_err(req, 0);
}

/* Reading the node gives the descriptors. */
static void on_read(fuse_req_t req, fuse_ino_t inode, size_t size, off_t offset, struct fuse_file_info *info)
{
    (void)inode;
    const struct usim_shape *shape = file_of(info)->dev->shape;
    if (usbfs_dead(file_of(info))) {
        fuse_reply_err(req, ENODEV);
        return;
    }
    size_t from = (size_t)offset < shape->desc_len ? (size_t)offset : shape->desc_len;
    size_t len = shape->desc_len - from < size ? shape->desc_len - from : size;
    fuse_reply_buf(req, (const char *)shape->desc + from, len);
}

static void wake(struct usbfs_file *file)
{
    if (!file->poll)
        return;
    fuse_lowlevel_notify_poll(file->poll);
    fuse_pollhandle_destroy(file->poll);
    file->poll = NULL;
}

static void on_poll(fuse_req_t req, fuse_ino_t inode, struct fuse_file_info *info,
                    struct fuse_pollhandle *handle)
{
    (void)inode;
    struct usbfs_file *file = file_of(info);
    unsigned events = usim_has_done(file->dev, file) ? POLLOUT : 0;
    if (usbfs_dead(file))
        events |= POLLERR | POLLHUP;
    if (handle) {
        if (file->poll)
            fuse_pollhandle_destroy(file->poll);
        file->poll = handle;
    }
    fuse_reply_poll(req, events);
}

/* A FUSE ioctl copies only the bytes that its number describes, and usbfs' numbers describe them wrongly. */
static bool peek(void *arg, void *ret, unsigned long address, size_t len)
{
    struct iovec here = {ret, len}, there = {(void *)address, len};
    return process_vm_readv(*(pid_t *)arg, &here, 1, &there, 1, 0) == (ssize_t)len;
}

static bool poke(void *arg, const void *bytes, unsigned long address, size_t len)
{
    struct iovec here = {(void *)bytes, len}, there = {(void *)address, len};
    return process_vm_writev(*(pid_t *)arg, &here, 1, &there, 1, 0) == (ssize_t)len;
}

static void on_ioctl(fuse_req_t req, fuse_ino_t inode, unsigned command, void *arg,
                     struct fuse_file_info *info, unsigned flags, const void *in, size_t in_size,
                     size_t out_size)
{
    (void)inode, (void)flags, (void)in, (void)in_size, (void)out_size;
    pid_t pid = fuse_req_ctx(req)->pid;
    const struct usbfs_memory memory = {peek, poke, &pid};
    int result = usbfs_ioctl(file_of(info), host_of(req)->files, &memory, command, (unsigned long)arg);
    if (result < 0)
        fuse_reply_err(req, -result);
    else
        fuse_reply_ioctl(req, result, NULL, 0);
}

static const struct fuse_lowlevel_ops operations = {
    .lookup = on_lookup,
    .getattr = on_getattr,
    .readdir = on_readdir,
    .open = on_open,
    .release = on_release,
    .read = on_read,
    .poll = on_poll,
    .ioctl = on_ioctl,
};

static void on_request(void *arg, short revents)
{
    (void)revents;
    struct host_fuse *host = arg;
    int got = fuse_session_receive_buf(host->session, &host->request);
    if (got > 0)
        fuse_session_process_buf(host->session, &host->request);
    else if (got != -EINTR && got != -EAGAIN)
        watch_stop(host->watch); /* unmounted under us: the programs have lost their bus */
}

static void on_xfer(void *arg, struct usim_dev *dev, const struct usim_xfer *xfer, char event)
{
    (void)dev;
    struct host_fuse *host = arg;
    for (struct usbfs_file *file = host->files; event == 'C' && file; file = file->next)
        if (file == xfer->owner)
            wake(file);
}

static bool plug(struct usim_host *base, struct usim_dev *dev, struct err *err)
{
    struct host_fuse *host = (struct host_fuse *)base;
    host_devices_add(host->devs, dev);
    dev->on_host = on_xfer;
    dev->host_arg = host;
    char path[64];
    fakesys_devpath(dev, path, sizeof path);
    return fakesys_add("", dev, err) && uevent_send("add", path, dev->devnum, err);
}

static void unplug(struct usim_host *base, struct usim_dev *dev)
{
    struct host_fuse *host = (struct host_fuse *)base;
    host_devices_remove(host->devs, dev);
    for (struct usbfs_file *file = host->files; file; file = file->next)
        if (file->dev == dev)
            wake(file);
    fakesys_remove("", dev);
    char path[64];
    struct err err;
    fakesys_devpath(dev, path, sizeof path);
    if (!uevent_send("remove", path, dev->devnum, &err))
        log_error("uevent", "%s", err.text);
}

/* Whoever enters this process' namespaces is on the bus. */
static bool join(struct usim_host *base, pid_t pid, struct buf *ret, struct err *err)
{
    (void)base, (void)pid, (void)err;
    buf_printf(ret, "fuse %d", getpid());
    return true;
}

static void close_host(struct usim_host *base)
{
    struct host_fuse *host = (struct host_fuse *)base;
    watch_stop(host->watch);
    for (struct usbfs_file *file; (file = host->files);) {
        host->files = file->next;
        usbfs_release(file);
        if (file->poll)
            fuse_pollhandle_destroy(file->poll);
        free(file);
    }
    fuse_session_unmount(host->session); /* lazily: who still has a node open gets ENOTCONN */
    fuse_session_destroy(host->session);
    free(host->request.mem);
    free(host);
}

bool host_fuse_open(struct loop *loop, struct usim_host **ret, struct err *err)
{
    struct host_fuse *host = calloc(1, sizeof *host);
    check(host);
    host->host = (struct usim_host){"fuse", plug, unplug, join, close_host};
    char *argv[] = {"liqu-sim", "-oallow_other,default_permissions,fsname=liqu-sim", NULL};
    struct fuse_args args = FUSE_ARGS_INIT(2, argv);
    host->session = fuse_session_new(&args, &operations, sizeof operations, host);
    fuse_opt_free_args(&args);
    if (!host->session || fuse_session_mount(host->session, MOUNT_POINT) != 0) {
        if (host->session)
            fuse_session_destroy(host->session);
        free(host);
        return err_set(err,
                       "no FUSE mount on " MOUNT_POINT " to be had here; the simulated bus needs /dev/fuse");
    }
    int fd = fuse_session_fd(host->session);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    host->watch = loop_watch(loop, fd, POLLIN, on_request, host);
    *ret = &host->host;
    return true;
}
