# Everything starts here; `make` alone says what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KILLS ?= 1000
CALLS ?= 10000
# As many files of tests at a time as there are processors, four at most; `pytest tests/x.py` by hand runs one after the other.
BESIDE ?= -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test matrix cover check format bench lock esphome reference deb test-install audit clean

help:
	@echo "make demo    a whole office on this machine: one visit, end to end, in var/demo/"
	@echo "make test    every test, unit to end to end"
	@echo "make matrix  every screen of the kiosk in every language, size, reach and shape (half an hour; pictures in var/pictures/)"
	@echo "make cover   every branch of every core is tested, or it fails"
	@echo "make check   format, lint, types and who may import whom"
	@echo "make format  what format and lint can put right by themselves"
	@echo "make esphome ESPHome itself judges the configurations that \"firmware_config esphome\" writes"
	@echo "make bench   measurements in var/bench/ (ONLY=topic for one; AGAINST=url MAPPING=file compares with another system)"
	@echo "make reference  the pages of docs/reference, from the code"
	@echo "make lock    pin the dependencies again"
	@echo "make deb     the Debian package of the last commit, in var/deb/ (as root; SUITE=trixie for another Debian than this machine's)"
	@echo "make test-install  that package on a Debian that was just installed, to the first called number, upgrade and purge (as root)"
	@echo "make audit   what is known against the locked packages, where an index of advisories can be reached"
	@echo "make clean   remove what demo, tests and checks have left"

$(VENV)/run: requirements.lock
	@firmware_config/install-packages.sh run
	@echo "installing Python packages ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev: requirements-dev.lock tests/wiremock/package-lock.json tests/asyncapi/package-lock.json tests/piper/requirements.lock $(VENV)/run
	@firmware_config/install-packages.sh run test
	@echo "installing Python packages for the tests ..."
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	@mkdir -p $(VENV)/wiremock && cp tests/wiremock/package.json tests/wiremock/package-lock.json $(VENV)/wiremock/
	@mkdir -p $(VENV)/asyncapi && cp tests/asyncapi/package.json tests/asyncapi/package-lock.json $(VENV)/asyncapi/
	@test -x $(VENV)/piper/bin/python || $(PYTHON) -m venv $(VENV)/piper
	@$(VENV)/piper/bin/python -m pip install -q --require-hashes -r tests/piper/requirements.lock
	@cd $(VENV)/wiremock && npm ci --silent --no-audit --no-fund --ignore-scripts
	@cd $(VENV)/asyncapi && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(VENV)/micropython/micropython: tests/micropython/build.sh | $(VENV)/dev
	@rm -f $@
	@tests/micropython/build.sh $(VENV)/micropython

demo: $(VENV)/run
	@$(BIN)/python -m demo

test: $(VENV)/dev $(VENV)/micropython/micropython
	$(BIN)/python -m pytest $(BESIDE)

# ESPHome takes a quarter of a gigabyte and more than a minute to install, so it is no part of `make test`.
esphome: $(VENV)/dev tests/esphome/requirements.lock
	@test -x $(VENV)/esphome/bin/python || $(PYTHON) -m venv $(VENV)/esphome
	@$(VENV)/esphome/bin/python -m pip install -q --require-hashes -r tests/esphome/requirements.lock
	$(BIN)/python -m tests.esphome.accept $(VENV)/esphome/bin/esphome

SUITE ?= $(shell . /etc/os-release && echo $$VERSION_CODENAME)

deb:
	@command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 2; }
	@$(PYTHON) -m deb --suite $(SUITE)

# The newest package of the suite; what changed since it was made is not tested.
test-install: $(VENV)/dev
	$(BIN)/python -m tests.install --suite $(SUITE)

$(VENV)/audit/bin/pip-audit: deb/tools.lock
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install -q --require-hashes -r deb/tools.lock
	@touch $@

audit: $(VENV)/audit/bin/pip-audit
	@$(PYTHON) -m deb.audit $<

matrix: $(VENV)/dev
	$(BIN)/python -m tests.screens.kiosk_matrix

CORES := controller kiosk queue_display voice

cover: $(VENV)/dev
	$(BIN)/python -m pytest -q $(BESIDE) $(CORES:%=--cov=%.core) --cov=firmware_config.devices.core --cov-branch --cov-report=term-missing:skip-covered \
	  --cov-fail-under=100 $(CORES:%=tests/%/core) tests/firmware_config/devices/core

check: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/dev
	$(BIN)/python -m bench --only "$(ONLY)" --kills $(KILLS) --calls $(CALLS) \
	  $(if $(AGAINST),--against "$(AGAINST)") $(if $(MAPPING),--mapping "$(MAPPING)")

reference: $(VENV)/run
	$(BIN)/python -m firmware_config reference --to docs/reference
	-$(BIN)/python -m kiosk words ede --refresh >/dev/null  # 1: something is missing

# Written without index addresses, for every Python and platform that the project runs on.
lock:
	$(PYTHON) -m venv $(VENV)/lock-tool && $(VENV)/lock-tool/bin/pip install -q uv
	$(VENV)/lock-tool/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header pyproject.toml -o requirements.lock
	$(VENV)/lock-tool/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(VENV)/lock-tool/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header tests/piper/requirements.in -o tests/piper/requirements.lock
	$(VENV)/lock-tool/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header tests/esphome/requirements.in -o tests/esphome/requirements.lock
	$(VENV)/lock-tool/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header deb/tools.in -o deb/tools.lock

clean:
	rm -rf var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
