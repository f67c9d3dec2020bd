"""Releases end, people leave, hours move: whoever is not covered reads and hears nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.appoint import appoint
from models.acts.conference_keep import arrived
from models.acts.conference_running import How, close, move, step_back
from models.acts.conference_times import When
from models.acts.conference_wish import let_in
from models.acts.depart import depart as leave_roster
from models.acts.depart import give_back
from models.acts.participants import join_team, leave_team
from models.classes import Category
from models.conference import ConferenceState
from models.database import Database
from models.errors import AlreadyChanged, NotAvailable, NotCovered
from models.notice import Kind, NewNotice, Notice, post
from models.participant import Participant
from models.people import Account, Role
from models.roster_file import Seating
from models.scene import Scene
from models.schema import ConferenceRef, SlackUserId
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    lay,
)
from tests.models.conferring import (
    DAY,
    GUESTS,
    HOUR,
    TUESDAY,
    handles,
    police,
    proposed,
    prosecutors,
    reads,
    row,
    run,
    seated,
    told,
)
from tests.models.sharing import COLLEAGUE, DEFENDER, Sharing, share

CHANNEL = SlackUserId("C0OWG0001")


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def signed(sharing: Sharing) -> tuple[str, str]:
    first, second = sharing.sign(police(), prosecutors())
    return first, second


def news(sharing: Sharing) -> list[tuple[str, object]]:
    query = select(Notice).where(Notice.kind == Kind.CONFERENCE_NEWS.value).order_by(Notice.id)
    with sharing.ground.database.look() as work:
        return [(one.target, one.due_at) for one in work.session.scalars(query)]


def test_whoever_is_revoked_reads_nothing_more_and_the_others_go_on(sharing: Sharing) -> None:
    _, office = signed(sharing)
    ref = proposed(sharing)
    assert reads(sharing, ref, PROSECUTOR)
    sharing.revoke(office)
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert reads(sharing, ref, OFFICER)
    assert seated(sharing, ref) == {OFFICER, QUAY_OFFICER}
    assert news(sharing) == []
    run(sharing, TUESDAY)
    assert told(sharing, PROSECUTOR) == [Kind.CONFERENCE_INVITED]
    assert row(sharing, ref).state == ConferenceState.BEGUN


def test_a_release_that_ends_leaves_those_whom_another_covers(sharing: Sharing) -> None:
    _, office = signed(sharing)
    sharing.sign(prosecutors())
    ref = proposed(sharing)
    sharing.revoke(office)
    assert PROSECUTOR in seated(sharing, ref)
    assert reads(sharing, ref, PROSECUTOR)


def test_everyone_revoked_closes_it_with_a_neutral_line_at_its_hour(sharing: Sharing) -> None:
    ref = proposed(sharing, moment=NOON) if signed(sharing) else None
    assert ref is not None
    consents = [one.id for one in sharing.circle().consents]
    heard = {user: told(sharing, user) for user in (MANAGER, CASE_MANAGER)}
    revoked = sharing.revoke(*consents)
    assert revoked.unopened == (ref,)
    assert told(sharing, MANAGER) == heard[MANAGER], "whoever runs it reads the line at its hour"
    assert told(sharing, CASE_MANAGER) == [*heard[CASE_MANAGER], Kind.CONFERENCE_TEAM]
    assert row(sharing, ref).state == ConferenceState.CLOSED
    assert seated(sharing, ref) == set()
    # Said at once, the line would tell at which moment the word was taken back.
    assert news(sharing) == [("not_held", TUESDAY)]
    run(sharing, TUESDAY + 3 * DAY)
    for guest in GUESTS:
        assert reads(sharing, ref, guest) == {}
        assert Kind.CONFERENCE_CARD not in told(sharing, guest)
    assert reads(sharing, ref, CASE_MANAGER)


def test_releases_that_lapse_before_it_begins_put_it_off(sharing: Sharing) -> None:
    sharing.sign(police(), prosecutors(), until=date(2026, 9, 16))
    ref = proposed(sharing)
    run(sharing, TUESDAY - DAY)
    assert reads(sharing, ref, PROSECUTOR, TUESDAY - DAY)
    run(sharing, TUESDAY)
    found = row(sharing, ref)
    assert (found.state, found.starts_at) == (ConferenceState.PUT_OFF, None)
    assert [one for one, _ in news(sharing)] == ["not_held"]
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert Kind.CONFERENCE_RULES not in told(sharing, PROSECUTOR)


def test_where_the_site_chose_so_it_goes_on_without_a_word_on_the_person(sharing: Sharing) -> None:
    rules = sharing.ground.rules
    chosen = rules.conference.model_copy(update={"without_release": "situation_only"})
    ground = replace(sharing.ground, rules=rules.model_copy(update={"conference": chosen}))
    sharing = replace(sharing, ground=ground)
    sharing.sign(police(), prosecutors(), until=date(2026, 9, 16))
    ref = proposed(sharing)
    before = len(told(sharing, CASE_MANAGER))
    run(sharing, TUESDAY)
    found = row(sharing, ref)
    assert (found.state, found.starts_at) == (ConferenceState.SITUATION_ONLY, TUESDAY)
    assert [one for one, _ in news(sharing)] == ["situation_only"]
    for guest in GUESTS:
        assert reads(sharing, ref, guest) == {}
        assert Kind.CONFERENCE_RULES not in told(sharing, guest)
    # Whoever works with the person hears it, though the hour is the one they knew.
    assert told(sharing, CASE_MANAGER)[before:] == [Kind.CONFERENCE_TEAM]


def test_what_is_put_off_or_on_the_situation_only_opens_for_no_guest(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    sharing.act(lambda scene: close(scene, ref, How.SITUATION_ONLY), MANAGER)
    assert reads(sharing, ref, PROSECUTOR) == {}
    sharing.act(lambda scene: move(scene, ref, When(TUESDAY + HOUR, 15)), MANAGER)
    assert reads(sharing, ref, PROSECUTOR)
    sharing.act(lambda scene: close(scene, ref, How.PUT_OFF))
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert [one for one, _ in news(sharing)] == ["situation_only", "moved", "not_held"]


def test_a_moved_conference_opens_around_its_new_hour_only(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    sharing.act(lambda scene: move(scene, ref, When(TUESDAY + 7 * DAY, 15)))
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert reads(sharing, ref, PROSECUTOR, TUESDAY + 7 * DAY)
    run(sharing, TUESDAY + DAY)
    assert row(sharing, ref).state == ConferenceState.PROPOSED
    run(sharing, TUESDAY + 7 * DAY)
    assert row(sharing, ref).state == ConferenceState.BEGUN


def test_one_that_was_held_is_readable_for_a_day_and_one_that_was_not_for_no_guest(sharing: Sharing) -> None:
    signed(sharing)
    held = proposed(sharing)
    run(sharing, TUESDAY)
    sharing.act(lambda scene: close(scene, held, How.HELD), MANAGER, TUESDAY + timedelta(minutes=5))
    assert reads(sharing, held, PROSECUTOR, TUESDAY + HOUR)
    assert reads(sharing, held, PROSECUTOR, TUESDAY + DAY + HOUR) == {}
    later = When(TUESDAY + 2 * DAY, 15)
    other = proposed(sharing, when=later, moment=TUESDAY + HOUR)
    assert other != held
    sharing.act(lambda scene: close(scene, other, How.HELD), MANAGER, TUESDAY + 2 * HOUR)
    assert reads(sharing, other, PROSECUTOR, TUESDAY + 2 * DAY) == {}


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, NEIGHBOR])
def test_only_its_facilitator_and_the_care_team_run_it(sharing: Sharing, user: SlackUserId) -> None:
    signed(sharing)
    ref = proposed(sharing)
    acts: tuple[Callable[[Scene], object], ...] = (
        lambda scene: close(scene, ref, How.HELD),
        lambda scene: move(scene, ref, When(TUESDAY + HOUR, 15)),
        lambda scene: let_in(scene, ref, COLLEAGUE),
    )
    for act in acts:
        with pytest.raises(NotAvailable):
            sharing.act(act, user)
    for unknown in ("K-00000", ""):
        with pytest.raises(NotAvailable):
            sharing.act(partial(close, ref=ConferenceRef(unknown), how=How.HELD), user)
    sharing.act(lambda scene: close(scene, ref, How.HELD), CLINICIAN)
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: close(scene, ref, How.HELD), MANAGER)


def test_stepping_back_asks_no_reason_and_ends_what_was_handed_out(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    heard = {user: told(sharing, user) for user in (CASE_MANAGER, MANAGER, OFFICER, CHANNEL)}
    sharing.act(lambda scene: step_back(scene, ref), PROSECUTOR)
    sharing.act(lambda scene: step_back(scene, ref), NEIGHBOR)
    sharing.act(lambda scene: step_back(scene, ConferenceRef("K-00000")), NEIGHBOR)
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert PROSECUTOR not in seated(sharing, ref)
    assert {user: told(sharing, user) for user in heard} == heard


def test_the_care_team_invites_somebody_more_whom_a_release_covers(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    sharing.act(lambda scene: let_in(scene, ref, COLLEAGUE))
    assert set(reads(sharing, ref, COLLEAGUE)) == set(reads(sharing, ref, PROSECUTOR))
    assert Category.LOCATION not in reads(sharing, ref, COLLEAGUE)
    with pytest.raises(NotCovered):
        sharing.act(lambda scene: let_in(scene, ref, NEIGHBOR))


def test_a_further_form_does_not_ask_again_who_said_that_they_take_no_part(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    sharing.act(lambda scene: step_back(scene, ref), PROSECUTOR)
    heard = told(sharing, PROSECUTOR)
    proposed(sharing, CLINICIAN)
    assert PROSECUTOR not in seated(sharing, ref)
    assert OFFICER in seated(sharing, ref)
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert told(sharing, PROSECUTOR) == heard


def test_an_hour_that_comes_back_is_told_once_more_to_all_who_heard_of_the_other(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing, told_time=(DEFENDER,))
    for at in (TUESDAY + HOUR, TUESDAY):
        sharing.act(partial(move, ref=ref, when=When(at, 15)))
    assert told(sharing, CASE_MANAGER, Kind.CONFERENCE_TEAM) == [Kind.CONFERENCE_TEAM] * 3
    assert told(sharing, OFFICER, Kind.CONFERENCE_INVITED) == [Kind.CONFERENCE_INVITED] * 3
    assert told(sharing, DEFENDER, Kind.CONFERENCE_TIME_ONLY) == [Kind.CONFERENCE_TIME_ONLY] * 3


@pytest.mark.parametrize("how", [How.PUT_OFF, How.SITUATION_ONLY])
def test_what_invitees_have_open_goes_blank_when_no_brief_may_be_read(sharing: Sharing, how: How) -> None:
    signed(sharing)
    ref = proposed(sharing)
    run(sharing, TUESDAY)
    later = TUESDAY + timedelta(minutes=10)
    readers = (OFFICER, PROSECUTOR, CASE_MANAGER)
    with sharing.ground.database.work() as work:
        views = [
            NewNotice(Kind.BLANK_VIEW, user, f"blank:{user}", subject=ref, target="V1", due_at=later)
            for user in readers
        ]
        post(work, TUESDAY, views)
        work.commit()
    sharing.act(lambda scene: close(scene, ref, how), MANAGER, TUESDAY)
    with sharing.ground.database.look() as work:
        query = select(Notice.recipient, Notice.due_at).where(Notice.kind == Kind.BLANK_VIEW.value)
        due = dict(work.session.execute(query).all())
    assert due == {OFFICER: TUESDAY, PROSECUTOR: TUESDAY, CASE_MANAGER: later}


def gone(sharing: Sharing, user: SlackUserId) -> None:
    ground = sharing.ground
    sharing.act(
        lambda scene: leave_roster(
            scene.work, ground.vault, ground.audit, ground.rules, user, scene.moment, MANAGER
        ),
        MANAGER,
    )


def test_who_leaves_hands_their_place_to_a_colleague_in_the_role(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    assert reads(sharing, ref, COLLEAGUE) == {}
    gone(sharing, PROSECUTOR)
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert reads(sharing, ref, COLLEAGUE)
    assert Kind.CONFERENCE_INVITED in told(sharing, COLLEAGUE)


def test_no_other_officer_comes_in_the_place_of_one_but_whoever_is_appointed(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing, invited=(OFFICER, PROSECUTOR))
    gone(sharing, OFFICER)
    assert seated(sharing, ref) == {PROSECUTOR}
    newcomer = sharing.actor(QUAY_OFFICER)
    sharing.act(lambda scene: arrived(scene, newcomer), MANAGER)
    assert reads(sharing, ref, QUAY_OFFICER)
    assert reads(sharing, ref, OFFICER) == {}
    third = replace(newcomer, user=SlackUserId("UTHIRD001"))
    sharing.act(lambda scene: arrived(scene, third), MANAGER)
    assert seated(sharing, ref) == {PROSECUTOR, QUAY_OFFICER}


def test_whoever_stepped_back_has_no_successor(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing, invited=(OFFICER, PROSECUTOR))
    sharing.act(lambda scene: step_back(scene, ref), OFFICER)
    sharing.act(lambda scene: arrived(scene, sharing.actor(QUAY_OFFICER)), MANAGER)
    sharing.act(lambda scene: arrived(scene, sharing.actor(OFFICER)), MANAGER)
    assert seated(sharing, ref) == {PROSECUTOR}


def test_a_role_that_ends_ends_the_place_that_came_with_it(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    sharing.act(lambda scene: give_back(scene, PROSECUTOR, [Role.LIAISON_PROSECUTOR]), MANAGER)
    assert handles(sharing, ref, PROSECUTOR)
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert PROSECUTOR not in seated(sharing, ref)


def test_a_participant_who_is_closed_meanwhile_is_noticed_when_it_begins(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    run(sharing, TUESDAY)
    assert row(sharing, ref).state == ConferenceState.CLOSED
    assert not any(reads(sharing, ref, guest) for guest in GUESTS)


def test_whoever_joins_the_care_team_reads_along_and_whoever_leaves_it_does_not(sharing: Sharing) -> None:
    signed(sharing)
    ref = proposed(sharing)
    second = SlackUserId("USECOND01")
    host = "case_management:Harbor Bridge Outreach"
    seat = Seating(second, "Fictional Person", host, (Role.CASE_MANAGER,), (), Account.ANY, None, None)
    ground = sharing.ground
    sharing.act(
        lambda scene: appoint(scene.work, ground.vault, ground.audit, ground.rules, [seat], scene.moment)
    )
    assert handles(sharing, ref, second) == []
    sharing.act(lambda scene: join_team(scene, sharing.circle(), second, Role.CASE_MANAGER), CLINICIAN)
    assert reads(sharing, ref, second, NOON)[Category.LOCATION]
    sharing.act(lambda scene: leave_team(scene, sharing.circle(), second), CLINICIAN)
    assert reads(sharing, ref, second, NOON) == {}
