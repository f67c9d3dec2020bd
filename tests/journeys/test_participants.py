"""A met referral becomes a participant: the care team keeps their folder, and nobody else learns of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.forms import Kind as Takes
from handlers.forms import block_id
from handlers.participants.questions import EDIT_DETAILS, NEW_GOAL, begin_form, edit_goal_form
from handlers.participants.service import Participants
from models.acts.appoint import appoint
from models.acts.site_rules import adopt
from models.people import Account, Role
from models.roster_file import Seating
from models.schema import SlackUserId
from models.site import SiteRules
from sandbox.faces import SeenView
from tests.canary import Canaries
from tests.canary_places import assert_files_sealed, assert_sealed
from tests.journeys import forging, steps
from tests.stage import (
    BACKUP,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
    SUPERVISOR,
    Stage,
    staged,
    wait_until,
)

CASE_MANAGER, CLINICAL, PROSECUTOR = map(SlackUserId, ("UBRAMBL01", "UHOLLY001", "UVANEX001"))
BRIDGE = "case_management:Harbor Bridge Outreach"
OUTSIDE = (OFFICER, QUAY_OFFICER, SUPERVISOR, PROSECUTOR, NEIGHBOR, MANAGER, RESPONDER)
_PERSON = re.compile(r"\bC-[0-9A-Z]{5}\b")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Lantern Harbor with its case manager on call in the north, and a second case manager."""
    with staged(tmp_path) as stage:
        ground = stage.bot.floor.ground
        with ground.database.work() as work:
            rules = ground.book.current(work)
            rota = [{"region": "north", "slack_user_id": CASE_MANAGER, "backup_user_id": RESPONDER}]
            changed = SiteRules.model_validate({**rules.model_dump(by_alias=True), "on_call": rota})
            adopt(work, ground.vault, ground.audit, changed, ground.now())
            second = Seating(
                SlackUserId(BACKUP),
                "Sorrel Mothwick",
                BRIDGE,
                (Role.CASE_MANAGER,),
                (),
                Account.ANY,
                None,
                None,
            )
            appoint(work, ground.vault, ground.audit, changed, [second], ground.now())
            work.commit()
        yield stage


def met_referral(stage: Stage, canaries: Canaries) -> str:
    ref = steps.refer_arrest(stage, canaries)
    steps.open_card(stage, CASE_MANAGER, steps.wait_cards(stage, CASE_MANAGER, 1))
    steps.act(stage, CASE_MANAGER, "We met")
    stage.person(CASE_MANAGER).close(clear=True)
    return ref


def begun(stage: Stage, canaries: Canaries, referral: str = "none") -> str:
    """From Home to the folder; the participant's reference."""
    keeper = stage.person(CASE_MANAGER)
    keeper.open_home()
    keeper.wait_home(lambda home: "My people" in home.words)
    keeper.click("Add a person", in_home=True)
    form = begin_form(Participants(stage.bot.floor.ground).beginnings(CASE_MANAGER))
    keeper.wait_view(callback_id="participant_begin")
    asked = {question.id for question in form.fields}
    chosen = {"region": "north", "referral": referral}
    keeper.fill(canaries.answers(form, **{name: code for name, code in chosen.items() if name in asked}))
    assert keeper.submit() == {}
    found = _PERSON.search(keeper.wait_view(callback_id="participant_begun").words)
    assert found is not None
    keeper.click("Open the folder")
    keeper.wait_view(callback_id="opened")
    return found.group()


def saved(stage: Stage, user: str) -> SeenView:
    """The form is sent and has closed; the folder under it, as it stands now."""
    before = len(stage.server.calls("views.update"))
    assert stage.person(user).submit() == {}
    wait_until(lambda: len(stage.server.calls("views.update")) >= before + 2, "the folder is drawn anew")
    return stage.person(user).wait_view(callback_id="opened", predicate=lambda view: "Saved." in view.words)


def goal_added(stage: Stage, canaries: Canaries) -> SeenView:
    keeper = stage.person(CASE_MANAGER)
    keeper.click("Add a goal")
    keeper.wait_view(callback_id="goal_new")
    keeper.fill(canaries.answers(NEW_GOAL))
    return saved(stage, CASE_MANAGER)


def team_changed(stage: Stage, ref: str, who: str, part: str) -> None:
    """The clinical supervisor opens the folder from Home and changes who works with this person."""
    clinical = stage.person(CLINICAL)
    clinical.open_home()
    clinical.wait_home(lambda home: ref in home.words)
    clinical.click("home.person.0", in_home=True)
    clinical.wait_view(callback_id="opened")
    clinical.click("Team")
    clinical.wait_view(callback_id="team")
    clinical.fill({"Who?": who, "What changes?": part})
    saved(stage, CLINICAL)
    clinical.close(clear=True)


def open_from_home(stage: Stage, user: str, callback_id: str = "opened") -> SeenView:
    person = stage.person(user)
    person.click("home.person.0", in_home=True)
    return person.wait_view(callback_id=callback_id)


def test_a_met_referral_becomes_a_folder_that_its_team_alone_opens(
    stage: Stage, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    referred, canaries = Canaries(), Canaries()
    referral = met_referral(stage, referred)
    steps.wait_settled(stage)
    heard = {user: [dm.text for dm in stage.person(user).dms()] for user in OUTSIDE}

    ref = begun(stage, canaries, referral)
    held = stage.person(CASE_MANAGER).wait_view(callback_id="opened")
    assert all(canary.text in held.words for canary in canaries.texts.values())
    assert held.title == "Folder"
    shown = goal_added(stage, canaries)
    assert all(canary.text in shown.words for canary in canaries.texts.values())
    _edit(stage, canaries)
    _climb(stage)
    stage.person(CASE_MANAGER).close(clear=True)
    _team(stage, ref)

    steps.wait_settled(stage)
    assert {user: [dm.text for dm in stage.person(user).dms()] for user in OUTSIDE} == heard
    readers = {CASE_MANAGER, CLINICAL, SlackUserId(BACKUP)}
    seen = assert_sealed(stage, canaries, readers=readers, printed="".join(capfd.readouterr()))
    assert seen.came_in == seen.shown[CASE_MANAGER] == set(canaries.texts)
    assert set(seen.shown) == readers
    assert_files_sealed(tmp_path, canaries)


def _edit(stage: Stage, canaries: Canaries) -> None:
    keeper = stage.person(CASE_MANAGER)
    keeper.click("Edit details")
    keeper.wait_view(callback_id="folder_details")
    answers = canaries.answers(EDIT_DETAILS)
    keeper.fill({name: text for name, text in answers.items() if not name.endswith(".take_away")})
    shown = saved(stage, CASE_MANAGER)
    now = [canary.text for name, canary in canaries.texts.items() if name.startswith("folder_details")]
    earlier = [canary.text for name, canary in canaries.texts.items() if name.startswith("participant_begin")]
    assert all(text in shown.words for text in now)
    assert not any(text in shown.words for text in earlier)
    keeper.click("Edit")
    form = keeper.wait_view(callback_id="goal_edit")
    assert canaries.texts["goal_new.steps"].text in form.words
    texts = [question for question in edit_goal_form().fields if question.kind is Takes.LONG_TEXT]
    keeper.fill({block_id(edit_goal_form(), one): canaries.sow(f"goal_edit.{one.id}") for one in texts})
    keeper.fill({"Done": ["1"]})
    shown = saved(stage, CASE_MANAGER)
    assert f"Done: {canaries.texts['goal_new.steps'].text}" in shown.words
    assert f"Not done: {canaries.texts['goal_edit.more'].text}" in shown.words


def _climb(stage: Stage) -> None:
    keeper = stage.person(CASE_MANAGER)
    keeper.click("Change rung")
    keeper.wait_view(callback_id="rung")
    keeper.fill({"What have they agreed to?": "enrolled"})
    assert "No release is in force" in keeper.submit()["rung.rung"]
    keeper.fill({"What have they agreed to?": "outreach"})
    assert "North. Outreach agreed." in saved(stage, CASE_MANAGER).words


def _team(stage: Stage, ref: str) -> None:
    second = stage.person(BACKUP)
    second.open_home()
    assert ref not in second.wait_home().words
    team_changed(stage, ref, BACKUP, "Joins as case manager")
    second.open_home()
    second.wait_home(lambda home: ref in home.words)
    assert "Sorrel Mothwick, case manager" in open_from_home(stage, BACKUP).words
    team_changed(stage, ref, BACKUP, "Leaves the team")
    gone = second.wait_view(predicate=lambda view: "closed itself" in view.words)
    assert gone.callback_id == "unavailable"
    second.close(clear=True)
    refused = open_from_home(stage, BACKUP, "unavailable")
    assert "This item isn't available." in refused.words
    second.close(clear=True)


def test_everybody_outside_sees_the_same_home_and_the_same_refusal(stage: Stage) -> None:
    canaries = Canaries()
    homes = {user: _home_of(stage, user) for user in OUTSIDE}
    ref = begun(stage, canaries)
    goal_added(stage, canaries)
    stage.person(CASE_MANAGER).close(clear=True)
    assert {user: _home_of(stage, user) for user in OUTSIDE} == homes
    stage.person(CASE_MANAGER).open_home()
    stage.person(CASE_MANAGER).wait_home(lambda home: ref in home.words)
    open_from_home(stage, CASE_MANAGER)
    answers = {_forged(stage, user, asked) for user in OUTSIDE for asked in (ref, "C-ZZZZZ", "0" * 32)}
    assert len(answers) == 1
    assert "This item isn't available." in answers.pop()
    assert not any(_PERSON.search(dm.words) for user in OUTSIDE for dm in stage.person(user).dms())
    assert_sealed(stage, canaries, readers={CASE_MANAGER})


def _home_of(stage: Stage, user: str) -> str:
    """What stands on somebody's Home; it never speaks of participants."""
    person = stage.person(user)
    before = _homes_drawn(stage, user)
    person.open_home()
    wait_until(lambda: _homes_drawn(stage, user) > before, "the home is drawn")
    words = person.wait_home().words
    assert "My people" not in words
    return words


def _homes_drawn(stage: Stage, user: str) -> int:
    return sum(call.request["user_id"] == user for call in stage.server.calls("views.publish"))


def _forged(stage: Stage, user: str, ref: str) -> str:
    """A click on a folder's Open from Home that was never offered to this person."""
    payload = forging.last_payload(
        stage, "block_actions", lambda sent: sent["actions"][0]["action_id"] == "open_folder"
    )
    payload["actions"][0]["value"] = ref
    return forging.view_shown_for(stage, forging.in_the_name_of(stage, payload, user))
