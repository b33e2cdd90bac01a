/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/err.h"
#include "base/place.h"
#include "base/text.h"
#include "paper/paper.h"
#include "seal/key.h"
#include <stdio.h>

static json_t *runs_json(const struct page *page)
{
    json_t *runs = json_array();
    for (size_t i = 0; i < page->run_count; i++) {
        const struct page_run *run = &page->runs[i];
        json_array_append_new(runs, json_pack("{s:s, s:i, s:i, s:i, s:i}", "text", run->text, "x", run->box.x,
                                              "y", run->box.y, "w", run->box.w, "h", run->box.h));
    }
    return json_pack("{s:i, s:i, s:o}", "width", page->width, "rows", page->rows, "runs", runs);
}

static bool save_bits(const struct page *page, const char *path, struct err *err)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return err_errno(err, "%s", path);
    size_t bytes = (size_t)page->width / 8 * (size_t)page->rows;
    fprintf(file, "P4\n%d %d\n", page->width, page->rows);
    bool written = fwrite(page->bits, 1, bytes, file) == bytes;
    return (fclose(file) == 0 && written) || err_errno(err, "%s", path);
}

bool page_save(const struct page *page, const char *folder, struct err *err)
{
    uint8_t digest[SEAL_SM3_BYTES];
    char hex[2 * SEAL_SM3_BYTES + 1], name[sizeof hex + 8], path[1024];
    seal_sm3(page->bits, (size_t)page->width / 8 * (size_t)page->rows, digest);
    text_hex(digest, sizeof digest, hex);
    snprintf(name, sizeof name, "%s.pbm", hex);
    place_join(path, sizeof path, folder, name);
    if (!save_bits(page, path, err))
        return false;
    snprintf(name, sizeof name, "%s.json", hex);
    place_join(path, sizeof path, folder, name);
    json_t *json = runs_json(page);
    bool saved = json_dump_file(json, path, JSON_COMPACT) == 0;
    json_decref(json);
    return saved || err_errno(err, "%s", path);
}
