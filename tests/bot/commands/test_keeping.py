"""`keys` and `audit`: made once, never printed, and every fault has its own exit code."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from tests.bot.operator_seat import Operator


def test_a_ring_is_made_once_and_is_ours_alone(operator: Operator) -> None:
    assert operator.types("keys", "new").code == 0
    assert operator.ring.stat().st_mode & 0o077 == 0
    assert operator.ring.parent.stat().st_mode & 0o077 == 0
    content = operator.ring.read_bytes()
    again = operator.types("keys", "new")
    assert again.code == 1
    assert "There is a key ring already." in again.err
    assert operator.ring.read_bytes() == content


def test_keys_are_listed_without_their_secrets(operator: Operator) -> None:
    operator.types("keys", "new")
    listed = operator.types("keys", "list").out
    assert re.search(r"grant-1\s+grant\s+active", listed)
    secrets = [key["secret"] for key in json.loads(operator.ring.read_text())["keys"]]
    assert not any(secret in listed for secret in secrets)


@pytest.mark.parametrize("kind", ["grant", "rows"])
def test_a_rotation_begins_with_the_next_key_of_a_kind(operator: Operator, kind: str) -> None:
    operator.lay_harbor()
    ran = operator.types("keys", "new", kind)
    assert (ran.code, ran.out) == (0, f"{kind}-2 is active now.\n")
    assert operator.types("keys", "verify").code == 0
    assert operator.types("members", "list").out.count("ALTERED") == 0


def test_a_sound_ring_is_said_to_belong_to_the_database(operator: Operator) -> None:
    operator.lay_harbor()
    ran = operator.types("keys", "verify")
    assert (ran.code, ran.out) == (0, "The key ring is sound and belongs to this database.\n")


def test_another_sites_ring_is_refused(operator: Operator) -> None:
    operator.lay_harbor()
    other = operator.folder / "other" / "keyring.json"
    operator.set(LEADBOT_KEYRING=str(other))
    operator.types("keys", "new")
    ran = operator.types("keys", "verify")
    assert ran.code == 1
    assert "This key ring does not belong to this database." in ran.err


@pytest.mark.parametrize(
    "command", [("keys", "list"), ("keys", "verify"), ("members", "list"), ("audit", "verify")]
)
def test_a_ring_that_others_can_read_is_refused_with_the_mend(
    operator: Operator, command: tuple[str, ...]
) -> None:
    operator.lay_harbor()
    operator.ring.chmod(0o644)
    ran = operator.types(*command)
    assert ran.code == 1
    assert "other users of this machine can reach the file. Run: chmod 600 on it." in ran.err


def test_a_log_that_holds_is_zero(operator: Operator) -> None:
    operator.lay_harbor()
    ran = operator.types("audit", "verify")
    assert ran.code == 0
    assert ran.out.startswith("The log holds: ")


def test_a_signed_head_is_printed_to_be_kept_by_somebody_else(operator: Operator) -> None:
    operator.lay_harbor()
    ran = operator.types("audit", "checkpoint")
    assert ran.code == 0
    head = operator.folder / "kept-elsewhere.json"
    head.write_text(ran.out)
    assert operator.types("audit", "verify", "--checkpoint", str(head)).code == 0


def alter(operator: Operator, statement: str) -> None:
    """What somebody with the database in hand and the triggers out of the way could do."""
    connection = sqlite3.connect(operator.database, isolation_level=None)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE audit_events SET actor = 'UNOBODY99' WHERE seq = 2", 10),
        ("DELETE FROM audit_events WHERE seq > 3", 11),
        ("UPDATE audit_heads SET signature = zeroblob(64)", 13),
    ],
    ids=["altered", "truncated", "bad signature"],
)
def test_each_fault_of_the_log_has_its_exit_code(operator: Operator, statement: str, code: int) -> None:
    operator.lay_harbor()
    operator.types("audit", "checkpoint")
    alter(operator, statement)
    ran = operator.types("audit", "verify")
    assert ran.code == code
    assert ran.err.strip().endswith(".")
    assert ran.out == ""


def test_a_log_that_cannot_be_checked_is_one(operator: Operator) -> None:
    operator.types("keys", "new")
    assert operator.types("audit", "verify").code == 1


def test_no_head_is_signed_over_a_log_that_does_not_hold(operator: Operator) -> None:
    operator.lay_harbor()
    operator.types("audit", "checkpoint")
    alter(operator, "DELETE FROM audit_events WHERE seq > 3")
    ran = operator.types("audit", "checkpoint")
    assert ran.code == 1
    assert ran.err.endswith("Run `leadbot audit verify`.\n")
