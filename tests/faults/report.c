/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/faults/report.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CELLS_MAX     8192
#define WRONG_SHOWN   100
#define LASTING_EVERY 4 /* of the places, one also meets the fault as a lasting one */

/* What a worker writes for each cell; a pipe takes it whole. */
struct result {
    struct cell cell;
    uint32_t outcome; /* enum outcome */
    char why[WHY_SIZE];
};

static struct plan plans[MATRIX_MODELS];
static struct cell cells[CELLS_MAX];

/* ---- which cells ---- */

static bool make_plans(const struct tools *tools)
{
    char why[WHY_SIZE];
    for (size_t model = 0; model < MATRIX_MODELS; model++)
        if (!matrix_plan(tools, model, &plans[model], why)) {
            printf("%s, undisturbed: %s\n", matrix_models[model], why);
            return false;
        }
    return true;
}

static size_t add_cells(size_t count, size_t model, enum fault_kind kind, size_t place)
{
    if (!matrix_fits(&plans[model], kind, place))
        return count;
    check(count + 2 <= CELLS_MAX);
    cells[count++] = (struct cell){model, kind, false, place};
    if (place % LASTING_EVERY == model % LASTING_EVERY)
        cells[count++] = (struct cell){model, kind, true, place};
    return count;
}

static size_t list_all(void)
{
    size_t count = 0;
    for (size_t model = 0; model < MATRIX_MODELS; model++)
        for (enum fault_kind kind = 0; kind < KINDS; kind++)
            for (size_t place = 0; place < plans[model].place_count; place++)
                count = add_cells(count, model, kind, place);
    return count;
}

/* One cell of each kind and model, at places spread over the run; some lasting. */
static size_t list_slice(void)
{
    size_t count = 0;
    for (enum fault_kind kind = 0; kind < KINDS; kind++)
        for (size_t model = 0; model < MATRIX_MODELS; model++) {
            size_t all = plans[model].place_count, place = (kind * 7 + model * 3) % all, tried = 0;
            while (tried < all && !matrix_fits(&plans[model], kind, place)) {
                place = (place + 1) % all;
                tried++;
            }
            if (tried < all)
                cells[count++] = (struct cell){model, kind, (kind + model) % 3 == 2, place};
        }
    return count;
}

/* ---- workers ---- */

static bool enter(void)
{
    struct err err;
    if (world_enter(&err))
        return true;
    printf("%s\n", err.text);
    return false;
}

static void work(const struct tools *tools, int worker, int jobs, bool slice, int out)
{
    if (!enter() || !make_plans(tools))
        exit(EXIT_REFUSED);
    size_t count = slice ? list_slice() : list_all();
    for (size_t i = (size_t)worker; i < count; i += (size_t)jobs) {
        struct result result = {.cell = cells[i]};
        result.outcome = matrix_run(tools, &plans[cells[i].model], &cells[i], result.why);
        check(write(out, &result, sizeof result) == sizeof result);
    }
    exit(EXIT_OK);
}

static pid_t start_worker(const struct tools *tools, int worker, int jobs, bool slice, const int ends[2])
{
    fflush(stdout);
    pid_t pid = fork();
    check(pid >= 0);
    if (pid)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    close(ends[0]);
    work(tools, worker, jobs, slice, ends[1]);
    return 0;
}

/* ---- the table ---- */

struct table {
    unsigned counts[2][KINDS][MATRIX_MODELS][OUTCOMES];
    unsigned totals[OUTCOMES];
    struct result wrong[WRONG_SHOWN];
    unsigned failed; /* workers that did not end well too */
};

static void add(struct table *table, const struct result *result)
{
    const struct cell *cell = &result->cell;
    table->counts[cell->lasting][cell->kind][cell->model][result->outcome]++;
    if (result->outcome == WRONG && table->totals[WRONG] < WRONG_SHOWN)
        table->wrong[table->totals[WRONG]] = *result;
    table->totals[result->outcome]++;
}

/* Below the table, where the end of a long report shows them. */
static void print_wrong(const struct table *table)
{
    for (unsigned i = 0; i < table->totals[WRONG] && i < WRONG_SHOWN; i++) {
        const struct cell *cell = &table->wrong[i].cell;
        printf("%s:%s%s:%zu: %s\n", matrix_models[cell->model], fault_name(cell->kind),
               cell->lasting ? "+" : "", cell->place, table->wrong[i].why);
    }
}

static void print_row(const struct table *table, bool lasting, enum fault_kind kind)
{
    char name[24];
    snprintf(name, sizeof name, "%s%s", fault_name(kind), lasting ? "+" : "");
    printf("%-12s", name);
    for (size_t model = 0; model < MATRIX_MODELS; model++) {
        const unsigned *counts = table->counts[lasting][kind][model];
        char text[40];
        snprintf(text, sizeof text, "%u / %u / %u", counts[RECOVERED], counts[OUT_OF_SERVICE], counts[WRONG]);
        printf(" %13s", text);
    }
    printf("\n");
}

static void print_table(const struct table *table)
{
    printf("recovered / honestly out of service, and back / FAILED; + a lasting fault\n%-12s", "");
    for (size_t model = 0; model < MATRIX_MODELS; model++)
        printf(" %13s", matrix_models[model]);
    printf("\n");
    for (int lasting = 0; lasting < 2; lasting++)
        for (enum fault_kind kind = 0; kind < KINDS; kind++)
            print_row(table, lasting, kind);
    printf("all: %u recovered, %u honestly out of service and back, %u FAILED\n", table->totals[RECOVERED],
           table->totals[OUT_OF_SERVICE], table->totals[WRONG]);
    print_wrong(table);
}

int report_matrix(const struct tools *tools, int jobs, bool slice)
{
    static struct table table;
    int ends[2];
    pid_t pids[REPORT_JOBS_MAX];
    struct result result;
    check(pipe(ends) == 0);
    for (int worker = 0; worker < jobs; worker++)
        pids[worker] = start_worker(tools, worker, jobs, slice, ends);
    close(ends[1]);
    while (read(ends[0], &result, sizeof result) == sizeof result)
        add(&table, &result);
    for (int worker = 0; worker < jobs; worker++) {
        int status;
        check(waitpid(pids[worker], &status, 0) == pids[worker]);
        if (status != 0) {
            printf("worker %d ended with %d: its other cells were not played\n", worker, status);
            table.failed++;
        }
    }
    print_table(&table);
    unsigned failed = table.totals[WRONG] + table.failed;
    printf("%u passed, %u failed\n", table.totals[RECOVERED] + table.totals[OUT_OF_SERVICE], failed);
    return failed ? EXIT_REFUSED : EXIT_OK;
}

/* ---- one cell ---- */

static bool parse_cell(const char *text, struct cell *ret)
{
    char model[32], kind[32];
    if (sscanf(text, "%31[^:]:%31[^:]:%zu", model, kind, &ret->place) != 3)
        return false;
    ret->model = 0;
    while (ret->model < MATRIX_MODELS && strcmp(matrix_models[ret->model], model) != 0)
        ret->model++;
    ret->lasting = kind[0] && kind[strlen(kind) - 1] == '+';
    if (ret->lasting)
        kind[strlen(kind) - 1] = '\0';
    ret->kind = 0;
    while (ret->kind < KINDS && strcmp(fault_name(ret->kind), kind) != 0)
        ret->kind++;
    return ret->model < MATRIX_MODELS && ret->kind < KINDS;
}

int report_only(const struct tools *tools, const char *text)
{
    static const char *const words[OUTCOMES] = {"recovered", "honestly out of service, and back", "FAILED"};
    struct tools telling = *tools;
    struct cell cell;
    char why[WHY_SIZE];
    if (!parse_cell(text, &cell)) {
        fprintf(stderr, "%s: no such cell; MODEL:KIND:N\n", text);
        return EXIT_USAGE;
    }
    struct plan *plan = &plans[cell.model];
    if (!enter() || !matrix_plan(tools, cell.model, plan, why)) {
        printf("undisturbed: %s\n", why);
        return EXIT_REFUSED;
    }
    for (size_t i = 0; i < plan->place_count; i++)
        printf("place %zu: endpoint %02x, after %u packets, %s\n", i, plan->places[i].ep,
               plan->places[i].skip, plan->places[i].what);
    if (cell.place >= plan->place_count || !matrix_fits(plan, cell.kind, cell.place)) {
        fprintf(stderr, "%s: this fault cannot meet this place\n", text);
        return EXIT_USAGE;
    }
    telling.tell = true;
    enum outcome outcome = matrix_run(&telling, plan, &cell, why);
    printf("%s%s%s\n", words[outcome], why[0] ? ": " : "", why);
    return outcome == WRONG ? EXIT_REFUSED : EXIT_OK;
}
