"""The disclosure log: every opening by somebody else, with its authority; never the author's own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from models.classes import Basis, Category, Purpose
from models.database import Database
from models.disclosure import Account, Disclosed, account_of, disclosed_about
from models.participant import Participant
from models.people import Member, Role
from models.vault import Shelf
from tests.factories import CASE_MANAGER, NOON, PROSECUTOR, RESPONDER, Laid, intrude, lay
from tests.models.sharing import DEFENDER, HOST, OFFICE, SIGNED, TEXT, Sharing, defenders, office, share

HOUR = timedelta(hours=1)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def logged(ground: Laid, *refs: str) -> list[Disclosed]:
    with ground.database.look() as work:
        return disclosed_about(work, refs)


def test_an_opening_under_a_release_is_accounted_for_with_that_release(sharing: Sharing) -> None:
    [consent] = sharing.sign()
    message = sharing.seal()
    assert sharing.reads(message)
    assert logged(sharing.ground, sharing.ref) == [
        Disclosed(
            at=NOON,
            item=message,
            reader=PROSECUTOR,
            agency=OFFICE,
            role="liaison_prosecutor",
            categories=("barriers",),
            purpose="court",
            basis="consent",
            authority=consent,
        )
    ]


def test_the_audit_names_the_item_the_participant_and_the_release(sharing: Sharing) -> None:
    [consent] = sharing.sign()
    message = sharing.seal()
    assert sharing.reads(message)
    granted = [row for row in sharing.ground.audit_rows() if row[1] == "open.granted"]
    assert granted == [(PROSECUTOR, "open.granted", f"{message} {sharing.ref} {consent}", "barriers")]


def test_the_newest_comes_first_and_each_opening_counts(sharing: Sharing) -> None:
    sharing.sign(office(), defenders())
    message = sharing.seal(PROSECUTOR, DEFENDER)
    for hours, reader in ((1, PROSECUTOR), (3, DEFENDER), (2, PROSECUTOR)):
        assert sharing.reads(message, reader, NOON + hours * HOUR)
    assert [(one.reader, one.at) for one in logged(sharing.ground, sharing.ref)] == [
        (DEFENDER, NOON + 3 * HOUR),
        (PROSECUTOR, NOON + 2 * HOUR),
        (PROSECUTOR, NOON + HOUR),
    ]


def test_what_its_author_reads_and_what_is_refused_was_told_to_nobody(sharing: Sharing) -> None:
    [consent] = sharing.sign()
    message = sharing.seal()
    assert sharing.reads(message, CASE_MANAGER)
    sharing.revoke(consent)
    assert not sharing.reads(message)
    assert logged(sharing.ground, sharing.ref) == []


def test_a_folder_and_a_referral_are_accounted_for_without_any_release(sharing: Sharing) -> None:
    ground = sharing.ground
    with ground.database.work() as work:
        ground.vault.folders.open(
            work, ground.rules, CASE_MANAGER, sharing.ref, list(Shelf), moment=NOON + HOUR
        )
        work.commit()
    told = ground.refer()
    ground.open(RESPONDER, told.handles[RESPONDER])
    folder, referral = logged(ground, sharing.ref, told.ref)
    assert (folder.item, folder.agency, folder.role) == (sharing.ref, HOST, "case_manager")
    assert (folder.categories, folder.basis, folder.authority) == (("empty",), "care_team", "")
    assert (referral.item, referral.basis, referral.authority) == (told.ref, "referral", "")
    assert referral.categories == ("identity", "incident", "location")
    assert [one.item for one in logged(ground, told.ref)] == [told.ref]
    assert logged(ground, "C-NOONE") == []


def test_no_word_of_content_stands_in_it(sharing: Sharing) -> None:
    sharing.sign()
    assert sharing.reads(sharing.seal())
    assert not any(word in str(logged(sharing.ground, sharing.ref)) for word in TEXT.split() if len(word) > 4)


def account(sharing: Sharing) -> list[Account]:
    with sharing.ground.database.look() as work:
        return account_of(work, sharing.ground.vault.rows, sharing.ref)


def test_the_account_says_the_readers_name_and_the_day_of_the_release(sharing: Sharing) -> None:
    sharing.sign()
    message = sharing.seal()
    assert sharing.reads(message)
    assert account(sharing) == [
        Account(
            at=NOON,
            item=message,
            agency=OFFICE,
            role=Role.LIAISON_PROSECUTOR,
            reader="Cressida Vane-Example",
            categories=(Category.BARRIERS,),
            purpose=Purpose.COURT,
            basis=Basis.CONSENT,
            signed_on=(SIGNED,),
        )
    ]


def test_the_account_stays_when_the_release_and_the_reader_have_gone(sharing: Sharing) -> None:
    [consent] = sharing.sign()
    assert sharing.reads(sharing.seal())
    sharing.revoke(consent)
    sharing.ground.reappoint(PROSECUTOR, suspended_at=NOON)
    [line] = account(sharing)
    assert (line.reader, line.signed_on) == ("Cressida Vane-Example", (SIGNED,))


def test_an_altered_seat_lends_nobody_a_name(sharing: Sharing) -> None:
    sharing.sign()
    assert sharing.reads(sharing.seal())
    with sharing.ground.database.work() as work:
        row = update(Member).where(Member.slack_user_id == PROSECUTOR)
        intrude(work, row.values(display_name="Somebody Else"))
        work.commit()
    assert [line.reader for line in account(sharing)] == [""]


def test_the_account_holds_the_openings_of_the_referral_they_came_from(sharing: Sharing) -> None:
    told = sharing.ground.refer()
    sharing.ground.open(RESPONDER, told.handles[RESPONDER])
    assert account(sharing) == []
    sharing.alter(Participant, sharing.ref, referral=told.ref)
    [line] = account(sharing)
    assert (line.item, line.basis, line.signed_on) == (told.ref, Basis.REFERRAL, ())
