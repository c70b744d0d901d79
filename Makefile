# make run    compares the shipped strategies on the shipped wholesale scenario, then opens the pages
# make test   runs all tests            make check   format, lint, types and unit tests
# Everything happens in .venv, made from requirements.lock by the Python named here.
PYTHON ?= python3
UV ?= uv
PIP_FLAGS := --quiet --disable-pip-version-check --no-input
BIN := .venv/bin
REPORTS := build/reports
STRATEGIES := status_quo discount strict growth intensive_collections

.DEFAULT_GOAL := help
.PHONY: help run test check test-ledgers verify-anchors install kernels lock clean

help:
	@echo "make run             compare the shipped strategies, then open the pages in the browser"
	@echo "make test            run the tests, notebooks included"
	@echo "make check           format, lint, types and unit tests"
	@echo "make test-ledgers    run the tests on real ledgers (CREDITLAB_LEDGERS names their folder)"
	@echo "make verify-anchors  check the shipped calibration against published figures"
	@echo "make lock            renew requirements.lock (needs uv)"
	@echo "make clean           remove .venv and everything built"

.venv/.locked: requirements.lock
	@$(PYTHON) -c "import sys; sys.exit('creditlab needs Python 3.11 or newer, and $(PYTHON) is ' + sys.version.split()[0] + '. Name another one: make PYTHON=python3.12 ...' if sys.version_info < (3, 11) else 0)"
	@echo "Making .venv (a few minutes, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install $(PIP_FLAGS) --require-hashes --requirement requirements.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(BIN)/python -m pip install $(PIP_FLAGS) --no-deps --no-build-isolation --editable .
	@touch $@

install: .venv/.installed

kernels: install
	@$(BIN)/python -m simulator.engine.preparing

run: install
	@$(BIN)/creditlab compare wholesale $(STRATEGIES) --replications 100
	@echo
	@$(BIN)/creditlab page

test: kernels
	$(BIN)/python -m pytest -n 2 --ignore=tests/ledgers --ignore=tests/anchors --junitxml=$(REPORTS)/tests.xml
	$(BIN)/python -m pytest -n 2 --dist loadfile --nbval notebooks --junitxml=$(REPORTS)/notebooks.xml
	$(BIN)/python -m pytest -n 2 --dist loadfile --nbval-lax course --junitxml=$(REPORTS)/lessons.xml

check: kernels
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 -q simulator tests/unit

test-ledgers:
	@test -d "$$CREDITLAB_LEDGERS" || { echo "Set CREDITLAB_LEDGERS to the folder that holds the ledgers, then run make test-ledgers again."; exit 2; }
	@$(MAKE) --no-print-directory kernels
	$(BIN)/python -m pytest -q tests/ledgers --junitxml=$(REPORTS)/ledgers.xml

verify-anchors: kernels
	$(BIN)/python -m pytest -q tests/anchors --junitxml=$(REPORTS)/anchors.xml

lock:
	@command -v $(UV) >/dev/null || { echo "make lock needs uv. Name yours: make lock UV=path/to/uv"; exit 2; }
	@echo "# Made by \`make lock\` from pyproject.toml, for Linux, macOS and Windows, Python 3.11 and newer. Do not edit." > requirements.lock
	@$(UV) pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --extra test \
	  --no-header --quiet --upgrade >> requirements.lock

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
