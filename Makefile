.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
UV_VERSION := 0.13.9
# The environment's programs come first, so that nothing needs to be activated (nbgrader calls
# alembic by its bare name).
export PATH := $(CURDIR)/$(BIN):$(PATH)

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /@/' | awk -F@ '{ printf "%-9s %s\n", $$1, $$2 }'

start: setup ## Set up and open the workbooks in JupyterLab (ARGS="--language en --no-browser --port 8890")
	$(BIN)/casebook start $(ARGS)

demo: setup ## Play one assignment through: release, three learners, grade, feedback, report
	$(BIN)/python tests/course/demo.py $(ARGS)

test: setup ## Set up and run every test, the workbooks too (ARGS="tests/law -k limitation" for some)
	$(BIN)/python -m pytest --nbval --nbval-current-env $(or $(ARGS),tests workbooks)

check: setup ## Run the fast checks: format, lint, types, floors, spelling, content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/casebook lint

format: setup ## Put the code in its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

outputs: setup ## Run the workbooks and store their outputs
	$(BIN)/casebook lint --outputs

data: setup ## Rebuild the sample portfolio in datasets/
	$(BIN)/casebook data build

scorer: setup ## Train the checker's scorer on the labelled lines afresh
	$(BIN)/python tests/compliance/training.py $(ARGS)

pictures: setup ## Draw the README's pictures afresh
	$(BIN)/python tests/browser/pictures.py

bench: setup ## Measure grading, call records, the checker, the portfolio, clicks (ARGS=portfolio for a part; ARGS=million, ARGS=fuzz)
	$(BIN)/python -m tests.bench $(ARGS)

lock: $(BIN)/uv ## Resolve the dependencies (ARGS=--upgrade for newer ones)
	$(COMPILE) --extra grading --extra cluster --extra postgresql --group dev --output-file requirements.lock
	$(COMPILE) --constraints requirements.lock --output-file requirements-learner.lock

COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet $(ARGS)

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml | $(BIN)/uv
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if v >= (3, 11) else f"Casebook needs Python 3.11 or newer; {sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

clean: ## Remove what was built (never a learner's work)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find source tests -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help start demo test check format outputs data pictures bench lock clean setup
