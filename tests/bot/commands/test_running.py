"""`run` refuses what would not be safe, each with its mend; `migrate` may be repeated."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.running import settle
from tests.bot.operator_seat import Operator, slack_for

ROOT = Path(__file__).parent.parent.parent.parent


def test_migrating_twice_is_migrating_once(operator: Operator) -> None:
    for _ in range(2):
        ran = operator.types("migrate")
        assert (ran.code, ran.out) == (0, "The database is up to date.\n")
    assert operator.database.stat().st_mode & 0o077 == 0
    assert operator.database.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN must be set to the bot token"),
        ("SLACK_APP_TOKEN", "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP."),
    ],
)
def test_it_does_not_run_without_its_tokens(operator: Operator, name: str, why: str) -> None:
    operator.lay_harbor()
    with slack_for(operator):
        operator.set(**{name: ""})
        ran = operator.types("run")
    assert ran.code == 1
    assert ran.err.startswith(why)


def test_it_does_not_run_with_a_token_that_slack_refuses(operator: Operator) -> None:
    operator.lay_harbor()
    with slack_for(operator):
        operator.set(SLACK_BOT_TOKEN="xoxb-of-another-app")
        ran = operator.types("run")
    assert (ran.code, ran.err) == (
        1,
        "Slack refuses SLACK_BOT_TOKEN (invalid_auth). See `leadbot doctor`.\n",
    )


def keep_details_on_the_page(operator: Operator) -> None:
    site = (ROOT / "bot" / "lantern_harbor" / "site.toml").read_text()
    assert "[slack]" not in site
    (operator.folder / "site.toml").write_text(f'{site}\n[slack]\ndetails = "page"\n')
    for words in (("migrate",), ("keys", "new"), ("site", "import", "site.toml")):
        assert operator.types(*words).code == 0


def test_it_does_not_run_with_details_on_a_page_that_is_not_there(operator: Operator) -> None:
    keep_details_on_the_page(operator)
    with slack_for(operator):
        ran = operator.types("run")
    assert (ran.code, ran.out) == (1, "")
    assert 'slack.details = "page" needs the secure page: set LEADBOT_PAGE_URL' in ran.err


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"": "0.0.0.0:3443"}, "LEADBOT_PAGE listens beyond this machine without TLS."),
        ({"_CERT": "no.pem", "_KEY": "no.key"}, "names a file that cannot be read."),
    ],
)
def test_it_does_not_serve_the_page_without_tls(operator: Operator, given: dict[str, str], why: str) -> None:
    operator.lay_harbor()
    with slack_for(operator):
        operator.set(LEADBOT_PAGE_URL="https://page.example.org")
        operator.set(**{f"LEADBOT_PAGE{name}": value for name, value in given.items()})
        ran = operator.types("run")
    assert ran.code == 1
    assert why in ran.err


def test_it_does_not_run_while_slack_does_not_answer(operator: Operator) -> None:
    operator.lay_harbor()
    with slack_for(operator):
        operator.set(SLACK_API_URL="http://127.0.0.1:1/api/")
        ran = operator.types("run")
    assert ran.code == 1
    assert ran.err.endswith("Slack does not answer at SLACK_API_URL. Check the network and try again.\n")


def test_it_does_not_run_before_the_migration(operator: Operator) -> None:
    with slack_for(operator):
        ran = operator.types("run")
    assert (ran.code, ran.err) == (
        1,
        "The database is not at this version's step. Run `leadbot migrate` first.\n",
    )


def test_it_does_not_run_without_keys(operator: Operator) -> None:
    operator.types("migrate")
    with slack_for(operator):
        ran = operator.types("run")
    assert ran.code == 1
    assert "Run: leadbot keys new" in ran.err


def test_it_does_not_run_without_a_site(operator: Operator) -> None:
    operator.types("migrate")
    operator.types("keys", "new")
    with slack_for(operator):
        ran = operator.types("run")
    assert (ran.code, ran.err) == (1, "No site is set up. Run `leadbot site import site.toml` first.\n")


def test_it_does_not_run_with_keys_that_others_can_read(operator: Operator) -> None:
    operator.lay_harbor()
    operator.ring.chmod(0o604)
    with slack_for(operator):
        ran = operator.types("run")
    assert ran.code == 1
    assert "chmod 600" in ran.err


def test_it_does_not_run_with_logs_that_tell_what_people_type(operator: Operator) -> None:
    operator.lay_harbor()
    with slack_for(operator):
        operator.set(LEADBOT_LOG_LEVEL="DEBUG")
        ran = operator.types("run")
    assert ran.code == 1
    assert "DEBUG logs what people type" in ran.err


@pytest.mark.parametrize("half", ["listeners", "clock"])
def test_half_of_it_does_not_run_on_sqlite(operator: Operator, half: str) -> None:
    operator.lay_harbor()
    with slack_for(operator):
        ran = operator.types("run", "--only", half)
    assert ran.code == 1
    assert ran.err.startswith("`run --only` needs PostgreSQL")


def test_it_does_not_run_on_a_log_that_does_not_hold(operator: Operator) -> None:
    operator.lay_harbor()
    operator.types("audit", "checkpoint")
    (operator.folder / "keys" / "audit-head.json").unlink()
    with slack_for(operator):
        ran = operator.types("run")
    assert ran.code == 1
    assert ran.err.startswith("The audit log does not hold: ")
    assert ran.err.endswith("Run `leadbot audit verify`.\n")


def test_it_runs_until_it_is_asked_to_stop(operator: Operator) -> None:
    operator.lay_harbor()
    with slack_for(operator) as server:
        child = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=operator.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        server.wait_connected()
        assert server.person("UQUILL001").command("/lead help").text
        child.send_signal(signal.SIGTERM)
        said, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    assert "Traceback" not in said


def test_what_stands_at_the_start_is_not_looked_at_by_the_garbage_collector_again() -> None:
    before = gc.get_freeze_count()
    try:
        settle()
        assert gc.get_freeze_count() > before + 10_000
    finally:
        gc.unfreeze()
