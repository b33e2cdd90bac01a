/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/tour.h"

#include "base/clock.h"
#include "base/place.h"
#include "base/text.h"
#include "tests/visit/code.h"
#include "tests/visit/folder.h"
#include "tests/visit/paper.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A screen fades in and its pictures move; after this long it looks as a resident sees it. */
#define SETTLE_MS 350
#define SIGHTS    120

struct sight {
    char file[80];
    char screen[64]; /* "" for a sheet, "visit" for the head of a chapter */
    char text[256];  /* of a chapter's head */
};

struct tour {
    const struct house *house;
    char folder[512];
    struct sight list[SIGHTS];
    size_t count;
    int shots, sheets;
    /* of the visit being played */
    int sheets_seen, start_seen;
    char screen[64];
    int64_t settle_ms; /* when to take the screen's final picture; 0: taken */
};

/* What is said under each picture. */
static const struct caption {
    const char *screen, *zh, *en;
} captions[] = {
    {"idle", "等待：轻触开始", "Waiting: touch to start"},
    {"home", "先看要办什么，不用先刷身份证", "Choose first; no card is needed yet"},
    {"zone", "这一类能办的事", "What can be done in this zone"},
    {"item", "办什么、要带什么、几天、收不收费；按钮就是同意",
     "What you get, what to bring, days and fee; the button is the consent"},
    {"input", "补充一项选择", "One more choice"},
    {"scan_card", "把身份证平放在发光处", "Lay the card on the lit plate"},
    {"confirm", "核对是不是您", "Is this you?"},
    {"materials", "材料逐项核对", "The papers, one by one"},
    {"commitment", "告知承诺", "The commitment in place of a paper"},
    {"check", "登记前再看一遍", "A last look before lodging"},
    {"issuing", "正在向区里取数", "Asking the district"},
    {"printing", "正在打印", "Printing"},
    {"take_paper", "请取走您的纸", "Take your paper"},
    {"ticket", "登记好了：号码、去哪里、哪天前", "Lodged: the number, where to go, by when"},
    {"rating", "评价，可以不评", "Rating, never required"},
    {"goodbye", "办好了，您的信息已清除", "Done; your data is gone"},
    {"help", "求助", "Help"},
    {"timeout", "您还在吗?", "Are you still there?"},
    {"device_fault", "设备有问题：发生了什么、保留了什么、接着怎么办",
     "A device fault: what happened, what is kept, what next"},
    {"out_of_service", "暂停服务，告诉您去哪里办", "Out of service, and where to go instead"},
    {"", "打印出来的纸", "What came out of the printer"},
};

static const struct caption *caption_of(const char *screen)
{
    static const struct caption none = {"", "", ""};
    for (size_t i = 0; i < COUNT_OF(captions); i++)
        if (strcmp(captions[i].screen, screen) == 0)
            return &captions[i];
    return &none;
}

struct tour *tour_open(const struct house *house, const char *folder, struct err *err)
{
    struct tour *tour = calloc(1, sizeof *tour);
    check(tour);
    tour->house = house;
    text_copy(tour->folder, sizeof tour->folder, folder);
    folder_remove(folder);
    if (folder_make(folder, err))
        return tour;
    free(tour);
    return NULL;
}

void tour_close(struct tour *tour)
{
    free(tour);
}

static struct sight *add(struct tour *tour, const char *screen)
{
    check(tour->count < SIGHTS);
    struct sight *sight = &tour->list[tour->count++];
    text_copy(sight->screen, sizeof sight->screen, screen);
    return sight;
}

void tour_visit(struct tour *tour, const struct story *story)
{
    text_copy(add(tour, "visit")->text, sizeof tour->list->text, story->purpose);
    tour->sheets_seen = 0;
}

static bool take(struct tour *tour, const struct stage *stage, const char *file)
{
    char line[700];
    snprintf(line, sizeof line, "shot %s/%s", tour->folder, file);
    return stage_ask(stage, "inspect", line, NULL, NULL);
}

static void see_screen(struct tour *tour, const struct stage *stage)
{
    char screen[64], file[80];
    stage_screen(stage, screen, sizeof screen);
    if (!*screen)
        return;
    if (strcmp(screen, tour->screen) != 0) {
        snprintf(file, sizeof file, "%02d-%s.png", ++tour->shots, screen);
        if (take(tour, stage, file))
            text_copy(add(tour, screen)->file, sizeof tour->list->file, file);
        text_copy(tour->screen, sizeof tour->screen, screen);
        tour->settle_ms = clock_real_mono_ms() + SETTLE_MS;
    } else if (tour->settle_ms && clock_real_mono_ms() >= tour->settle_ms) {
        snprintf(file, sizeof file, "%02d-%s.png", tour->shots, screen);
        if (take(tour, stage, file))
            tour->settle_ms = 0;
    }
}

static void see_sheets(struct tour *tour, const struct stage *stage)
{
    while (tour->sheets_seen < paper_count(stage->sheets)) {
        char from[600], to[600];
        struct sight *sight = add(tour, "");
        paper_path(stage->sheets, ++tour->sheets_seen, from, sizeof from);
        snprintf(sight->file, sizeof sight->file, "sheet-%d.png", ++tour->sheets);
        place_join(to, sizeof to, tour->folder, sight->file);
        if (!folder_copy_file(from, to, NULL))
            tour->count--;
    }
}

void tour_observe(struct tour *tour, const struct stage *stage)
{
    if (tour->start_seen != stage->starts)
        tour->sheets_seen = 0; /* each start has its own sheets */
    tour->start_seen = stage->starts;
    see_screen(tour, stage);
    see_sheets(tour, stage);
}

/* ---- the page ---- */

static const char head[] =
    "<!doctype html>\n<html lang=\"zh\"><meta charset=\"utf-8\"><title>立取 Liqu</title>\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n"
    "body{font:16px/1.6 system-ui,'Noto Sans CJK "
    "SC',sans-serif;color:#1d2a33;background:#f4f1ea;max-width:76rem;"
    "margin:2rem auto;padding:0 1.5rem}\n"
    "h1{font-size:1.8rem;margin:0}h2{font-size:1.25rem;margin:2.5rem 0 1rem;border-top:1px solid "
    "#cfc9bb;padding-top:1.5rem}\n"
    "main{display:flex;flex-wrap:wrap;gap:1.2rem}figure{margin:0;width:13rem}\n"
    "img{width:100%;display:block;border:1px solid #cfc9bb;background:#fff}\n"
    "figcaption{font-size:.85rem;margin-top:.4rem}figcaption span{color:#5b6870;display:block}\n"
    "main h2{flex-basis:100%}code{background:#fff;padding:.1rem .3rem;word-break:break-all}\n</style>\n"
    "<h1>立取 Liqu</h1>\n<p>真实程序办的事，设备是模拟的；每张画面、每张纸都是这次运行留下的。<br>\n"
    "Visits played by the real programs on simulated devices: every picture and every sheet here was "
    "produced by the run.</p>\n"
    "<main>\n";

static void escape(FILE *file, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", file);
        else if (*text == '&')
            fputs("&amp;", file);
        else
            fputc(*text, file);
    }
}

static void write_sight(FILE *file, const struct sight *sight)
{
    const struct caption *caption = caption_of(sight->screen);
    if (strcmp(sight->screen, "visit") == 0) {
        fputs("<h2>", file);
        escape(file, sight->text);
        fputs("</h2>\n", file);
        return;
    }
    fprintf(file, "<figure><a href=\"%s\"><img src=\"%s\" alt=\"%s\"></a>", sight->file, sight->file,
            caption->en);
    fprintf(file, "<figcaption>%s<span>%s</span></figcaption></figure>\n", caption->zh, caption->en);
}

/* The line that opens a sheet's code, or "" when it has none of this kind. */
static void opening_line(const struct tour *tour, char kind, const char *verb, char *ret, size_t size)
{
    ret[0] = '\0';
    for (int n = 1; n <= tour->sheets; n++) {
        char path[600];
        struct dots sheet;
        struct codes codes;
        paper_path(tour->folder, n, path, sizeof path);
        if (!dots_load_png(path, &sheet, NULL))
            continue;
        codes_read(&sheet, &codes);
        dots_finish(&sheet);
        if (codes_have(&codes, kind))
            snprintf(ret, size, "zbarimg -q --raw %s | %s/liqu %s --trust %s/trust.json -", path,
                     tour->house->programs, verb, tour->folder);
        codes_finish(&codes);
    }
}

static bool write_index(const struct tour *tour, struct err *err)
{
    static const struct {
        char kind;
        const char *verb, *zh, *en;
    } lines[] = {
        {'D', "document verify", "验证文书上的二维码", "To verify the code on the document"},
        {'T', "ticket open", "打开凭条上的二维码", "To open the code on the slip"},
    };
    char path[600], line[2048];
    place_join(path, sizeof path, tour->folder, "index.html");
    FILE *file = fopen(path, "we");
    if (!file)
        return err_errno(err, "%s: cannot be written", path);
    fputs(head, file);
    for (size_t i = 0; i < tour->count; i++)
        write_sight(file, &tour->list[i]);
    fputs("</main>\n<h2>二维码 The codes</h2>\n", file);
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        opening_line(tour, lines[i].kind, lines[i].verb, line, sizeof line);
        if (!*line)
            continue;
        fprintf(file, "<p>%s %s:<br><code>%s</code></p>\n", lines[i].zh, lines[i].en, line);
        printf("%s:\n  %s\n", lines[i].en, line);
    }
    fputs("</html>\n", file);
    return fclose(file) == 0 || err_errno(err, "%s: cannot be written", path);
}

bool tour_finish(struct tour *tour, struct err *err)
{
    char from[600], to[600], trust[600];
    place_join(from, sizeof from, tour->house->keys, "keys");
    place_join(to, sizeof to, tour->folder, "keys");
    if (!folder_copy(from, to, err))
        return false;
    place_join(from, sizeof from, tour->house->keys, "trust.json");
    place_join(trust, sizeof trust, tour->folder, "trust.json");
    return folder_copy_file(from, trust, err) && write_index(tour, err);
}
