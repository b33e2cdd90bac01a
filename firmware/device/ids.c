/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "device/ids.h"

#include "base/text.h"
#include "drivers/drivers.h"
#include <stdio.h>
#include <string.h>

typedef void row_fn(const struct driver *driver, const struct usb_id *id, bool first);

static const char *class_word(const struct driver *driver)
{
    return driver->link_class == LINK_READER ? "reader" : "printer";
}

/* The program's own user owns the node: liqu-reader, liqu-printer. */
static void udev_row(const struct driver *driver, const struct usb_id *id, bool first)
{
    (void)first;
    const char *word = class_word(driver);
    printf("# %s\nSUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ATTR{idVendor}==\"%04x\", "
           "ATTR{idProduct}==\"%04x\", "
           "MODE=\"0600\", OWNER=\"liqu-%s\", GROUP=\"liqu-%s\", ENV{LIQU_DEVICE}=\"%s\", TAG+=\"systemd\", "
           "ATTR{authorized}=\"1\"\n",
           id->model, id->vid, id->pid, word, word, word);
}

static void table_row(const struct driver *driver, const struct usb_id *id, bool first)
{
    if (first)
        printf("| class | driver | VID:PID | model | quirks |\n|---|---|---|---|---|\n");
    const char *no_set = id->quirks & QUIRK_NO_SET_INTERFACE ? "never SET_INTERFACE" : "";
    const char *vendor = id->quirks & QUIRK_VENDOR_CLASS ? "vendor class FF" : "";
    const char *zz = id->quirks & QUIRK_HID_ZZ ? "HID reports (zz)" : "";
    char head[24] = "";
    if (id->head_dots)
        snprintf(head, sizeof head, "%u dots", id->head_dots);
    printf("| %s | %s | %04X:%04X | %s | %s%s%s%s |\n", class_word(driver), driver->name, id->vid, id->pid,
           id->model, no_set, vendor, zz, head);
}

static void json_row(const struct driver *driver, const struct usb_id *id, bool first)
{
    char model[256];
    text_json_quote(id->model, model, sizeof model);
    printf("%s{\"class\":\"%s\",\"driver\":\"%s\",\"vid\":\"%04x\",\"pid\":\"%04x\",\"model\":%s}",
           first ? "[" : ",\n ", class_word(driver), driver->name, id->vid, id->pid, model);
}

/* Switched on by a file, because a board whose touch panel hangs on USB has to name it first. */
#define REFUSE                                                                                               \
    "# Whatever is not listed gets no driver where /etc/liqu/usb-listed-only stands. The board's own "       \
    "devices are\n"                                                                                          \
    "# listed in a file before this one: ENV{LIQU_DEVICE}=\"board\", ATTR{authorized}=\"1\"\n"               \
    "TEST!=\"/etc/liqu/usb-listed-only\", GOTO=\"liqu_end\"\n"                                               \
    "ACTION!=\"add\", GOTO=\"liqu_end\"\n"                                                                   \
    "ENV{DEVTYPE}!=\"usb_device\", GOTO=\"liqu_end\"\n"                                                      \
    "ATTR{bDeviceClass}==\"09\", ATTR{authorized}=\"1\", GOTO=\"liqu_end\"\n"                                \
    "ENV{LIQU_DEVICE}==\"\", ATTR{authorized}=\"0\"\n"                                                       \
    "LABEL=\"liqu_end\"\n"

bool ids_print(const char *form)
{
    static const struct {
        const char *form;
        row_fn *row;
        const char *foot;
    } forms[] = {{"udev", udev_row, REFUSE}, {"table", table_row, ""}, {"json", json_row, "]\n"}};
    size_t f = 0;
    while (f < COUNT_OF(forms) && strcmp(forms[f].form, form) != 0)
        f++;
    if (f == COUNT_OF(forms))
        return false;
    bool first = true;
    for (size_t i = 0; i < driver_count; i++)
        for (const struct usb_id *id = drivers[i]->ids; id->vid; id++, first = false)
            forms[f].row(drivers[i], id, first);
    const struct driver *driver;
    const struct usb_id *added = driver_added_reader(&driver);
    if (added)
        forms[f].row(driver, added, false);
    fputs(forms[f].foot, stdout);
    return true;
}
