/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "paper/table.h"

#include <string.h>

#define GAP_LEAST 20
#define WIDE_MOST 240 /* eight Han; longer cells wrap */

struct column {
    int x, width;
    enum text_align align;
};
struct grid {
    const struct document_table *table;
    enum type head, body;
    size_t count; /* of columns side by side */
    struct column columns[DOCUMENT_MAX_COLUMNS];
};

static const char *cell(const struct document_table *table, size_t row, size_t column)
{
    return table->cells[row * table->columns + column];
}

static bool is_amount(const char *text)
{
    return strpbrk(text, "0123456789") && !text[strspn(text, "0123456789.,+-%¥元 ")];
}

static bool all_amounts(const struct document_table *table, size_t column)
{
    for (size_t row = 0; row < table->rows; row++)
        if (*cell(table, row, column) && !is_amount(cell(table, row, column)))
            return false;
    return table->rows > 0;
}

static int natural_width(const struct roll *roll, const struct grid *grid, size_t column)
{
    int widest = roll_text_width(roll, grid->head, grid->table->head[column]);
    for (size_t row = 0; row < grid->table->rows; row++) {
        int width = roll_text_width(roll, grid->body, cell(grid->table, row, column));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static enum text_align align_of(const struct grid *grid, size_t column, int natural)
{
    if (column == 0)
        return ALIGN_LEFT;
    bool last = column + 1 == grid->table->columns;
    return all_amounts(grid->table, column) || (last && natural <= WIDE_MOST) ? ALIGN_RIGHT : ALIGN_LEFT;
}

/* What is left over goes between the columns in equal parts; a single column takes all. */
static void spread(struct grid *grid, int left, int width, int used)
{
    if (grid->count == 1) {
        grid->columns[0].x = left;
        grid->columns[0].width = width;
        return;
    }
    int parts = (int)grid->count - 1, x = left;
    for (size_t i = 0; i < grid->count; i++) {
        bool last = i + 1 == grid->count;
        grid->columns[i].x = last ? left + width - grid->columns[i].width : x;
        x += grid->columns[i].width + (width - used) / parts;
    }
}

static struct grid plan(const struct roll *roll, const struct document_table *table, enum type head,
                        enum type body)
{
    struct grid grid = {.table = table, .head = head, .body = body};
    int used = 0;
    for (; grid.count < table->columns; grid.count++) {
        int natural = natural_width(roll, &grid, grid.count),
            width = natural > WIDE_MOST ? WIDE_MOST : natural;
        if (grid.count && used + (int)grid.count * GAP_LEAST + width > roll->width)
            break;
        grid.columns[grid.count] =
            (struct column){.width = width, .align = align_of(&grid, grid.count, natural)};
        used += width;
    }
    spread(&grid, roll->left, roll->width, used);
    return grid;
}

static void lay_out_cells(struct roll *roll, const struct grid *grid, enum type type,
                          const char *const *cells)
{
    int tallest = roll_line_height(roll, type);
    for (size_t i = 0; i < grid->count; i++) {
        const struct column *column = &grid->columns[i];
        int height = roll_put(roll, type, column->align, (struct rect){column->x, roll->y, column->width, 0},
                              cells[i]);
        tallest = height > tallest ? height : tallest;
    }
    roll->y += tallest;
}

static void lay_out_rest(struct roll *roll, const struct grid *grid, size_t row)
{
    for (size_t i = grid->count; i < grid->table->columns; i++)
        roll_format(roll, TYPE_SMALL, ALIGN_LEFT, "%s：%s", grid->table->head[i], cell(grid->table, row, i));
    if (grid->count < grid->table->columns)
        roll_gap(roll, 8);
}

void table_lay_out(struct roll *roll, const struct document_table *table)
{
    struct grid grid = plan(roll, table, TYPE_STRONG, TYPE_BODY);
    if (grid.count < table->columns)
        grid = plan(roll, table, TYPE_SMALL_BOLD, TYPE_SMALL);
    lay_out_cells(roll, &grid, grid.head, table->head);
    roll_thin_rule(roll);
    for (size_t row = 0; row < table->rows; row++) {
        lay_out_cells(roll, &grid, grid.body, table->cells + row * table->columns);
        lay_out_rest(roll, &grid, row);
    }
}
