# Continuum: `make demo` to see it, `make test` to check it. Needs Python 3.11 or newer and make; the rest comes by itself.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Where the browser of the checks is. The one without windows is the same browser and takes a quarter less time.
FIND_CHROMIUM := command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome
CHROMIUM ?= $(shell $(FIND_CHROMIUM))
# What is never loaded need not be compiled: modules are, when they are first used.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
# Workers of the test suite.
WORKERS ?= 2
export PORT
# Every command that a test starts would compile the whole product again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test setup setup-test lint types check browser bench clean

demo: setup
	@$(BIN)/continuum demo

# Everything: style, types, and the whole suite on both databases and in a browser. Types are one process's work: the
# suite begins beside it.
test: setup-test browser
	@$(MAKE) --no-print-directory -j2 lint types check

setup: $(VENV)/.run
setup-test: $(VENV)/.test

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Continuum needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/.python
	$(INSTALL) -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
	$(INSTALL) -r requirements-test.txt
	@touch $@

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-test
	$(BIN)/mypy

# The browser tests need Chromium. It is installed where that is possible; nothing is skipped where it is not.
browser:
	@if [ -z "$(CHROMIUM)" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests"; \
	    apt-get update -qq && export DEBIAN_FRONTEND=noninteractive; \
	    apt-get install -y -qq chromium-headless-shell >/dev/null || apt-get install -y -qq chromium >/dev/null; \
	  else \
	    echo "The browser tests need Chromium: install it (on Debian: apt-get install chromium) or set CHROMIUM to its path."; exit 1; \
	  fi; \
	fi

check: setup-test browser
	CHROMIUM="$${CHROMIUM:-$$($(FIND_CHROMIUM))}" \
	  $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup

# What the product needs, beside what it needed and what it may: prints ratios, asserts none.
bench: setup-test
	$(BIN)/python -m tests.benchmarks

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
