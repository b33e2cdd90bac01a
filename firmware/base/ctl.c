/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/ctl.h"

#include "base/socket.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Lines whose last word is a file, of every server: either client may ask any of them. */
static const struct {
    const char *words;
    bool counted; /* a number stands before the file */
} file_lines[] = {{"shot ", false}, {"trace on ", false}, {"sheet save ", true}, {"sheet peek ", false}};

/* NULL: none is named. */
static const char *file_of(const char *line)
{
    for (size_t i = 0; i < COUNT_OF(file_lines); i++) {
        size_t len = strlen(file_lines[i].words);
        if (strncmp(line, file_lines[i].words, len) != 0)
            continue;
        const char *number = strchr(line + len, ' ');
        return !file_lines[i].counted ? line + len : number ? number + 1 : NULL;
    }
    return NULL;
}

void ctl_absolute(const char *line, const char *cwd, struct buf *ret)
{
    const char *file = file_of(line);
    if (!file || !*file || *file == '/')
        buf_text(ret, line);
    else
        buf_printf(ret, "%.*s%s/%s", (int)(file - line), line, cwd, file);
}

int ctl_ask(const char *program, const char *socket_path, const char *line)
{
    struct buf answer CLEANUP(buf_finish) = {0}, sent CLEANUP(buf_finish) = {0};
    struct err err;
    char cwd[PATH_MAX];
    if (strchr(line, '\n')) {
        fprintf(stderr, "%s: ctl: one line at a time; ask again for each\n", program);
        return EXIT_USAGE;
    }
    ctl_absolute(line, getcwd(cwd, sizeof cwd) ? cwd : ".", &sent);
    int code = line_ask(socket_path, buf_string(&sent), -1, &answer, &err);
    if (code == EXIT_USAGE)
        fprintf(stderr, "%s: %s\n", program, err.text);
    else
        puts(buf_string(&answer));
    return code;
}
