# `make demo` or `make test` alone does everything on a machine with Python 3.11 or newer; `make help` lists the rest.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

# VGG-19's first layers and Hokusai's wave judge the demo's paintings; without them their style is not judged.
REFEREE := $(wildcard ../shared/weights/vgg19/vgg19_features_0_10.pth)
WAVE := $(wildcard ../shared/images/paintings/artic_24645.jpg)

.DELETE_ON_ERROR:
.PHONY: help demo run story gallery check lint types walls env-check links test test-slow test-gpu gpu-tests \
	chaos sabotage audit env-example lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.local ## paint three photos through the whole service, judge them, save the pairs in out/
	@$(BIN)/python -m local demo $(REFEREE:%=--referee %) $(WAVE:%=--wave %) $(ARGS)

run: .venv/.local ## start the whole service and stay; Ctrl-C stops it
	@$(BIN)/python -m local run $(ARGS)

story: .venv/.local ## play a day in the bot, English and Russian, and write it down: out/story/index.html
	@$(BIN)/python -m local story $(ARGS)

gallery: .venv/.local ## paint docs/gallery.md: every installed style on the same three photos
	@$(BIN)/python -m local gallery $(ARGS)

check: lint types walls env-check links ## everything that is checked without running it

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.dev
	$(BIN)/mypy

walls: .venv/.dev
	$(BIN)/lint-imports

env-check: .venv/.dev
	@$(BIN)/python -m cli.environment | diff -u .env.example - || { echo ".env.example is old: make env-example"; exit 1; }

links: .venv/.dev
	$(BIN)/python -m tests.deploy.links

# Several processes of torch on a few cores: threads that spin while they wait cost ten times what they do.
test test-slow: export OMP_WAIT_POLICY = PASSIVE

test: .venv/.dev gpu-tests ## the tests, but the long ones and those for a GPU
	$(BIN)/python -m pytest -m "not slow and not gpu" --numprocesses 2 --dist loadfile $(ARGS)

test-slow: .venv/.dev ## the long tests
	$(BIN)/python -m pytest -m "slow and not gpu" --numprocesses 2 --dist loadfile $(ARGS)

test-gpu: .venv/.dev ## the tests for a CUDA device
	$(BIN)/python -m pytest -m gpu $(ARGS)

gpu-tests: .venv/.dev
	@echo "not run here (make test-gpu runs them), tests for a GPU: \
	$$($(BIN)/python -m pytest tests/gpu -m gpu --collect-only --quiet | tail -n 1)"

chaos: export OMP_WAIT_POLICY = PASSIVE
chaos: .venv/.dev ## the whole service under fire, about 5 minutes: SEED=n PICTURES=n
	@$(BIN)/python -m bench.chaos $(SEED:%=--seed %) $(PICTURES:%=--pictures %) $(ARGS)

sabotage: .venv/.dev ## break each promise in a copy: do the tests notice?
	@$(BIN)/python -m bench.sabotage $(ARGS)

audit: .venv/.dev ## look the pinned packages up in the database of known holes
	@for name in bot flower worker train local dev; do \
		echo "$$name:" && $(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements/$$name.txt \
			|| exit 1; \
	done

env-example: .venv/.dev ## write .env.example from the settings
	$(BIN)/python -m cli.environment > .env.example.new
	mv .env.example.new .env.example

# dev first: it holds all the others, and their pins are taken from it.
lock: .venv/.dev ## pin what requirements/*.in ask for
	cd requirements && for name in dev bot flower worker train local; do \
		../$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 --universal \
			--custom-compile-command "make lock" $$([ $$name = dev ] || echo "-c dev.txt") $$name.in -o $$name.txt \
			|| exit 1; \
	done

clean: ## remove the virtual environment and all caches; what the service keeps (.atelier, .env, out) stays
	rm -rf .venv *.egg-info build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Atelier needs Python 3.11 or newer, \
	and this is %d.%d: make PYTHON=python3.12 ..." % sys.version_info[:2])'
	$(PYTHON) -m venv .venv
	@touch $@

# A stamp per list of requirements: installed once, and again when the list or the package's own table changes.
.venv/.%: requirements/%.txt pyproject.toml .venv/.made
	@echo "installing $< (some gigabytes with torch: minutes, the first time) ..."
	@$(PIP) --require-hashes --requirement $<
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
