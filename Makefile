# Everything here works on a fresh clone with Python 3.11+, make and the package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo test check bench chaos fuzz format lock clean
setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)
	$(BIN)/arendegang demo

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/arendegang definitions check
	$(BIN)/arendegang definitions test

test: $(READY)
	bash tests/run

bench: $(READY)
	$(BIN)/python -m bench

chaos: $(READY)
	$(BIN)/python -m tests.chaos

# More than a hundred thousand files, conditions and scenarios that nobody would write; each is answered.
fuzz: $(READY)
	$(BIN)/python -m pytest -q -n 2 --hypothesis-profile=fuzz -o timeout=0 \
		tests/unit/definition/test_reading_anything.py tests/unit/workbench/test_any_workbench_file.py \
		tests/unit/workbench/scenarios/test_any_scenario_file.py

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Pins names, versions and hashes; no address of an index.
lock:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-annotate --all-extras --output-file requirements.lock pyproject.toml requirements.build
clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage* htmlcov build *.egg-info
