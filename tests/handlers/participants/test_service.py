"""What a care team does: begun once, from what they may open, kept for the team, told to nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers.forms import Mistakes
from handlers.participants.service import Participants
from models.acts.release import ReleaseForm, sign_release
from models.audit import Verb
from models.classes import Category, Purpose
from models.consent import Recipient, Signed
from models.duties import Act, Duty
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotOnRoster
from models.goal import Goal
from models.notice import Kind, Notice
from models.participant import Circle, Participant, Rung, circle_of
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from models.site import SiteRules
from models.vault import Refused
from models.vault.pages import Shelf
from tests.handlers.harbor import (
    BACKUP,
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    STRANGER,
    Harbor,
)
from tests.handlers.participants.folders import (
    ADVOCATE,
    BRIDGE,
    DETAILS,
    ELSEWHERE,
    SECOND,
    SECRETS,
    begin,
    draft,
    team_of,
    with_goal,
)
from tests.models.foldering import goals_of

OUTSIDERS = [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR, RESPONDER]


def service(harbor: Harbor) -> Participants:
    return Participants(harbor.ground)


def circle(harbor: Harbor, ref: ParticipantRef) -> Circle:
    with harbor.ground.database.look() as work:
        found = circle_of(work, harbor.ground.vault.rows, ref)
        assert found is not None
        return found


def kept(harbor: Harbor, ref: ParticipantRef) -> dict[Category, dict[str, str]]:
    ground = harbor.ground
    with ground.database.work() as work:
        opened = ground.vault.folders.open(
            work, ground.book.current(work), CLINICAL, ref, [Shelf.DIRECTORY], moment=ground.now()
        )
        assert not isinstance(opened, Refused)
        return {
            page.category: {name: text.reveal() for name, text in page.fields.items()}
            for page in opened.pages
        }


def goals(harbor: Harbor, ref: ParticipantRef) -> tuple[Goal, ...]:
    with harbor.ground.database.work() as work:
        return goals_of(harbor.ground.scene(work, CLINICAL), ref)


def met(harbor: Harbor, form: str = "VFORM1") -> str:
    """An arrest diversion that the case manager was on call for, and met."""
    harbor.change_rules(
        on_call=[{"region": "north", "slack_user_id": CASE_MANAGER, "backup_user_id": BACKUP}]
    )
    ref = harbor.refer(form=form).ref
    harbor.act(CASE_MANAGER, ref, Act.MET)
    return ref


def test_what_was_said_at_the_beginning_is_kept_under_its_class(harbor: Harbor) -> None:
    ref = begin(harbor)
    assert kept(harbor, ref) == DETAILS
    found = circle(harbor, ref)
    assert (found.region, found.rung, found.agency) == ("north", Rung.NONE, BRIDGE)
    assert found.team == {(CASE_MANAGER, Role.CASE_MANAGER)}


def test_nothing_of_it_stands_readable_in_the_database(harbor: Harbor) -> None:
    with_goal(harbor)
    stored = harbor.everything_stored()
    assert not [secret for secret in SECRETS if secret.encode() in stored]


def test_a_form_sent_twice_begins_once(harbor: Harbor) -> None:
    assert begin(harbor) == begin(harbor)
    assert harbor.count(Participant) == 1


def test_a_form_with_mistakes_begins_nothing(harbor: Harbor) -> None:
    wrong = Mistakes({"participant_begin.called": "Please answer this."})
    assert service(harbor).begin(CASE_MANAGER, lambda _: wrong, view_id="V1") == wrong
    assert harbor.count(Participant) == 0


@pytest.mark.parametrize("user", OUTSIDERS)
def test_only_care_teams_begin(harbor: Harbor, user: SlackUserId) -> None:
    with pytest.raises(NotAllowed):
        service(harbor).beginnings(user)
    with pytest.raises(NotAllowed):
        begin(harbor, user)
    assert harbor.count(Participant) == 0


def test_who_has_no_seat_neither_lists_nor_begins(harbor: Harbor) -> None:
    for act in (service(harbor).people, service(harbor).beginnings):
        with pytest.raises(NotOnRoster):
            act(STRANGER)


def test_met_referrals_that_the_person_can_still_open_are_offered(harbor: Harbor) -> None:
    ref = met(harbor)
    waiting = harbor.refer(form="V2").ref
    assert [one.ref for one in service(harbor).beginnings(CASE_MANAGER).referrals] == [ref]
    assert service(harbor).beginnings(CLINICAL).referrals == (), "it was not handed to them"
    harbor.act(CASE_MANAGER, waiting, Act.NOT_MET)
    assert [one.ref for one in service(harbor).beginnings(CASE_MANAGER).referrals] == [ref]


def test_a_referral_begins_one_participant_and_is_offered_no_more(harbor: Harbor) -> None:
    ref = met(harbor)
    person = begin(harbor, codes={"referral": ref})
    assert circle(harbor, person).referral == ref
    assert service(harbor).beginnings(CASE_MANAGER).referrals == ()
    with pytest.raises(AlreadyChanged):
        begin(harbor, form="VBEGIN2", codes={"referral": ref})
    assert harbor.count(Participant) == 1


def test_a_referrals_referrer_and_everybody_else_learn_nothing(harbor: Harbor) -> None:
    ref = met(harbor)
    before = [(notice.recipient, notice.kind) for notice in harbor.notices()]
    person = begin(harbor, codes={"referral": ref})
    service(harbor).add_goal(CASE_MANAGER, person, draft(words="A door"), view_id="V1")
    service(harbor).climb(CASE_MANAGER, person, Rung.OUTREACH, key="k1")
    service(harbor).edit_details(CASE_MANAGER, person, draft(called="Zeb"), key="k2")
    assert [(notice.recipient, notice.kind) for notice in harbor.notices()] == before


def test_an_edit_keeps_what_was_left_empty_and_takes_away_what_was_ticked(harbor: Harbor) -> None:
    ref = begin(harbor)
    service(harbor).edit_details(
        CASE_MANAGER, ref, draft({"take_away": "safety;ways"}, called="Zeb"), key="k1"
    )
    assert kept(harbor, ref) == {Category.IDENTITY: {"called": "Zeb", "language": "Fictionese"}}


def test_a_goal_is_added_once_changed_and_put_away(harbor: Harbor) -> None:
    ref = begin(harbor)
    words = draft(words="A door of my own", steps="Ask\nGo")
    for _ in range(2):
        assert service(harbor).add_goal(CASE_MANAGER, ref, words, view_id="V1")
    [goal] = goals(harbor, ref)
    change = draft({"done": "1", "away": "2"}, more="Move in")
    assert service(harbor).change_goal(CASE_MANAGER, ref, goal.page, change, key="k1")
    [after] = goals(harbor, ref)
    assert [(step.text.reveal(), step.done) for step in after.steps] == [("Ask", True), ("Move in", False)]
    assert service(harbor).change_goal(CASE_MANAGER, ref, after.page, draft({"whole": "away"}), key="k2")
    assert goals(harbor, ref) == ()


@pytest.mark.parametrize("steps", ["\n".join(["Step"] * 11), "\n".join(["\N{GRINNING FACE}" * 700] * 10)])
def test_too_much_for_one_goal_is_said_and_nothing_kept(harbor: Harbor, steps: str) -> None:
    ref = begin(harbor)
    assert not service(harbor).add_goal(CASE_MANAGER, ref, draft(words="Much", steps=steps), view_id="V1")
    assert goals(harbor, ref) == ()


def test_enrolment_waits_for_a_release_and_stepping_back_for_nothing(harbor: Harbor) -> None:
    ref = begin(harbor)
    assert service(harbor).climb(CASE_MANAGER, ref, Rung.OUTREACH, key="k1")
    assert not service(harbor).climb(CASE_MANAGER, ref, Rung.ENROLLED, key="k2")
    assert circle(harbor, ref).rung is Rung.OUTREACH
    _sign(harbor, ref)
    assert service(harbor).climb(CASE_MANAGER, ref, Rung.ENROLLED, key="k3")
    assert circle(harbor, ref).rung is Rung.ENROLLED
    assert service(harbor).climb(CASE_MANAGER, ref, Rung.NONE, key="k4")
    assert circle(harbor, ref).rung is Rung.NONE


def _sign(harbor: Harbor, ref: ParticipantRef) -> None:
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, CASE_MANAGER)
        rules: SiteRules = scene.rules
        recipient = Recipient(
            "prosecutor:Lantern County Prosecutor",
            Role.LIAISON_PROSECUTOR,
            frozenset({Category.ENGAGEMENT}),
            frozenset({Purpose.COURT}),
        )
        today = rules.today(scene.moment)
        form = ReleaseForm(today, Signed.ON_PAPER, (recipient,), today.replace(year=today.year + 1), False)
        sign_release(scene, circle_of(work, scene.vault.rows, ref) or circle(harbor, ref), form)
        work.commit()


def test_a_clinical_supervisor_adds_and_ends(harbor: Harbor) -> None:
    ref = begin(harbor)
    team_of(harbor)
    for who, part in ((SECOND, "case_manager"), (ADVOCATE, "legal_system_advocate")):
        assert service(harbor).change_team(CLINICAL, ref, who, part, key=f"k:{who}") == ""
    assert {user for user, _ in circle(harbor, ref).team} == {CASE_MANAGER, SECOND, ADVOCATE}
    assert service(harbor).change_team(CLINICAL, ref, CASE_MANAGER, "leaves", key="k2") == ""
    assert {user for user, _ in circle(harbor, ref).team} == {SECOND, ADVOCATE}
    assert [person.ref for person in service(harbor).people(SECOND).shown] == [ref]
    assert service(harbor).people(CASE_MANAGER).shown == ()
    assert harbor.verbs().count(Verb.TEAM_CHANGED.value) == 4


@pytest.mark.parametrize(
    ("who", "part", "why_not"),
    [
        (STRANGER, "case_manager", "They have no seat on the roster today."),
        (ELSEWHERE, "case_manager", "On the roster they are not of this agency in this role."),
        (SECOND, "legal_system_advocate", "On the roster they are not of this agency in this role."),
        (OFFICER, "case_manager", "On the roster they are not of this agency in this role."),
        (CASE_MANAGER, "leaves", "Somebody has to stay on the team: add somebody first."),
    ],
)
def test_whom_a_team_cannot_take_or_lose_is_said(
    harbor: Harbor, who: SlackUserId, part: str, why_not: str
) -> None:
    ref = begin(harbor)
    team_of(harbor)
    before = circle(harbor, ref).team
    assert service(harbor).change_team(CLINICAL, ref, who, part, key="k1") == why_not
    assert circle(harbor, ref).team == before


def test_who_leaves_a_team_they_are_not_on_leaves_nothing(harbor: Harbor) -> None:
    ref = begin(harbor)
    assert service(harbor).change_team(CLINICAL, ref, SECOND, "leaves", key="k1") == ""
    assert circle(harbor, ref).team == {(CASE_MANAGER, Role.CASE_MANAGER)}


@pytest.mark.parametrize("user", [*OUTSIDERS, SECOND, ADVOCATE, ELSEWHERE, STRANGER])
def test_everybody_off_the_team_gets_the_one_refusal_for_every_act(harbor: Harbor, user: SlackUserId) -> None:
    ref = with_goal(harbor)
    team_of(harbor)
    [goal] = goals(harbor, ref)
    verbs = harbor.verbs()
    at = service(harbor)
    acts = (
        lambda to: at.edit_details(user, to, draft(called="X"), key="k1"),
        lambda to: at.add_goal(user, to, draft(words="X"), view_id="V9"),
        lambda to: at.change_goal(user, to, goal.page, draft({"whole": "away"}), key="k2"),
        lambda to: at.climb(user, to, Rung.OUTREACH, key="k3"),
        lambda to: at.change_team(user, to, user, "case_manager", key="k4"),
    )
    for act in acts:
        for asked in (ref, ParticipantRef("C-ZZZZZ"), ParticipantRef("")):
            with pytest.raises(NotAvailable) as refused:
                act(asked)
            assert refused.value.code == NotAvailable.code
    assert harbor.verbs() == verbs


@pytest.mark.parametrize("user", [CASE_MANAGER, ADVOCATE])
def test_only_the_clinical_supervisor_changes_the_team(harbor: Harbor, user: SlackUserId) -> None:
    ref = begin(harbor)
    team_of(harbor)
    service(harbor).change_team(CLINICAL, ref, ADVOCATE, "legal_system_advocate", key="k0")
    with pytest.raises(NotAvailable):
        service(harbor).change_team(user, ref, SECOND, "case_manager", key="k1")


def test_an_advocate_of_the_team_reads_and_does_not_write(harbor: Harbor) -> None:
    ref = begin(harbor)
    team_of(harbor)
    service(harbor).change_team(CLINICAL, ref, ADVOCATE, "legal_system_advocate", key="k0")
    service(harbor).add_goal(CASE_MANAGER, ref, draft(words="A door of my own"), view_id="V0")
    [goal] = goals(harbor, ref)
    with pytest.raises(NotAvailable):
        service(harbor).add_goal(ADVOCATE, ref, draft(words="X"), view_id="V1")
    with pytest.raises(NotAvailable):
        service(harbor).change_goal(ADVOCATE, ref, goal.page, draft({"whole": "away"}), key="k1")
    with pytest.raises(NotAvailable):
        service(harbor).edit_details(ADVOCATE, ref, draft(called="X"), key="k2")
    with pytest.raises(NotAvailable):
        service(harbor).climb(ADVOCATE, ref, Rung.OUTREACH, key="k3")
    ground = harbor.ground
    with ground.database.work() as work:
        opened = ground.vault.folders.open(
            work,
            ground.book.current(work),
            ADVOCATE,
            ref,
            [Shelf.DIRECTORY],
            duty=Duty.READ_FOLDER,
            moment=ground.now(),
        )
    assert not isinstance(opened, Refused)
    assert {page.category for page in opened.pages} == {Category.IDENTITY, Category.LOCATION}


def test_people_come_page_by_page(harbor: Harbor) -> None:
    harbor.change_rules(capacity={"ceiling": 50})
    refs = {begin(harbor, form=f"V{number}") for number in range(42)}
    first = service(harbor).people(CASE_MANAGER)
    second = service(harbor).people(CASE_MANAGER, first.more)
    assert (len(first.shown), first.more, len(second.shown), second.more) == (40, 40, 2, 0)
    assert {person.ref for person in (*first.shown, *second.shown)} == refs
    assert first.regions["north"] == "North"


def test_what_a_leaver_has_open_goes_blank_and_the_postman_is_woken(harbor: Harbor) -> None:
    ref = begin(harbor)
    team_of(harbor)
    service(harbor).change_team(CLINICAL, ref, SECOND, "case_manager", key="k0")
    with harbor.ground.database.work() as work:
        work.session.add(_open_view(harbor))
        work.commit()
    harbor.rung.clear()
    service(harbor).change_team(CLINICAL, ref, CASE_MANAGER, "leaves", key="k1")
    with harbor.ground.database.look() as work:
        [blank] = work.session.scalars(select(Notice).where(Notice.kind == Kind.BLANK_VIEW.value))
    assert blank.due_at == harbor.time.moment
    assert harbor.rung == ["woken"]


def _open_view(harbor: Harbor) -> Notice:
    return Notice(
        kind=Kind.BLANK_VIEW.value,
        recipient=CASE_MANAGER,
        lane="view:V1",
        dedupe_key="blank:V1",
        target="V1",
        created_at=harbor.time.moment,
        due_at=harbor.time.moment.replace(year=2999),
        attempts=0,
    )
