# The front door: `make` alone lists the targets. Each sets up what it needs, in .venv/.
PYTHON ?= python3
CORPUS ?= corpus
OUTPUTS ?= outputs
SHARED ?= ../shared
FLOORS ?= understanding formats audit
PYTEST ?=

BIN := .venv/bin
RUN := .venv/.installed
DEV := .venv/.installed-dev

export PYTHON
# A .venv that is broken, half made or copied from elsewhere counts as not installed.
$(shell .ci/venv check)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help ocr browser extract audit report export pictures test check accept snapshots faults bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Scans are read by Tesseract, which is no Python package: installed where that is allowed, else told how.
ocr: ## put in place what scans are read with
	@.ci/ocr

extract: $(RUN) ocr ## digitise the plans of corpus/ into the datasets of outputs/
	$(BIN)/doisoat extract $(CORPUS) --outputs $(OUTPUTS)

# Status 1 says that there are errors in the plans, which the shipped ones have on purpose.
audit: $(RUN) ocr ## print what an analyst must look at in the plans of corpus/
	$(BIN)/doisoat audit $(CORPUS) || [ $$? -eq 1 ]

# A run that reads the plans anew; the report is made of what it wrote.
report: extract ## write the report of corpus/ to outputs/report/, to be opened in a browser
	$(BIN)/doisoat report $(OUTPUTS) --corpus $(CORPUS)

export: $(RUN) ## write the datasets of outputs/ as an Excel workbook, CSV and JSON: outputs/export/
	$(BIN)/doisoat export $(OUTPUTS)

# The report is tried in Chromium, which is no Python package: installed where that is allowed, else told how.
browser: ## put in place what the report is tried with
	@.ci/browser

pictures: $(RUN) browser ## take the pictures of the report that the READMEs show: docs/pictures/
	$(BIN)/python tests/browser/pictures.py

test: $(DEV) ocr browser ## run the tests
	$(BIN)/python -m pytest $(PYTEST)

check: $(DEV) ## style, types and the order of the packages
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

accept: $(RUN) ocr ## hold a run on the real plans of ../shared against their gold
	.ci/accept $(SHARED) $(FLOORS)

snapshots: $(RUN) ## write anew what is understood of corpus/, to be read in the diff
	$(BIN)/python tests/snapshots/snapshots.py

faults: $(RUN) ## plant faults into clean plans and report how many the audit finds: docs/faults.md
	$(BIN)/python tests/faults/faults.py $(SHARED)

bench: $(RUN) ## hold the pipeline's time against python-docx merely reading the same file
	$(BIN)/python tests/bench/bench.py

# uv reads no pip configuration; an index of your own goes into UV_DEFAULT_INDEX.
LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate pyproject.toml --extra build
lock: $(DEV) ## choose the versions of the locks anew
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/$(LOCK) --output-file requirements.lock
	$(BIN)/$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove everything that is made: .venv/, caches, outputs
	rm -rf .outputs.* .venv build tests/browser/node_modules *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find outputs -mindepth 1 ! -name README.md -delete

$(RUN): requirements.lock pyproject.toml
	.ci/venv requirements.lock $@

$(DEV): requirements-dev.lock $(RUN)
	.ci/venv requirements-dev.lock $@
