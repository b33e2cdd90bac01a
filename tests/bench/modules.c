/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * bench-modules FOLDER: what a page, a signature, an envelope and a durable write cost, each in turns with
 * the least that the machine could do instead. FOLDER lies on the disk whose writes are measured; run it in
 * the source tree. One line a figure: title, unit, ours, floor, what the floor is, aim; separated by tabs.
 */
#include "base/clock.h"
#include "casework/number.h"
#include "drivers/printer/escpos_raster.h"
#include "journal/journal.h"
#include "paper/paper.h"
#include "seal/envelope.h"
#include "tests/bench/samples.h"
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_ROWS   1600
#define MONTHS      30
#define MESSAGE     300  /* bytes of a typical ticket or receipt */
#define ENVELOPE    4096 /* bytes of a typical answer */
#define DISK_BLOCK  4096
#define CIPHER_MAX  1024
#define EVP_DO(did) check((did) == 1)

struct bench {
    struct station *station;
    struct catalogue *catalogue;
    struct fonts *fonts;
    struct document document;
    struct document_table table;
    const char *cells[MONTHS * 2];
    struct buf code, bands;
    struct page page;
    uint8_t *copy; /* PAGE_ROWS of the page's width */

    struct seal_key *key;
    EVP_PKEY *bare;
    uint8_t message[ENVELOPE], id[ENVELOPE_ID_BYTES], signature[SEAL_SIGNATURE_BYTES];
    struct buf sealed, opened;
    uint8_t bare_signature[CIPHER_MAX], bare_cipher[CIPHER_MAX];
    size_t bare_signature_len, bare_cipher_len;

    struct clock clock;
    struct journal *journal;
    int file;
};

/* ---- paper ---- */

static void fill_document(struct bench *bench)
{
    static const char *rows[][2] = {{"姓名", "周建明"}, {"证件号码", "310199196504120039"}};
    static const char *head[] = {"年月", "缴费基数"};
    for (size_t i = 0; i < MONTHS; i++) {
        bench->cells[2 * i] = "2026-10";
        bench->cells[2 * i + 1] = "8,200.00";
    }
    bench->table = (struct document_table){.columns = 2, .rows = MONTHS, .head = head, .cells = bench->cells};
    bench->document = (struct document){.title = "城镇职工社会保险缴费情况",
                                        .number = case_number_make(118, 3, 20261123, 17),
                                        .issued = 20261123,
                                        .row_count = COUNT_OF(rows),
                                        .rows = rows,
                                        .table_count = 1,
                                        .tables = &bench->table};
    struct document_claims claims = {.number = bench->document.number, .item = "SH-001", .issued = 20261123};
    document_sign(bench->key, &claims, &bench->code);
}

static void draw_page(struct bench *bench)
{
    struct paper_setup setup = {
        .fonts = bench->fonts, .station = bench->station, .catalogue = bench->catalogue};
    if (bench->page.bits)
        page_finish(&bench->page);
    check(paper_document(&setup, &bench->document, bench->code.data, bench->code.len, &bench->page) ==
          PAPER_OK);
}

static void encode_page(struct bench *bench)
{
    const struct page *page = &bench->page;
    bench->bands.len = 0;
    for (int row = 0; row < page->rows; row += BAND_ROWS) {
        int rows = page->rows - row < BAND_ROWS ? page->rows - row : BAND_ROWS;
        escpos_band(IMAGE_RASTER, page->bits, (uint32_t)page->width, (uint32_t)row, (uint32_t)rows,
                    &bench->bands);
    }
}

static void copy_page(struct bench *bench)
{
    memcpy(bench->copy, bench->page.bits, (size_t)(bench->page.width / 8 * bench->page.rows));
    /* The copy must not be left out because nobody reads it. */
    __asm__ volatile("" : : "r"(bench->copy) : "memory");
}

/* ---- keys ---- */

static void sign(struct bench *bench)
{
    seal_sign(bench->key, bench->message, MESSAGE, bench->signature);
}

static void sign_bare(struct bench *bench)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bench->bare_signature_len = sizeof bench->bare_signature;
    EVP_DO(EVP_DigestSignInit(context, NULL, EVP_sm3(), NULL, bench->bare));
    EVP_DO(
        EVP_DigestSign(context, bench->bare_signature, &bench->bare_signature_len, bench->message, MESSAGE));
    EVP_MD_CTX_free(context);
}

static void verify(struct bench *bench)
{
    check(seal_verify(bench->key, bench->message, MESSAGE, bench->signature));
}

static void verify_bare(struct bench *bench)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DO(EVP_DigestVerifyInit(context, NULL, EVP_sm3(), NULL, bench->bare));
    EVP_DO(
        EVP_DigestVerify(context, bench->bare_signature, bench->bare_signature_len, bench->message, MESSAGE));
    EVP_MD_CTX_free(context);
}

static void seal_envelope(struct bench *bench)
{
    bench->sealed.len = 0;
    envelope_seal(bench->key, "issue", bench->id, bench->message, ENVELOPE, &bench->sealed);
}

/* The keys of an envelope are 64 bytes; encrypting them is the part that cannot be saved. */
static void encrypt_bare(struct bench *bench)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(bench->bare, NULL);
    bench->bare_cipher_len = sizeof bench->bare_cipher;
    EVP_DO(EVP_PKEY_encrypt_init(context));
    EVP_DO(EVP_PKEY_encrypt(context, bench->bare_cipher, &bench->bare_cipher_len, bench->message, 64));
    EVP_PKEY_CTX_free(context);
}

static void open_envelope(struct bench *bench)
{
    bench->opened.len = 0;
    check(envelope_open(bench->key, "issue", bench->id, bench->sealed.data, bench->sealed.len,
                        &bench->opened) == ENVELOPE_OK);
}

static void decrypt_bare(struct bench *bench)
{
    uint8_t text[CIPHER_MAX];
    size_t len = sizeof text;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(bench->bare, NULL);
    EVP_DO(EVP_PKEY_decrypt_init(context));
    EVP_DO(EVP_PKEY_decrypt(context, text, &len, bench->bare_cipher, bench->bare_cipher_len));
    EVP_PKEY_CTX_free(context);
}

/* ---- disk ---- */

static void write_journal(struct bench *bench)
{
    struct err err;
    if (!audit_add(bench->journal, "bench", "-", &err))
        err_exit("bench-modules", EXIT_REFUSED, &err);
}

static void write_block(struct bench *bench)
{
    check(write(bench->file, bench->message, DISK_BLOCK) == DISK_BLOCK);
    check(fdatasync(bench->file) == 0);
}

/* ---- all of them ---- */

typedef void work_fn(struct bench *bench);

static const struct figure {
    const char *title;
    work_fn *ours, *floor;
    const char *floor_title;
    size_t rounds;
    bool a_disk;     /* by the clock; the others by their CPU time */
    bool a_page;     /* told per PAGE_ROWS rows */
    const char *aim; /* "1.3x": of the floor; else in us */
} figures[] = {
    {"document page drawn, per 1600 rows", draw_page, copy_page, "memcpy of the raster", 40, false, true,
     "5000"},
    {"page as printer bands, per 1600 rows", encode_page, copy_page, "memcpy of the raster", 200, false, true,
     "5000"},
    {"SM2 signature, 300 bytes", sign, sign_bare, "OpenSSL alone", 200, false, false, "1.1x"},
    {"SM2 signature checked", verify, verify_bare, "OpenSSL alone", 200, false, false, "1.1x"},
    {"envelope of 4 KiB sealed", seal_envelope, encrypt_bare, "SM2 of its keys alone", 200, false, false,
     "-"},
    {"envelope of 4 KiB opened", open_envelope, decrypt_bare, "SM2 of its keys alone", 200, false, false,
     "-"},
    {"journal record, durable", write_journal, write_block, "4 KiB write + fdatasync", 300, true, false,
     "1.3x"},
};

static double take_time(const struct figure *figure, work_fn *work, struct bench *bench)
{
    double (*now)(void) = figure->a_disk ? samples_now_us : samples_cpu_us;
    double start = now();
    work(bench);
    return now() - start;
}

/* In turns, so that a noisy second of the machine meets both. */
static void measure(struct bench *bench, const struct figure *figure)
{
    static struct samples ours, least;
    ours.count = least.count = 0;
    figure->ours(bench);
    figure->floor(bench);
    for (size_t i = 0; i < figure->rounds; i++) {
        samples_add(&ours, take_time(figure, figure->ours, bench));
        samples_add(&least, take_time(figure, figure->floor, bench));
    }
    double scale = figure->a_page ? (double)PAGE_ROWS / bench->page.rows : 1;
    printf("%s\tus\t%.1f\t%.1f\t%s\t%s\n", figure->title, scale * samples_part(&ours, 0.5),
           scale * samples_part(&least, 0.5), figure->floor_title, figure->aim);
}

static bool open_files(struct bench *bench, const char *folder, struct err *err)
{
    char path[512];
    if (!station_load("assets/station.demo.yaml", &bench->station, err) ||
        !catalogue_load("assets/catalogue", &bench->catalogue, err) ||
        !fonts_open("assets/fonts/fonts.yaml", &bench->fonts, err))
        return false;
    snprintf(path, sizeof path, "%s/bench.db", folder);
    if (!journal_open(path, &bench->clock, &bench->journal, err))
        return false;
    snprintf(path, sizeof path, "%s/bench.file", folder);
    bench->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return bench->file >= 0 || err_errno(err, "%s", path);
}

static void prepare(struct bench *bench)
{
    bench->key = seal_key_generate();
    bench->bare = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    check(bench->bare);
    seal_random(bench->message, sizeof bench->message);
    seal_random(bench->id, sizeof bench->id);
    fill_document(bench);
    draw_page(bench);
    bench->copy = malloc((size_t)(bench->page.width / 8 * bench->page.rows));
    check(bench->copy);
}

static void finish(struct bench *bench)
{
    close(bench->file);
    journal_close(bench->journal);
    buf_finish(&bench->sealed);
    buf_finish(&bench->opened);
    EVP_PKEY_free(bench->bare);
    seal_key_destroy(bench->key);
    free(bench->copy);
    page_finish(&bench->page);
    buf_finish(&bench->bands);
    buf_finish(&bench->code);
    fonts_close(bench->fonts);
    catalogue_destroy(bench->catalogue);
    station_destroy(bench->station);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct err err;
    if (argc != 2) {
        fprintf(stderr, "usage: bench-modules FOLDER\n");
        return EXIT_USAGE;
    }
    if (!open_files(&bench, argv[1], &err))
        err_exit("bench-modules", EXIT_ENVIRONMENT, &err);
    prepare(&bench);
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        measure(&bench, &figures[i]);
    finish(&bench);
    return EXIT_OK;
}
