"""The command line: 0 done, 1 refused, 2 wrong usage; one line says why; never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.practice import SITE
from tests.bot.operator_seat import Operator

ROOT = Path(__file__).parent.parent.parent
COMMANDS = [
    ("migrate",),
    ("keys", "list"),
    ("keys", "verify"),
    ("audit", "verify"),
    ("audit", "checkpoint"),
    ("site", "import", str(SITE / "site.toml")),
    ("site", "show"),
    ("members", "import", str(SITE / "members.csv")),
    ("members", "list"),
    ("members", "suspend", "UQUILL001"),
    ("run",),
    ("doctor",),
]


@pytest.mark.parametrize(
    "words", [(), ("dance",), ("run", "--only", "half"), ("keys", "new", "moon"), ("members", "suspend")]
)
def test_wrong_usage_is_two_and_shows_how_it_is_used(operator: Operator, words: tuple[str, ...]) -> None:
    ran = operator.types(*words)
    assert ran.code == 2
    assert "Usage: leadbot" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("members", "--help"), ("run", "-h")])
def test_help_is_zero(operator: Operator, words: tuple[str, ...]) -> None:
    ran = operator.types(*words)
    assert ran.code == 0
    assert "Usage: leadbot" in ran.out


@pytest.mark.parametrize("words", [words for words in COMMANDS if words != ("migrate",)], ids=" ".join)
def test_before_anything_is_set_up_every_command_is_refused_in_a_sentence(
    operator: Operator, words: tuple[str, ...]
) -> None:
    ran = operator.types(*words)
    assert ran.code == 1
    said = (ran.err or ran.out).strip()
    assert said
    assert "Traceback" not in said
    assert said.endswith(".")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1",
        "postgresql+psycopg2://nobody@127.0.0.1:1/none",
        "mysql://nobody@127.0.0.1/none",
        "not a url",
    ],
    ids=["away", "no driver", "another kind", "no url"],
)
def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(
    operator: Operator, words: tuple[str, ...], url: str
) -> None:
    operator.lay_harbor()
    operator.set(LEADBOT_DATABASE_URL=url, SLACK_BOT_TOKEN="xoxb-fictional", SLACK_APP_TOKEN="xapp-fictional")
    operator.set(SLACK_API_URL="http://127.0.0.1:1/api/")
    ran = operator.types(*words)
    if words == ("keys", "list"):  # asks no database
        assert ran.code == 0
        return
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert "nobody" not in ran.err + ran.out, "a URL may hold a password"


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(operator: Operator) -> None:
    (operator.folder / "data").write_text("a file where a folder should be")
    ran = operator.types("migrate")
    assert ran.code == 1
    assert ran.err.strip().endswith("Nothing was changed.")


def test_a_bad_setting_is_refused_by_every_command(operator: Operator) -> None:
    operator.lay_harbor()
    operator.set(LEADBOT_LOG_LEVEL="DEBUG")
    for words in COMMANDS:
        ran = operator.types(*words)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert "DEBUG logs what people type" in ran.err


def test_the_module_is_the_same_command_and_its_code_reaches_the_shell(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LEADBOT_KEYRING": "none/ring.json"}
    environ["LEADBOT_DATABASE_URL"] = f"sqlite:///{tmp_path / 'leadbot.db'}"
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "NO  Key ring" in ran.stdout
    assert "Traceback" not in ran.stderr
