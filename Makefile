# The two commands of the README are `make serve` and `make check`; both set up what they need.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Pins hold for the supported Pythons; pip checks every download against its hash.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: serve check setup tools bundle lint types layers derived test wheel fuzz kills clients bench pictures screens study lock clean

serve: $(VENV)/.ready bundle
	$(BIN)/cagraph build
	$(BIN)/cagraph serve --port $(PORT)

check: tools
	$(MAKE) lint types layers derived test wheel

setup: $(VENV)/.ready bundle
tools: $(VENV)/.tools

# The scripts of the pages; they go without where neither Node nor npm's registry is to be had.
bundle: $(VENV)/.ready
	$(BIN)/python api/explorer/build.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cagraph needs Python 3.11 or newer; name it with make PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(VENV)/bin/python requirements/run.txt requirements/build.txt pyproject.toml
	$(INSTALL) --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.tools: $(VENV)/.ready requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt
	touch $@

lint: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: tools
	$(BIN)/mypy
	$(BIN)/python api/explorer/build.py --types

layers: tools
	$(BIN)/lint-imports

derived: tools
	$(BIN)/cagraph derive --check
	$(BIN)/cagraph fmt --check
	$(BIN)/cagraph check

# Files of tests run beside each other, and those that measure time after them, alone.
JOBS ?= 2
test: tools bundle
	$(BIN)/python -m pytest -m "not timed" --numprocesses $(JOBS) --dist loadfile
	$(BIN)/python -m pytest -m timed

wheel: tools
	rm -rf dist .cagraph/wheel
	$(BIN)/python -m build --wheel --no-isolation --outdir dist . >/dev/null
	$(BIN)/python tests/try_wheel.py

# The service against its own OpenAPI description: more than 20,000 cases, about 5 minutes. Then a million spoilt files
# and parameters against what reads them.
FUZZ_EXAMPLES ?= 20
FUZZ_INPUTS ?= 1000000
fuzz: tools
	$(BIN)/cagraph build
	cd tests && ../$(BIN)/python -m fuzz.run --examples $(FUZZ_EXAMPLES)
	cd tests && ../$(BIN)/python -m fuzz.readers --inputs $(FUZZ_INPUTS)

# Kills whatever changes a store, at random moments, and looks at what is left: about two seconds for each.
KILLS ?= 500
SEED ?= 1
kills: tools
	cd tests && ../$(BIN)/python -m durability.kills --kills $(KILLS) --seed $(SEED)

# Eight clients add to two counters a thousand times each while others read: some minutes.
clients: tools
	cd tests && ../$(BIN)/python -m durability.clients

# Prints tables in Markdown; other servers are installed under .cagraph/bench and nowhere else.
BENCH_MINUTES ?= 1
bench: tools
	$(BIN)/cagraph build
	$(BIN)/python -m bench.hostile --minutes $(BENCH_MINUTES)
	$(BIN)/python -m bench.sparql
	$(BIN)/python -m bench.rest
	$(BIN)/python -m bench.links
	$(BIN)/python -m bench.questions
	$(BIN)/python -m bench.mirror
	$(BIN)/python -m bench.backup
	$(BIN)/python -m bench.explorer

# The pictures of docs/plots.md and docs/exports.md, of the data as they are; Gephi's where CAGRAPH_TEST_GEPHI names its toolkit.
pictures: tools
	$(BIN)/cagraph build
	$(BIN)/python docs/pictures/draw.py
	cd tests && ../$(BIN)/python -m gephi.pictures ../docs/pictures

# Pictures of ten states of the pages in a browser, to look at.
SCREENS ?= .cagraph/screens
screens: tools bundle
	$(BIN)/cagraph build
	cd tests && CAGRAPH_STORE=$${CAGRAPH_STORE:-$(CURDIR)/.cagraph/store} ../$(BIN)/python -m browser.screens $(abspath $(SCREENS))

# The study in docs/studies/: its numbers, pictures and page, of the data as they are.
study: tools
	$(BIN)/cagraph build
	$(BIN)/python docs/studies/bilateral.py

lock: tools
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements/run.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -c requirements/run.txt --extra dev -o requirements/dev.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -c requirements/dev.txt -o requirements/build.txt requirements/build.in
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements/node.txt requirements/node.in

clean:
	rm -rf $(VENV) .cagraph dist build .mypy_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis
	rm -rf api/cagraph_api/static api/explorer/node_modules api/explorer/.cache api/explorer/src/rest/schema.d.ts
