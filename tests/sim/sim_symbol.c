/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_symbol.h"

#include <qrencode.h>
#include <string.h>

/* ISO/IEC 15417: widths of bars and gaps of the values 0 to 105, and the stop. */
static const char *const code128[] = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213",  "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122",  "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221",  "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313",  "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321",  "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121",  "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421",  "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114",  "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212",  "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311",  "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
};
enum { START_B = 104, START_C, STOP = 106 };

void sim_symbol_reset(struct sim_symbol *symbol)
{
    buf_consume(&symbol->data, symbol->data.len);
    symbol->module = 3;
    symbol->level = 0;
}

void sim_symbol_finish(struct sim_symbol *symbol)
{
    buf_finish(&symbol->data);
}

bool sim_symbol_command(struct sim_symbol *symbol, const uint8_t *bytes, size_t len)
{
    if (len < 3 || bytes[0] != 49)
        return false;
    switch (bytes[1]) {
    case 67:
        if (bytes[2] >= 1 && bytes[2] <= 16)
            symbol->module = bytes[2];
        return false;
    case 69:
        if (bytes[2] >= 48 && bytes[2] <= 51)
            symbol->level = bytes[2] - 48;
        return false;
    case 80:
        buf_consume(&symbol->data, symbol->data.len);
        buf_append(&symbol->data, bytes + 3, len - 3);
        return false;
    default:
        return bytes[1] == 81 && bytes[2] == 48 && symbol->data.len;
    }
}

int sim_symbol_draw(const struct sim_symbol *symbol, struct buf *ret_rows)
{
    QRcode *code = QRcode_encodeData((int)symbol->data.len, symbol->data.data, 0, (QRecLevel)symbol->level);
    if (!code)
        return 0;
    int side = code->width;
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x += 8) {
            unsigned byte = 0;
            for (int i = 0; i < 8 && x + i < side; i++)
                byte |= (code->data[y * side + x + i] & 1u) << (7 - i);
            buf_byte(ret_rows, (uint8_t)byte);
        }
    QRcode_free(code);
    return side;
}

static void bars(unsigned value, int module, uint8_t *row, int *x)
{
    bool black = true;
    for (const char *width = code128[value]; *width; width++, black = !black)
        for (int i = 0; i < (*width - '0') * module; i++, (*x)++)
            if (black)
                row[*x / 8] |= (uint8_t)(0x80 >> *x % 8);
}

/* The value of what stands at *at in the set; -1 for what cannot be said. "{B", "{C" change the set. */
static int next_value(const uint8_t *data, size_t *at, char *set)
{
    if (data[*at] == '{') {
        char other = (char)data[*at + 1];
        int value = other == 'B' && *set == 'C' ? 100 : other == 'C' && *set == 'B' ? 99 : -1;
        *set = other;
        *at += 2;
        return value;
    }
    int value = *set == 'C' ? data[*at] : data[*at] - 0x20;
    (*at)++;
    return value >= 0 && value < (*set == 'C' ? 100 : 95) ? value : -1;
}

int sim_symbol_code128(const uint8_t *data, size_t len, int module, struct buf *ret_row)
{
    uint8_t row[8192] = {0};
    char set = len > 2 && data[0] == '{' ? (char)data[1] : '\0';
    unsigned sum = set == 'C' ? START_C : START_B, weight = 1;
    int x = 0;
    if ((set != 'B' && set != 'C') || (len + 3) * 11 * (size_t)module > 8 * sizeof row ||
        data[len - 1] == '{')
        return 0;
    bars(sum, module, row, &x);
    for (size_t at = 2; at < len;) {
        int value = next_value(data, &at, &set);
        if (value < 0)
            return 0;
        sum += weight++ * (unsigned)value;
        bars((unsigned)value, module, row, &x);
    }
    bars(sum % 103, module, row, &x);
    bars(STOP, module, row, &x);
    buf_append(ret_row, row, ((size_t)x + 7) / 8);
    return x;
}
