# SPDX-License-Identifier: MulanPSL-2.0
# The targets of testing, read by the Makefile in the root.

# ---- a liar in the agent's place, for tests only ----
FALSE_AGENT := $(call objects,tests/support firmware/ticket firmware/seal firmware/casework firmware/catalogue firmware/link \
               firmware/person $(BASE)) $(filter-out %/main.o,$(call objects,firmware/agent))
.PHONY: false-agent
false-agent: $(BUILD)/bin/false-agent
$(BUILD)/bin/false-agent: $(FALSE_AGENT)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	@$(CC) -o $@ $^ $(ALL_LDFLAGS) $(call pkg,--libs,$(LIBS_BASE) $(LIBS_SEAL) jansson) -lm

# ---- make check: everything a newcomer runs, in one report ----
.PHONY: check check-builds lint tour visits
check: check-builds
	@tests/support/check.sh $(BUILD) $(BUILD)-asan $(BUILD)-production

check-builds: all false-agent units | $(call stamp,run) $(call stamp,tour) $(call stamp,check)
	@$(MAKE) --no-print-directory SAN=1 BUILD=$(BUILD)-asan all false-agent units
	@$(MAKE) --no-print-directory PRODUCTION=1 BUILD=$(BUILD)-production liqu-kiosk

# One visit or all: make visits VISITS=tests/visits/hand-off.visit
VISITS ?= $(wildcard tests/visits/*.visit)
visits: all false-agent | $(call stamp,run) $(call stamp,tour)
	@$(BUILD)/bin/liqu-visit --jobs 2 $(VISITS)

# ---- make lint: arrows between folders, style; needs clang-format ----
lint: | $(call stamp,lint)
	@tests/support/includes.sh
	@tests/support/style.sh

# ---- make tour: two visits to look at, build/tour/index.html ----
tour: all | $(call stamp,run) $(call stamp,tour)
	@$(BUILD)/bin/liqu-visit --tour $(BUILD)/tour tests/visits/instant-document.visit tests/visits/hand-off.visit
	@echo "$(BUILD)/tour/index.html tells both visits in pictures."
