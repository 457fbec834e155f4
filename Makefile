# make run: build the example database and print award statistics.  make test: every check of the project.
# Both set up all they need themselves: a virtual environment in .venv, packages at the versions of constraints.txt.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE_DB := build/examples.db

.PHONY: help setup run test lint types imports tests notebooks format clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /: /'

setup: $(VENV)/.ready ## make the virtual environment and install the project with its development tools

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "thidua needs Python 3.11 or newer; set PYTHON=" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

run: setup ## build the database from examples/ and print its award counts
	@mkdir -p build
	@rm -f $(EXAMPLE_DB)
	$(BIN)/thidua build examples --db sqlite:///$(EXAMPLE_DB)
	$(BIN)/thidua check --db sqlite:///$(EXAMPLE_DB)
	$(BIN)/thidua stats awards --by province,year,form --db sqlite:///$(EXAMPLE_DB)

test: lint types imports tests ## every check: style, types, directions of import, tests with coverage

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

tests: setup
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --cov --cov-report=term

notebooks: setup ## run the notebooks and save what they show
	$(BIN)/python notebooks/execute.py

format: setup ## let ruff order imports and lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what make made
	rm -rf $(VENV) build .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
