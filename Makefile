# SPDX-License-Identifier: Apache-2.0
# The commands of daily work. CMake builds; this file only spares remembering how. `make help` lists them.

JOBS ?= $(shell nproc)
BUILD := build
SOURCES = $(shell git ls-files --cached --others --exclude-standard '*.cpp' '*.h' '*.c')
FUZZ_SECONDS ?= 3600
DEMO_MODEL := examples/digits/digits.tflite
THIMBLE := $(BUILD)/thimble

.DEFAULT_GOAL := build
.PHONY: help setup build test checks fuzz fuzz-smoke bench bench-keep docs demo format format-check tidy clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install missing Debian packages (build does this)
	@tools/setup

$(BUILD)/build.ninja: | setup
	cmake --preset release

build: setup $(BUILD)/build.ninja ## build everything; the program is build/thimble
	@cmake --build $(BUILD) --parallel $(JOBS)

test: build ## build, then run all tests and checks
	@ctest --test-dir $(BUILD) --output-on-failure --no-label-summary --parallel $(JOBS)

checks: setup $(BUILD)/build.ninja ## only the checks: layers, file length, device rules, operator files
	@ctest --test-dir $(BUILD) --output-on-failure --no-label-summary --label-regex '^checks$$'

fuzz: setup ## feed damaged files to whatever reads files, FUZZ_SECONDS for each reader
	@cmake --preset fuzz
	@cmake --build --preset fuzz --parallel $(JOBS)
	@tests/fuzz/run_fuzzers $(BUILD)/fuzz $(FUZZ_SECONDS)

fuzz-smoke: FUZZ_SECONDS := 60
fuzz-smoke: fuzz ## the same for a minute each

bench: build ## measure every golden model on every core; fails where a figure is 2 % worse than the kept one
	@cmake --build $(BUILD) --parallel $(JOBS) --target device_costs
	$(BUILD)/benchmarks/device_costs --compare=benchmarks/costs.json

bench-keep: build ## the same, and keep the figures
	@cmake --build $(BUILD) --parallel $(JOBS) --target device_costs
	$(BUILD)/benchmarks/device_costs --json=benchmarks/costs.json --document=docs/performance.md

docs: build ## write the documents that are made from the program: operators, ONNX's conformance cases
	$(BUILD)/tests/suites/test_onnx_suites --no-build --document=docs/onnx-node-cases.md --operator-cases=docs/operator-cases.csv
	$(THIMBLE) operators --markdown --cases docs/operator-cases.csv >docs/operators.md

demo: build ## take a small model to an emulated Cortex-M4
	$(THIMBLE) analyze $(DEMO_MODEL)
	$(THIMBLE) compile $(DEMO_MODEL) --target cortex-m4 -o $(BUILD)/demo/digits
	$(THIMBLE) validate $(DEMO_MODEL) --on cortex-m4
	$(THIMBLE) profile $(DEMO_MODEL) --on cortex-m4

format: setup ## format all sources
	@clang-format -i $(SOURCES)

format-check: setup ## fail where a source is not formatted
	@clang-format --dry-run --Werror $(SOURCES)

tidy: setup ## run clang-tidy over the host sources (a quarter of an hour)
	@cmake --preset tidy >/dev/null
	@cmake --build $(BUILD)/tidy --target thimble_tflite_schema
	@run-clang-tidy -quiet -p $(BUILD)/tidy -j $(JOBS) '$(CURDIR)/(thimble|apps)/'

clean: ## remove all that was built
	rm -rf $(BUILD)
