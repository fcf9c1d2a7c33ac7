# The commands of the README. Everything runs in a virtual environment of its own, made on first use.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STACK ?= embedded
MODEL ?= scripted
TESTS ?= tests
PYTHONS ?= python3.12 python3.13

.PHONY: demo up test test-long test-pythons lint bench clean

demo: $(VENV)/ready ## play a whole campaign with simulated creators
	@$(BIN)/python -m functions.cli demo --stack $(STACK) --model $(MODEL) $(FLAGS)

up: $(VENV)/ready ## keep the local stack running
	@$(BIN)/python -m functions.cli up --stack $(STACK) --model $(MODEL) $(FLAGS)

test: lint ## lint, types, import rules, all tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not live and not long" $(TESTS)

test-long: lint build/fuzz/ready build/injection/ready ## and the long ones: every crash point, a minute of fuzzing, every injection
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not live" $(TESTS)
	build/fuzz/bin/python -m tests.fuzz --seconds 60
	build/injection/bin/python -m tests.injection

test-pythons: ## the same tests on other versions of Python
	for python in $(PYTHONS); do $(MAKE) test PYTHON=$$python VENV=build/$$(basename $$python) || exit; done

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy functions shared emulators tests
	$(BIN)/lint-imports

bench: $(VENV)/ready build/mail/ready build/negmas/ready ## figures, not tests
	@$(BIN)/python -m tests.benchmarks
	@build/mail/bin/python -m tests.benchmarks.mail

# What only fuzzing and comparing need lives apart, so that it cannot change what the product runs with.
build/fuzz/ready: requirements-fuzz.txt requirements.txt
	@$(PYTHON) -m venv build/fuzz && build/fuzz/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

build/injection/ready: requirements-injection.txt requirements.txt
	@$(PYTHON) -m venv build/injection && build/injection/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

build/mail/ready: requirements-bench-mail.txt requirements.txt
	@$(PYTHON) -m venv build/mail && build/mail/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

build/negmas/ready: requirements-bench.txt
	@echo "Installing NegMAS, which the figures compare with, into build/negmas: 0.8 GB ..." >&2
	@$(PYTHON) -m venv build/negmas && build/negmas/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(VENV)/ready: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned requirements into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) build var .pytest_cache .mypy_cache .ruff_cache
