/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Opening hours as they stand in station.yaml and units.yaml: {days: mon-fri, from: "08:30", to: "16:30"};
 * days is a list of days and ranges, such as mon-wed,fri; a week runs from mon to sun and no range runs over
 * its end. They are another calendar than the working days of deadlines.
 */
#ifndef LIQU_CATALOGUE_OPENING_H
#define LIQU_CATALOGUE_OPENING_H

#include "base/yaml.h"

extern const struct yaml_field opening_table[]; /* of struct opening */

/* What the table cannot say: days and times make sense. hours: the loaded list, node: where it stands. */
bool opening_check(const struct yaml_doc *doc, const struct yaml_node *node, const struct yaml_list *hours,
                   struct err *err) MUST_CHECK;

#endif
