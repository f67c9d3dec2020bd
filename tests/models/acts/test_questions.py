"""Questions by case number: who is brought one, who answers, and that the asker's side never shows which."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models.acts.participants import join_team
from models.acts.ping import close
from models.acts.ping_answer import Answer, decide, take
from models.acts.questions import answer, ask_by_number, look, take_step, write_down
from models.classes import Basis, Category, Purpose
from models.consent import Ended
from models.court_matter import CourtMatter
from models.database import Database
from models.due import DueStep, Step, finish
from models.envelope import Envelope
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotCovered
from models.notice import Kind
from models.participant import Participant
from models.people import Role
from models.ping import Decision, Ping, PingState, Side
from models.scene import Scene
from models.schema import PingRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Refused
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    PROSECUTOR,
    intrude,
    lay,
    revealed,
    table_of,
)
from tests.models.lawyering import (
    ASKERS,
    BY,
    NUMBER,
    SAME_NUMBER,
    SOON,
    WHY,
    asked,
    items,
    looked,
    matter,
    question,
    release_for,
    row,
    told,
)
from tests.models.sharing import COLLEAGUE, OFFICE, Sharing, office, share

BLIND_SIDES = [Side.QUESTION, Side.SCHEDULING]
WORDS = Sensitive("We are working together.")
AFTER = NOON + timedelta(days=4)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def known(sharing: Sharing, side: Side = Side.QUESTION) -> PingRef:
    """A question about somebody known, whose release lets the team be asked; it was looked at."""
    sharing.sign(release_for(side))
    matter(sharing)
    ref = asked(sharing, question(side))
    looked(sharing)
    return ref


def day_over(sharing: Sharing, ref: PingRef) -> str:
    """The clock takes the question's last step."""

    def step(scene: Scene) -> str:
        query = select(DueStep).where(DueStep.subject == ref, DueStep.step == Step.QUESTION_OVER.value)
        due = scene.work.session.scalars(query).one()
        if due.done_at is not None:
            return "done"
        outcome = take_step(scene, due)
        finish(due, outcome, scene.moment)
        return outcome

    return sharing.act(step, SlackUserId("bot"), AFTER)


def reached(sharing: Sharing, ref: PingRef) -> bool:
    return bool(items(sharing, ref, CASE_MANAGER))


@pytest.mark.parametrize("side", BLIND_SIDES)
def test_a_question_reaches_the_case_manager_under_a_live_release(sharing: Sharing, side: Side) -> None:
    ref = known(sharing, side)
    assert told(sharing, CASE_MANAGER) == [Kind.PING_CARD]
    shown = revealed(sharing.ground.open(CASE_MANAGER, items(sharing, ref, CASE_MANAGER)["care_team"], SOON))
    assert shown == {Category.LEGAL_CALENDAR: {"number": SAME_NUMBER, "words": WHY}}


@pytest.mark.parametrize("side", BLIND_SIDES)
def test_whoever_asks_reads_what_they_wrote_and_is_told_nothing(sharing: Sharing, side: Side) -> None:
    ref, asker = known(sharing, side), ASKERS[side]
    assert told(sharing, asker) == []
    assert list(items(sharing, ref, asker)) == ["own"]
    assert revealed(sharing.ground.open(asker, items(sharing, ref, asker)["own"], SOON)) == {
        Category.LEGAL_CALENDAR: {"number": SAME_NUMBER, "words": WHY}
    }


def test_nobody_is_looked_for_before_the_beat(sharing: Sharing) -> None:
    sharing.sign(release_for(Side.QUESTION))
    matter(sharing)
    ref = asked(sharing)
    looked(sharing, NOON)
    assert not reached(sharing, ref)
    looked(sharing, SOON)
    assert reached(sharing, ref)


@pytest.mark.parametrize(
    "why",
    ["unknown", "no release", "another office", "another purpose", "another class", "another role", "over"],
)
def test_without_a_live_release_for_exactly_this_nothing_happens(sharing: Sharing, why: str) -> None:
    recipient = office(Category.LEGAL_CALENDAR)
    if why == "another office":
        recipient = replace(recipient, agency="prosecutor:Lantern Harbor City Attorney")
    elif why == "another purpose":
        recipient = office(Category.LEGAL_CALENDAR, purposes=(Purpose.CONFERENCE,))
    elif why == "another class":
        recipient = office(Category.BARRIERS)
    elif why == "another role":
        recipient = release_for(Side.SCHEDULING)
    if why != "no release":
        consents = sharing.sign(recipient)
        if why == "over":
            sharing.revoke(*consents, how=Ended.SPOKEN)
    matter(sharing, number="99-9-99999-9" if why == "unknown" else NUMBER)
    ref = asked(sharing)
    looked(sharing)
    assert not reached(sharing, ref)
    assert not any(told(sharing, user) for user in (CASE_MANAGER, CLINICIAN, MANAGER, PROSECUTOR, COLLEAGUE))
    assert (row(sharing, ref).participant, row(sharing, ref).version) == ("", 1)


def test_what_the_asker_could_look_at_is_the_same_whether_anybody_is_known(sharing: Sharing) -> None:
    known_ref = known(sharing)
    unknown = asked(sharing, question(number="99-9-99999-9"))
    looked(sharing, SOON + timedelta(seconds=5))
    handle = items(sharing, known_ref, CASE_MANAGER)["care_team"]
    sharing.act(lambda scene: answer(scene, handle, WORDS), CASE_MANAGER, SOON)
    here, there = row(sharing, known_ref), row(sharing, unknown)
    same = ("side", "ask", "office", "court", "state", "office_by", "answer_by", "closed_at", "holder")
    assert {one: getattr(here, one) for one in same} == {one: getattr(there, one) for one in same}
    for ref in (known_ref, unknown):
        assert day_over(sharing, ref) == "closed"
    assert row(sharing, known_ref).closed_at == row(sharing, unknown).closed_at
    assert told(sharing, PROSECUTOR).count(Kind.QUESTION_OVER) == 2


def test_another_court_or_a_closed_matter_is_not_the_case_that_was_asked_about(sharing: Sharing) -> None:
    sharing.sign(release_for(Side.QUESTION))
    matter(sharing, court="municipal")
    matter(sharing, closed_at=NOON)
    ref = asked(sharing)
    looked(sharing)
    assert not reached(sharing, ref)


def test_a_number_that_two_people_share_brings_the_question_to_nobody(sharing: Sharing) -> None:
    other = share(sharing.ground)
    for one in (sharing, other):
        one.sign(release_for(Side.QUESTION))
        matter(one)
    ref = asked(sharing)
    looked(sharing)
    assert not reached(sharing, ref)


def test_of_two_with_one_number_only_the_one_with_a_release_is_meant(sharing: Sharing) -> None:
    other = share(sharing.ground)
    matter(other)
    ref = known(sharing)
    assert row(sharing, ref).participant == sharing.ref


def test_the_same_matter_written_down_twice_is_one_person(sharing: Sharing) -> None:
    matter(sharing)
    assert reached(sharing, known(sharing))


def test_a_participant_who_has_left_is_not_found(sharing: Sharing) -> None:
    sharing.sign(release_for(Side.QUESTION))
    matter(sharing)
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    ref = asked(sharing)
    looked(sharing)
    assert not reached(sharing, ref)


def test_an_asker_who_has_left_the_office_brings_nothing(sharing: Sharing) -> None:
    sharing.sign(release_for(Side.QUESTION))
    matter(sharing)
    ref = asked(sharing)
    sharing.ground.reappoint(PROSECUTOR, agency="prosecutor:Lantern Harbor City Attorney")
    looked(sharing)
    assert not reached(sharing, ref)


@pytest.mark.parametrize("what", ["matter", "question", "page"])
def test_what_somebody_altered_in_the_database_matches_nobody(sharing: Sharing, what: str) -> None:
    sharing.sign(release_for(Side.QUESTION))
    row_id = matter(sharing)
    ref = asked(sharing)
    envelopes = table_of(Envelope)
    statements = {
        "matter": update(table_of(CourtMatter)).where(CourtMatter.id == row_id).values(arose="after"),
        "question": update(table_of(Ping)).where(Ping.ref == ref).values(office=OFFICE + " East"),
        "page": update(envelopes)
        .where(envelopes.c.purpose == "court")
        .values(created="2020-01-01T00:00:00Z"),
    }
    with sharing.ground.database.work() as work:
        intrude(work, statements[what])
        work.commit()
    looked(sharing)
    assert not reached(sharing, ref)


def test_a_look_is_taken_once_and_ends_the_same_known_or_not(sharing: Sharing) -> None:
    known(sharing)
    asked(sharing, question(number="99-9-99999-9"))
    for _ in range(2):
        looked(sharing, SOON + timedelta(minutes=1))
    with sharing.ground.database.look() as work:
        steps = work.session.scalars(select(DueStep).where(DueStep.step == Step.QUESTION_LOOK.value)).all()
    assert [step.outcome for step in steps] == ["looked", "looked"]
    assert told(sharing, CASE_MANAGER) == [Kind.PING_CARD]


def test_a_release_that_ends_between_look_and_writing_keeps_it_from_the_team(sharing: Sharing) -> None:
    consents = sharing.sign(release_for(Side.QUESTION))
    matter(sharing)
    ref = asked(sharing)
    sight = sharing.act(look, SlackUserId("bot"), SOON)
    assert sight is not None
    sharing.revoke(*consents)
    sharing.act(lambda scene: write_down(scene, sight), SlackUserId("bot"), SOON)
    assert not reached(sharing, ref)


@pytest.mark.parametrize("side", BLIND_SIDES)
def test_the_answer_opens_under_the_release_alone(sharing: Sharing, side: Side) -> None:
    ref, asker = known(sharing, side), ASKERS[side]
    team = items(sharing, ref, CASE_MANAGER)["care_team"]
    sharing.act(lambda scene: answer(scene, team, WORDS), CASE_MANAGER, SOON)
    assert told(sharing, asker) == [Kind.QUESTION_ANSWERED]
    handles = items(sharing, ref, asker)
    assert revealed(sharing.ground.open(asker, handles["consent"], SOON)) == {
        Category.LEGAL_CALENDAR: {"answer": WORDS.reveal()}
    }
    own = revealed(sharing.ground.open(asker, handles["own"], SOON))
    assert "answer" not in own[Category.LEGAL_CALENDAR]


def test_after_a_withdrawal_the_answer_opens_no_more_and_their_own_words_still_do(sharing: Sharing) -> None:
    ref = known(sharing)
    team = items(sharing, ref, CASE_MANAGER)["care_team"]
    sharing.act(lambda scene: answer(scene, team, WORDS), CASE_MANAGER, SOON)
    sharing.revoke(*(one.id for one in sharing.circle().consents), moment=SOON)
    handles = items(sharing, ref, PROSECUTOR)
    assert isinstance(sharing.ground.open(PROSECUTOR, handles["consent"], SOON), Refused)
    assert revealed(sharing.ground.open(PROSECUTOR, handles["own"], SOON))


def test_without_a_release_any_more_the_team_cannot_answer_and_nobody_is_told(sharing: Sharing) -> None:
    ref = known(sharing)
    sharing.revoke(*(one.id for one in sharing.circle().consents), moment=SOON)
    team = items(sharing, ref, CASE_MANAGER)["care_team"]
    with pytest.raises(NotCovered):
        sharing.act(lambda scene: answer(scene, team, WORDS), CASE_MANAGER, SOON)
    assert told(sharing, PROSECUTOR) == []
    assert row(sharing, ref).decided_at is None


def test_the_first_answer_stands(sharing: Sharing) -> None:
    team = items(sharing, known(sharing), CASE_MANAGER)["care_team"]
    sharing.act(lambda scene: answer(scene, team, WORDS), CASE_MANAGER, SOON)
    with pytest.raises(AlreadyChanged) as late:
        sharing.act(lambda scene: answer(scene, team, WORDS), CASE_MANAGER, SOON)
    assert late.value.state == "answered"
    assert told(sharing, PROSECUTOR) == [Kind.QUESTION_ANSWERED]


def test_after_its_day_nobody_answers(sharing: Sharing) -> None:
    ref = known(sharing)
    team = items(sharing, ref, CASE_MANAGER)["care_team"]
    assert day_over(sharing, ref) == "closed"
    with pytest.raises(AlreadyChanged) as late:
        sharing.act(lambda scene: answer(scene, team, WORDS), CASE_MANAGER, AFTER)
    assert late.value.state == "closed"
    assert told(sharing, CASE_MANAGER) == [Kind.PING_CARD, Kind.PING_CLOSED]


def test_nobody_else_answers_and_the_asker_never_does(sharing: Sharing) -> None:
    ref = known(sharing)
    team = items(sharing, ref, CASE_MANAGER)["care_team"]
    own = items(sharing, ref, PROSECUTOR)["own"]
    for user, handle in ((PROSECUTOR, own), (COLLEAGUE, team), (OFFICER, team), (PROSECUTOR, team)):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene, it=handle: answer(scene, it, WORDS), user, SOON)  # type: ignore[misc]


def test_the_acts_of_an_asked_office_do_not_touch_it(sharing: Sharing) -> None:
    ref = known(sharing)
    team = items(sharing, ref, CASE_MANAGER)["care_team"]
    for act in (lambda scene: take(scene, team), lambda scene: decide(scene, team, Answer(Decision.NOTED))):
        with pytest.raises(NotAvailable):
            sharing.act(act, CASE_MANAGER, SOON)
    assert row(sharing, ref).state == PingState.ASKED


def test_whoever_asked_may_end_it_and_hears_nothing_more(sharing: Sharing) -> None:
    ref = known(sharing)
    sharing.act(lambda scene: close(scene, ref), PROSECUTOR, SOON)
    assert day_over(sharing, ref) == "settled"
    assert told(sharing, PROSECUTOR) == []
    assert told(sharing, CASE_MANAGER) == [Kind.PING_CARD, Kind.PING_CLOSED]


@pytest.mark.parametrize("side", BLIND_SIDES)
def test_only_their_own_role_asks(sharing: Sharing, side: Side) -> None:
    with pytest.raises(NotAllowed):
        asked(sharing, question(side), OFFICER)
    other = Side.SCHEDULING if side is Side.QUESTION else Side.QUESTION
    with pytest.raises(NotAllowed):
        asked(sharing, question(side), ASKERS[other])


@pytest.mark.parametrize("days", [-4, 400])
def test_a_day_gone_by_or_too_far_ahead_is_refused(sharing: Sharing, days: int) -> None:
    new = replace(question(), by=BY + timedelta(days=days))
    with pytest.raises(ValueError, match="latest day"):
        sharing.act(lambda scene: ask_by_number(scene, new), PROSECUTOR)
    with sharing.ground.database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Ping)) == 0


def test_who_only_reads_along_gets_no_card(sharing: Sharing) -> None:
    roles = f"{Role.CLINICAL_SUPERVISOR.value};{Role.LEGAL_SYSTEM_ADVOCATE.value}"
    sharing.ground.reappoint(CLINICIAN, roles=roles)
    sharing.act(
        lambda scene: join_team(scene, sharing.circle(), CLINICIAN, Role.LEGAL_SYSTEM_ADVOCATE), CLINICIAN
    )
    ref = known(sharing)
    assert Basis.CARE_TEAM.value in items(sharing, ref, CLINICIAN)
    assert told(sharing, CLINICIAN) == []
