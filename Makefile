# SPDX-License-Identifier: MulanPSL-2.0
# Liqu. The two commands of a newcomer: `make run` and `make check`. All targets: `make help`.
# BUILD=DIR puts everything elsewhere; CC=clang changes the compiler; SAN=1 builds with ASan and UBSan (build-asan);
# PRODUCTION=1 leaves out the inspect socket and every development switch (build-production).

SHELL := /bin/bash
.DEFAULT_GOAL := all
SAN ?=
PRODUCTION ?=
BUILD ?= build$(if $(SAN),-asan)$(if $(PRODUCTION),-production)
PROGRAMS := liqu-run liqu-kiosk liqu-device liqu-agent liqu-district liqu
TOOLS    := liqu-sim liqu-bench liqu-chat liqu-faults liqu-visit liqu-gallery false-agent usb-probe redir-guest vm-init

ifeq ($(origin CC),default)
CC := gcc
endif
include board/packages.mk

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wswitch-enum -Wvla -Wformat=2
CFLAGS ?= -O2 -g
HARDENING := -fPIE -fstack-protector-strong $(if $(SAN),,-D_FORTIFY_SOURCE=2)
comma := ,
SANITIZE := $(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
CPPFLAGS += -D_GNU_SOURCE -Ifirmware -I. $(if $(PRODUCTION),,-DLIQU_DEVELOPMENT)
ALL_CFLAGS = -std=gnu17 $(WARNINGS) $(HARDENING) $(SANITIZE) $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now $(SANITIZE) $(LDFLAGS)
pkg = $(shell pkg-config $(1) $(2) 2>/dev/null)

# ---- which folders make which program; the arrows between folders are checked by tests/support/includes.sh ----
# (a list may also name single files)
sources = $(foreach d,$(1),$(if $(filter %.c,$(d)),$(d),$(wildcard $(d)/*.c)))
BASE     := firmware/base
KIOSK    := firmware/kiosk firmware/kiosk/screens firmware/paper firmware/ui firmware/draw firmware/journal firmware/ticket firmware/seal \
            firmware/casework firmware/catalogue firmware/link firmware/person $(BASE)
DEVICE   := firmware/device drivers drivers/usb drivers/reader drivers/printer firmware/link firmware/person $(BASE)
AGENT    := firmware/agent firmware/link firmware/person $(BASE)
DISTRICT := firmware/district firmware/ticket firmware/seal firmware/casework firmware/catalogue firmware/person $(BASE)
TOOL     := firmware/tool/liqu firmware/journal firmware/ticket firmware/seal firmware/casework firmware/catalogue firmware/person $(BASE)
RUN      := firmware/tool/run firmware/catalogue $(BASE)
SIM      := tests/sim $(BASE)
VISIT    := tests/visit tests/sim/sim_card.c $(BASE)
BENCH    := tests/deskbench firmware/ui firmware/draw $(BASE)

LIBS_BASE  := libfyaml
LIBS_SEAL  := libcrypto libcbor jansson
LIBS_DRAW  := sdl2 SDL2_ttf libqrencode libpng

FOLDERS_liqu-kiosk    := $(KIOSK)
FOLDERS_liqu-device   := $(DEVICE)
FOLDERS_liqu-agent    := $(AGENT)
FOLDERS_liqu-district := $(DISTRICT)
FOLDERS_liqu          := $(TOOL)
FOLDERS_liqu-run      := $(RUN)
FOLDERS_liqu-sim      := $(SIM)
FOLDERS_liqu-bench    := $(BENCH)
FOLDERS_liqu-chat     := tests/devices $(filter-out %/main.c,$(wildcard tests/sim/*.c)) firmware/link firmware/person $(BASE)
# Single files: no unit test may be linked with its poll.
FOLDERS_liqu-faults   := $(filter-out %/preload.c,$(wildcard tests/faults/*.c)) $(filter-out %/main.c,$(wildcard tests/sim/*.c)) firmware/link firmware/person $(BASE)
FOLDERS_liqu-visit    := $(VISIT)
FOLDERS_liqu-gallery  := tests/screens firmware/kiosk/questions.c $(filter-out firmware/kiosk,$(KIOSK))
FOLDERS_false-agent   := tests/support/false_agent.c firmware/agent/frame.c firmware/agent/uplink.c firmware/ticket firmware/seal firmware/casework firmware/catalogue firmware/link firmware/person $(BASE)
FOLDERS_usb-probe     := tests/hosts/probe.c $(BASE)
FOLDERS_redir-guest   := tests/hosts/redir_main.c tests/hosts/guest.c $(BASE)
FOLDERS_vm-init       := tests/hosts/vm_init.c tests/sim/uevent.c firmware/link firmware/person $(BASE)
LIBS_liqu-kiosk    := $(LIBS_BASE) $(LIBS_SEAL) $(LIBS_DRAW) sqlite3 jansson
LIBS_liqu-device   := $(LIBS_BASE) libusb-1.0
LIBS_liqu-agent    := $(LIBS_BASE) jansson
LIBS_liqu-district := $(LIBS_BASE) $(LIBS_SEAL) sqlite3 jansson
LIBS_liqu          := $(LIBS_BASE) $(LIBS_SEAL) sqlite3 jansson
LIBS_liqu-run      := $(LIBS_BASE) libcrypto
LIBS_liqu-sim      := $(LIBS_BASE) fuse3 libpng libqrencode libusbredirparser-0.5
LIBS_liqu-bench    := $(LIBS_BASE) $(LIBS_DRAW) jansson
LIBS_liqu-chat     := $(LIBS_BASE) fuse3 libpng libqrencode libusbredirparser-0.5
LIBS_liqu-faults   := $(LIBS_BASE) fuse3 libpng libqrencode libusbredirparser-0.5
LIBS_liqu-visit    := $(LIBS_BASE) jansson libpng zbar libcrypto
LIBS_liqu-gallery  := $(LIBS_liqu-kiosk)
LIBS_usb-probe     := $(LIBS_BASE) libusb-1.0
LIBS_redir-guest   := $(LIBS_BASE) libusbredirparser-0.5
LIBS_vm-init       := $(LIBS_BASE)
LIBS_false-agent   := $(LIBS_BASE) $(LIBS_SEAL) jansson

ALL_LIBS := $(sort $(foreach p,$(PROGRAMS) $(TOOLS),$(LIBS_$(p))) cmocka)
# Asked once, and only after the packages are there.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(call pkg,--cflags,$(ALL_LIBS)))$(PKG_CFLAGS)

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(call sources,$(1)))

# ---- Debian packages ----
stamp = build/.packages-$(1)
$(foreach set,build run tour check lint hosts windows,$(eval $(call stamp,$(set)): board/packages.mk ; @board/deps.sh $$@ $$(PACKAGES_$(set))))
STAMP := $(call stamp,build)
.PHONY: deps
deps: $(foreach set,build run tour check lint hosts windows,$(call stamp,$(set)))

define program
.PHONY: $(1)
$(1): $(BUILD)/bin/$(1)
$(BUILD)/bin/$(1): $$(call objects,$$(FOLDERS_$(1)))
	@mkdir -p $$(@D)
	@echo "  LINK  $$@"
	@$$(CC) -o $$@ $$^ $$(ALL_LDFLAGS) $$(call pkg,--libs,$$(LIBS_$(1))) -lm
endef

.PHONY: all help
all: $(addprefix $(BUILD)/bin/,$(PROGRAMS) $(if $(PRODUCTION),,$(TOOLS))) $(BUILD)/locale/en/LC_MESSAGES/liqu.mo

$(foreach p,$(PROGRAMS) $(TOOLS),$(eval $(call program,$(p))))

# Loaded before the C library of a program under test: time that all share (tests/faults/shared_time.h). Never sanitized:
# it stands beside whatever the program was built with.
$(BUILD)/bin/liqu-faults: $(BUILD)/lib/shared-time.so
$(BUILD)/lib/shared-time.so: tests/faults/preload.c tests/faults/shared_time.h
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) -std=gnu17 $(WARNINGS) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $<

$(BUILD)/obj/%.o: %.c | $(STAMP)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -MMD -MP -c -o $@ $<

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

$(BUILD)/locale/%/LC_MESSAGES/liqu.mo: assets/po/%.po | $(STAMP)
	@mkdir -p $(@D)
	@msgfmt --check -o $@ $<

# ---- unit tests: unit-MODULE builds tests/unit/MODULE_*test.c against every module but the programs' mains ----
UNIT_FOLDERS := $(filter-out %.c,$(sort $(foreach p,$(PROGRAMS) $(TOOLS),$(FOLDERS_$(p))))) tests/support/qr_scan.c tests/support/engine.c tests/support/room.c tests/support/test_time.c
UNIT_TESTS := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*_test.c))
UNIT_LIBS  := $(ALL_LIBS)
$(BUILD)/lib/units.a: $(filter-out %/main.o,$(call objects,$(UNIT_FOLDERS)))
	@mkdir -p $(@D)
	@rm -f $@ && ar rcs $@ $^
$(BUILD)/unit/%_test: $(BUILD)/obj/tests/unit/%_test.o $(BUILD)/lib/units.a
	@mkdir -p $(@D)
	@$(CC) -o $@ $^ $(ALL_LDFLAGS) $(call pkg,--libs,$(UNIT_LIBS)) -lm
.PHONY: units
units: $(addprefix $(BUILD)/unit/,$(UNIT_TESTS))
unit-%: FORCE
	@$(MAKE) --no-print-directory BUILD=$(BUILD) $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/$*_test.c tests/unit/$*_*_test.c))
	@for t in $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/$*_test.c tests/unit/$*_*_test.c)); do $$t || exit 1; done
.PHONY: FORCE
FORCE:

# ---- running ----
.PHONY: run
# With a display: the kiosk on simulated devices. Without one: the same visits as pictures.
run: all $(call stamp,run)
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	@tests/support/run.sh $(BUILD)
else
	@echo "There is no display (DISPLAY and WAYLAND_DISPLAY are not set), so the tour is taken instead."
	@$(MAKE) --no-print-directory tour
endif

# ---- fuzzing: one libFuzzer target a parser of outside bytes; FUZZ_SECONDS each ----
FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
.PHONY: fuzz
fuzz: $(call stamp,check)
	@$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang SAN= FUZZING=1 $(addprefix build-fuzz/fuzz/,$(FUZZERS))
	@tests/support/fuzz.sh build-fuzz/fuzz $(FUZZ_SECONDS) $(FUZZERS)
ifdef FUZZING
SANITIZE := -fsanitize=fuzzer-no-link$(comma)address$(comma)undefined -fno-sanitize-recover=undefined
$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%_fuzz.o $(BUILD)/lib/units.a
	@mkdir -p $(@D)
	@$(CC) -o $@ $^ $(ALL_LDFLAGS) -fsanitize=fuzzer $(call pkg,--libs,$(UNIT_LIBS)) -lm
endif

# check, check-all, tour, lint and what they need
-include tests/support/targets.mk

# ---- figures, each with its floor in the same run ----
.PHONY: bench
bench: all $(call stamp,tour)
	@tests/bench/bench.sh $(BUILD)

# ---- the look ----
.PHONY: golden format
golden: all
	@$(BUILD)/bin/liqu-gallery --golden tests/screens
format: $(call stamp,lint)
	@git ls-files '*.c' '*.h' | xargs clang-format -i

# ---- what goes onto a board: the production programs and their data as one file tree ----
.PHONY: image
image:
	@$(MAKE) --no-print-directory PRODUCTION=1 all
	@board/tree.sh build-production build/image

.PHONY: clean
clean:
	rm -rf build build-asan build-production build-fuzz build-clang

.PHONY: help
help:
	@printf '%s\n' \
	  'make            build everything into build/' \
	  'make run        the kiosk on simulated devices (without a display: the tour)' \
	  'make tour       both visits as pictures: build/tour/index.html' \
	  'make check      every test a newcomer runs; N passed, N failed' \
	  'make check-all  the long ones as well' \
	  'make bench      figures, each beside its floor' \
	  'make fuzz       every parser of outside bytes, FUZZ_SECONDS=60 each' \
	  'make lint       layout, warnings of gcc and clang, include arrows, cppcheck' \
	  'make format     clang-format over the tree' \
	  'make golden     write the trees of all screens anew' \
	  'make image      the production programs and data as one file tree' \
	  'make deps       install every Debian package that any target needs' \
	  'make clean      remove everything that was built'

-include tests/bench/bench.mk
