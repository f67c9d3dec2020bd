# Two commands for everybody: `make run` and `make test`. The rest is for those who change the code.
.PHONY: run test setup check format lint types contract prove bench shots words lock

PY := .venv/bin/python
# Three on two cores: a story spends about half its time waiting for what comes.
WORKERS ?= 3
SOURCES := bot handlers models scheduler sandbox tests benchmarks

.DEFAULT_GOAL := run

.venv/run.stamp: requirements.lock pyproject.toml
	test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml
	test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@ .venv/run.stamp

# The practice workspace and the real bot on it; the address is printed.
run: .venv/run.stamp
	$(PY) -m bot practice

test: .venv/dev.stamp
	$(PY) -m pytest -q -n $(WORKERS) --dist worksteal -m "not prove"

setup: .venv/dev.stamp

check: format lint types contract test

format: .venv/dev.stamp
	.venv/bin/ruff format --check --quiet .

lint: .venv/dev.stamp
	.venv/bin/ruff check --quiet .

types: .venv/dev.stamp
	.venv/bin/mypy

contract: .venv/dev.stamp
	.venv/bin/lint-imports --no-cache

# The long proofs: kill -9 at every step, two hundred seeded runs. They compute all the time: one on each core.
prove: .venv/dev.stamp
	$(PY) -m pytest -q -n 2 --dist worksteal -m prove --timeout 1200

# Side by side in one run: figures with their targets, never a test.
bench: .venv/dev.stamp
	$(PY) -m benchmarks

# Every picture that a document shows, made anew by the tests that look at the same rooms; on a quiet machine.
SHOTS := tests/sandbox/test_page_axe.py $(addprefix tests/journeys/, test_in_the_browser.py test_two_people.py test_secure_page_browser.py)
shots: .venv/dev.stamp
	rm -rf var/shots
	LEADBOT_SHOTS=var/shots $(PY) -m pytest -q $(SHOTS)
	$(PY) -m tests.pictures var/shots

# After a change of what the secure page itself says: the catalogue, and the languages it is put into.
LOCALE := handlers/page/locale
words: .venv/dev.stamp
	.venv/bin/pybabel -q extract -F $(LOCALE)/babel.cfg -k ours --no-location --omit-header --sort-output -o $(LOCALE)/page.pot handlers/page bot/page
	test -z "$$(ls $(LOCALE)/*/LC_MESSAGES/page.po 2>/dev/null)" || .venv/bin/pybabel -q update --omit-header -D page -i $(LOCALE)/page.pot -d $(LOCALE)
	test -z "$$(ls $(LOCALE)/*/LC_MESSAGES/page.po 2>/dev/null)" || .venv/bin/pybabel -q compile -D page -d $(LOCALE)

# After a change of pyproject.toml's dependencies (needs `uv`).
lock:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock
