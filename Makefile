# natoassess. Needs GNU make 3.81 or later and Python 3.11 to 3.14; everything else is installed into .venv.
# `make` alone lists the targets.

PORT ?= 8000
FUZZ_SECONDS ?= 3600
# The first Python in range that really runs; PYTHON=... names another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1 \
	&& { echo "$$python"; break; }; done)
IN_VENV = .venv/bin
SOURCES = natoassess frameworks cases tests tools manage.py docs/client
# The checks need settings, not a served site: nothing of theirs reads or writes var/.
OFFLINE = EMBEDDED=1 DEMO= DATABASE_URL=sqlite://:memory: REDIS_URL= SECRET_KEY=only-for-checks-never-for-a-server-0123456789abcdef

.PHONY: help run test check lint types imports templates migrations schema library format openapi fuzz notebook lock bench clean python runtime dev

help:
	@echo "make run       install what is needed and serve the site on http://127.0.0.1:$(PORT) (PORT=... changes it)"
	@echo "make test      every test: on PostgreSQL, then on SQLite with the journeys in Chromium"
	@echo "make check     lint, types, import contracts, templates, migrations, OpenAPI, the library"
	@echo "make format    rewrite the code in the house format"
	@echo "make openapi   rewrite docs/openapi.yaml from the code"
	@echo "make fuzz      an hour of requests that nobody wrote, others in every run (FUZZ_SECONDS=... changes it)"
	@echo "make notebook  execute docs/client/balance_map.ipynb anew and store what it shows"
	@echo "make bench     what scoring and the API cost, beside NumPy, scikit-criteria, OpenFisca and plain DRF"
	@echo "make lock      rewrite requirements.lock from .venv"
	@echo "make clean     remove .venv, .bench-venv and caches; var/ with its data stays"

# exec: the server takes the place of the shell, so that Ctrl-C and SIGTERM reach it and nothing else is left.
run: runtime
	@exec env EMBEDDED=1 DEMO=1 PORT="$(PORT)" $(IN_VENV)/python manage.py serve

test: dev
	@$(IN_VENV)/python -m tests.support.run

# Each part by itself too; `make -k check` goes on after a fault.
check: lint types imports templates migrations schema library
	@echo "make check: no faults."

lint: dev
	$(IN_VENV)/ruff check $(SOURCES)
	$(IN_VENV)/ruff format --check $(SOURCES)

types: dev
	$(IN_VENV)/mypy natoassess frameworks cases tests tools

imports: dev
	$(IN_VENV)/lint-imports

templates: dev
	$(IN_VENV)/djlint --lint --quiet templates

migrations: dev
	@$(OFFLINE) $(IN_VENV)/python manage.py makemigrations --check --dry-run

schema: dev
	@$(OFFLINE) $(IN_VENV)/python -m tests.support.openapi

library: dev
	@$(OFFLINE) $(IN_VENV)/python manage.py check_library --quiet

format: dev
	$(IN_VENV)/ruff check --fix $(SOURCES)
	$(IN_VENV)/ruff format $(SOURCES)

openapi: dev
	@$(OFFLINE) $(IN_VENV)/python -m tests.support.openapi --write

fuzz: dev
	@env FUZZ_SECONDS="$(FUZZ_SECONDS)" $(IN_VENV)/python -m pytest -q tests/fuzz

notebook: dev
	@$(IN_VENV)/python -m tests.client.notebook

lock: dev
	@{ echo "# The versions that are tried together; regenerate with: make lock"; \
	$(IN_VENV)/pip freeze | grep -E '^[A-Za-z0-9_.-]+==' | LC_ALL=C sort -f; } > requirements.lock

# An environment of its own: what the engine is compared with is no part of the project.
bench: dev
	@test -x .bench-venv/bin/python || $(PYTHON) -m venv .bench-venv
	@.bench-venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements.txt
	@.bench-venv/bin/python -m tests.benchmarks
	@$(IN_VENV)/python -m tests.benchmarks.web
	@$(IN_VENV)/python -m tests.benchmarks.batches

clean:
	rm -rf .venv .bench-venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime: python
	@$(PYTHON) tools/install.py runtime

dev: python
	@$(PYTHON) tools/install.py dev

python:
	@test -n "$(PYTHON)" || { \
	echo "No Python 3.11 to 3.14 was found."; \
	echo "Debian, Ubuntu: sudo apt-get install python3 python3-venv"; \
	echo "macOS: brew install python@3.13"; \
	echo "Fedora: sudo dnf install python3.13"; \
	echo "Or name one: make run PYTHON=/path/to/python3"; exit 1; }
