"""A release is signed, one recipient of it is revoked, the written form comes: at once, and only that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from models.access import MATRIX
from models.acts.release import (
    ENTERED_WITHIN,
    WRITTEN_FORM_AFTER,
    add_recipient,
    never_for,
    only_for,
    problems,
    recipient_problems,
    revoke,
    sign_release,
    written_form_came,
)
from models.audit import Verb
from models.classes import NEVER_STORED, RELEASABLE, Basis, Category, Purpose
from models.consent import Consent, Ended, Recipient, Release, Signed
from models.database import Database
from models.envelope import Grant, SealedItem
from models.errors import NotAllowed, UnknownReference
from models.message import SealedMessage
from models.notice import Kind, NewNotice, Notice, Urgency, post
from models.participant import Participant
from models.people import ROLE_KINDS, AgencyKind, Role
from models.schema import SlackUserId
from models.vault import Refused
from tests.factories import CASE_MANAGER, CLINICIAN, NOON, OFFICER, PROSECUTOR, intrude, lay
from tests.models.sharing import (
    COLLEAGUE,
    DEFENDER,
    HOST,
    LAWYER,
    POLICE,
    SIGNED,
    UNTIL,
    Sharing,
    defenders,
    form,
    office,
    scene_of,
    share,
)

TODAY = date(2026, 9, 15)
DAY = timedelta(days=1)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


# --- the form -----------------------------------------------------------------------------------------


def test_a_whole_form_has_no_problems() -> None:
    assert problems(form(), TODAY) == {}
    assert problems(form(office(), defenders()), TODAY) == {}
    assert problems(form(until=None, by_event=True), TODAY) == {}
    assert problems(form(signed_on=TODAY, until=TODAY), TODAY) == {}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"signed_on": TODAY + DAY}, {"signed_on": "in_the_future"}),
        ({"expires_on": None}, {"expires_on": "no_end"}),
        ({"expires_on": TODAY - DAY}, {"expires_on": "over_already"}),
        ({"expires_on": TODAY - DAY, "by_event": True}, {"expires_on": "over_already"}),
        ({"recipients": ()}, {"recipients": "nobody"}),
        ({"recipients": (office(), replace(office(), role=Role.OFFICER))}, {"role": "not_of_that_agency"}),
        ({"recipients": (replace(office(), categories=frozenset()),)}, {"categories": "none"}),
        ({"recipients": (office(Category.CLINICAL),)}, {"categories": "never_for_this_role"}),
        (
            {"recipients": (office(Category.BARRIERS, Category.VIOLATIONS),)},
            {"categories": "never_for_this_role"},
        ),
        ({"recipients": (office(purposes=()),)}, {"purposes": "none"}),
        ({"recipients": (office(purposes=(Purpose.COURT, Purpose.REFERRAL)),)}, {"purposes": "none"}),
        (
            {"recipients": (office(Category.CLINICAL, purposes=()),), "expires_on": None},
            {"categories": "never_for_this_role", "purposes": "none", "expires_on": "no_end"},
        ),
    ],
)
def test_a_missing_or_impossible_element_is_named_at_its_field(
    changed: dict[str, object], found: dict[str, str]
) -> None:
    assert problems(replace(form(), **changed), TODAY) == found  # type: ignore[arg-type]  # fields of a form


@given(role=st.sampled_from(Role), categories=st.frozensets(st.sampled_from(Category), min_size=1))
def test_no_form_is_whole_that_names_a_class_its_role_never_gets(
    role: Role, categories: frozenset[Category]
) -> None:
    kind = min(ROLE_KINDS.get(role, frozenset({AgencyKind.POLICY})))
    one = Recipient(f"{kind}:Somebody Fictional", role, categories, frozenset(RELEASABLE))
    fine = not categories & NEVER_STORED and all(
        Basis.CONSENT in MATRIX[role][category] for category in categories
    )
    assert (problems(form(one), TODAY) == {}) == fine


def test_there_is_no_purpose_evidence_and_none_for_a_referral() -> None:
    assert set(RELEASABLE) == set(Purpose) - {Purpose.REFERRAL}
    assert not any("evidence" in one or "proceeding" in one or "counsel" in one for one in Purpose)


def test_a_form_with_a_problem_or_for_a_closed_participant_is_not_taken(sharing: Sharing) -> None:
    with pytest.raises(NotAllowed):
        sharing.sign(office(Category.CLINICAL))
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    circle = sharing.circle()
    with pytest.raises(NotAllowed):
        sharing.act(lambda scene: sign_release(scene, circle, form()))
    with sharing.ground.database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Release)) == 0


def test_a_signed_release_keeps_its_elements_under_the_mac_and_in_the_log(sharing: Sharing) -> None:
    consents = sharing.sign(office(), defenders())
    with sharing.ground.database.look() as work:
        release = work.session.scalars(select(Release)).one()
        assert sharing.ground.vault.rows.row_holds(release)
    assert (release.participant, release.discloser) == (sharing.ref, HOST)
    assert (release.signed_on, release.expires_on, release.by_event) == (SIGNED, UNTIL, 0)
    assert (release.signed_how, release.entered_by, release.entered_at) == (
        Signed.ON_PAPER,
        CASE_MANAGER,
        NOON,
    )
    verb, objects = sharing.ground.audit_rows()[-1][1:3]
    assert verb == "consent.signed"
    assert set(objects.split()) == {sharing.ref, release.id, *consents}


def test_an_event_is_kept_as_a_mark(sharing: Sharing) -> None:
    sharing.sign(until=None, by_event=True)
    with sharing.ground.database.look() as work:
        assert work.session.scalars(select(Release.by_event)).one() == 1


# --- revoking -----------------------------------------------------------------------------------------


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


def adds(sharing: Sharing, release: str, user: SlackUserId = CASE_MANAGER, moment: datetime = NOON) -> None:
    sharing.act(lambda scene: add_recipient(scene, sharing.circle(), release, defenders()), user, moment)


def release_of(sharing: Sharing, consent: str) -> str:
    with sharing.ground.database.look() as work:
        return work.session.get_one(Consent, consent).release_id


def test_one_more_recipient_of_the_same_form_can_be_entered_within_the_hour(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    adds(sharing, release_of(sharing, mine), moment=NOON + ENTERED_WITHIN)
    added = next(one for one in sharing.circle().consents if one.id != mine)
    assert (added.role, added.release_id) == (Role.PUBLIC_DEFENDER, release_of(sharing, mine))
    assert (added.starts_on, added.expires_on) == (SIGNED, UNTIL)
    assert [row[1] for row in sharing.ground.audit_rows()].count(Verb.CONSENT_SIGNED) == 2


@pytest.mark.parametrize(
    ("user", "late"), [(CLINICIAN, timedelta()), (CASE_MANAGER, ENTERED_WITHIN + timedelta(seconds=1))]
)
def test_nobody_else_and_nobody_later_writes_on_a_signed_form(
    sharing: Sharing, user: SlackUserId, late: timedelta
) -> None:
    [mine] = sharing.sign()
    with pytest.raises(NotAllowed):
        adds(sharing, release_of(sharing, mine), user, NOON + late)
    assert len(sharing.circle().consents) == 1


def test_nobody_is_added_to_a_form_that_ended_for_everybody_or_is_somebody_elses(sharing: Sharing) -> None:
    [mine] = sharing.sign()
    sharing.revoke(mine, how=Ended.MISTAKE)
    with pytest.raises(NotAllowed):
        adds(sharing, release_of(sharing, mine))
    with pytest.raises(UnknownReference):
        adds(sharing, "f" * 32)
    sharing.alter(Release, release_of(sharing, mine), participant="C-00000")
    with pytest.raises(UnknownReference):
        adds(sharing, release_of(sharing, mine))


def test_what_a_role_is_told_for_one_purpose_only_asks_for_that_purpose() -> None:
    one = frozenset({Category.IDENTITY})
    for purpose in RELEASABLE:
        recipient = Recipient(POLICE, Role.POLICE_SUPERVISOR, one, frozenset({purpose}))
        found = recipient_problems(recipient)
        assert found == ({} if purpose is Purpose.HAND_OFF else {"purposes": "only_for"})
        assert only_for(recipient) == (() if purpose is Purpose.HAND_OFF else (Category.IDENTITY,))


def test_the_classes_a_role_never_gets_are_named() -> None:
    assert never_for(Role.OFFICER, [Category.CLINICAL, Category.BARRIERS, Category.DANGER]) == (
        Category.CLINICAL,
        Category.DANGER,
    )
