# SPDX-License-Identifier: MulanPSL-2.0
# The programs that `make bench` measures with, read by the Makefile in the root.
BENCHES := bench-floor bench-usb bench-watch bench-print bench-modules
FOLDERS_bench-floor   := tests/bench/floor_sdl.c
FOLDERS_bench-usb     := tests/bench/floor_usb.c tests/bench/samples.c drivers/printer/escpos_raster.c drivers/reader/sam_frame.c \
                         firmware/link firmware/person $(BASE)
FOLDERS_bench-print   := tests/bench/order_print.c tests/bench/samples.c firmware/link firmware/person $(BASE)
FOLDERS_bench-watch   := tests/bench/watch.c tests/bench/trace.c tests/bench/samples.c $(BASE)
FOLDERS_bench-modules := tests/bench/modules.c tests/bench/samples.c drivers/printer/escpos_raster.c firmware/link \
                         firmware/paper firmware/draw firmware/journal firmware/ticket firmware/seal firmware/casework \
                         firmware/catalogue firmware/person $(BASE)
LIBS_bench-floor   := sdl2 SDL2_ttf
LIBS_bench-usb     := $(LIBS_BASE) libusb-1.0
LIBS_bench-print   := $(LIBS_BASE)
LIBS_bench-watch   := $(LIBS_BASE)
LIBS_bench-modules := $(LIBS_BASE) $(LIBS_SEAL) $(LIBS_DRAW) sqlite3
$(foreach p,$(BENCHES),$(eval $(call program,$(p))))
bench: $(addprefix $(BUILD)/bin/,$(BENCHES))
