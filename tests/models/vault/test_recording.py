"""What an opening leaves behind: a note of every answer, and a line of the account for what was shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models.audit import Verb
from models.classes import Basis, Category, Purpose
from models.database import Database
from models.disclosure import Disclosure
from models.people import Role
from models.vault.judging import Refused
from models.vault.recording import Asked, Recorder, Shown, codes_of
from tests.factories import CASE_MANAGER, NOON, Laid, lay
from tests.models.sharing import Sharing, share

ASKED = Asked(CASE_MANAGER, NOON, "req-7")


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    return lay(database, tmp_path)


def shown(sharing: Sharing, item: str, **other: object) -> Shown:
    fields: dict[str, object] = {
        "reader": sharing.actor(CASE_MANAGER),
        "role": Role.CASE_MANAGER,
        "categories": {Category.LOCATION, Category.IDENTITY},
        "purpose": Purpose.COORDINATION,
        "basis": Basis.CARE_TEAM,
        **other,
    }
    return Shown(sharing.ref, item, **fields)  # type: ignore[arg-type]  # fields by name


def account(ground: Laid) -> list[tuple[str, ...]]:
    with ground.database.look() as work:
        rows = work.session.scalars(select(Disclosure).order_by(Disclosure.id)).all()
    return [(row.about, row.item, row.reader, row.role, row.categories, row.authority) for row in rows]


def noted(ground: Laid) -> list[tuple[str, str, str, str]]:
    verbs = (Verb.OPEN_GRANTED, Verb.OPEN_REFUSED)
    return [row for row in ground.audit_rows() if row[1] in verbs]


def test_a_refusal_is_noted_and_answered_and_nothing_is_accounted_for(ground: Laid) -> None:
    with ground.database.work() as work:
        answer = Recorder(ground.audit).refused(work, ASKED, "unopenable", "R-7KQ2M")
        work.commit()
    assert answer == Refused("unopenable")
    assert noted(ground) == [(CASE_MANAGER, Verb.OPEN_REFUSED, "R-7KQ2M", "unopenable")]
    assert account(ground) == []


def test_what_was_shown_is_noted_once_and_each_reference_has_its_line(ground: Laid) -> None:
    sharing = share(ground)
    with ground.database.work() as work:
        lines = [shown(sharing, "R-7KQ2M", authority=("a1", "b2")), shown(sharing, "R-8KQ2M", role=None)]
        objects = ("R-7KQ2M", sharing.ref, "R-7KQ2M")
        Recorder(ground.audit).granted(work, ASKED, objects, "pair", lines)
        work.commit()
    assert noted(ground) == [(CASE_MANAGER, Verb.OPEN_GRANTED, f"R-7KQ2M {sharing.ref}", "pair")]
    assert account(ground) == [
        (sharing.ref, "R-7KQ2M", CASE_MANAGER, "case_manager", "identity.location", "a1.b2"),
        (sharing.ref, "R-8KQ2M", CASE_MANAGER, "", "identity.location", ""),
    ]


def test_ones_own_words_are_noted_and_told_to_nobody(ground: Laid) -> None:
    with ground.database.work() as work:
        Recorder(ground.audit).granted(work, ASKED, ("R-7KQ2M",), "identity", ())
        work.commit()
    assert len(noted(ground)) == 1
    assert account(ground) == []


def test_an_opening_that_is_not_committed_leaves_neither(ground: Laid) -> None:
    sharing = share(ground)
    with ground.database.work() as work:
        Recorder(ground.audit).granted(work, ASKED, (sharing.ref,), "identity", [shown(sharing, "R-7KQ2M")])
    assert (noted(ground), account(ground)) == ([], [])


def test_a_log_that_is_halted_is_said_so(ground: Laid) -> None:
    recorder = Recorder(ground.audit)
    assert recorder.halted is False
    ground.audit.halted = "audit_forked"
    assert recorder.halted is True


def test_classes_are_kept_as_codes_in_order_and_nothing_is_empty() -> None:
    assert codes_of([Category.LOCATION, Category.IDENTITY, Category.LOCATION]) == "identity.location"
    assert codes_of([]) == "empty"
