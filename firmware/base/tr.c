/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/tr.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Raising glibc's counter makes gettext look at LANGUAGE again; there is no call for it. */
extern int _nl_msg_cat_cntr;

static enum language current;

static const char *folder(char *beside, size_t size)
{
    const char *set = getenv("LIQU_LOCALE");
    if (set && *set)
        return set;
    ssize_t len = readlink("/proc/self/exe", beside, size - 16);
    if (len > 0) {
        beside[len] = '\0';
        for (int up = 0; up < 2 && strrchr(beside, '/'); up++)
            *strrchr(beside, '/') = '\0';
        strcat(beside, "/locale");
        if (access(beside, R_OK) == 0)
            return beside;
    }
    return "/usr/share/locale";
}

void tr_init(void)
{
    char beside[512];
    /* Any UTF-8 locale that is not "C" makes gettext translate; C.UTF-8 exists on a bare Debian. */
    setlocale(LC_ALL, "C.UTF-8");
    bindtextdomain("liqu", folder(beside, sizeof beside));
    bind_textdomain_codeset("liqu", "UTF-8");
    textdomain("liqu");
    tr_language(LANG_ZH);
}

void tr_language(enum language language)
{
    current = language;
    setenv("LANGUAGE", language == LANG_EN ? "en" : "zh", 1);
    _nl_msg_cat_cntr++;
}

enum language tr_current(void)
{
    return current;
}

const char *tr(const char *chinese)
{
    return gettext(chinese);
}

const char *tr_words(const struct words *words)
{
    return current == LANG_EN ? words->en : words->zh;
}
