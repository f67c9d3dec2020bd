"""Actions: in one's own sphere only, standing once their owner took them, and never lost."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.action import RUNNING, SPHERE_OF, Action, ActionKind, ActionState, Because, Sphere
from models.acts.action_hands import drop, give_back, offer, owner_gone
from models.acts.action_lists import mine, of_table
from models.acts.actions import NewAction, done, new_date, not_taken, propose, take
from models.acts.depart import depart
from models.acts.set_aside import set_aside
from models.acts.undelivered import undelivered
from models.classes import Category
from models.conference import About
from models.database import Database
from models.envelope import Envelope, SealedItem
from models.errors import AlreadyChanged, DomainError, NotAllowed, NotAvailable, NotCovered, Vacant
from models.notice import Kind, Notice
from models.participant import Participant
from models.people import agency_kind, find_actor
from models.schema import ActionRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Refused
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    RESPONDER,
    lay,
    revealed,
)
from tests.models.sharing import COLLEAGUE, DEFENDER, LAWYER, Sharing, scene_of, share
from tests.models.tabling import OF_PLACE, POTENTIAL, A, K, S, hold, row, run, tabled, told

FRIDAY = NOON.date() + timedelta(days=3)
SECRET = "ask Zebulon Testperson's case manager by phone before citing"
LIGHTS = "ask the city for two more lights"
EVERYBODY = (
    OFFICER,
    QUAY_OFFICER,
    SlackUserId("UOXLIP001"),
    RESPONDER,
    CASE_MANAGER,
    CLINICIAN,
    PROSECUTOR,
    COLLEAGUE,
    DEFENDER,
    LAWYER,
    MANAGER,
    NEIGHBOR,
)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return tabled(share(lay(database, tmp_path)))


def sealed(owner: SlackUserId, **more: object) -> NewAction:
    whole: dict[str, object] = {
        "came_from": K,
        "owner": owner,
        "due_on": FRIDAY,
        "details": {"words": Sensitive(SECRET)},
    }
    return NewAction(**{**whole, **more})  # type: ignore[arg-type]


def plain(owner: SlackUserId, came_from: str = S, **more: object) -> NewAction:
    return NewAction(came_from, owner, FRIDAY, words=LIGHTS, **more)  # type: ignore[arg-type]


def proposed(sharing: Sharing, new: NewAction, by: SlackUserId) -> ActionRef:
    return sharing.act(lambda scene: propose(scene, new).ref, by)


def reads(sharing: Sharing, ref: ActionRef, user: SlackUserId) -> dict[Category, dict[str, str]]:
    """What somebody's items of it show them."""
    query = select(SealedItem.handle).where(
        SealedItem.subject == ref, SealedItem.recipient == user, SealedItem.withdrawn_at.is_(None)
    )
    with sharing.ground.database.look() as work:
        handles = list(work.session.scalars(query))
    found: dict[Category, dict[str, str]] = {}
    for handle in handles:
        opened = sharing.ground.open(user, handle)
        if not isinstance(opened, Refused):
            for category, fields in revealed(opened).items():
                found.setdefault(category, {}).update(fields)
    return found


def test_ones_own_stands_at_once_and_its_words_lie_sealed(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), OFFICER)
    stands = row(sharing, ref)
    assert (stands.state, stands.sphere, stands.words) == (ActionState.TAKEN, Sphere.POLICE, "")
    for user in (OFFICER, CASE_MANAGER):
        assert reads(sharing, ref, user) == {Category.BARRIERS: {"words": SECRET}}
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert told(sharing, OFFICER) == []


def test_what_is_proposed_only_waits_until_its_owner_takes_it(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    assert row(sharing, ref).state == ActionState.PROPOSED
    assert told(sharing, OFFICER) == [Kind.ACTION_CARD]
    assert reads(sharing, ref, OFFICER) == {Category.BARRIERS: {"words": SECRET}}
    sharing.act(lambda scene: take(scene, ref, own=Sensitive("call before a ticket")), OFFICER)
    assert row(sharing, ref).state == ActionState.TAKEN
    assert told(sharing, CASE_MANAGER) == [Kind.ACTION_TAKEN]
    assert reads(sharing, ref, OFFICER)[Category.BARRIERS] == {
        "words": SECRET,
        "own": "call before a ticket",
    }


def test_the_owners_own_words_never_reach_a_proposer_outside_the_team(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(CASE_MANAGER), OFFICER)
    sharing.act(lambda scene: take(scene, ref, own=Sensitive("I drive on Tuesday")), CASE_MANAGER)
    assert "own" in reads(sharing, ref, CASE_MANAGER)[Category.BARRIERS]
    assert reads(sharing, ref, OFFICER) == {Category.BARRIERS: {"words": SECRET}}


@pytest.mark.parametrize("by", [user for user in EVERYBODY if user != OFFICER])
def test_nobody_but_its_owner_takes_it_or_says_it_is_done(sharing: Sharing, by: SlackUserId) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    for act in (take, done):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene, act=act: act(scene, ref), by)  # type: ignore[misc]
    assert row(sharing, ref).state == ActionState.PROPOSED


@pytest.mark.parametrize("came_from", [K, S, A])
def test_of_all_pairs_nobody_records_what_stands_in_anothers_sphere(sharing: Sharing, came_from: str) -> None:
    """What stands belongs to whoever recorded it, in their own sphere; all else only waits."""
    for by, owner in product(EVERYBODY, EVERYBODY):
        new = sealed(owner) if came_from == K else plain(owner, came_from)
        try:
            ref = proposed(sharing, new, by)
        except DomainError:
            continue
        stands = row(sharing, ref)
        agency = next(seat.agency for seat in sharing.ground.seats if seat.user == owner)
        assert stands.sphere == SPHERE_OF[agency_kind(agency)]
        assert (stands.state == ActionState.TAKEN) == (by == owner)
        assert (stands.state == ActionState.PROPOSED) == (by != owner)
    with sharing.ground.database.look() as work:
        rows = list(work.session.scalars(select(Action)))
    assert len({(one.proposed_by, one.owner) for one in rows}) == len(rows) >= 9


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_however_it_goes_on_what_stands_was_taken_by_its_owner_in_their_own_sphere(
    sharing: Sharing, data: st.DataObject
) -> None:
    """Any order of any acts by anybody: who holds a standing one has tapped for it in their own seat."""
    people = st.sampled_from(EVERYBODY)
    tapped: dict[str, set[SlackUserId]] = {}
    refs: list[ActionRef] = []
    for _ in range(data.draw(st.integers(4, 12))):
        by, to = data.draw(people), data.draw(people)
        act = data.draw(st.sampled_from(["sealed", "plain", "take", "back", "offer", "drop", "not", "gone"]))
        if act in {"sealed", "plain"}:
            new = sealed(to) if act == "sealed" else plain(to)
            try:
                refs.append(proposed(sharing, new, by))
            except DomainError:
                continue
            tapped[refs[-1]] = {by}
            continue
        if not refs:
            continue
        ref = data.draw(st.sampled_from(refs))
        acts = {
            "take": lambda scene: take(scene, ref),  # noqa: B023 - run before the next turn
            "back": lambda scene: give_back(scene, ref, Because.NO_TIME),  # noqa: B023
            "offer": lambda scene: offer(scene, ref, to, FRIDAY),  # noqa: B023
            "drop": lambda scene: drop(scene, ref),  # noqa: B023
            "not": lambda scene: not_taken(scene, ref, Because.NOT_OURS),  # noqa: B023
            "gone": lambda scene: owner_gone(scene, to),  # noqa: B023
        }
        try:
            sharing.act(acts[act], by)
        except DomainError:
            continue
        if act == "take":
            tapped[ref].add(by)
    for ref in refs:
        stands = row(sharing, ref)
        assert stands.sphere == SPHERE_OF[agency_kind(stands.owner_agency)]
        assert stands.state != ActionState.TAKEN or stands.owner in tapped[ref]
        assert ActionState(stands.state) in ActionState


def test_whom_no_release_covers_is_not_at_the_table(sharing: Sharing) -> None:
    for owner in (QUAY_OFFICER, DEFENDER, LAWYER, NEIGHBOR):
        with pytest.raises(Vacant):
            proposed(sharing, sealed(owner), CASE_MANAGER)
        with pytest.raises(NotAvailable):
            proposed(sharing, sealed(owner), owner)


def test_an_owner_who_could_not_read_it_is_refused_and_nothing_is_kept(sharing: Sharing) -> None:
    with pytest.raises(NotCovered):
        proposed(sharing, sealed(MANAGER), CASE_MANAGER)
    with sharing.ground.database.look() as work:
        assert work.session.scalars(select(Action)).all() == []
        assert work.session.scalars(select(Envelope).where(Envelope.subject.startswith("T-"))).all() == []


def test_once_the_release_has_ended_its_owner_is_refused_alike_and_nothing_is_lost(sharing: Sharing) -> None:
    other = Sharing(sharing.ground, sharing.ref)
    (officers,) = [one.id for one in other.circle().consents if one.role == "officer"]
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    sharing.revoke(officers)
    for act in (take, done):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene, act=act: act(scene, ref), OFFICER)  # type: ignore[misc]
    assert reads(sharing, ref, OFFICER) == {}
    with pytest.raises(NotAvailable):
        proposed(sharing, sealed(OFFICER), OFFICER)
    stands = row(sharing, ref)
    assert (stands.group, ActionState(stands.state) in RUNNING) == ("owg", True)


def test_an_open_one_stands_in_words_and_no_envelope(sharing: Sharing) -> None:
    ref = proposed(sharing, plain(NEIGHBOR), MANAGER)
    sharing.act(lambda scene: take(scene, ref, words="count the dark lamps"), NEIGHBOR)
    stands = row(sharing, ref)
    assert (stands.words, stands.sphere) == ("count the dark lamps", Sphere.COMMUNITY)
    with sharing.ground.database.look() as work:
        assert work.session.scalars(select(Envelope).where(Envelope.subject == ref)).all() == []


def test_words_in_the_open_about_a_person_are_refused(sharing: Sharing) -> None:
    with pytest.raises(ValueError, match="words"):
        proposed(sharing, NewAction(K, OFFICER, FRIDAY, words=SECRET), OFFICER)
    with pytest.raises(ValueError, match="words"):
        proposed(sharing, sealed(MANAGER, came_from=S), MANAGER)


def test_a_potential_referral_is_told_to_the_case_managers_side_alone(sharing: Sharing) -> None:
    hold(sharing.ground, "", OFFICER, CASE_MANAGER, PROSECUTOR, ref=POTENTIAL, about=About.POTENTIAL)
    ref = proposed(sharing, sealed(CASE_MANAGER, came_from=POTENTIAL), OFFICER)
    assert reads(sharing, ref, CASE_MANAGER) == {Category.INCIDENT: {"words": SECRET}}
    with pytest.raises(NotCovered):
        proposed(sharing, sealed(PROSECUTOR, came_from=POTENTIAL), OFFICER)


def test_a_conference_on_a_place_is_open_to_the_group(sharing: Sharing) -> None:
    hold(sharing.ground, "", ref=OF_PLACE, about=About.SITUATION)
    assert row(sharing, proposed(sharing, plain(NEIGHBOR, OF_PLACE), OFFICER)).words == LIGHTS


@pytest.mark.parametrize(("days", "said"), [(-1, "past"), (367, "far")])
def test_a_day_that_is_none_is_said(sharing: Sharing, days: int, said: str) -> None:
    day = sharing.ground.rules.today(NOON) + timedelta(days=days)
    with pytest.raises(ValueError, match=said):
        proposed(sharing, sealed(OFFICER, due_on=day), OFFICER)
    ref = proposed(sharing, sealed(OFFICER), OFFICER)
    with pytest.raises(ValueError, match=said):
        sharing.act(lambda scene: new_date(scene, ref, day, Because.CHANGED), OFFICER)


def test_its_owner_is_reminded_and_others_hear_when_its_day_is_over(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    sharing.act(lambda scene: take(scene, ref), OFFICER)
    run(sharing, NOON + timedelta(days=3))
    assert told(sharing, OFFICER) == [Kind.ACTION_CARD, Kind.ACTION_NEAR, Kind.ACTION_NEAR]
    run(sharing, NOON + timedelta(days=5))
    assert told(sharing, OFFICER)[-1] == Kind.ACTION_OVERDUE
    assert told(sharing, MANAGER) == [Kind.ACTION_LATE]
    assert told(sharing, CASE_MANAGER) == [Kind.ACTION_TAKEN, Kind.ACTION_LATE]


def test_done_and_another_day_are_heard_by_whoever_proposed_it_and_remind_nobody(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    sharing.act(lambda scene: take(scene, ref), OFFICER)
    later = FRIDAY + timedelta(days=7)
    sharing.act(lambda scene: new_date(scene, ref, later, Because.WAITS_FOR_OTHERS), OFFICER)
    assert (row(sharing, ref).due_on, row(sharing, ref).because) == (later, Because.WAITS_FOR_OTHERS)
    sharing.act(lambda scene: done(scene, ref), OFFICER)
    run(sharing, NOON + timedelta(days=30))
    assert told(sharing, CASE_MANAGER) == [Kind.ACTION_TAKEN, Kind.ACTION_DATED, Kind.ACTION_DONE]
    assert told(sharing, OFFICER) == [Kind.ACTION_CARD]
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: done(scene, ref), OFFICER)


def test_what_is_not_taken_ends_and_is_heard(sharing: Sharing) -> None:
    ref = proposed(sharing, plain(OFFICER), MANAGER)
    sharing.act(lambda scene: not_taken(scene, ref, Because.NOT_OURS), OFFICER)
    assert row(sharing, ref).state == ActionState.NOT_TAKEN
    assert told(sharing, MANAGER) == [Kind.ACTION_NOT_TAKEN]


def test_what_comes_back_goes_to_somebody_else_and_its_former_owner_reads_it_no_more(
    sharing: Sharing,
) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    sharing.act(lambda scene: take(scene, ref), OFFICER)
    sharing.act(lambda scene: give_back(scene, ref, Because.NO_TIME), OFFICER)
    assert told(sharing, MANAGER) == [Kind.ACTION_GIVEN_BACK]
    sharing.act(lambda scene: offer(scene, ref, PROSECUTOR, FRIDAY), MANAGER)
    stands = row(sharing, ref)
    assert (stands.owner, stands.state, stands.sphere) == (
        PROSECUTOR,
        ActionState.PROPOSED,
        Sphere.PROSECUTION,
    )
    assert reads(sharing, ref, OFFICER) == {}
    assert reads(sharing, ref, PROSECUTOR) == {Category.BARRIERS: {"words": SECRET}}
    assert told(sharing, PROSECUTOR) == [Kind.ACTION_CARD]
    sharing.act(lambda scene: take(scene, ref), PROSECUTOR)
    assert row(sharing, ref).state == ActionState.TAKEN


def test_only_its_proposer_or_a_manager_offers_or_ends_what_came_back(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    sharing.act(lambda scene: take(scene, ref), OFFICER)
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: drop(scene, ref), CASE_MANAGER)
    sharing.act(lambda scene: give_back(scene, ref, Because.NO_TIME), OFFICER)
    for user in (PROSECUTOR, OFFICER, NEIGHBOR):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene: offer(scene, ref, CASE_MANAGER, FRIDAY), user)
    sharing.act(lambda scene: drop(scene, ref), CASE_MANAGER)
    assert row(sharing, ref).state == ActionState.NOT_TAKEN


def test_once_its_day_is_over_it_can_go_to_somebody_else_whoever_had_it_and_why(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    (officers,) = [one.id for one in sharing.circle().consents if one.role == "officer"]
    sharing.revoke(officers)
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: offer(scene, ref, PROSECUTOR, FRIDAY), MANAGER)
    late = NOON + timedelta(days=5)
    sharing.act(lambda scene: offer(scene, ref, PROSECUTOR, late.date()), MANAGER, late)
    assert (row(sharing, ref).owner, row(sharing, ref).state) == (PROSECUTOR, ActionState.PROPOSED)
    assert told(sharing, OFFICER)[-1] == Kind.ACTION_MOVED
    assert reads(sharing, ref, PROSECUTOR) == {Category.BARRIERS: {"words": SECRET}}


def test_a_card_that_did_not_arrive_is_heard_by_its_proposer_and_managers(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    ground = sharing.ground
    with ground.database.work() as work:
        card = work.session.scalars(select(Notice).where(Notice.subject == ref)).one()
        undelivered(work, ground.vault, ground.audit, ground.rules, card, "gone", NOON)
        again = work.session.scalars(select(Notice).where(Notice.recipient == MANAGER)).one()
        undelivered(work, ground.vault, ground.audit, ground.rules, again, "gone", NOON)
        work.commit()
    assert told(sharing, CASE_MANAGER) == told(sharing, MANAGER) == [Kind.ACTION_NOT_REACHED]


def test_what_has_no_table_any_more_can_still_be_ended(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    with pytest.raises(NotAvailable):
        proposed(sharing, sealed(OFFICER), OFFICER)
    late = NOON + timedelta(days=5)
    with pytest.raises(Vacant):
        sharing.act(lambda scene: offer(scene, ref, PROSECUTOR, late.date()), MANAGER, late)
    sharing.act(lambda scene: drop(scene, ref), MANAGER, late)
    assert row(sharing, ref).state == ActionState.NOT_TAKEN
    assert Kind.ACTION_MOVED in told(sharing, OFFICER)


def test_what_its_owner_sets_aside_waits_for_somebody_else(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(PROSECUTOR), CASE_MANAGER)
    query = select(SealedItem.handle).where(SealedItem.subject == ref, SealedItem.recipient == PROSECUTOR)
    with sharing.ground.database.look() as work:
        handle = work.session.scalars(query).one()
    sharing.act(lambda scene: set_aside(scene, handle), PROSECUTOR)
    assert row(sharing, ref).state == ActionState.GIVEN_BACK
    assert reads(sharing, ref, PROSECUTOR) == {}
    assert Kind.ACTION_GIVEN_BACK in told(sharing, CASE_MANAGER)


def test_the_owner_leaves_and_it_waits_for_somebody(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    sharing.act(lambda scene: take(scene, ref), OFFICER)
    ground = sharing.ground
    with ground.database.work() as work:
        depart(work, ground.vault, ground.audit, ground.rules, OFFICER, NOON, MANAGER)
        work.commit()
    assert (row(sharing, ref).state, row(sharing, ref).because) == (
        ActionState.GIVEN_BACK,
        Because.OWNER_LEFT,
    )
    assert told(sharing, MANAGER) == [Kind.ACTION_OWNER_GONE]
    assert told(sharing, CASE_MANAGER)[-1] == Kind.ACTION_OWNER_GONE
    with ground.database.look() as work:
        listed = mine(scene_of(ground, work, CASE_MANAGER))
    assert [(one.ref, one.may_offer) for one in listed] == [(ref, True)]
    run(sharing, NOON + timedelta(days=30))
    assert told(sharing, MANAGER) == [Kind.ACTION_OWNER_GONE], "nobody is reminded of what nobody has"


def test_a_referral_to_legal_help_comes_from_a_case_manager_and_stays_with_them(sharing: Sharing) -> None:
    legal = ActionKind.LEGAL_HELP
    ref = proposed(sharing, sealed(CASE_MANAGER, kind=legal), CASE_MANAGER)
    with sharing.ground.database.look() as work:
        readers = set(work.session.scalars(select(SealedItem.recipient).where(SealedItem.subject == ref)))
    assert readers == {CASE_MANAGER}
    for owner in (OFFICER, PROSECUTOR):
        with pytest.raises(NotAllowed):
            proposed(sharing, sealed(owner, kind=legal), CASE_MANAGER)


def test_the_list_has_references_and_days_and_no_word_about_a_person(sharing: Sharing) -> None:
    first = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    later = NOON + timedelta(seconds=1)
    second = sharing.act(lambda scene: propose(scene, sealed(PROSECUTOR)).ref, PROSECUTOR, later)
    proposed(sharing, plain(OFFICER), OFFICER)
    with sharing.ground.database.look() as work:
        managers = of_table(scene_of(sharing.ground, work, MANAGER), K)
        officers = mine(scene_of(sharing.ground, work, OFFICER))
    assert [(one.ref, one.number, one.owner, one.handle) for one in managers] == [
        (first, 1, OFFICER, None),
        (second, 2, PROSECUTOR, None),
    ]
    assert SECRET not in repr(managers)
    assert sorted(one.words for one in officers) == ["", LIGHTS]
    assert all((one.handle is not None) == (one.words == "") for one in officers)


def test_a_table_is_shown_to_those_at_it_only(sharing: Sharing) -> None:
    for user in (QUAY_OFFICER, DEFENDER, NEIGHBOR):
        with sharing.ground.database.look() as work, pytest.raises(NotAvailable):
            of_table(scene_of(sharing.ground, work, user), K)


def test_a_row_that_somebody_altered_is_nobodys(sharing: Sharing) -> None:
    ref = proposed(sharing, sealed(OFFICER), CASE_MANAGER)
    with sharing.ground.database.work() as work:
        work.session.get_one(Action, ref).owner = PROSECUTOR
        work.commit()
    for user in (OFFICER, PROSECUTOR):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene: take(scene, ref), user)


def test_everybody_named_here_has_a_seat(sharing: Sharing) -> None:
    with sharing.ground.database.look() as work:
        for user in EVERYBODY:
            assert find_actor(work, sharing.ground.vault.rows, user, date(2026, 9, 15)).user == user
