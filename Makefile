PYTHON ?= python3

.PHONY: run test clean-install

run: .venv/installed
	.venv/bin/limpide run

test: .venv/installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/pytest -n 2

.venv/installed: requirements.lock pyproject.toml $(wildcard cleaners/native/*.[ch])
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	.venv/bin/python -m pip check
	touch .venv/installed

clean-install:
	rm -rf .venv
	$(MAKE) .venv/installed
