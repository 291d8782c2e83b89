# Everything runs in an environment of its own (.venv), made on first use from any Python from 3.11 on.

PYTHON ?= $(firstword $(foreach name,python3.14 python3.13 python3.12 python3.11 python3 python,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(name))))
VENV := .venv
export PIP_DISABLE_PIP_VERSION_CHECK := 1
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
override DEMO := demo.db
VERSIONS := 3.11 3.12 3.13 3.14

# An environment that was copied or moved here from another folder is made anew.
ifneq ($(wildcard $(STAMP)),)
ifneq ($(shell cat $(STAMP)),$(CURDIR))
.PHONY: $(STAMP)
endif
endif

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint bench accuracy torture docs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: no Python from 3.11 on was found; install one, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "setting up $(VENV) with $(PYTHON) ..."
	@test ! -e $(STAMP) || test "$$(cat $(STAMP))" = "$(CURDIR)" || rm -rf $(VENV)
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); \
		echo "make: $(PYTHON) cannot make an environment (on Debian and Ubuntu: apt install python3-venv)"; exit 1; }
	@$(BIN)/python -m pip install --quiet "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --editable . --group dev
	@printf '%s\n' "$(CURDIR)" > $(STAMP)

demo: $(STAMP) ## a made-up book, its morning list and its month end
	@if [ -e $(DEMO) ]; then rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm; fi
	@$(BIN)/crm demo --to $(DEMO)
	@echo
	@echo '$$ crm followups today'
	@CRM_DB=$(DEMO) $(BIN)/crm followups today
	@echo
	@echo '$$ crm segment --abc'
	@CRM_DB=$(DEMO) $(BIN)/crm segment --abc

test: $(STAMP) ## every test, with the contracts of layers, exit codes and documentation
	@$(BIN)/python -m pytest -n 2

test-all: $(STAMP) ## the tests on every Python from 3.11 on that is here
	@found=0; for version in $(VERSIONS); do \
		for python in $$(command -v python$$version) "$$HOME"/.pyenv/versions/$$version*/bin/python$$version; do \
			"$$python" -c 'import sqlite3, venv' >/dev/null 2>&1 || continue; \
			echo "== Python $$version ($$python)"; found=1; \
			$(MAKE) --no-print-directory test VENV=.venv-$$version PYTHON="$$python" || exit 1; \
			break; \
		done; \
	done; test $$found = 1

lint: $(STAMP) ## ruff, mypy, import contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(STAMP) ## timings on a book of 50,000 contacts (makes it once; QUICK=1 for fewer runs)
	@$(BIN)/python benchmarks/run.py $(if $(QUICK),--quick)

accuracy: $(STAMP) ## how right the analyses are, on public order logs and planted ones
	@$(BIN)/python benchmarks/accuracy.py

torture: $(STAMP) ## the property tests with many more examples
	@HYPOTHESIS_PROFILE=torture $(BIN)/python -m pytest -n 2 tests/properties

docs: $(STAMP) ## docs/reference.md from the commands' own help
	@$(BIN)/python docs/build_reference.py

clean: ## remove environments, caches, the demo book and the large books
	rm -rf .venv .venv-3.* .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
