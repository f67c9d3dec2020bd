"""The tour's way past participants: somebody is begun with, gets a goal, a rung and a second keeper."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from handlers.participants.questions import EDIT_DETAILS, NEW_GOAL, begin_form
from handlers.participants.service import Participants
from models.acts.participants import begin
from models.errors import NoRoom
from models.schema import SlackUserId
from sandbox.people import Person
from tests.canary import Canaries
from tests.stage import Stage

_KEEPER, _SUPERVISOR = SlackUserId("UBRAMBL01"), "UHOLLY001"


def participants(stage: Stage) -> None:
    """Every form of the feature, opened and sent once."""
    keeper, canaries = stage.person(_KEEPER), Canaries()
    keeper.open_home()
    keeper.wait_home(lambda home: "My people" in home.words)
    keeper.click("Add a person", in_home=True)
    keeper.wait_view(callback_id="participant_begin")
    form = begin_form(Participants(stage.bot.floor.ground).beginnings(_KEEPER))
    asked = {question.id for question in form.fields}
    chosen = {"region": "north", "referral": "none"}
    keeper.fill(canaries.answers(form, **{name: code for name, code in chosen.items() if name in asked}))
    assert keeper.submit() == {}
    keeper.wait_view(callback_id="participant_begun")
    keeper.click("Open the folder")
    keeper.wait_view(callback_id="opened")
    _sent(stage, keeper, "Add a goal", "goal_new", canaries.answers(NEW_GOAL))
    details = canaries.answers(EDIT_DETAILS)
    kept = {name: text for name, text in details.items() if not name.endswith(".take_away")}
    _sent(stage, keeper, "Edit details", "folder_details", kept)
    _sent(stage, keeper, "Edit", "goal_edit", {"Done": ["1"]})
    _sent(stage, keeper, "Change rung", "rung", {"What have they agreed to?": "outreach"})
    keeper.close(clear=True)
    _second_keeper(stage)
    _many(stage, keeper)


def _many(stage: Stage, keeper: Person) -> None:
    """More people than Home shows."""
    ground = stage.bot.floor.ground
    with ground.database.work() as work:
        with suppress(NoRoom):  # as many as there is room for: others began some before
            for _ in range(16):
                begin(ground.scene(work, _KEEPER), "north")
        work.commit()
    keeper.open_home()
    keeper.wait_home(lambda home: "More" in home.words)
    keeper.click("More", in_home=True)
    keeper.wait_view(callback_id="people")
    keeper.close(clear=True)


def _second_keeper(stage: Stage) -> None:
    supervisor = stage.person(_SUPERVISOR)
    supervisor.open_home()
    supervisor.wait_home(lambda home: "My people" in home.words)
    supervisor.click("home.person.0", in_home=True)
    supervisor.wait_view(callback_id="opened")
    joins = {"Who?": _SUPERVISOR, "What changes?": "Joins as clinical supervisor"}
    _sent(stage, supervisor, "Team", "team", joins)
    supervisor.close(clear=True)


def _sent(stage: Stage, who: Person, button: str, form: str, answers: Mapping[str, object]) -> None:
    who.click(button)
    who.wait_view(callback_id=form)
    who.fill(dict(answers))
    before = who.stack[-2].body["hash"]
    assert who.submit() == {}
    who.wait_view(callback_id="opened", predicate=lambda view: view.body["hash"] != before)
