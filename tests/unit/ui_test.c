/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Lost without these: buttons that act on touch-down or under a trembling finger, greyed keys that act at
 * all, pages painted while nothing changed, and controls that five keys cannot reach. The presenter is the
 * test's own. */
#include "tests/support/test_time.h"
#include "ui/ui.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- a presenter without a display ---- */

struct presenter {
    struct ui_event queue[32];
    size_t head, tail;
    int presents;
    struct surface surface;
    bool lost;
    struct rect last; /* the first rectangle that was shown last */
};

bool presenter_surface(struct presenter *presenter, struct surface *ret)
{
    bool lost = presenter->lost;
    presenter->lost = false;
    *ret = presenter->surface;
    return lost;
}

void presenter_present(struct presenter *presenter, const struct rect *rects, size_t count)
{
    presenter->last = rects[0];
    assert_true(count > 0);
    presenter->presents++;
}

bool presenter_next(struct presenter *presenter, struct ui_event *ret)
{
    if (presenter->head == presenter->tail)
        return false;
    *ret = presenter->queue[presenter->head++];
    return true;
}

int presenter_fd(const struct presenter *presenter)
{
    (void)presenter;
    return -1;
}

static void queue(struct presenter *presenter, enum ui_event_kind kind, int x, int y)
{
    presenter->queue[presenter->tail++] = (struct ui_event){.kind = kind, .x = x, .y = y};
}

void presenter_touch(struct presenter *presenter, int x, int y)
{
    queue(presenter, EVENT_TOUCH_DOWN, x, y);
    queue(presenter, EVENT_TOUCH_UP, x, y);
}

/* ---- a page of four controls ---- */

struct desk {
    struct loop *loop;
    struct presenter presenter;
    struct fonts *fonts;
    struct ui *ui;
    char acted[200], refused[200];
    int touches;
    bool elsewhere;
};

static void draw(void *arg, struct scene *scene)
{
    const struct desk *desk = arg;
    theme_init(&scene->theme, 600, 800, 4.03, false, false);
    scene_fill(scene, (struct rect){0, 0, 600, 800}, COLOR_PAPER);
    static const struct {
        const char *id;
        struct rect box;
        enum role role;
        bool off;
    } controls[] = {{"nav.help", {400, 0, 200, 100}, ROLE_BUTTON, false},
                    {"item.A", {0, 200, 280, 100}, ROLE_BUTTON, false},
                    {"item.B", {320, 200, 280, 100}, ROLE_BUTTON, true},
                    {"key.1", {0, 400, 100, 100}, ROLE_KEY, false},
                    {"nav.next", {0, 600, 600, 100}, ROLE_BUTTON, false},
                    {"nav.back", {0, 710, 200, 90}, ROLE_BUTTON, false}};
    for (size_t i = 0; i < COUNT_OF(controls); i++) {
        bool pressed = scene_is_pressed(scene, controls[i].id);
        scene_round(scene, controls[i].box, 20, pressed ? COLOR_PRIMARY_DEEP : COLOR_PRIMARY);
        scene_element(scene, controls[i].role, controls[i].id, controls[i].box, controls[i].id)->enabled =
            !controls[i].off;
    }
    scene->elsewhere = desk->elsewhere ? "nav.next" : NULL;
}

static void act(void *arg, const char *id)
{
    struct desk *desk = arg;
    strcat(strcat(desk->acted, id), " ");
}

static void refuse(void *arg, const char *id)
{
    struct desk *desk = arg;
    strcat(strcat(desk->refused, id), " ");
}

static void touched(void *arg)
{
    ((struct desk *)arg)->touches++;
}

static void quit(void *arg)
{
    (void)arg;
}

static int set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    struct err err;
    if (!fonts_open("assets/fonts/fonts.yaml", &desk->fonts, &err))
        return -1;
    test_time_begin();
    desk->loop = loop_create();
    surface_init(&desk->presenter.surface, 600, 800);
    desk->presenter.lost = true;
    const struct ui_setup setup = {.loop = desk->loop,
                                   .presenter = &desk->presenter,
                                   .fonts = desk->fonts,
                                   .width = 600,
                                   .height = 800,
                                   .draw = draw,
                                   .act = act,
                                   .refused = refuse,
                                   .touched = touched,
                                   .quit = quit,
                                   .arg = desk};
    desk->ui = ui_create(&setup);
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    ui_destroy(desk->ui);
    surface_finish(&desk->presenter.surface);
    loop_destroy(desk->loop);
    fonts_close(desk->fonts);
    free(desk);
    return 0;
}

static void settle(struct desk *desk)
{
    for (int i = 0; i < 6; i++)
        loop_turn(desk->loop, 60);
}

static void a_button_acts_when_the_finger_lifts_inside_it(void **state)
{
    struct desk *desk = *state;
    queue(&desk->presenter, EVENT_TOUCH_DOWN, 50, 250);
    settle(desk);
    assert_string_equal(desk->acted, "");
    queue(&desk->presenter, EVENT_TOUCH_UP, 200, 290);
    settle(desk);
    assert_string_equal(desk->acted, "item.A ");
}

static void a_finger_that_slides_away_does_nothing(void **state)
{
    struct desk *desk = *state;
    queue(&desk->presenter, EVENT_TOUCH_DOWN, 50, 250);
    queue(&desk->presenter, EVENT_TOUCH_UP, 50, 650);
    settle(desk);
    assert_string_equal(desk->acted, "");
    assert_int_equal(desk->touches, 1);
}

static void a_greyed_control_only_says_why(void **state)
{
    struct desk *desk = *state;
    presenter_touch(&desk->presenter, 400, 250);
    settle(desk);
    assert_string_equal(desk->acted, "");
    assert_string_equal(desk->refused, "item.B ");
}

static void a_trembling_finger_counts_once(void **state)
{
    struct desk *desk = *state;
    presenter_touch(&desk->presenter, 50, 250);
    presenter_touch(&desk->presenter, 60, 240);
    settle(desk);
    assert_string_equal(desk->acted, "item.A ");
}

static void another_place_may_be_touched_at_once(void **state)
{
    struct desk *desk = *state;
    presenter_touch(&desk->presenter, 50, 250);
    presenter_touch(&desk->presenter, 300, 650);
    settle(desk);
    assert_string_equal(desk->acted, "item.A nav.next ");
}

static void digits_may_be_typed_fast(void **state)
{
    struct desk *desk = *state;
    presenter_touch(&desk->presenter, 50, 450);
    presenter_touch(&desk->presenter, 50, 450);
    settle(desk);
    assert_string_equal(desk->acted, "key.1 key.1 ");
}

static void a_touch_beside_everything_can_mean_the_one_button(void **state)
{
    struct desk *desk = *state;
    presenter_touch(&desk->presenter, 300, 550);
    settle(desk);
    assert_string_equal(desk->acted, "");
    desk->elsewhere = true;
    ui_paint(desk->ui);
    presenter_touch(&desk->presenter, 300, 550);
    settle(desk);
    assert_string_equal(desk->acted, "nav.next ");
}

static void nothing_is_painted_while_nothing_changes(void **state)
{
    struct desk *desk = *state;
    uint64_t frames = ui_frames(desk->ui);
    int presents = desk->presenter.presents;
    for (int i = 0; i < 5; i++) {
        ui_refresh(desk->ui);
        settle(desk);
    }
    assert_int_equal(ui_frames(desk->ui), frames);
    assert_int_equal(desk->presenter.presents, presents);
}

static void a_pressed_button_looks_pressed_until_it_is_let_go(void **state)
{
    struct desk *desk = *state;
    uint32_t before = ui_surface(desk->ui)->pixels[250 * ui_surface(desk->ui)->stride + 100];
    queue(&desk->presenter, EVENT_TOUCH_DOWN, 100, 250);
    settle(desk);
    assert_int_not_equal(ui_surface(desk->ui)->pixels[250 * ui_surface(desk->ui)->stride + 100], before);
    queue(&desk->presenter, EVENT_TOUCH_UP, 100, 250);
    settle(desk);
    assert_int_equal(ui_surface(desk->ui)->pixels[250 * ui_surface(desk->ui)->stride + 100], before);
}

/* A desk may give the window another size; half a page would stay black. */
static void what_was_lost_is_painted_whole(void **state)
{
    struct desk *desk = *state;
    settle(desk);
    int before = desk->presenter.presents;
    desk->presenter.lost = true;
    desk->presenter.last = (struct rect){0};
    queue(&desk->presenter, EVENT_LOST, 0, 0);
    settle(desk);
    assert_int_equal(desk->presenter.presents, before + 1);
    assert_int_equal(desk->presenter.last.w, 600);
    assert_int_equal(desk->presenter.last.h, 800);
}

static void expect_other(void *arg, struct scene *scene)
{
    struct desk *desk = arg;
    struct text_style style = {.px = 40, .weight = FONT_REGULAR};
    theme_init(&scene->theme, 600, 800, 4.03, false, false);
    scene_write(scene, (struct rect){0, 0, 600, 100}, &style, 0, "李桂英");
    scene_element(scene, ROLE_BUTTON, "other", (struct rect){0, 0, 600, 100}, "");
    desk->touches++;
}

/* A page that is made ready must not be seen, touched or taken for the shown one. */
static void an_expected_page_is_drawn_and_not_shown(void **state)
{
    struct desk *desk = *state;
    settle(desk);
    int presents = desk->presenter.presents;
    ui_prepare(desk->ui, expect_other);
    settle(desk);
    assert_int_equal(desk->touches, 1);
    assert_int_equal(desk->presenter.presents, presents);
    assert_null(scene_find(ui_scene(desk->ui), "other"));
    assert_non_null(scene_find(ui_scene(desk->ui), "item.A"));
}

static void five_keys_begin_with_the_content_and_act(void **state)
{
    struct desk *desk = *state;
    ui_key(desk->ui, KEY_DOWN);
    settle(desk);
    assert_true(scene_find(ui_scene(desk->ui), "item.A")->focused);
    ui_key(desk->ui, KEY_RIGHT);
    settle(desk);
    assert_true(scene_find(ui_scene(desk->ui), "item.B")->focused);
    ui_key(desk->ui, KEY_LEFT);
    settle(desk);
    ui_key(desk->ui, KEY_OK);
    assert_string_equal(desk->acted, "item.A ");
}

static void left_at_the_edge_goes_back(void **state)
{
    struct desk *desk = *state;
    ui_key(desk->ui, KEY_DOWN);
    settle(desk);
    ui_key(desk->ui, KEY_LEFT);
    assert_string_equal(desk->acted, "nav.back ");
}

static void an_injected_tap_waits_for_the_trembling_rule(void **state)
{
    struct desk *desk = *state;
    assert_true(ui_tap(desk->ui, "item.A", 1));
    assert_true(ui_busy(desk->ui));
    settle(desk);
    assert_false(ui_busy(desk->ui));
    assert_true(ui_tap(desk->ui, "item.A", 1));
    for (int i = 0; i < 20 && ui_busy(desk->ui); i++)
        loop_turn(desk->loop, 50);
    assert_string_equal(desk->acted, "item.A item.A ");
    assert_false(ui_tap(desk->ui, "item.Z", 1));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_button_acts_when_the_finger_lifts_inside_it),
        TEST(a_finger_that_slides_away_does_nothing),
        TEST(a_greyed_control_only_says_why),
        TEST(a_trembling_finger_counts_once),
        TEST(another_place_may_be_touched_at_once),
        TEST(digits_may_be_typed_fast),
        TEST(a_touch_beside_everything_can_mean_the_one_button),
        TEST(nothing_is_painted_while_nothing_changes),
        TEST(a_pressed_button_looks_pressed_until_it_is_let_go),
        TEST(what_was_lost_is_painted_whole),
        TEST(an_expected_page_is_drawn_and_not_shown),
        TEST(five_keys_begin_with_the_content_and_act),
        TEST(left_at_the_edge_goes_back),
        TEST(an_injected_tap_waits_for_the_trembling_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
