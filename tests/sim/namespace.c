/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/namespace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_file(const char *path, const char *text, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (!ok)
        err_errno(err, "%s", path);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* A user namespace in which the caller keeps its own uid and gid, so that peers outside see who it is. */
static bool enter_user(struct err *err)
{
    char uid_map[64], gid_map[64];
    snprintf(uid_map, sizeof uid_map, "%u %u 1\n", geteuid(), geteuid());
    snprintf(gid_map, sizeof gid_map, "%u %u 1\n", getegid(), getegid());
    if (unshare(CLONE_NEWUSER) < 0)
        return err_errno(err, "no user namespaces for unprivileged users here; run as root or allow them");
    if (!write_file("/proc/self/setgroups", "deny", err) || !write_file("/proc/self/uid_map", uid_map, err) ||
        !write_file("/proc/self/gid_map", gid_map, err))
        return err_prefix(err, "user namespace");
    return true;
}

/* A new network namespace starts with its loopback down. */
static void loopback_up(void)
{
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    ioctl(fd, SIOCSIFFLAGS, &request);
    close(fd);
}

static bool mount_tmpfs(const char *path, struct err *err)
{
    return mount("none", path, "tmpfs", 0, "mode=755") == 0 ||
           err_errno(err, "cannot mount a tmpfs on %s", path);
}

/* Gives the entry NAME of the covered folder a place in the new one. What cannot be carried over is left out.
 */
static void carry_over(int old_fd, const char *folder, const char *name)
{
    struct stat st;
    char from[PATH_MAX], to[PATH_MAX], link[PATH_MAX];
    snprintf(from, sizeof from, "/proc/self/fd/%d/%s", old_fd, name);
    snprintf(to, sizeof to, "%s/%s", folder, name);
    if (fstatat(old_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return;
    if (S_ISLNK(st.st_mode)) {
        ssize_t len = readlinkat(old_fd, name, link, sizeof link - 1);
        if (len > 0) {
            link[len] = '\0';
            (void)!symlink(link, to);
        }
        return;
    }
    if (S_ISDIR(st.st_mode)) {
        mkdir(to, 0755);
    } else {
        int fd = open(to, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        if (fd >= 0)
            close(fd);
    }
    mount(from, to, NULL, MS_BIND | MS_REC, NULL);
}

/* Replaces a folder by a tmpfs that holds everything the folder held, so that entries can be added inside the
 * namespace alone. */
static bool shadow(const char *folder, struct err *err)
{
    int old_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = old_fd < 0 ? NULL : fdopendir(dup(old_fd));
    if (!dir || !mount_tmpfs(folder, err)) {
        if (!dir)
            err_errno(err, "%s", folder);
        else
            closedir(dir);
        if (old_fd >= 0)
            close(old_fd);
        return false;
    }
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            carry_over(old_fd, folder, entry->d_name);
    closedir(dir);
    close(old_fd);
    return true;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The whole of /dev or /run is shadowed only where the folder we need does not exist. */
static bool have_folder(const char *path, const char *parent, struct err *err)
{
    if (is_folder(path))
        return true;
    if (!shadow(parent, err))
        return false;
    char part[PATH_MAX];
    for (const char *slash = strchr(path + strlen(parent) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        mkdir(part, 0755);
    }
    return mkdir(path, 0755) == 0 || errno == EEXIST || err_errno(err, "%s", path);
}

static bool udev_control(struct err *err)
{
    if (!have_folder("/run/udev", "/run", err) || !mount_tmpfs("/run/udev", err))
        return false;
    /* libudev listens for events only where this file says that a udevd runs. */
    int fd = open("/run/udev/control", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    if (fd < 0)
        return err_errno(err, "/run/udev/control");
    close(fd);
    return true;
}

bool namespace_enter(struct err *err)
{
    bool root = geteuid() == 0;
    char cwd[PATH_MAX];
    if (access("/dev/fuse", R_OK | W_OK) < 0)
        return err_errno(err, "/dev/fuse cannot be used, and the simulated bus needs it");
    if (!getcwd(cwd, sizeof cwd))
        return err_errno(err, "the working directory");
    if (!root && !enter_user(err))
        return false;
    if (unshare(CLONE_NEWNS | CLONE_NEWNET) < 0)
        return err_errno(err, "no mount and network namespaces to be had here");
    loopback_up();
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0)
        return err_errno(err, "cannot make the mounts private");
    /* /sys itself stays sysfs: libusb asks statfs whether it is one. */
    if (!mount_tmpfs("/sys/bus", err) || !mount_tmpfs("/sys/class", err) ||
        !mount_tmpfs("/sys/devices", err) || !have_folder("/dev/bus/usb", "/dev", err) || !udev_control(err))
        return false;
    /* A working directory below one of the covered folders is found again by its name. */
    return chdir(cwd) == 0 || err_errno(err, "%s", cwd);
}

static bool same_namespace(int fd, const char *own)
{
    struct stat theirs, ours;
    return fstat(fd, &theirs) == 0 && stat(own, &ours) == 0 && theirs.st_ino == ours.st_ino;
}

bool namespace_join(pid_t pid, struct err *err)
{
    /* The user namespace first: it gives the right to enter the others. */
    static const char *const kinds[] = {"user", "net", "mnt"};
    char cwd[PATH_MAX], path[64], own[64];
    int fds[COUNT_OF(kinds)];
    if (!getcwd(cwd, sizeof cwd))
        return err_errno(err, "the working directory");
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, kinds[i]);
        fds[i] = open(path, O_RDONLY | O_CLOEXEC);
        if (fds[i] < 0)
            return err_errno(err, "%s", path);
    }
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        snprintf(own, sizeof own, "/proc/self/ns/%s", kinds[i]);
        if (!same_namespace(fds[i], own) && setns(fds[i], 0) < 0)
            return err_errno(err, "cannot join the %s namespace of the simulator", kinds[i]);
        close(fds[i]);
    }
    return chdir(cwd) == 0 || err_errno(err, "%s", cwd);
}
