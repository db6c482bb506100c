PYTHON_BIN := .venv/bin/python
export PYTHONPATH := platform:.
export LANG := C
export LC_ALL := C

.PHONY: run test check lint format bench lock

run: export PLACET_LOCALE := $(or $(LOCALE),$(PLACET_LOCALE))
run: ## the platform with its demo, at http://127.0.0.1:8000 (PORT=… for another; LOCALE=ru in Russian)
	@.ci/port
	@.ci/install run
	@$(PYTHON_BIN) -m config.supervisor

test: lint ## everything a change must pass, under ten minutes
	@.ci/chromium
	$(PYTHON_BIN) -m pytest -n 2 --dist loadfile -m "not check"

check: ## what takes longer, under forty minutes
	@.ci/install dev
	@.ci/chromium
	$(PYTHON_BIN) -m pytest -m check
	$(PYTHON_BIN) -m bench.approval 8

lint:
	@.ci/install dev
	$(PYTHON_BIN) -m ruff check .
	$(PYTHON_BIN) -m ruff format --check .
	$(PYTHON_BIN) -m mypy
	.venv/bin/lint-imports
	$(PYTHON_BIN) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run --skip-checks

format:
	@.ci/install dev
	$(PYTHON_BIN) -m ruff check --fix .
	$(PYTHON_BIN) -m ruff format .

bench: ## how fast an approval is, against the floor; nothing else should run meanwhile
	@.ci/install dev
	$(PYTHON_BIN) -m bench.approval

lock: ## new lock files after a change of the dependencies in pyproject.toml
	@.ci/install dev
	.venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 pyproject.toml --group dev --constraint requirements.txt -o requirements-dev.txt
