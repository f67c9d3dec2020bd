"""Folders at the desk: for their care team, in the classes of their role; for everybody else one refusal."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from handlers.desk import REFUSAL_SECONDS, Opens, Request
from handlers.participants.facts import goal_handle
from handlers.participants.service import Participants
from handlers.participants.views import CHANGED
from models.audit import Verb
from models.disclosure import Disclosure
from models.notice import Kind
from models.participant import Assignment, Participant
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from tests.factories import intrude
from tests.handlers.harbor import (
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
    ELSEWHERE,
    GOAL,
    SECOND,
    SECRETS,
    draft,
    shown,
    team_of,
    with_goal,
)
from tests.handlers.wing import Json, Wing, texts

OUTSIDERS = [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR, RESPONDER, SECOND, ELSEWHERE, ADVOCATE, STRANGER]


def page_of(wing: Wing, ref: ParticipantRef) -> str:
    """The page of the first goal, as the folder's Edit button has it."""
    view = shown(wing, CASE_MANAGER, ref)
    pages: list[str] = [block["accessory"]["value"] for block in view["blocks"] if "accessory" in block]
    return pages[0]


def join(harbor: Harbor, ref: ParticipantRef, who: SlackUserId, part: str) -> None:
    assert Participants(harbor.ground).change_team(CLINICAL, ref, who, part, key=f"{who}:{part}") == ""


def secrets_in(view: Json) -> list[str]:
    return [secret for secret in SECRETS if secret in json.dumps(view)]


@pytest.mark.parametrize("user", [CASE_MANAGER, CLINICAL])
def test_the_care_team_sees_the_whole_folder(wing: Wing, user: SlackUserId) -> None:
    ref = with_goal(wing.harbor)
    view = shown(wing, user, ref)
    assert secrets_in(view) == list(SECRETS)
    assert "Ottoline Bramblewick, case manager" in texts(view)
    assert wing.harbor.verbs()[-2:] == [Verb.OPEN_GRANTED.value, Verb.OPEN_SHOWN.value]


def test_every_opening_is_accounted_for_and_goes_blank(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    shown(wing, CASE_MANAGER, ref)
    with wing.harbor.ground.database.look() as work:
        [told] = work.session.scalars(select(Disclosure)).all()
    assert (told.about, told.reader, told.basis) == (ref, CASE_MANAGER, "care_team")
    assert told.categories == "danger.engagement.identity.location"
    assert [notice.target for notice in wing.harbor.notices(Kind.BLANK_VIEW)] == ["VSCREEN"]


def test_an_advocate_of_the_team_sees_their_classes_and_no_way_to_write(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    team_of(wing.harbor)
    join(wing.harbor, ref, ADVOCATE, "legal_system_advocate")
    view = shown(wing, ADVOCATE, ref)
    assert "Zebulon Testperson" in texts(view)
    assert "goose" not in json.dumps(view), "safety notes are not theirs"
    form = shown(wing, ADVOCATE, goal_handle(ref, page_of(wing, ref)), Opens.GOAL)
    assert not secrets_in(form), "what changes a goal is not theirs"
    assert wing.harbor.verbs()[-1] == Verb.OPEN_REFUSED.value, "and it was never granted"
    assert not {"Edit", "Edit details", "Add a goal", "Change rung", "Team"} & set(texts(view)) - {"Team"}


def test_who_left_the_roster_is_no_longer_named_on_the_team(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    team_of(wing.harbor)
    join(wing.harbor, ref, SECOND, "case_manager")
    assert "Fictional Person, case manager" in "\n".join(texts(shown(wing, CASE_MANAGER, ref)))
    wing.harbor.suspend(SECOND)
    assert "Fictional Person" not in "\n".join(texts(shown(wing, CASE_MANAGER, ref)))


@pytest.mark.parametrize("user", OUTSIDERS)
def test_everybody_else_gets_the_refusal_of_a_card_byte_for_byte(wing: Wing, user: SlackUserId) -> None:
    ref = with_goal(wing.harbor)
    team_of(wing.harbor)
    page = page_of(wing, ref)
    refused = json.dumps(shown(wing, user, "0" * 32, Opens.ITEM))
    wing.pauses.clear()
    asked = (
        (ref, Opens.FOLDER),
        ("C-ZZZZZ", Opens.FOLDER),
        ("", Opens.FOLDER),
        (goal_handle(ref, page), Opens.GOAL),
        (goal_handle(ref, "none"), Opens.GOAL),
        ("C-ZZZZZ/none", Opens.GOAL),
        ("/", Opens.GOAL),
    )
    for handle, opens in asked:
        assert json.dumps(shown(wing, user, handle, opens)) == refused
    assert len(wing.pauses) == len(asked)
    # 0 where this machine was so busy that the look alone took as long.
    assert all(0 <= pause <= REFUSAL_SECONDS for pause in wing.pauses)


def test_who_is_taken_off_the_team_opens_nothing_and_what_they_have_open_goes_blank(wing: Wing) -> None:
    harbor = wing.harbor
    ref = with_goal(harbor)
    team_of(harbor)
    join(harbor, ref, SECOND, "case_manager")
    assert secrets_in(shown(wing, SECOND, ref))
    join(harbor, ref, SECOND, "leaves")
    assert [notice.due_at for notice in harbor.notices(Kind.BLANK_VIEW)] == [harbor.time.moment]
    assert not secrets_in(shown(wing, SECOND, ref))
    assert secrets_in(shown(wing, CASE_MANAGER, ref)), "the rest of the team goes on"


@pytest.mark.parametrize("opens", [Opens.FOLDER, Opens.GOAL])
def test_taken_off_between_grant_and_screen_nothing_is_shown(wing: Wing, opens: Opens) -> None:
    harbor = wing.harbor
    ref = with_goal(harbor)
    team_of(harbor)
    join(harbor, ref, SECOND, "case_manager")
    handle = ref if opens is Opens.FOLDER else goal_handle(ref, page_of(wing, ref))
    request = Request(SECOND, handle, "V2", "h0", "req:race", opens)
    assert wing.desk._granted(request) is not None
    join(harbor, ref, SECOND, "leaves")
    assert not wing.desk._still(request)
    assert not secrets_in(shown(wing, SECOND, handle, opens))


def test_a_goal_stands_above_its_form(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    view = shown(wing, CASE_MANAGER, goal_handle(ref, page_of(wing, ref)), Opens.GOAL)
    assert {GOAL, "Step 1 (not done): Asked about a bed"} <= set(texts(view))
    assert "Zebulon" not in json.dumps(view), "a goal's form shows the goal alone"


def test_a_goal_that_was_changed_meanwhile_says_so(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    page = page_of(wing, ref)
    change = draft({"done": "1"})
    assert Participants(wing.harbor.ground).change_goal(CLINICAL, ref, page, change, key="k1")
    view = shown(wing, CASE_MANAGER, goal_handle(ref, page), Opens.GOAL)
    assert CHANGED in texts(view)
    assert not secrets_in(view)


@pytest.mark.parametrize(
    "intrusion",
    [
        update(Participant).values(region="quay"),
        update(Assignment).values(member=CASE_MANAGER, role=Role.CLINICAL_SUPERVISOR.value),
    ],
    ids=["participant", "assignment"],
)
def test_rows_that_somebody_altered_open_nothing(wing: Wing, intrusion: object) -> None:
    ref = with_goal(wing.harbor)
    with wing.harbor.ground.database.work() as work:
        intrude(work, intrusion)  # type: ignore[arg-type]  # an update is executable
        work.commit()
    assert not secrets_in(shown(wing, CASE_MANAGER, ref))


def test_nothing_opens_while_disclosures_are_halted(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    wing.harbor.ground.audit.halted = "audit_truncated"
    assert not secrets_in(shown(wing, CASE_MANAGER, ref))


def test_a_deactivated_account_opens_nothing(wing: Wing) -> None:
    ref = with_goal(wing.harbor)
    wing.slack.accounts[CASE_MANAGER] = {"deleted": True}
    assert not secrets_in(shown(wing, CASE_MANAGER, ref))
