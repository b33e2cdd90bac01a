/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/tree.h"

#include "tests/visit/words.h"
#include <stdint.h>
#include <string.h>

static const char *const texts[] = {"label", "spoken"};

bool tree_parse(const char *text, struct tree *ret, struct err *err)
{
    json_error_t error;
    json_t *json = json_loads(text, 0, &error);
    if (!json || !json_is_array(json_object_get(json, "elements"))) {
        json_decref(json);
        return err_set(err, "the kiosk's tree cannot be understood: %s", error.text);
    }
    ret->json = json;
    return true;
}

void tree_finish(struct tree *tree)
{
    json_decref(tree->json);
    tree->json = NULL;
}

const char *tree_screen(const struct tree *tree)
{
    const char *screen = json_string_value(json_object_get(tree->json, "screen"));
    return screen ? screen : "";
}

static json_t *find(const struct tree *tree, const char *id)
{
    size_t i;
    json_t *element;
    json_array_foreach(json_object_get(tree->json, "elements"), i, element)
    {
        const char *own = json_string_value(json_object_get(element, "id"));
        if (own && strcmp(own, id) == 0)
            return element;
    }
    return NULL;
}

bool tree_has(const struct tree *tree, const char *id)
{
    return find(tree, id) != NULL;
}

bool tree_enabled(const struct tree *tree, const char *id)
{
    return json_is_true(json_object_get(find(tree, id), "enabled"));
}

bool tree_says(const struct tree *tree, const char *text)
{
    size_t i;
    json_t *element;
    json_array_foreach(json_object_get(tree->json, "elements"), i, element)
    {
        for (size_t t = 0; t < COUNT_OF(texts); t++) {
            const char *own = json_string_value(json_object_get(element, texts[t]));
            if (own && words_contain(own, text))
                return true;
        }
    }
    return false;
}

bool tree_free_of(const struct tree *tree, const struct needles *needles, struct err *err)
{
    size_t i;
    json_t *element;
    json_array_foreach(json_object_get(tree->json, "elements"), i, element)
    {
        for (size_t t = 0; t < COUNT_OF(texts); t++) {
            const char *own = json_string_value(json_object_get(element, texts[t]));
            const struct needle *needle =
                own ? needles_find(needles, (const uint8_t *)own, strlen(own), NULL) : NULL;
            if (needle)
                return err_set(err, "%s stands in the %s of %s on screen %s", needle->what, texts[t],
                               json_string_value(json_object_get(element, "id")), tree_screen(tree));
        }
    }
    return true;
}

unsigned long tree_hash(const struct tree *tree)
{
    unsigned long hash = 5381;
    size_t i;
    json_t *element;
    json_array_foreach(json_object_get(tree->json, "elements"), i, element)
    {
        const char *id = json_string_value(json_object_get(element, "id"));
        for (; id && *id; id++)
            hash = hash * 33 + (unsigned char)*id;
        hash = hash * 33 + (unsigned long)json_integer_value(json_object_get(element, "y"));
    }
    return hash;
}
