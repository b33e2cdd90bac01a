/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The key of GB/T 32918.5, annex A: everybody knows its private half, so it opens nothing anywhere. Tests
 * sign with it where a stored sample must stay good.
 */
#ifndef LIQU_TESTS_STANDARD_KEY_H
#define LIQU_TESTS_STANDARD_KEY_H

#define STANDARD_PUBLIC                                                                                      \
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"                                     \
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
#define STANDARD_KID "e6a4f9765fca89e8"
#define STANDARD_PEM                                                                                         \
    "-----BEGIN PRIVATE KEY-----\n"                                                                          \
    "MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgOUUgj3shRLE/NuOK\n"                                     \
    "xtOflYiTk2koYLUaQvuB7033xbihRANCAAQJ+d8xHlQhoVDdfRYeS8XGchefrRgz\n"                                     \
    "/AdrsI/zVvNQIMzqSQziZ3WlLcbqcYzBqmAK7QX7814ISmYy9gctqa0T\n"                                             \
    "-----END PRIVATE KEY-----\n"

#endif
