"""Duplicates from the look beside the act to the merge, on both databases; everybody here is made up."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select, update

from models.acts import duplicates
from models.acts.duplicates import judge, merge, plan_look, waiting_for, write_down
from models.acts.participants import begin
from models.classes import Basis, Category
from models.database import Database
from models.disclosure import Disclosure
from models.due import DueStep, Planned, Step, plan, take
from models.envelope import CustodyWrap, Envelope, SealedItem
from models.errors import AlreadyChanged, NotAllowed, UnknownReference
from models.likeness import Likeness
from models.notice import Kind, Notice
from models.pair import Pair, PairState
from models.participant import Participant
from models.people import Role, find_actor
from models.referral import Door, Referral, State
from models.scene import Scene
from models.schema import Handle, ReferralRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import OpenPair, Refused, Seat, Shelf
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
    Laid,
    Told,
    intrude,
    laid_on_sqlite,
    lay,
    revealed,
    table_of,
)

T = TypeVar("T")
_numbers = itertools.count()
NAME, NUMBER = "Zebulon Testperson", "555-0107"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as ground:
        yield ground


@pytest.fixture
def on_both(database: Database, tmp_path: Path) -> Laid:
    """For what the databases do themselves: the search, the lock, the merge."""
    return lay(database, tmp_path)


def act(ground: Laid, do: Callable[[Scene], T], user: SlackUserId = MANAGER) -> T:
    with ground.database.work() as work:
        done = do(Scene(work, ground.vault, ground.audit, ground.rules, user, LATER))
        work.commit()
        return done


def refer(
    ground: Laid,
    person: str = NAME,
    *,
    later: int = 0,
    referrer: SlackUserId = OFFICER,
    contact: str = "",
    region: str = "north",
) -> Told:
    details = {
        Category.IDENTITY: {"person": person},
        Category.LOCATION: {"place": "Dock shelter 7", "callback": "555-0102", "contact": contact},
    }
    return ground.refer(
        Door.SOCIAL_CONTACT,
        referrer=referrer,
        seats=(Seat(MANAGER, Role.PROJECT_MANAGER, Basis.REFERRAL),),
        moment=NOON + timedelta(minutes=later),
        details=details,
        region=region,
    )


def somebody_of_the_team(ground: Laid, called: str = NAME, referral: ReferralRef | None = None) -> str:
    def do(scene: Scene) -> str:
        row = begin(scene, "north")
        if referral is not None:
            row.referral = referral
            scene.vault.rows.sign_row(row)
        actor = find_actor(scene.work, scene.vault.rows, CASE_MANAGER, scene.rules.today(NOON))
        scene.vault.pages.write(
            scene.work,
            actor,
            row.ref,
            Shelf.DIRECTORY,
            Category.IDENTITY,
            {"called": Sensitive(called)},
            moment=NOON,
        )
        return row.ref

    return act(ground, do, CASE_MANAGER)


def look(ground: Laid, *refs: str) -> list[str]:
    """The step of each falls due and is taken; answers how the steps ended."""
    keys = [f"{ref}:{next(_numbers)}" for ref in refs]
    planned = [Planned(Step.PAIRS_LOOK, ref, LATER, key) for ref, key in zip(refs, keys, strict=True)]
    act(ground, lambda scene: plan(scene.work, planned))
    sight = act(ground, duplicates.look)
    assert sight is not None
    act(ground, lambda scene: write_down(scene, sight))
    with ground.database.look() as work:
        return list(work.session.scalars(select(DueStep.outcome).where(DueStep.key.in_(keys))))


def pairs(ground: Laid) -> list[Pair]:
    with ground.database.look() as work:
        return list(work.session.scalars(select(Pair).order_by(Pair.found_at, Pair.newer, Pair.other)))


def notices(ground: Laid, *kinds: Kind) -> list[tuple[str, str]]:
    query = select(Notice).order_by(Notice.id)
    with ground.database.look() as work:
        rows = list(work.session.scalars(query))
    return [(row.kind, row.recipient) for row in rows if not kinds or row.kind in kinds]


def referral(ground: Laid, ref: str) -> Referral:
    with ground.database.look() as work:
        return work.session.get_one(Referral, ReferralRef(ref))


def a_pair(ground: Laid) -> tuple[Told, Told, str]:
    """Two referrals of one person, older first, and the pair's id."""
    older, newer = refer(ground), refer(ground, "testperson, zebulon", later=5, referrer=QUAY_OFFICER)
    assert look(ground, newer.ref) == ["looked"]
    [pair] = pairs(ground)
    return older, newer, pair.id


def confirmed(ground: Laid) -> tuple[Told, Told, str]:
    older, newer, pair = a_pair(ground)
    act(ground, lambda scene: judge(scene, pair, same=True), CLINICIAN)
    return older, newer, pair


def test_a_look_is_planned_a_few_seconds_after_the_act_and_once(ground: Laid) -> None:
    told = refer(ground)
    for _ in range(2):
        act(ground, lambda scene: plan_look(scene, scene.work.session.get_one(Referral, told.ref)))
    with ground.database.look() as work:
        [step] = work.session.scalars(select(DueStep))
    assert (step.step, step.subject) == (Step.PAIRS_LOOK, told.ref)
    assert timedelta() < step.due_at - LATER < timedelta(seconds=30)


def test_two_referrals_of_one_person_are_proposed_as_references_only(ground: Laid) -> None:
    older, newer, _ = a_pair(ground)
    [pair] = pairs(ground)
    assert (pair.newer, pair.other) == (newer.ref, older.ref)
    assert (pair.likeness, pair.state) == (Likeness.SAME_NAME, PairState.PROPOSED)
    assert ground.vault.rows.row_holds(pair)
    assert notices(ground) == [(Kind.PAIR_FOUND, CLINICIAN)]
    stored = repr([vars(row) for row in pairs(ground)]) + repr(ground.audit_rows())
    assert "estperson" not in stored


def test_the_newer_one_is_the_newer_one_whichever_is_looked_at(ground: Laid) -> None:
    older, newer = refer(ground), refer(ground, later=5)
    look(ground, older.ref)
    look(ground, newer.ref)
    assert [(pair.newer, pair.other) for pair in pairs(ground)] == [(newer.ref, older.ref)]
    assert notices(ground) == [(Kind.PAIR_FOUND, CLINICIAN)]


def test_a_number_of_the_persons_own_makes_a_pair_and_the_officers_does_not(ground: Laid) -> None:
    one = refer(ground, "Marigold Nobodyknows", contact=f"text {NUMBER}")
    refer(ground, "Biscuit Fictional", later=1)  # with the same call-back number of the officer's
    other = refer(ground, "Clover Pretend", contact="(555) 555-0107", later=2)
    look(ground, other.ref)
    assert [(pair.other, pair.likeness) for pair in pairs(ground)] == [(one.ref, Likeness.SAME_NUMBER)]


def test_a_participant_of_that_name_is_the_other_side(ground: Laid) -> None:
    ref = somebody_of_the_team(ground, "Zebulan Testperson")
    told = refer(ground)
    look(ground, told.ref)
    assert [(pair.newer, pair.other, pair.likeness) for pair in pairs(ground)] == [
        (told.ref, ref, Likeness.NEAR_NAME)
    ]


def test_whoever_came_from_the_very_referral_is_no_duplicate_of_it(ground: Laid) -> None:
    told = refer(ground)
    somebody_of_the_team(ground, referral=told.ref)
    look(ground, told.ref)
    assert pairs(ground) == []


def test_other_people_closed_referrals_and_nobody_are_not_proposed(ground: Laid) -> None:
    refer(ground, "Marigold Nobodyknows")
    gone = refer(ground, later=1)
    ground.change(gone.ref, state=State.CLOSED.value, closed_at=NOON)
    told = refer(ground, later=2)
    assert look(ground, told.ref, gone.ref, "R-00000") == ["looked"] * 3
    assert pairs(ground) == []


def test_an_altered_referral_is_not_looked_at(ground: Laid) -> None:
    refer(ground)
    told = refer(ground, later=1)
    with ground.database.work() as work:
        table = table_of(Referral)
        intrude(work, update(table).where(table.c.ref == told.ref).values(state=State.WAITLISTED.value))
        work.commit()
    look(ground, told.ref)
    assert pairs(ground) == []


def test_what_cannot_be_opened_hides_nothing_else(ground: Laid) -> None:
    older, broken = refer(ground), refer(ground, later=1)
    with ground.database.work() as work:
        of_it = select(Envelope.id).where(Envelope.subject == broken.ref)
        table = table_of(CustodyWrap)
        intrude(work, update(table).where(table.c.envelope_id.in_(of_it)).values(wrapped=b"x" * 48))
        work.commit()
    newer = refer(ground, later=2)
    look(ground, newer.ref)
    assert [(pair.newer, pair.other) for pair in pairs(ground)] == [(newer.ref, older.ref)]


def test_where_no_supervisor_can_compare_the_project_managers_are_asked(ground: Laid) -> None:
    ground.reappoint(CLINICIAN, suspended_at=NOON)
    refer(ground)
    look(ground, refer(ground, later=1).ref)
    assert notices(ground) == [(Kind.REVIEW_DUE, MANAGER)]


def test_the_supervisor_sees_both_sides_and_it_is_written_down(ground: Laid) -> None:
    older, newer, pair = a_pair(ground)
    opened = act(ground, lambda s: s.vault.comparer.open(s.work, s.rules, CLINICIAN, pair, moment=LATER))
    assert isinstance(opened, OpenPair)
    assert [side.ref for side in (opened.newer, opened.other)] == [newer.ref, older.ref]
    seen = {name: text.reveal() for name, text in opened.other.fields}
    assert seen == {"person": NAME, "contact": ""}  # neither the place nor the officer's own number
    with ground.database.look() as work:
        told = {(row.about, row.reader, row.role) for row in work.session.scalars(select(Disclosure))}
    assert told == {(ref, CLINICIAN, Role.CLINICAL_SUPERVISOR) for ref in (older.ref, newer.ref)}
    assert ground.audit_rows()[-1][1:] == ("open.granted", f"{newer.ref} {older.ref}", "pair")


@pytest.mark.parametrize(
    "user", [MANAGER, CASE_MANAGER, RESPONDER, OFFICER, PROSECUTOR, NEIGHBOR, "UUNROST01"]
)
def test_nobody_else_sees_or_judges_a_pair(ground: Laid, user: str) -> None:
    _, _, pair = a_pair(ground)
    who = SlackUserId(user)
    outcome = act(ground, lambda s: s.vault.comparer.open(s.work, s.rules, who, pair, moment=LATER))
    assert isinstance(outcome, Refused)
    assert ground.audit_rows()[-1][1] == "open.refused"
    with pytest.raises(NotAllowed):
        act(ground, lambda scene: judge(scene, pair, same=True), who)
    assert pairs(ground)[0].state == PairState.PROPOSED


def test_a_supervisor_of_another_region_sees_nothing(ground: Laid) -> None:
    _, _, pair = a_pair(ground)
    ground.reappoint(CLINICIAN, regions="quay")
    outcome = act(ground, lambda s: s.vault.comparer.open(s.work, s.rules, CLINICIAN, pair, moment=LATER))
    assert outcome == Refused("region")


def test_an_altered_pair_opens_nothing(ground: Laid) -> None:
    _, _, pair = a_pair(ground)
    victim = refer(ground, "Marigold Nobodyknows", later=9)
    with ground.database.work() as work:
        intrude(work, update(table_of(Pair)).values(other=victim.ref))
        work.commit()
    outcome = act(ground, lambda s: s.vault.comparer.open(s.work, s.rules, CLINICIAN, pair, moment=LATER))
    assert outcome == Refused("pair_row")
    with pytest.raises(NotAllowed):
        act(ground, lambda scene: judge(scene, pair, same=True), CLINICIAN)


def test_at_most_the_three_likest_are_proposed_for_one_referral(ground: Laid) -> None:
    for number in range(3):
        refer(ground, later=number)
    near = refer(ground, "Zebulan Testpersen", later=4)
    ref = somebody_of_the_team(ground)
    newest = refer(ground, later=5)
    look(ground, newest.ref)
    assert len(pairs(ground)) == 3
    assert ref in {pair.other for pair in pairs(ground)}
    assert near.ref not in {pair.other for pair in pairs(ground)}


def test_one_look_is_for_all_that_came_in_and_is_taken_once(ground: Laid) -> None:
    one, other = refer(ground), refer(ground, later=1)
    act(ground, lambda s: plan(s.work, [Planned(Step.PAIRS_LOOK, r.ref, LATER, r.ref) for r in (one, other)]))
    sight = act(ground, duplicates.look)
    assert sight is not None
    assert set(sight.matches) == {one.ref, other.ref}
    assert "estperson" not in repr(sight)
    for _ in range(2):
        act(ground, lambda scene: write_down(scene, sight))
    assert len(pairs(ground)) == 1
    assert act(ground, duplicates.look) is None


def test_the_common_beat_of_due_steps_leaves_a_look_alone(ground: Laid) -> None:
    act(ground, lambda s: plan(s.work, [Planned(Step.PAIRS_LOOK, "R-00000", NOON, "look")]))
    assert act(ground, lambda scene: take(scene.work, LATER)) is None


def test_different_people_are_never_asked_about_again(ground: Laid) -> None:
    older, newer, pair = a_pair(ground)
    act(ground, lambda scene: judge(scene, pair, same=False), CLINICIAN)
    look(ground, newer.ref)
    look(ground, older.ref)
    assert [one.state for one in pairs(ground)] == [PairState.DIFFERENT]
    assert notices(ground, Kind.PAIR_CONFIRMED) == []
    with pytest.raises(AlreadyChanged):
        act(ground, lambda scene: judge(scene, pair, same=True), CLINICIAN)
    outcome = act(ground, lambda s: s.vault.comparer.open(s.work, s.rules, CLINICIAN, pair, moment=LATER))
    assert outcome == Refused("pair_settled")
    with pytest.raises(AlreadyChanged):
        act(ground, lambda scene: merge(scene, pair))


def test_what_waits_for_whom(ground: Laid) -> None:
    def waits(user: SlackUserId) -> list[str]:
        def do(scene: Scene) -> list[str]:
            actor = find_actor(scene.work, scene.vault.rows, user, scene.rules.today(NOON))
            return [pair.id for pair in waiting_for(scene, actor)]

        return act(ground, do, user)

    _, _, pair = a_pair(ground)
    assert [waits(user) for user in (CLINICIAN, MANAGER, OFFICER)] == [[pair], [], []]
    act(ground, lambda scene: judge(scene, pair, same=True), CLINICIAN)
    assert [waits(user) for user in (CLINICIAN, MANAGER, OFFICER)] == [[], [pair], []]
    act(ground, lambda scene: merge(scene, pair))
    assert [waits(user) for user in (CLINICIAN, MANAGER, OFFICER)] == [[], [], []]


def test_a_merge_ends_the_newer_one_and_tells_neither_referrer(ground: Laid) -> None:
    older, newer, pair = confirmed(ground)
    with ground.database.work() as work:
        work.session.execute(
            table_of(DueStep)
            .insert()
            .values(
                step=Step.SCREENING_DUE,
                subject=newer.ref,
                key="k",
                planned_for=LATER,
                due_at=LATER,
                tries=0,
                outcome="",
            )
        )
        work.commit()
    act(ground, lambda scene: merge(scene, pair))
    merged = referral(ground, newer.ref)
    assert (merged.state, merged.merged_into, merged.closed_at) == (State.MERGED, older.ref, LATER)
    assert ground.vault.rows.row_holds(merged)
    assert referral(ground, older.ref).state == State.SUBMITTED
    told = {recipient for _, recipient in notices(ground)}
    assert told <= {CLINICIAN, MANAGER}
    with ground.database.look() as work:
        waiting = set(work.session.scalars(select(DueStep.step).where(DueStep.done_at.is_(None))))
    assert waiting <= {Step.FIXED_LINE}  # the referrer's one rhythm goes on, as for everybody


def test_the_team_of_the_older_one_opens_what_was_merged(ground: Laid) -> None:
    older, newer, pair = confirmed(ground)
    assert not isinstance(ground.open(MANAGER, newer.handles[MANAGER], LATER), Refused)
    act(ground, lambda scene: merge(scene, pair))
    seen = revealed(ground.open(MANAGER, newer.handles[MANAGER], LATER))
    assert seen[Category.IDENTITY] == {"person": "testperson, zebulon"}
    ground.change(older.ref, state=State.CLOSED.value, closed_at=LATER)
    assert isinstance(ground.open(MANAGER, newer.handles[MANAGER], LATER), Refused)


def test_who_was_handed_only_the_merged_one_reads_it_no_more(ground: Laid) -> None:
    older, newer, pair = confirmed(ground)
    ground.change(older.ref, state=State.DISPATCHED.value, dispatched_at=LATER)
    seats = (Seat(RESPONDER, Role.OUTREACH_RESPONDER, Basis.REFERRAL),)

    def share(scene: Scene) -> str:
        row = scene.work.session.get_one(Referral, newer.ref)
        row.version += 1
        scene.vault.rows.sign_row(row)
        [handle] = scene.vault.sealer.share(scene.work, row, seats, LATER).values()
        return handle

    handle = act(ground, share)
    act(ground, lambda scene: merge(scene, pair))
    assert ground.open(RESPONDER, Handle(handle), LATER) == Refused("merged_row")


def test_merged_into_a_participant_it_is_their_care_teams(on_both: Laid) -> None:
    ground = on_both
    ref = somebody_of_the_team(ground)
    told = refer(ground)
    look(ground, told.ref)
    [pair] = pairs(ground)
    act(ground, lambda scene: judge(scene, pair.id, same=True), CLINICIAN)
    act(ground, lambda scene: merge(scene, pair.id))
    assert referral(ground, told.ref).merged_into == ref
    with ground.database.look() as work:
        [item] = work.session.scalars(select(SealedItem).where(SealedItem.recipient == CASE_MANAGER))
    assert item.basis == Basis.CARE_TEAM
    assert notices(ground, Kind.CARD_TODAY) == [(Kind.CARD_TODAY, CASE_MANAGER)]
    assert revealed(ground.open(CASE_MANAGER, item.handle, LATER))[Category.IDENTITY] == {"person": NAME}
    assert isinstance(ground.open(MANAGER, told.handles[MANAGER], LATER), Refused)
    with ground.database.work() as work:
        row = work.session.get_one(Participant, ref)
        row.closed_at, row.version = LATER, row.version + 1
        ground.vault.rows.sign_row(row)
        work.commit()
    assert isinstance(ground.open(CASE_MANAGER, item.handle, LATER), Refused)


def test_what_was_merged_before_comes_along(on_both: Laid) -> None:
    ground = on_both
    first, second, pair = confirmed(ground)
    act(ground, lambda scene: merge(scene, pair))
    ref = somebody_of_the_team(ground)
    look(ground, first.ref)
    [onward] = [one for one in pairs(ground) if one.other == ref]
    act(ground, lambda scene: judge(scene, onward.id, same=True), CLINICIAN)
    act(ground, lambda scene: merge(scene, onward.id))
    assert [referral(ground, told.ref).merged_into for told in (first, second)] == [ref, ref]
    with ground.database.look() as work:
        mine = select(SealedItem).where(SealedItem.recipient == CASE_MANAGER)
        items = list(work.session.scalars(mine))
    assert {item.subject for item in items} == {first.ref, second.ref}
    assert all(not isinstance(ground.open(CASE_MANAGER, item.handle, LATER), Refused) for item in items)


def test_a_merge_follows_where_the_older_one_went(ground: Laid) -> None:
    oldest, older, pair = confirmed(ground)
    newest = refer(ground, later=8)
    look(ground, newest.ref)
    [with_older] = [one for one in pairs(ground) if {one.newer, one.other} == {newest.ref, older.ref}]
    act(ground, lambda scene: judge(scene, with_older.id, same=True), CLINICIAN)
    act(ground, lambda scene: merge(scene, pair))
    act(ground, lambda scene: merge(scene, with_older.id))
    assert referral(ground, newest.ref).merged_into == oldest.ref


def test_nothing_is_merged_into_what_is_over(ground: Laid) -> None:
    older, newer, pair = confirmed(ground)
    ground.change(older.ref, state=State.CLOSED.value, closed_at=LATER)
    with pytest.raises(AlreadyChanged):
        act(ground, lambda scene: merge(scene, pair))
    assert referral(ground, newer.ref).state == State.SUBMITTED


def test_somebody_who_was_met_meanwhile_is_not_merged_away(ground: Laid) -> None:
    _, newer, pair = confirmed(ground)
    ground.change(newer.ref, state=State.MET.value, met_at=LATER)
    with pytest.raises(AlreadyChanged):
        act(ground, lambda scene: merge(scene, pair))
    assert pairs(ground)[0].state == PairState.CONFIRMED


@pytest.mark.parametrize("user", [CLINICIAN, CASE_MANAGER, OFFICER])
def test_only_a_project_manager_merges(ground: Laid, user: SlackUserId) -> None:
    _, newer, pair = confirmed(ground)
    with pytest.raises(NotAllowed):
        act(ground, lambda scene: merge(scene, pair), user)
    assert referral(ground, newer.ref).merged_into is None


def test_a_pair_is_merged_once(ground: Laid) -> None:
    _, _, pair = confirmed(ground)
    act(ground, lambda scene: merge(scene, pair))
    with pytest.raises(AlreadyChanged):
        act(ground, lambda scene: merge(scene, pair))


@pytest.mark.parametrize("say", [lambda s: judge(s, "0" * 32, same=True), lambda s: merge(s, "0" * 32)])
def test_a_pair_nobody_proposed_is_unknown(ground: Laid, say: Callable[[Scene], object]) -> None:
    with pytest.raises(UnknownReference):
        act(ground, say)


def test_a_merge_that_somebody_wrote_into_the_row_opens_nothing(ground: Laid) -> None:
    older, newer, _ = confirmed(ground)
    with ground.database.work() as work:
        table = table_of(Referral)
        intrude(work, update(table).where(table.c.ref == newer.ref).values(merged_into=older.ref))
        work.commit()
    assert isinstance(ground.open(MANAGER, newer.handles[MANAGER], LATER), Refused)
