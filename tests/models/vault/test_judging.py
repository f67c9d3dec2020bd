"""The judge: which classes of one item its reader may see now, by what authority, and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from models.access import Case
from models.classes import Basis, Category, Purpose
from models.consent import Consent
from models.database import Database, UnitOfWork
from models.envelope import RevocationMark, SealedItem
from models.message import SealedMessage
from models.participant import Assignment, Participant, circle_of
from models.people import Member, Role
from models.referral import Referral
from models.schema import Handle, SlackUserId, new_handle
from models.vault import Refused
from models.vault.judging import Judged
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    DETAILS,
    NOON,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    Laid,
    intrude,
    lay,
    table_of,
)
from tests.models.sharing import Sharing, office, share


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def judged(
    sharing: Sharing, user: SlackUserId, handle: Handle, work: UnitOfWork | None = None
) -> Judged | Refused:
    ground = sharing.ground
    if work is not None:
        return ground.vault.judge.item(work, ground.rules, user, handle, NOON)
    with ground.database.look() as reading:
        return ground.vault.judge.item(reading, ground.rules, user, handle, NOON)


def test_what_the_judge_says_of_a_message_under_a_release(sharing: Sharing) -> None:
    [consent] = sharing.sign(office(Category.BARRIERS, Category.IDENTITY))
    message = sharing.seal()
    said = judged(sharing, PROSECUTOR, sharing.handle(message))
    assert isinstance(said, Judged)
    # The release names two classes; the message is of one.
    assert said.categories == {Category.BARRIERS: consent}
    assert (said.about, said.purpose, said.role) == (sharing.ref, Purpose.COURT, Role.LIAISON_PROSECUTOR)
    assert (said.actor.user, said.item.subject) == (PROSECUTOR, message)


def test_what_the_judge_says_of_a_referral_and_of_ones_own(sharing: Sharing) -> None:
    told = sharing.ground.refer()
    said = judged(sharing, RESPONDER, told.handles[RESPONDER])
    assert isinstance(said, Judged)
    assert set(said.categories) == {*DETAILS, Category.DANGER}
    assert set(said.categories.values()) == {""}
    assert (said.about, said.purpose, said.role) == (told.ref, Purpose.REFERRAL, Role.OUTREACH_RESPONDER)
    own = judged(sharing, OFFICER, told.handles[OFFICER])
    assert isinstance(own, Judged)
    assert own.role is None
    team = sharing.seal(CLINICIAN)
    cared = judged(sharing, CLINICIAN, sharing.handle(team, CLINICIAN))
    assert isinstance(cared, Judged)
    assert cared.categories == {Category.BARRIERS: ""}


def test_the_judge_changes_nothing(sharing: Sharing) -> None:
    sharing.sign()
    message = sharing.seal()
    before = sharing.ground.audit_rows()
    judged(sharing, PROSECUTOR, sharing.handle(message))
    judged(sharing, BACKUP, sharing.handle(message))
    assert sharing.ground.audit_rows() == before


def test_who_asks_and_for_what(sharing: Sharing) -> None:
    sharing.sign()
    handle = sharing.handle(sharing.seal())
    assert judged(sharing, PROSECUTOR, new_handle()) == Refused("unknown_handle")
    assert judged(sharing, CASE_MANAGER, handle) == Refused("not_the_recipient")
    assert judged(sharing, SlackUserId("USTRANGE1"), handle) == Refused("roster")
    sharing.ground.audit.halted = "audit_forked"
    assert judged(sharing, PROSECUTOR, handle) == Refused("halted")


def change(row: type[Any], **columns: object) -> Callable[[UnitOfWork], None]:
    return lambda work: intrude(work, update(row).values(columns))


# Somebody with the database and no key changes a row around a message.
INTRUSIONS: dict[str, tuple[Callable[[UnitOfWork], None], str]] = {
    "the message's hours": (change(SealedMessage, not_after="2030-01-01T00:00:00Z"), "message_row"),
    "what it is about": (change(SealedMessage, about="C-OTHER"), "message_row"),
    "its class": (change(SealedMessage, category="identity"), "message_row"),
    "the participant's agency": (change(Participant, agency="police:X"), "about_row"),
    "the consent's classes": (change(Consent, categories="identity"), "is_covered"),
    "the consent's agency": (change(Consent, agency="police:X"), "is_covered"),
    "the consent's end": (change(Consent, expires_on=None), "is_covered"),
    "the reader's seat": (change(Member, roles="clinical_supervisor"), "roster"),
    "the item's basis": (change(SealedItem, basis="referral"), "accusing_side_without_consent"),
    "the item's basis to none": (change(SealedItem, basis="no such basis"), "altered"),
    "the item's role": (change(SealedItem, role="officer"), "role_of_another_kind"),
    "the item's role to none": (change(SealedItem, role="no such role"), "altered"),
    "the item as its author's": (change(SealedItem, basis="own", role=""), "is_author"),
    "the item's subject": (change(SealedItem, subject="M-NOONE"), "message_row"),
    "the item's subject to a referral": (change(SealedItem, subject="R-NOONE"), "referral_row"),
    "the item as withdrawn": (change(SealedItem, withdrawn_at=NOON), "withdrawn"),
}


@pytest.mark.parametrize("name", INTRUSIONS)
def test_an_altered_row_around_a_message_refuses_by_its_own_code(sharing: Sharing, name: str) -> None:
    sharing.sign()
    handle = sharing.handle(sharing.seal())
    alter, reason = INTRUSIONS[name]
    with sharing.ground.database.work() as work:
        assert isinstance(judged(sharing, PROSECUTOR, handle, work), Judged)
        alter(work)
        assert judged(sharing, PROSECUTOR, handle, work) == Refused(reason)
    assert isinstance(judged(sharing, PROSECUTOR, handle), Judged), "nothing of it was kept"


def test_a_message_about_a_referral_asks_for_that_referrals_row(sharing: Sharing) -> None:
    told = sharing.ground.refer()
    message = sharing.seal(
        RESPONDER, sender=OFFICER, about=told.ref, category=Category.LOCATION, purpose=Purpose.HAND_OFF
    )
    handle = sharing.handle(message, RESPONDER)
    said = judged(sharing, RESPONDER, handle)
    assert isinstance(said, Judged)
    assert (said.about, set(said.categories)) == (told.ref, {Category.LOCATION})
    with sharing.ground.database.work() as work:
        intrude(work, update(Referral).values(region="quay"))
        assert judged(sharing, RESPONDER, handle, work) == Refused("about_row")
        assert judged(sharing, RESPONDER, told.handles[RESPONDER], work) == Refused("referral_row")


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_mark_that_is_ahead_of_the_journal_refuses(sharing: Sharing, ahead: int) -> None:
    sharing.sign()
    message = sharing.seal()
    with sharing.ground.database.work() as work:
        work.session.merge(RevocationMark(id=1, sequence=sharing.ground.journal.head() + ahead))
        work.session.flush()
        said = judged(sharing, PROSECUTOR, sharing.handle(message), work)
        assert isinstance(said, Refused) == bool(ahead)
        assert sharing.ground.vault.judge.journal_whole(work) == (not ahead)


def test_a_journal_that_has_gone_refuses(sharing: Sharing) -> None:
    sharing.sign(office())
    [two] = sharing.sign(office(Category.IDENTITY))
    handle = sharing.handle(sharing.seal())
    sharing.revoke(two)
    assert isinstance(judged(sharing, PROSECUTOR, handle), Judged)
    sharing.ground.journal_file.unlink()
    assert judged(sharing, PROSECUTOR, handle) == Refused("journal")


def test_what_is_withdrawn_taken_back_or_over_says_so(sharing: Sharing) -> None:
    sharing.sign()
    message = sharing.seal()
    handle = sharing.handle(message)
    over = sharing.ground.rules.clocks.view_hours
    ground: Laid = sharing.ground
    with ground.database.look() as work:
        late = NOON + timedelta(hours=over, seconds=1)
        assert ground.vault.judge.item(work, ground.rules, PROSECUTOR, handle, late) == Refused("view_over")
    sharing.alter(SealedMessage, message, withdrawn_at=NOON)
    assert judged(sharing, PROSECUTOR, handle) == Refused("withdrawn")


def test_the_categories_of_a_case_are_those_that_were_asked_about(sharing: Sharing) -> None:
    [consent] = sharing.sign(office(Category.BARRIERS, Category.IDENTITY))
    case = Case(
        actor=sharing.actor(PROSECUTOR),
        role=Role.LIAISON_PROSECUTOR,
        basis=Basis.CONSENT,
        category=Category.BARRIERS,
        purpose=Purpose.COURT,
        moment=NOON,
        today=NOON.date(),
        author=CASE_MANAGER,
        author_agency="",
    )
    judge = sharing.ground.vault.judge
    with sharing.ground.database.look() as work:
        around = judge.with_surroundings(work, case, sharing.ref)
        for unknown in ("C-NOONE", "R-NOONE", ""):
            assert judge.with_surroundings(work, case, unknown) is None
    assert around is not None
    assert around.circle == sharing.circle()
    assert judge.categories(around) == {Category.IDENTITY: consent, Category.BARRIERS: consent}
    assert judge.categories(around, [Category.IDENTITY]) == {Category.IDENTITY: consent}
    assert judge.categories(around, [Category.CLINICAL]) == "no_rule"
    assert judge.categories(around, []) == "no_rule"
    # Of several reasons the one for the class that was asked for is told.
    assert judge.categories(replace(around, purpose=Purpose.SERVICES)) == "is_covered"
    clinical = replace(around, purpose=Purpose.SERVICES, category=Category.CLINICAL)
    assert judge.categories(clinical) == "no_rule"


@pytest.mark.parametrize(
    ("row", "columns", "reason"),
    [
        (SealedItem, {"withdrawn_at": NOON}, "withdrawn"),
        (SealedMessage, {"withdrawn_at": NOON}, "message_row"),
        (Participant, {"closed_at": NOON}, "about_row"),
        (Consent, {"revoked_at": NOON}, "is_covered"),
        (Consent, {"purposes": "services"}, "is_covered"),
        (Member, {"suspended_at": NOON}, "roster"),
        (RevocationMark, {"sequence": 99}, "withdrawn"),
    ],
)
def test_rows_are_read_anew_even_where_the_session_holds_them_already(
    sharing: Sharing, row: type[Any], columns: dict[str, object], reason: str
) -> None:
    sharing.sign()
    handle = sharing.handle(sharing.seal())
    with sharing.ground.database.work() as work:
        work.session.add(RevocationMark(id=1, sequence=0))
        work.session.flush()
        held = [*work.session.scalars(select(row))]
        assert isinstance(judged(sharing, PROSECUTOR, handle, work), Judged)
        # As another process changes them: this session is not told.
        work.session.connection().execute(update(table_of(row)).values(columns))
        assert judged(sharing, PROSECUTOR, handle, work) == Refused(reason)
        assert held


def test_a_referral_and_an_assignment_are_read_anew_too(sharing: Sharing) -> None:
    told = sharing.ground.refer()
    with sharing.ground.database.work() as work:
        held = [*work.session.scalars(select(Referral))]
        work.session.connection().execute(update(table_of(Referral)).values(closed_at=NOON))
        assert judged(sharing, RESPONDER, told.handles[RESPONDER], work) == Refused("referral_row")
        assigned = [*work.session.scalars(select(Assignment))]
        work.session.connection().execute(update(table_of(Assignment)).values(ended_at=NOON))
        circle = circle_of(work, sharing.ground.vault.rows, sharing.ref)
        assert circle is not None
        assert circle.team == frozenset()
        assert held
        assert assigned
