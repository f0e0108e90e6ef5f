# make run    everything that is needed, then the window
# make demo   a made-up township, its tables and a picture of each page, in build/demo
# make test   everything that is needed, then lint, layers, types and tests
# make bench  the measurements (SCALE=10: ten times the households; KEEP=docs/performance.md)
# make kill   the program killed at 300 random moments (KILLS=1000: more often)
# make pictures, make lock, make clean

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
PYTHON_HERE := $(BIN)/python
SETUP := installer/setup.sh
# Written when an environment holds what the lock file says; older than the lock file, it is redone.
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready

DEMO := build/demo
DEMO_DB := $(DEMO)/luorong.db
DEMO_HOUSEHOLDS ?= 2000
DEMO_TABLES := household-form village-form statistics ledger roster
SCALE ?= 1
KILLS ?= 300
TESTS ?= tests
# The windows of tests and pictures are painted in memory.
OFFSCREEN := QT_QPA_PLATFORM=offscreen
SOURCES := fangfan_desktop tests bench installer

.PHONY: help run demo demo-database test lint layers types tests bench kill pictures lock clean \
	libraries screen

help:
	@sed -n 's/^# //p' Makefile | head -7

run: $(RUN_READY) libraries
	@if [ "$$(uname -s)" = Linux ] && [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		echo '环境已就绪，但这台机器没有图形界面，窗口打不开。请运行 make demo，在 build/demo 中看演示表格和页面图片。' >&2; \
		echo 'Everything is set up, but there is no display here. Try make demo: tables and pictures of the pages in build/demo.' >&2; \
		exit 1; \
	fi
	$(PYTHON_HERE) -m fangfan_desktop

demo: demo-database
	for table in $(DEMO_TABLES); do \
		for kind in xlsx pdf; do \
			$(PYTHON_HERE) -m fangfan_desktop export $$table --db $(DEMO_DB) --out $(DEMO)/$$table.$$kind; \
		done; \
	done
	$(OFFSCREEN) $(PYTHON_HERE) bench/pictures.py --db $(DEMO_DB) --out $(DEMO)/pictures
	@echo '演示乡镇、表格和页面图片在 $(DEMO) / the made-up township, its tables and pictures are in $(DEMO)'

demo-database: $(RUN_READY) libraries
	mkdir -p $(DEMO)
	rm -f $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm
	LOGNAME=演示 $(PYTHON_HERE) -m fangfan_desktop demo --db $(DEMO_DB) --plain --households $(DEMO_HOUSEHOLDS) --seed 1

test: lint layers types tests

lint: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

layers: $(DEV_READY)
	$(BIN)/lint-imports

types: $(DEV_READY)
	$(BIN)/basedpyright

tests: $(DEV_READY) libraries screen
	$(OFFSCREEN) $(PYTHON_HERE) -m pytest -n 2 $(TESTS)

bench: $(DEV_READY) libraries
	$(OFFSCREEN) $(PYTHON_HERE) bench/run.py --scale $(SCALE) $(if $(KEEP),--keep $(KEEP))

kill: $(DEV_READY) libraries
	FANGFAN_KILLS=$(KILLS) $(OFFSCREEN) $(PYTHON_HERE) -m pytest -s tests/end2end/test_kill.py tests/end2end/test_kill_window.py

pictures: demo-database
	$(OFFSCREEN) $(PYTHON_HERE) bench/pictures.py --db $(DEMO_DB) --out docs/pictures

# Newer versions of everything: make lock UPGRADE=--upgrade
UV := build/lock-tool/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate $(UPGRADE)

lock: $(RUN_READY)
	test -x $(UV) || { $(PYTHON_HERE) -m venv build/lock-tool && build/lock-tool/bin/pip install --quiet uv; }
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --group dev --output-file requirements-dev.lock

clean:
	rm -rf build dist bench/out .pytest_cache .ruff_cache .hypothesis .import_linter_cache

libraries:
	@$(SETUP) libraries

screen:
	@$(SETUP) screen

$(RUN_READY): requirements.lock $(SETUP)
	$(SETUP) environment requirements.lock
	touch $@

$(DEV_READY): requirements-dev.lock $(SETUP)
	$(SETUP) environment requirements-dev.lock
	touch $@
