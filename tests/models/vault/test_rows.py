"""Rows that decide access: what was signed holds, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.errors import Unsafe
from models.people import Member
from models.schema import SlackUserId
from tests.factories import NOON, Laid, laid_on_sqlite

# A ring and a journal are laid once: what is signed here is never stored.
LAID_ONCE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
FIELDS = ("display_name", "agency", "roles", "regions", "account")


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path, people=False) as laid:
        yield laid


def seat(version: int = 1, **columns: str) -> Member:
    words = {
        "display_name": "Zebulon Testperson",
        "agency": "police:Lantern Harbor PD",
        "roles": "officer",
        "regions": "north",
        "account": "any",
        **columns,
    }
    return Member(slack_user_id=SlackUserId("UZEB00001"), version=version, mac=b"", **words)


def test_a_signed_row_holds_and_names_its_key(ground: Laid) -> None:
    row = seat()
    assert not ground.vault.rows.row_holds(row)
    ground.vault.rows.sign_row(row)
    assert ground.vault.rows.row_holds(row)
    assert row.mac[1:7] == b"rows-1"


@LAID_ONCE
@given(name=st.sampled_from(FIELDS), text=st.text(max_size=12))
def test_another_text_in_any_field_does_not_hold(ground: Laid, name: str, text: str) -> None:
    row = seat()
    ground.vault.rows.sign_row(row)
    before = getattr(row, name)
    setattr(row, name, text)
    assert ground.vault.rows.row_holds(row) == (text == before)


@LAID_ONCE
@given(cut=st.integers(0, 8), words=st.tuples(st.text(max_size=8), st.text(max_size=8)))
def test_text_cannot_slide_from_one_field_into_the_next(
    ground: Laid, cut: int, words: tuple[str, str]
) -> None:
    row = seat(roles=words[0], regions=words[1])
    ground.vault.rows.sign_row(row)
    both = "".join(words)
    row.roles, row.regions = both[:cut], both[cut:]
    assert ground.vault.rows.row_holds(row) == ((row.roles, row.regions) == words)


def test_a_mac_serves_one_row_and_one_version_only(ground: Laid) -> None:
    row, later, other = seat(), seat(version=2), seat()
    other.slack_user_id = SlackUserId("UOTHER001")
    ground.vault.rows.sign_row(row)
    later.mac = other.mac = row.mac
    assert not ground.vault.rows.row_holds(later)
    assert not ground.vault.rows.row_holds(other)


@pytest.mark.parametrize("mac", [b"", b"\x06rows-1", b"\x06rows-9" + bytes(32), b"\xff" * 39, b"\x00" * 33])
def test_a_mac_of_a_shape_that_was_never_made_does_not_hold(ground: Laid, mac: bytes) -> None:
    row = seat()
    row.mac = mac
    assert not ground.vault.rows.row_holds(row)


def test_rows_signed_before_a_new_key_still_hold_and_new_ones_name_it(ground: Laid) -> None:
    old, new = seat(), seat()
    ground.vault.rows.sign_row(old)
    ground.keys.new("rows", NOON)
    ground.vault.rows.sign_row(new)
    assert new.mac[1:7] == b"rows-2"
    assert ground.vault.rows.row_holds(old)
    assert ground.vault.rows.row_holds(new)


def test_an_overtaken_version_no_longer_holds_and_the_next_one_does(ground: Laid) -> None:
    rows = [seat(version) for version in (1, 2, 3)]
    for row in rows:
        ground.vault.rows.sign_row(row)
    ground.journal.append("members", "UZEB00001", 2, NOON)
    assert [ground.vault.rows.row_holds(row) for row in rows] == [False, False, True]


def test_without_a_sound_journal_no_row_is_judged(ground: Laid) -> None:
    row = seat()
    ground.vault.rows.sign_row(row)
    ground.journal.append("members", "USOMEBODY", 1, NOON)
    ground.journal_file.write_bytes(b"{}\n")
    with pytest.raises(Unsafe):
        ground.vault.rows.row_holds(row)
