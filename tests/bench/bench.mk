# SPDX-License-Identifier: MulanPSL-2.0
# The programs that `make bench` measures with, read by the Makefile in the root.
BENCHES := bench-floor bench-watch bench-modules
FOLDERS_bench-floor   := tests/bench/floor_sdl.c
FOLDERS_bench-watch   := tests/bench/watch.c tests/bench/samples.c $(BASE)
FOLDERS_bench-modules := tests/bench/modules.c tests/bench/samples.c drivers/printer/escpos_raster.c firmware/link \
                         firmware/paper firmware/draw firmware/journal firmware/ticket firmware/seal firmware/casework \
                         firmware/catalogue firmware/person $(BASE)
LIBS_bench-floor   := sdl2 SDL2_ttf
LIBS_bench-watch   := $(LIBS_BASE)
LIBS_bench-modules := $(LIBS_BASE) $(LIBS_SEAL) $(LIBS_DRAW) sqlite3
$(foreach p,$(BENCHES),$(eval $(call program,$(p))))
bench: $(addprefix $(BUILD)/bin/,$(BENCHES))
