# Every way to build, run and check Linekeeper. `make run` and `make test` do all set-up themselves.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PREFIX ?= $(HOME)/.local
HOME_DIR ?= .
RELEASE := .build/release/linekeeper
# With Swift's own libraries inside, so that what is installed outlives the compiler. All release builds
# alike: another flag would mean to compile everything anew.
RELEASE_BUILD := swift build -c release --static-swift-stdlib

SEEDS ?= 100
DAYS ?= 30
RUNS ?= 100
FUZZ_SECONDS ?= 60

.PHONY: help setup run build test format lint docs check bench codes simulate simulate-compare test-traces crash-test fuzz install clean

help: ## What there is to make.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:
	@./.ci/setup

build: setup ## Build the release binary.
	$(RELEASE_BUILD) --product linekeeper

run: build ## Build, start the manager (on the embedded emulator unless configured), open the console.
	@$(RELEASE) --home $(HOME_DIR)

# What starts processes and waits for them goes one after the other: beside each other, tests that
# talk to real servers would wait for a machine that is busy with other tests. For the same reason the
# campaigns of FuzzTests, which keep every core busy, go before its servers.
HEAVY := ChannelsTests TransportTests ScriptingTests RehearsingTests ServingTests EndToEnd FaultTests FuzzTests CrashTests SimulationTests
CAMPAIGNS := ^FuzzTests\.CampaignTests
# Lives are made in a release build: more of them in the same time.
SIMULATION := .build/release/Simulation
# So few tests at once that each is served every few milliseconds: with all of them begun, a test that
# waits for something takes minutes on two cores.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 12
empty :=
space := $(empty) $(empty)

test: setup ## Build and run every test.
	swift build --build-tests
	swift test --skip-build --skip '^($(subst $(space),|,$(HEAVY)))\.'
	$(RELEASE_BUILD) --product Simulation
	swift test --skip-build --filter '$(CAMPAIGNS)'
	export SIMULATION_PROGRAM="$(abspath $(SIMULATION))"; \
	for suite in $(HEAVY); do \
		swift test --skip-build --filter "^$$suite\." --skip '$(CAMPAIGNS)' || exit 1; \
	done

format: ## Lay the sources out as the linter wants them.
	swift format --in-place --recursive --parallel Package.swift Sources Tests

lint: ## Fail when the layout or a house rule is off.
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

check: setup lint test ## What must pass before a change lands.

bench: build ## Measure throughput, latency and memory, side by side with what they are compared to.
	@./.ci/bench $(RELEASE)

codes: setup ## How often the finder of codes is right, by language, and what it gets wrong.
	$(RELEASE_BUILD) --product CodeFigures
	@.build/release/CodeFigures

simulate: setup ## Live through DAYS days under SEEDS seeds, or through one SEED with its diary.
	$(RELEASE_BUILD) --product Simulation
	@if [ -n "$(SEED)" ]; then .build/release/Simulation --seed $(SEED) --days $(DAYS) $(if $(PROVIDER),--provider $(PROVIDER)); \
	else .build/release/Simulation --seeds $(SEEDS) --days $(DAYS) --processes 2 $(if $(PROVIDER),--provider $(PROVIDER)); fi

simulate-compare: setup ## Live SEEDS seeds with revision BASE too, and stop at the first difference.
	@./.ci/simulate-compare "$(BASE)" $(SEEDS) $(DAYS)

test-traces: setup ## Record in OUT what the tests of Keeping write, for `diff -r` with another version's.
	@rm -rf "$(OUT)" && mkdir -p "$(OUT)"
	SWIFT_DETERMINISTIC_HASHING=1 LINEKEEPER_TRACE="$(abspath $(OUT))" swift test --no-parallel --filter '^KeepingTests\.'

crash-test: setup ## Kill the manager RUNS times, at random moments and at every commit in turn.
	CRASH_RUNS=$(RUNS) swift test --filter CrashTests

fuzz: setup ## Search for bytes that break a reader, FUZZ_SECONDS for each, led by what code they reach.
	@./.ci/fuzz $(FUZZ_SECONDS)

install: build ## Install the binary and the scripts it comes with under PREFIX (~/.local).
	install -D -m 0755 $(RELEASE) $(PREFIX)/bin/linekeeper
	install -D -m 0644 -t $(PREFIX)/share/linekeeper/scripts scripts/*.lua
	install -D -m 0644 -t $(PREFIX)/share/linekeeper/scripts/tests scripts/tests/*.lua
	@./.ci/self-contained $(PREFIX)/bin/linekeeper

clean: ## Remove everything that was built.
	rm -rf .build
