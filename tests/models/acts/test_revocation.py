"""One recipient of a release is revoked, the written form comes: at once, and only that."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.acts.revocation import WRITTEN_FORM_AFTER, revoke, written_form_came
from models.classes import Category, Purpose
from models.consent import Consent, Ended, Recipient
from models.database import Database
from models.envelope import Grant, SealedItem
from models.errors import UnknownReference
from models.message import SealedMessage
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.people import Role
from models.schema import SlackUserId
from models.vault import Refused
from tests.factories import CASE_MANAGER, CLINICIAN, NOON, OFFICER, PROSECUTOR, intrude, lay
from tests.models.sharing import (
    COLLEAGUE,
    DEFENDER,
    LAWYER,
    POLICE,
    Sharing,
    defenders,
    office,
    scene_of,
    share,
)

DAY = timedelta(days=1)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def test_a_revocation_closes_one_recipient_at_once_and_leaves_the_others(sharing: Sharing) -> None:
    mine, theirs = sharing.sign(office(), defenders())
    message = sharing.seal(PROSECUTOR, COLLEAGUE, DEFENDER)
    unsealed = sharing.handle(message), sharing.handle(message, COLLEAGUE)
    revoked = sharing.revoke(mine)
    assert (revoked.consents, revoked.unopened, revoked.opened) == ((mine,), (message,), ())
    for reader in (PROSECUTOR, COLLEAGUE):
        assert sharing.open(message, reader) == Refused("withdrawn")
    assert sharing.reads(message, DEFENDER)
    assert sharing.reads(message, CASE_MANAGER), "whoever wrote it"
    with sharing.ground.database.look() as work:
        left = work.session.scalars(select(Grant.handle)).all()
    assert not set(unsealed) & set(left)
    assert [one.id for one in sharing.circle().consents] == [theirs]
    assert (CASE_MANAGER, "consent.revoked", f"{sharing.ref} {mine}", "spoken") in (
        sharing.ground.audit_rows()
    )


def test_the_answer_tells_what_had_been_opened_and_what_had_not(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    first, second = sharing.seal(), sharing.seal()
    sharing.act(
        lambda scene: scene.work.session.execute(
            update(SealedMessage).where(SealedMessage.ref == first).values(opened_at=NOON)
        )
    )
    revoked = sharing.revoke(mine)
    assert (revoked.opened, revoked.unopened) == ((first,), (second,))


def test_while_another_release_still_covers_it_a_message_opens(sharing: Sharing) -> None:
    [one], [two] = sharing.sign(), sharing.sign(until=date(2026, 10, 1))
    message = sharing.seal()
    revoked = sharing.revoke(one)
    assert (revoked.consents, revoked.unopened, revoked.opened) == ((one,), (), ())
    opened = sharing.open(message)
    assert not isinstance(opened, Refused)
    assert opened.authorities == (two,)
    assert sharing.revoke(two).unopened == (message,)
    assert sharing.open(message) == Refused("withdrawn")


def test_a_new_release_opens_new_messages_and_not_the_withdrawn_one(sharing: Sharing) -> None:
    [one] = sharing.sign()
    old = sharing.seal()
    sharing.revoke(one)
    sharing.sign()
    assert sharing.open(old) == Refused("withdrawn")
    assert sharing.reads(sharing.seal())


def test_a_message_of_another_class_or_participant_stays(sharing: Sharing) -> None:
    barriers, court = sharing.sign(office())[0], sharing.sign(office(Category.LEGAL_CALENDAR))[0]
    other = share(sharing.ground)
    other.sign()
    elsewhere, hearing = other.seal(), sharing.seal(category=Category.LEGAL_CALENDAR)
    message = sharing.seal()
    assert sharing.revoke(barriers).unopened == (message,)
    assert sharing.reads(hearing)
    assert other.reads(elsewhere)
    assert [one.id for one in sharing.circle().consents] == [court]


def test_several_at_once_are_one_act(sharing: Sharing) -> None:
    both = sharing.sign(office(), defenders())
    message = sharing.seal(PROSECUTOR, DEFENDER)
    revoked = sharing.revoke(*both)
    assert set(revoked.consents) == set(both)
    assert revoked.unopened == (message,)
    assert not sharing.reads(message)
    assert not sharing.reads(message, DEFENDER)


def test_revoking_twice_changes_nothing_more(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    sharing.revoke(mine)
    before = sharing.ground.audit_rows()
    again = sharing.revoke(mine, how=Ended.WRITTEN)
    assert (again.consents, again.unopened, again.opened) == ((), (), ())
    assert sharing.ground.audit_rows() == before
    with sharing.ground.database.look() as work:
        assert work.session.get_one(Consent, mine).revoked_how == "spoken"


def test_a_consent_that_somebody_altered_to_revoked_is_revoked_in_earnest(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    with sharing.ground.database.work() as work:
        intrude(work, update(Consent).values(revoked_at=NOON, version=7))
        work.commit()
    assert sharing.revoke(mine).consents == (mine,)
    with sharing.ground.database.look() as work:
        row = work.session.get_one(Consent, mine)
        assert sharing.ground.vault.rows.row_holds(row)
        assert row.version > 7


def test_an_unknown_consent_and_one_of_somebody_else_are_refused_whole(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    [theirs] = share(sharing.ground).sign()
    for stranger in (theirs, "0" * 32):
        with pytest.raises(UnknownReference):
            sharing.revoke(mine, stranger)
    assert [one.id for one in sharing.circle().consents] == [mine]


def notices(sharing: Sharing, *kinds: Kind) -> list[Notice]:
    with sharing.ground.database.look() as work:
        query = select(Notice).where(Notice.kind.in_([kind.value for kind in kinds])).order_by(Notice.id)
        return list(work.session.scalars(query))


def test_the_teams_supervisor_hears_and_nobody_outside_the_team(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    sharing.ground.reappoint(LAWYER, roles="clinical_supervisor", agency="case_management:Another Agency")
    sharing.revoke(mine)
    [told] = notices(sharing, Kind.RELEASE_CHANGED)
    assert (told.recipient, told.subject, told.urgency) == (CLINICIAN, sharing.ref, Urgency.ROUTINE)
    assert mine not in told.subject


def test_a_supervisor_who_enters_it_is_not_told_of_it(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    sharing.revoke(mine, by=CLINICIAN)
    told = {row.recipient for row in notices(sharing, Kind.RELEASE_CHANGED)}
    assert told == {CASE_MANAGER}, "those who work with the participant are"
    [asked] = notices(sharing, Kind.WRITTEN_FORM)
    assert asked.recipient == CLINICIAN


@pytest.mark.parametrize("how", Ended)
def test_the_written_form_is_asked_for_after_a_spoken_word_only(sharing: Sharing, how: Ended) -> None:
    [mine] = sharing.sign()
    sharing.revoke(mine, how=how)
    asked = notices(sharing, Kind.WRITTEN_FORM)
    assert len(asked) == (how is Ended.SPOKEN)
    if asked:
        assert (asked[0].recipient, asked[0].target) == (CASE_MANAGER, mine)
        assert asked[0].due_at == NOON + WRITTEN_FORM_AFTER == NOON + DAY
    with sharing.ground.database.look() as work:
        row = work.session.get_one(Consent, mine)
    assert (row.revoked_at, row.revoked_how) == (NOON, how.value)
    assert row.written_at == (NOON if how is Ended.WRITTEN else None)


def test_the_written_form_comes_once_and_only_for_what_was_revoked(sharing: Sharing) -> None:
    [mine] = sharing.sign()

    def came(*consents: str) -> None:
        sharing.act(lambda scene: written_form_came(scene, sharing.ref, consents))

    with pytest.raises(UnknownReference):
        came(mine)
    sharing.revoke(mine)
    for _ in range(2):
        came(mine)
    with pytest.raises(UnknownReference):
        came(mine, "0" * 32)
    written = [line for line in sharing.ground.audit_rows() if line[1] == "consent.written"]
    assert written == [(CASE_MANAGER, "consent.written", f"{sharing.ref} {mine}", "")]
    with sharing.ground.database.look() as work:
        row = work.session.get_one(Consent, mine)
        assert row.written_at == NOON
        assert sharing.ground.vault.rows.row_holds(row)


def test_views_that_the_office_has_open_go_blank_at_once_and_no_others(sharing: Sharing) -> None:
    [mine, _] = sharing.sign(office(), defenders())
    users: list[SlackUserId] = [PROSECUTOR, COLLEAGUE, DEFENDER, CASE_MANAGER]
    later = NOON + timedelta(minutes=10)
    about_them = sharing.seal(PROSECUTOR)
    plan = [
        NewNotice(Kind.BLANK_VIEW, user, f"blank:{user}", due_at=later, subject=about_them) for user in users
    ]
    elsewhere = NewNotice(Kind.BLANK_VIEW, PROSECUTOR, "blank:else", due_at=later, subject="M-ELSE1")
    sharing.act(lambda scene: post(scene.work, NOON, [*plan, elsewhere]))
    sharing.revoke(mine, moment=NOON + timedelta(minutes=1))
    rows = notices(sharing, Kind.BLANK_VIEW)
    due = {row.recipient: row.due_at for row in rows if row.subject == about_them}
    at_once = NOON + timedelta(minutes=1)
    assert {row.due_at for row in rows if row.subject != about_them} == {later}, "a sign, if it closed early"
    assert due == {PROSECUTOR: at_once, COLLEAGUE: at_once, DEFENDER: later, CASE_MANAGER: later}


def test_a_card_that_stands_in_slack_is_not_touched(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    sharing.seal()
    before = [(row.kind, row.recipient, row.due_at) for row in notices(sharing, Kind.CARD_TODAY)]
    sharing.revoke(mine)
    assert [(row.kind, row.recipient, row.due_at) for row in notices(sharing, Kind.CARD_TODAY)] == before
    assert {row.recipient for row in notices(sharing, *Kind)} == {PROSECUTOR, CLINICIAN, CASE_MANAGER}


def test_withdrawn_items_of_several_readers_are_marked(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    message = sharing.seal(PROSECUTOR, COLLEAGUE)
    sharing.revoke(mine)
    with sharing.ground.database.look() as work:
        rows = work.session.scalars(select(SealedItem).where(SealedItem.subject == message)).all()
    assert {row.recipient for row in rows if row.withdrawn_at} == {PROSECUTOR, COLLEAGUE}


def test_police_sharing_stays_when_the_prosecutors_is_revoked(sharing: Sharing) -> None:
    police = Recipient(
        POLICE, Role.OFFICER, frozenset({Category.BARRIERS}), frozenset({Purpose.COORDINATION, Purpose.COURT})
    )
    mine, _ = sharing.sign(office(), police)
    message = sharing.seal(PROSECUTOR, OFFICER)
    sharing.revoke(mine)
    assert not sharing.reads(message)
    assert sharing.reads(message, OFFICER)


def test_a_revocation_whose_commit_was_lost_leaves_us_stricter_and_never_laxer(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    message = sharing.seal()
    with sharing.ground.database.work() as work:
        revoke(scene_of(sharing.ground, work), sharing.ref, [mine], Ended.EVENT)
    # The journal beside the keys has it already: what it named decides nothing any more.
    assert sharing.circle().consents == ()
    assert sharing.open(message) == Refused("withdrawn")
    assert sharing.revoke(mine).consents == (mine,)
