/* SPDX-License-Identifier: MulanPSL-2.0 */
/* liqu catalogue lint: what an editor of service items runs before a kiosk does. The kiosk loads with the
 * same code. */
#include "catalogue/catalogue.h"

#include "base/place.h"
#include "tool/liqu/tool.h"
#include <stdio.h>
#include <sys/stat.h>

#define PATH_BYTES 640

static bool is_folder(const char *path, struct err *err)
{
    struct stat status;
    if (stat(path, &status) < 0)
        return err_errno(err, "%s: cannot read the folder", path);
    return S_ISDIR(status.st_mode) ||
           err_set(err, "%s: this is no folder; name the catalogue's folder", path);
}

int catalogue_lint_command(const struct options *options, struct err *err)
{
    char path[PATH_BYTES];
    const char *folder = options->subject;
    struct place place;
    struct catalogue *catalogue;
    if (!folder) {
        if (!place_look(NULL, &place, err))
            return EXIT_ENVIRONMENT;
        place_join(path, sizeof path, place.assets, "catalogue");
        folder = path;
    }
    if (!is_folder(folder, err))
        return EXIT_ENVIRONMENT;
    if (!catalogue_load(folder, &catalogue, err)) {
        fprintf(stderr, "%s\n", err->text);
        return EXIT_REFUSED;
    }
    printf("Catalogue good: %zu items, version %s.\n", catalogue->item_count, catalogue->version);
    catalogue_destroy(catalogue);
    return EXIT_OK;
}
