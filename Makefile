# Everything is written below this folder: the virtual environment, package caches, the demo's store.
PYTHON ?= python3
VENV := .venv
STORE := demo-store
QUOTES := 100000
EXTRAS := test,browser,jvm,pandas,mcp
WORKERS := 2
BIN := $(VENV)/bin
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check docs constraints figures floors speed benchmark fuzz clean

demo: $(VENV)/.installed  ## who said what about one policy of the seed articles
	@$(BIN)/onrecord add seeds/articles --store $(STORE)
	@$(BIN)/onrecord ask who-said-what --policy "leaf-blower ban" --store $(STORE)

test: check  ## all tests; those that need Java, Maven or Chromium skip without them and say so
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

check: $(VENV)/.installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.installed-for-tests  ## the pages of all questions and commands, and what the other pages show as output
	@$(BIN)/python -m queries.reference docs/questions.md
	@$(BIN)/python -m queries.manual docs/commands.md
	@$(BIN)/python -m tests.pages

constraints:  ## the list of pinned packages anew; UPGRADE="spacy numpy" takes newer versions of those
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python pins.py write $(addprefix --upgrade=,$(UPGRADE))

figures: $(VENV)/.installed  ## the accuracy figures of the README, from the gold data beside the checkout
	@$(BIN)/python -m extract.training.figures ../shared

floors: $(VENV)/.installed  ## raise the floors that the tests keep to today's figures
	@$(BIN)/python -m extract.training.figures ../shared --floors tests/extract/floors.json

speed: $(VENV)/.installed-for-tests  ## words per CPU-second of each stage, beside textacy
	@$(BIN)/python -m extract.training.speed ../shared/gold/polnear/dev.jsonl

benchmark: $(VENV)/.installed-for-tests  ## time of loads and of each question, on a graph of QUOTES invented quotes
	@$(BIN)/python -m tests.benchmark --quotes $(QUOTES)

fuzz: $(VENV)/.installed-for-tests  ## 10,000 spoilt articles and as many files, then what is made to cost most: an hour and a half
	@$(BIN)/python -m tests.fuzz --cases 10000 --jobs 2

$(VENV)/.installed: pyproject.toml constraints.txt pins.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "onrecord needs Python 3.11 or newer; name one by: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "installing into $(VENV) (a minute on the first run)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python pins.py install --editable
	@touch $@

$(VENV)/.installed-for-tests: $(VENV)/.installed
	@$(BIN)/python pins.py install --editable $(EXTRAS)
	@touch $@

clean:  ## remove what make wrote
	rm -rf $(VENV) $(STORE) .cache build *.egg-info
