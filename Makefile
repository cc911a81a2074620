# make demo   set up, build the Geneva graph, validate it, answer a question
# make test   set up, run all tests
# make check  set up, run what else CI runs: format, lint, types, layers, data
# make bench  set up, measure beside other engines, write docs/performance.md (about an hour)
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ACCORDSGRAPH := $(BIN)/accordsgraph

.PHONY: demo test check bench clean

$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "accordsgraph needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	@echo "setting up $(VENV) (once, about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --editable ".[frames]"
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready
	@$(BIN)/python -m pip install --quiet --group test --group check
	@touch $@

demo: $(VENV)/ready
	@$(ACCORDSGRAPH) build
	@echo
	@echo "Who guaranteed, who signed, who only witnessed the Geneva Accords, and which sentence says so?"
	@echo "\$$ accordsgraph query who-did-what --accord geneva-1988"
	@$(ACCORDSGRAPH) query who-did-what --accord geneva-1988 --format table

test: $(VENV)/ready-to-test
	@$(BIN)/python -m pytest -n auto --cov --cov-report=

check: $(VENV)/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(ACCORDSGRAPH) format --check
	$(ACCORDSGRAPH) validate --fail-on violation

# an engine that has no wheel for this machine is left out, and the page says so
$(VENV)/ready-to-bench: $(VENV)/ready
	@$(BIN)/python benchmarks/peers.py | while read -r peer; do \
	  $(BIN)/python -m pip install --quiet --only-binary :all: "$$peer" || echo "left out: $$peer"; \
	done
	@touch $@

bench: $(VENV)/ready-to-bench
	$(BIN)/python benchmarks/bench.py --own
	@echo "the figures: benchmarks/results.json; the page: docs/performance.md"

clean:
	rm -rf $(VENV) build dist
