/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/control_request.h"

#include "base/text.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The lines of the printer's own letters, as JSON. */
static void sheet_text(const char *picture, struct buf *ret)
{
    char path[600], quoted[1300];
    struct buf lines = {0};
    struct err err;
    snprintf(path, sizeof path, "%.*s.txt", (int)(strrchr(picture, '.') - picture), picture);
    buf_text(ret, "[");
    if (access(path, R_OK) == 0 && buf_read_file(&lines, path, 1 << 20, &err)) {
        char *rest = NULL;
        const char *comma = "";
        for (char *line = strtok_r((char *)buf_string(&lines), "\n", &rest); line;
             line = strtok_r(NULL, "\n", &rest), comma = ",") {
            text_json_quote(line, quoted, sizeof quoted);
            buf_printf(ret, "%s%s", comma, quoted);
        }
    }
    buf_text(ret, "]");
    buf_finish(&lines);
}

bool sheet_list(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    if (!printer)
        return false;
    const struct sim_strip *strip = &sim_printer_mech(printer)->strip;
    buf_text(&request->answer, "[");
    for (unsigned n = 1; n <= strip->sheets; n++) {
        char path[600], quoted[1300];
        sim_strip_path(strip, n, path, sizeof path);
        text_json_quote(path, quoted, sizeof quoted);
        buf_printf(&request->answer, "%s{\"n\":%u,\"file\":%s,\"taken\":%s,\"text\":", n > 1 ? "," : "", n,
                   quoted, n <= strip->taken ? "true" : "false");
        sheet_text(path, &request->answer);
        buf_text(&request->answer, "}");
    }
    buf_text(&request->answer, "]");
    return true;
}

static bool copy_file(const char *from, const char *to, struct err *err)
{
    struct buf bytes = {0};
    if (!buf_read_file(&bytes, from, 16 << 20, err))
        return false;
    FILE *file = fopen(to, "wbe");
    bool ok = file && fwrite(bytes.data, 1, bytes.len, file) == bytes.len;
    if (file && fclose(file) != 0)
        ok = false;
    buf_finish(&bytes);
    return ok || err_errno(err, "%s", to);
}

bool sheet_save(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    uint64_t n;
    if (!printer)
        return false;
    const struct sim_strip *strip = &sim_printer_mech(printer)->strip;
    if (!request->words[2] || !text_to_uint(request->words[2], strip->sheets, &n) || n == 0)
        return err_set(&request->err, "there are sheets 1 to %u", strip->sheets);
    const char *to = strchr(request->left, ' '); /* the name may hold blanks */
    char from[600];
    if (!to)
        return err_set(&request->err, "sheet save N FILE");
    sim_strip_path(strip, (unsigned)n, from, sizeof from);
    return copy_file(from, to + 1, &request->err);
}

bool sheet_peek(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    if (!printer)
        return false;
    if (!*request->left)
        return err_set(&request->err, "sheet peek FILE");
    return sim_strip_peek(&sim_printer_mech(printer)->strip, request->left, &request->err);
}

bool sheet_take(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    if (!printer)
        return false;
    struct sim_strip *strip = &sim_printer_mech(printer)->strip;
    if (strip->taken == strip->sheets)
        return err_set(&request->err, "no sheet is waiting");
    strip->taken = strip->sheets;
    return true;
}

/* Everything that left the printer, in order. A torn piece came off in a hand: it never waits to be taken. */
bool piece_list(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    if (!printer)
        return false;
    const struct sim_strip *strip = &sim_printer_mech(printer)->strip;
    buf_text(&request->answer, "[");
    for (size_t i = 0; i < strip->piece_count; i++) {
        const struct strip_piece *piece = &strip->pieces[i];
        char path[600], quoted[1300];
        sim_strip_piece_path(strip, piece, path, sizeof path);
        text_json_quote(path, quoted, sizeof quoted);
        bool waits = piece->kind != PIECE_TORN && piece->number > strip->taken;
        buf_printf(&request->answer, "%s{\"n\":%u,\"kind\":\"%s\",\"file\":%s,\"waits\":%s}", i ? "," : "",
                   piece->number, piece_names[piece->kind], quoted, waits ? "true" : "false");
    }
    buf_text(&request->answer, "]");
    return true;
}
