/* SPDX-License-Identifier: MulanPSL-2.0 */
#ifdef LIQU_DEVELOPMENT
#include "kiosk/screens/tree.h"

static json_t *element_json(const struct element *element)
{
    static const char *const roles[] = {[ROLE_TEXT] = "text",
                                        [ROLE_BUTTON] = "button",
                                        [ROLE_CHOICE] = "choice",
                                        [ROLE_KEY] = "key",
                                        [ROLE_IMAGE] = "image"};
    return json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:b, s:b, s:b, s:i, s:i, s:s}", "id", element->id,
                     "role", roles[element->role], "label", element->label, "x", element->box.x, "y",
                     element->box.y, "w", element->box.w, "h", element->box.h, "enabled",
                     (int)element->enabled, "focused", (int)element->focused, "chosen", (int)element->chosen,
                     "text_w", element->text_w, "text_h", element->text_h, "spoken",
                     element->spoken ? element->spoken : element->label);
}

json_t *tree_json(const struct scene *scene, const char *screen)
{
    json_t *elements = json_array();
    for (size_t i = 0; i < scene->element_count; i++)
        json_array_append_new(elements, element_json(&scene->elements[i]));
    return json_pack("{s:s, s:i, s:i, s:o}", "screen", screen, "w", scene->theme.width, "h",
                     scene->theme.height, "elements", elements);
}
#else
typedef int no_tree; /* ISO C forbids an empty file */
#endif
