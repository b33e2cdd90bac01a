/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "draw/wrap.h"

#include "base/attr.h"
#include "base/text.h"
#include <string.h>
#include <uchar.h>

static const char32_t never_begins[] = U"，。！？：；）”’》〉」』】〕、…—·・％,.!?:;)]}%";
static const char32_t never_ends[] = U"（“‘《〈「『【〔￥([{¥#";

/* Asked at every character of every page: most of them are Han, and no mark is. */
static bool stands_in(uint32_t rune, const char32_t *set)
{
    if (text_is_han(rune))
        return false;
    while (*set && *set != rune)
        set++;
    return *set;
}

static bool is_digit(uint32_t rune)
{
    return rune >= '0' && rune <= '9';
}

static bool is_letter(uint32_t rune)
{
    return (rune | 0x20) >= 'a' && (rune | 0x20) <= 'z';
}

/* The characters around a place where a line might end. */
struct gap {
    uint32_t before2, before, after, after2; /* blanks left out */
    bool blank;                              /* stands between before and after */
};

/* 第 12, 12 号, 021-0000 0103: a number stays with what counts it. */
static bool holds_number(const struct gap *gap)
{
    if (is_digit(gap->before))
        return text_is_han(gap->after) || (gap->blank && is_digit(gap->after));
    return gap->before == U'第' && is_digit(gap->after);
}

/* 2026年11月23日（周一） */
static bool holds_date(const struct gap *gap)
{
    if (gap->before == U'年' || gap->before == U'月')
        return is_digit(gap->before2) && is_digit(gap->after);
    if (gap->before == U'日')
        return gap->after == U'（' && gap->after2 == U'周';
    return gap->before == U'周' && gap->before2 == U'（';
}

static bool holds_mark(uint32_t before, uint32_t after)
{
    return stands_in(after, never_begins) || stands_in(before, never_ends);
}

static bool may_break(const struct gap *gap)
{
    if (holds_mark(gap->before, gap->after) || holds_number(gap) || holds_date(gap))
        return false;
    if (gap->blank || text_is_cjk(gap->before) || text_is_cjk(gap->after))
        return true;
    return gap->before == '-' && is_letter(gap->before2) && is_letter(gap->after);
}

/* A place where the line may end, and where the next one starts. */
struct place_to_end {
    const char *end, *next; /* end is NULL: there is none */
};

static const char *skip_blanks(const char *text)
{
    while (*text == ' ')
        text++;
    return text;
}

/* Most texts of a page are one line: that is seen without asking where each could be broken. */
static bool fits_whole(const char *start, int width, wrap_width *measure, void *context,
                       struct place_to_end *ret)
{
    const char *last = start + strcspn(start, "\n"), *end = last;
    while (end > start && end[-1] == ' ')
        end--;
    if (measure(context, start, (size_t)(end - start)) > width)
        return false;
    *ret = (struct place_to_end){end, *last ? last + 1 : last};
    return true;
}

/* How good an emergency cut is: torn marks, torn words, or before a blank that was to be kept. */
static int cut_quality(uint32_t before, uint32_t after)
{
    return after == ' ' ? 2 : !holds_mark(before, after);
}

/* Of the starts of [from, end) that fit (at least one character) the longest of the best quality. */
static const char *cut_hard(const char *from, const char *end, int width, wrap_width *measure, void *context)
{
    const char *at = from;
    uint32_t before = text_next(&at);
    const char *best = at;
    int best_quality = 0;
    while (at < end && measure(context, from, (size_t)(at - from)) <= width) {
        const char *cut = at;
        uint32_t after = text_next(&at);
        int quality = cut_quality(before, after);
        if (quality >= best_quality) {
            best = cut;
            best_quality = quality;
        }
        before = after;
    }
    return best;
}

/* A single Han, closing marks behind it or not, is all that is left of the paragraph: it reads as a mistake.
 */
static bool is_orphan(const char *rest)
{
    if (!text_is_han(text_next(&rest)))
        return false;
    for (const char *at = rest; *at && *at != '\n'; rest = at)
        if (!stands_in(text_next(&at), never_begins))
            return false;
    return true;
}

/* The paragraph does not fit: where its first line ends. */
static struct place_to_end find_end(const char *start, int width, wrap_width *measure, void *context)
{
    const char *at = start, *end = start;         /* end: behind the last character that is no blank */
    struct place_to_end fit = {0}, shorter = {0}; /* the last that fits, and the one before it */
    struct gap gap = {0};
    while (*at && *at != '\n') {
        const char *after = skip_blanks(at), *next = after;
        if (!*after || *after == '\n')
            break;
        gap.after = text_next(&next);
        const char *peek = skip_blanks(next);
        gap.after2 = text_next(&peek);
        gap.blank = after > at;
        if (end > start && may_break(&gap)) {
            if (measure(context, start, (size_t)(end - start)) > width)
                break;
            shorter = fit;
            fit = (struct place_to_end){end, after};
        }
        gap.before2 = gap.before;
        gap.before = gap.after;
        at = end = next;
    }
    if (!fit.end) {
        fit.end = cut_hard(start, end, width, measure, context);
        fit.next = skip_blanks(fit.end);
    } else if (shorter.end && is_orphan(fit.next)) {
        fit = shorter;
    }
    return fit;
}

bool wrap_next(const char **text, int width, wrap_width *measure, void *context, struct wrap_line *ret)
{
    const char *start = *text;
    struct place_to_end fit;
    if (!*start)
        return false;
    if (!fits_whole(start, width, measure, context, &fit))
        fit = find_end(start, width, measure, context);
    *ret = (struct wrap_line){start, (size_t)(fit.end - start)};
    *text = fit.next;
    return true;
}
