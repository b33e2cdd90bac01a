# SPDX-License-Identifier: MulanPSL-2.0
# The targets of testing, read by the Makefile in the root.

# ---- make check: everything a newcomer runs, in one report ----
.PHONY: check check-builds lint tour visits
check: check-builds
	@tests/support/check.sh $(BUILD) $(BUILD)-asan $(BUILD)-production

check-builds: all units | $(call stamp,run) $(call stamp,tour) $(call stamp,check)
	@$(MAKE) --no-print-directory SAN=1 BUILD=$(BUILD)-asan all units
	@$(MAKE) --no-print-directory PRODUCTION=1 BUILD=$(BUILD)-production liqu-kiosk

# ---- make check-all: the long ones as well ----
.PHONY: check-all
check-all: check | $(call stamp,lint) $(call stamp,hosts) $(call stamp,windows)
	@$(MAKE) --no-print-directory BUILD=build-clang CC=clang all units
	@$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang FUZZING=1 $(addprefix build-fuzz/fuzz/,$(FUZZERS))
	@tests/support/check-all.sh $(BUILD) $(BUILD)-asan build-clang build-fuzz/fuzz $(FUZZ_SECONDS) $(FUZZERS)

# One visit or all: make visits VISITS=tests/visits/hand-off.visit
VISITS ?= $(wildcard tests/visits/*.visit)
visits: all | $(call stamp,run) $(call stamp,tour)
	@$(BUILD)/bin/liqu-visit --jobs 2 $(VISITS)

# ---- make peers: other people's receipt software against the simulated printer; needs node and npm ----
.PHONY: peers
peers: all | $(call stamp,run)
	@tests/peers/peers.sh $(BUILD)

# ---- make windows: the kiosk and the bench on a desk with a window manager ----
.PHONY: windows
windows: all | $(call stamp,run) $(call stamp,windows)
	@tests/deskbench/windows.sh $(BUILD)

# ---- make lint: arrows between folders, style; needs clang-format ----
lint: | $(call stamp,lint)
	@tests/support/includes.sh
	@tests/support/style.sh

# ---- make tour: two visits to look at, build/tour/index.html ----
tour: all | $(call stamp,run) $(call stamp,tour)
	@$(BUILD)/bin/liqu-visit --tour $(BUILD)/tour tests/visits/instant-document.visit tests/visits/hand-off.visit
	@echo "$(BUILD)/tour/index.html tells both visits in pictures."

# Objects of tests are kept: what did not change is not compiled again.
.SECONDARY:
