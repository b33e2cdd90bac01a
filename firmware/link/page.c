/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "link/page.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Without these the sender could change or cut the page while the printer reads it (SIGBUS). */
#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

static bool write_all(int fd, const uint8_t *bytes, size_t len)
{
    while (len) {
        ssize_t written = write(fd, bytes, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        len -= (size_t)written;
    }
    return true;
}

int link_page_create(const void *bytes, size_t len)
{
    if (!len || len > LINK_PRINT_MAX)
        return -1;
    int fd = memfd_create("page", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -1;
    if (!write_all(fd, bytes, len) || fcntl(fd, F_ADD_SEALS, SEALS) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

bool page_check(int fd, const struct link_print *print, struct err *err)
{
    int seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0)
        return err_set(err, "the page is not a memfd");
    if ((seals & SEALS) != SEALS)
        return err_set(err, "the page is not sealed");
    struct stat st;
    if (fstat(fd, &st) < 0 || st.st_size != (off_t)(print->width_dots / 8) * print->rows)
        return err_set(err, "the page is not of the size that was announced");
    return true;
}

const uint8_t *link_page_map(int fd, const struct link_print *print, size_t *ret_len, struct err *err)
{
    if (!page_check(fd, print, err))
        return NULL;
    size_t len = (size_t)(print->width_dots / 8) * print->rows;
    void *page = mmap(NULL, len, PROT_READ, MAP_SHARED, fd, 0);
    if (page == MAP_FAILED) {
        err_errno(err, "the page cannot be mapped");
        return NULL;
    }
    madvise(page, len, MADV_DONTDUMP);
    *ret_len = len;
    return page;
}

void link_page_unmap(const uint8_t *page, size_t len)
{
    if (page)
        munmap((void *)page, len);
}
