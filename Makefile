# make demo   set up, assess the 60 example schools, show the result and where the files are
# make test   set up, run every test, hold the branch coverage of the arithmetic at 95 %
# make reference   write docs/rule-reference.md anew, after a key or a method has changed
#
# Both need a Python of 3.11 or later and a C compiler, nothing else. On Windows, or without
# make, see README.md.

VENV := .venv
BIN := $(VENV)/bin

# The first Python that can make a virtual environment and build durable-rules (which is
# for Python below 3.13; later ones use the plain chainer and need no C headers).
CAN_SERVE := import sys, sysconfig, pathlib, venv, ensurepip; \
  header = pathlib.Path(sysconfig.get_path('include'), 'Python.h'); \
  sys.exit(not (sys.version_info >= (3, 13) or sys.version_info >= (3, 11) and header.exists()))
PYTHON ?= $(shell for p in python3.12 python3.11 python3 python python3.13 python3.14; do \
  if $$p -c "$(CAN_SERVE)" >/dev/null 2>&1; then echo $$p; break; fi; done)

# Every file whose change calls for a new installation.
PARTS := pyproject.toml

# What has to be exact, and how much of its branches the tests must go through.
EXACT := engine/points.py,engine/scoring/*,engine/veto/*,engine/grading/*
# Following lines makes tests slow, so only these are followed; the others run by themselves.
EXACT_TESTS := tests/properties tests/scoring tests/veto tests/grading tests/test_points.py
ENOUGH := import json, sys; \
  totals = json.load(sys.stdin)['totals']; \
  share = totals['covered_branches'] / totals['num_branches']; \
  print(f'branches covered in points, scoring, veto, grading: {share:.1%} (at least 95 %)'); \
  sys.exit(share < 0.95)

.PHONY: demo test lint types contract check reference clean python

demo: $(VENV)/.ready-demo
	@# 1 is "done, with problems to look at": the example sheets hold some on purpose.
	@$(BIN)/pingheng assess rules/datong-2025 examples/datong-2025/*.xlsx -o out || [ $$? -eq 1 ]
	@echo
	@$(BIN)/pingheng explain out 润园初级中学 --indicator A205

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n 2 --cov --cov-report= $(EXACT_TESTS)
	$(BIN)/python -m pytest -n 2 $(EXACT_TESTS:%=--ignore=%)
	$(BIN)/coverage report --include='$(EXACT)' --show-missing --skip-covered
	@$(BIN)/coverage json --quiet -o - --include='$(EXACT)' | $(BIN)/python -c "$(ENOUGH)"

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

contract: $(VENV)/.ready-dev
	$(BIN)/lint-imports

check: lint types contract test

# docs/rule-reference.md, out of the schema, docstrings and worked examples; the tests hold it current.
reference: $(VENV)/.ready-dev
	$(BIN)/python docs/make_reference.py

clean:
	rm -rf $(VENV) out dist build .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@echo $(PYTHON)

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "评衡 needs Python 3.11 or later with venv and its C headers." >&2; \
	  echo "评衡需要 Python 3.11 及以上（含 venv 和 C 头文件）。" >&2; \
	  echo "Debian/Ubuntu: sudo apt-get install python3-venv python3-dev build-essential" >&2; \
	  exit 1; fi
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready-demo: $(VENV)/bin/python $(PARTS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/bin/python $(PARTS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.ready-demo
