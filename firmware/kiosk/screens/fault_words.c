/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/fault_words.h"

#include "base/tr.h"

#define NOT_YOURS     tr_later("不是您的问题。倒计时已经停住。")
#define KEPT_DOCUMENT tr_later("查到的记录和编号都在，不会重复编号")
#define NOTHING_MADE  tr_later("没有出文件，什么也没有登记")
#define LATER         tr_later("过一会儿再试，或者到窗口办")

static const struct fault_words words[FAULTS] = {
    [FAULT_NONE] = {tr_later("请稍等"), NOT_YOURS, tr_later("马上就好"), NULL, LATER, ICON_INFO, true},
    [FAULT_PAPER_OUT] = {tr_later("打印机没有纸了"), NOT_YOURS, tr_later("纸用完了。没有打完整的纸不算数"),
                         KEPT_DOCUMENT, tr_later("加好纸，本机自己接着打，请等一等"), ICON_PRINT_DISABLED,
                         true},
    [FAULT_COVER_OPEN] = {tr_later("打印机盖没有关好"), NOT_YOURS, tr_later("打印机的盖子开着"),
                          KEPT_DOCUMENT, tr_later("工作人员关好盖子，本机再说接着怎么办"),
                          ICON_PRINT_DISABLED, true},
    [FAULT_CUTTER_JAM] = {tr_later("卡纸了"), NOT_YOURS, tr_later("纸卡在切刀那里"), KEPT_DOCUMENT,
                          tr_later("请不要自己拉纸，工作人员来处理"), ICON_PRINT_DISABLED, true},
    [FAULT_HEAD_HOT] = {tr_later("打印机太热，歇一分钟"), NOT_YOURS, tr_later("打印头太热，要凉一凉"),
                        KEPT_DOCUMENT, tr_later("凉了自己接着打，大约一分钟"), ICON_PRINT_DISABLED, true},
    [FAULT_PRINTER_GONE] = {tr_later("打印机暂时不能用"), NOT_YOURS, tr_later("打印机没有回应"),
                            KEPT_DOCUMENT, tr_later("打印机好了，本机自己接着打"), ICON_PRINT_DISABLED, true},
    [FAULT_PRINTER_FAILS] = {tr_later("打印机暂时不能用"), NOT_YOURS,
                             tr_later("试了几次都没有打成，本机不再试了"), NOTHING_MADE, LATER,
                             ICON_PRINT_DISABLED, false},
    [FAULT_PRINT_UNKNOWN] = {tr_later("不知道打好了没有"), NOT_YOURS,
                             tr_later("打印中途断了，本机不会自己再打一张"),
                             tr_later("编号已经记下，工作人员可以查"),
                             tr_later("请看看出纸口。纸不完整，就把编号报给工作人员"), ICON_PRINT_DISABLED,
                             false},
    [FAULT_READER_GONE] = {tr_later("读卡器暂时不能用"), NOT_YOURS, tr_later("读卡器没有回应"), NULL,
                           tr_later("可以请工作人员帮您，或者到别的服务点"), ICON_BLOCK, false},
    [FAULT_DATA_DOWN] = {tr_later("数据暂时取不到"), NOT_YOURS, tr_later("存数据的地方现在连不上"),
                         NOTHING_MADE, LATER, ICON_CLOUD_OFF, false},
    [FAULT_DATA_EMPTY] = {tr_later("查过了，没有您的记录"), tr_later("这不是故障，是真的没有查到。"),
                          tr_later("没有查到可以打印的记录"), NOTHING_MADE,
                          tr_later("觉得不对，可以到窗口再查"), ICON_INFO, false},
    [FAULT_DATA_REFUSED] = {tr_later("这次没有办成"), NOT_YOURS, tr_later("收到的结果核对不上，本机没有使用"),
                            NOTHING_MADE, LATER, ICON_REPORT, false},
    [FAULT_DATA_TIMEOUT] = {tr_later("等得太久了"), NOT_YOURS, tr_later("对方一直没有回答"), NOTHING_MADE,
                            LATER, ICON_HOURGLASS, false},
    [FAULT_NO_GLYPH] = {tr_later("有本机打不出的字"), NOT_YOURS,
                        tr_later("文件里有一个字本机打不出，所以没有打"), NOTHING_MADE,
                        tr_later("请到窗口，工作人员可以帮您打印"), ICON_REPORT, false},
    [FAULT_LOW_PAPER] = {tr_later("剩下的纸不够长"), NOT_YOURS,
                         tr_later("纸快用完了，打不完一整张，所以没有开始"), NOTHING_MADE,
                         tr_later("请工作人员换纸，换好了重新办"), ICON_PRINT_DISABLED, false},
    [FAULT_JOURNAL] = {tr_later("机器暂时不能登记"), NOT_YOURS, tr_later("本机现在记不下来，所以不出文件"),
                       NULL, LATER, ICON_BLOCK, false},
};

const struct fault_words *fault_words(enum fault fault)
{
    return &words[fault];
}
