# Everything one does with the portal. `make help` lists it.
PYTHON ?= python3
PORT ?= 8000
export PORT

BIN := .venv/bin
PY := $(BIN)/python
ROOMS := portal home civic_pages search
# How many processes run the tests: as many as there are cores, or a number.
PYTEST_WORKERS ?= auto
# What `check` needs besides the code: throw-away keys, an own folder, the production settings.
THROW_AWAY := VAR_DIR=var/check DJANGO_SETTINGS_MODULE=portal.settings.production \
	SECRET_KEY=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(64))") \
	PERSON_HASH_KEY=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(48))") \
	ALLOWED_HOSTS=portal.example.org BASE_URL=https://portal.example.org EMAIL_URL=smtp://mail.example.org

.DEFAULT_GOAL := help

##@ Two commands
.PHONY: run test
run: packages ## The portal with demo content at http://localhost:8000/ (PORT=…)
	@exec $(PY) -m portal.core.runner run

test: packages-dev ## All tests; what needs a server or a browser that is not there is skipped (ARGS="tests/core -k …")
	@$(PY) -m pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

##@ Care
.PHONY: check bench serve backup restore
check: packages-dev ## Style, types, layers, templates, migrations, translations, production settings
	@$(MAKE) --no-print-directory --keep-going check-python check-types check-layers check-templates \
		check-migrations check-catalogues check-production

bench: packages-dev ## How fast it is, beside its peers (writes var/bench.json)
	@$(PY) -m tests.benchmarks $(ARGS)

serve: packages ## As in production, on its own database in var/serve (TLS=1: https, self-signed)
	@exec $(PY) -m portal.core.runner serve

backup: packages ## Database and media as one checked file in var/backups (TO=… names it)
	@$(PY) manage.py backup $(TO)

restore: packages ## Put a backup in the place of what is there: make restore FILE=…
	@test -n "$(FILE)" || { echo "Which one? make restore FILE=var/backups/….tar" >&2; exit 2; }
	@$(PY) manage.py restore "$(FILE)"

##@ Work on the code
.PHONY: format messages upstream-messages lock packages packages-dev
format: packages-dev ## Put Python and templates into the house style
	@$(PY) -m ruff check --fix --quiet . && $(PY) -m ruff format --quiet .
	@git ls-files -z '*.html' | xargs -0 $(BIN)/djhtml

messages: packages-dev ## Bring the translation catalogues in step with the code, and compile them
	@$(PY) manage.py update_catalogues
	@$(PY) manage.py compile_catalogues

upstream-messages: packages-dev ## Our Ukrainian of packages as patches for them, in var/upstream
	@$(PY) manage.py upstream_messages

lock: packages-dev ## Pin all dependencies anew from pyproject.toml (ARGS="--upgrade-package wagtail")
	@$(PY) portal/bootstrap.py --lock $(ARGS)

packages:
	@$(PYTHON) portal/bootstrap.py requirements.txt

packages-dev:
	@$(PYTHON) portal/bootstrap.py requirements-dev.txt

.PHONY: check-python check-types check-layers check-templates check-migrations check-catalogues check-production
check-python:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

check-types:
	$(PY) -m mypy

check-layers:
	$(BIN)/lint-imports --cache-dir .import_linter_cache

check-templates:
	git ls-files -z '*.html' | xargs -0 $(BIN)/djhtml --check
	git ls-files -z '*.html' | xargs -0 $(BIN)/djlint --lint --quiet

check-migrations:
	$(PY) manage.py makemigrations --check --dry-run

check-catalogues:
	$(PY) manage.py check_catalogues

check-production:
	@mkdir -p var/check
	$(THROW_AWAY) $(PY) manage.py check --deploy --fail-level WARNING

##@ Help
.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
