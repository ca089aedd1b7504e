# Everything sets itself up: `make demo` and `make test` work on a fresh machine with Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-fast check fix install bench storm plans figures clean

# Without a process, a browser, a storm, a real PostgreSQL and what takes seconds: about half of all tests, under a minute.
FAST := cards channels config domain letters project queuefiles store

demo: $(VENV)/.installed
	$(BIN)/publisher demo

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 4 --dist loadgroup

test-fast: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not (process or browser or storm or postgresql or slow)" $(FAST:%=tests/%)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check publisher/web
	$(BIN)/djangofmt check publisher/web
	$(BIN)/oxlint --deny-warnings publisher/web/static
	$(BIN)/python tools/lint_styles.py
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djangofmt check --fix publisher/web
	$(BIN)/djangofmt publisher/web

install: $(VENV)/.installed

storm: $(VENV)/.installed-dev
	$(BIN)/python -m tests.storm

plans: $(VENV)/.installed-dev
	$(BIN)/python -m tests.letters

bench: $(VENV)/.installed-dev
	$(BIN)/python -m bench

# How the house stands: import circles, lines, names that mean two things.
figures: $(VENV)/.installed-dev
	$(BIN)/python tools/figures.py

$(VENV)/.installed: pyproject.toml requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-cluster.txt requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-cluster.txt -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
