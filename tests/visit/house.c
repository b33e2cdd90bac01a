/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/house.h"

#include "base/clock.h"
#include "base/place.h"
#include "tests/visit/folder.h"
#include "tests/visit/process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ASAN_SLOWER 4
#define LOOK_MS     100
#define LATEST      10

/* BUILD/bin/liqu-visit: BUILD, and the folder above it. */
static bool find_build(char *ret, size_t size, struct err *err)
{
    ssize_t len = readlink("/proc/self/exe", ret, size - 1);
    if (len <= 0)
        return err_errno(err, "/proc/self/exe: cannot tell where the programs are");
    ret[len] = '\0';
    for (int up = 0; up < 2; up++)
        *strrchr(ret, '/') = '\0';
    return true;
}

static bool ends_with(const char *text, const char *tail)
{
    size_t len = strlen(text), tail_len = strlen(tail);
    return len >= tail_len && strcmp(text + len - tail_len, tail) == 0;
}

/* The tree stands above BUILD, or is where we are when BUILD lies elsewhere. */
static bool find_tree(const char *build, char *ret, size_t size, struct err *err)
{
    char here[400], cards[PATH_SIZE];
    if (!getcwd(here, sizeof here))
        return err_errno(err, "the current folder is gone");
    snprintf(ret, size, "%s", build);
    *strrchr(ret, '/') = '\0';
    place_join(cards, sizeof cards, ret, "tests/sim/cards");
    if (access(cards, R_OK) == 0)
        return true;
    snprintf(ret, size, "%s", here);
    place_join(cards, sizeof cards, ret, "tests/sim/cards");
    return access(cards, R_OK) == 0 ||
           err_errno(err, "%s: no cards here; run this in the source tree", cards);
}

static bool make_keys(struct house *house, struct err *err)
{
    char tool[PATH_SIZE];
    struct buf said = {0};
    if (!folder_temporary(house->keys, sizeof house->keys, err))
        return false;
    place_join(tool, sizeof tool, house->programs, "liqu");
    const char *argv[] = {tool, "provision", "--state", house->keys, NULL};
    int code = process_run(argv, "", &said, err);
    if (code > 0)
        err_set(err, "liqu provision: %s", buf_string(&said));
    buf_finish(&said);
    return code == 0;
}

bool house_open(const char *out, bool asan, struct house *ret, struct err *err)
{
    struct house house = {.asan = asan};
    char build[400], tree[400];
    if (!find_build(build, sizeof build, err) || !find_tree(build, tree, sizeof tree, err))
        return false;
    snprintf(house.programs, sizeof house.programs, "%s%s/bin", build,
             asan && !ends_with(build, "-asan") ? "-asan" : "");
    place_join(house.cards, sizeof house.cards, tree, "tests/sim/cards");
    place_join(house.assets, sizeof house.assets, tree, "assets");
    if (out && out[0] != '/')
        place_join(house.out, sizeof house.out, getcwd(tree, sizeof tree) ? tree : ".", out);
    else
        snprintf(house.out, sizeof house.out, "%s%s", out ? out : build, out ? "" : "/visits");
    if (!folder_make(house.out, err) || !make_keys(&house, err))
        return false;
    *ret = house;
    return true;
}

void house_close(struct house *house)
{
    if (house->keys[0])
        folder_remove(house->keys);
}

int house_patience_ms(const struct house *house, long ms)
{
    return (int)(house->asan ? ms * ASAN_SLOWER : ms);
}

struct patience house_patience(const struct house *house, long ms)
{
    return (struct patience){.from_ms = clock_real_mono_ms(), .within_ms = house_patience_ms(house, ms)};
}

bool patience_ends(struct patience *patience)
{
    int64_t since_ms = clock_real_mono_ms() - patience->from_ms;
    patience->looks++;
    return since_ms >= patience->within_ms &&
           (patience->looks * LOOK_MS >= patience->within_ms || since_ms >= patience->within_ms * LATEST);
}
