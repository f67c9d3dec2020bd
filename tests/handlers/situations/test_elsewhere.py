"""Ways in from elsewhere: a place named at a roll call, the community door, Home; and a departure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.ids import Action
from models.acts.checkin import Said
from models.acts.depart import depart
from models.notice import Kind
from models.rollcall import Firing, ShiftAnswer
from models.situation import SituationCount
from tests.handlers.harbor import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, SERGEANT
from tests.handlers.shifts import ask, say, shift, staff
from tests.handlers.shifts import close as close_window
from tests.handlers.situations.placing import close, deliver, made, report, row, rows, send, shown
from tests.handlers.wing import Wing, texts

STAIRS = "Stairs at Dock Street"


@pytest.fixture
def answer(wing: Wing) -> ShiftAnswer:
    """What an officer of a shift of nine named as a place."""
    staff(wing.harbor)
    firing = ask(wing.harbor, shift(wing.harbor))
    say(wing.harbor, firing, said=Said(place=STAIRS))
    close_window(wing.harbor)
    with wing.harbor.ground.database.look() as work:
        return work.session.scalars(select(ShiftAnswer)).one()


def test_a_place_named_at_a_roll_call_is_a_situation_by_one_tap(wing: Wing, answer: ShiftAnswer) -> None:
    harbor = wing.harbor
    with harbor.ground.database.look() as work:
        schedule = work.session.get_one(Firing, answer.firing).schedule
    wing.click(MANAGER, Action.ROLLCALL_SHIFT, value=schedule)
    assert "Make it a situation" in shown(wing)
    for _ in range(2):
        wing.click(MANAGER, Action.SITUATION_FROM_PLACE, value=answer.handle, view={"callback_id": "x"})
    (one,) = rows(harbor)
    assert one.ref in shown(wing)
    assert (one.place, one.came_from, one.raised_by, one.region) == (STAIRS, answer.handle, OFFICER, "north")
    assert one.owner == MANAGER
    (line,) = harbor.notices(Kind.SITUATION_LINE)
    assert line.due_at == answer.answered_at + timedelta(hours=24), "nothing fresh stands in a channel"


def test_its_officer_hears_what_was_done_and_nobody_reads_who_it_was(wing: Wing, answer: ShiftAnswer) -> None:
    wing.click(MANAGER, Action.SITUATION_FROM_PLACE, value=answer.handle)
    (one,) = rows(wing.harbor)
    wing.click(SERGEANT, Action.SITUATION_OPEN, value=one.ref)
    assert "Tansy" not in shown(wing)
    close(wing, MANAGER, one.ref, "A light was put up")
    assert [notice.recipient for notice in wing.harbor.notices(Kind.SITUATION_ENDED)] == [OFFICER]


@pytest.mark.parametrize("user", [SERGEANT, CASE_MANAGER, NEIGHBOR, OFFICER])
def test_only_the_project_manager_makes_one_of_it(wing: Wing, answer: ShiftAnswer, user: str) -> None:
    wing.click(user, Action.SITUATION_FROM_PLACE, value=answer.handle)
    wing.click(MANAGER, Action.SITUATION_FROM_PLACE, value="0" * 32)
    assert rows(wing.harbor) == []


def test_a_place_that_points_to_one_person_stays_where_it_is(wing: Wing, answer: ShiftAnswer) -> None:
    with wing.harbor.ground.database.work() as work:
        work.session.execute(
            update(ShiftAnswer).values(place="where the tall guy sits, everyone calls him Sprocket")
        )
        work.commit()
    wing.click(MANAGER, Action.SITUATION_FROM_PLACE, value=answer.handle)
    assert "That points to one person" in shown(wing)
    assert "Sprocket" not in shown(wing)
    assert rows(wing.harbor) == []


def test_the_community_door_leads_to_a_situation_instead(wing: Wing) -> None:
    wing.command(NEIGHBOR, "refer")
    assert "Report a situation instead" in shown(wing)
    wing.click(OFFICER, Action.CHOOSE_SOCIAL, view={"callback_id": "choose_door"})
    assert "situation" not in shown(wing)


def home(wing: Wing, user: str) -> str:
    wing.event(user, "app_home_opened", tab="home")
    return "\n".join(texts(wing.slack.views("views.publish")[-1]))


def test_home_counts_them_and_shows_whoever_owns_one_that_its_day_has_come(wing: Wing) -> None:
    ref = made(wing.harbor)
    assert "Situations: 1 open" in home(wing, OFFICER)
    assert "Report a situation" in home(wing, NEIGHBOR)
    assert "The day to look back has come" not in home(wing, MANAGER)
    wing.harbor.time.go(timedelta(days=15))
    assert f"{ref}. Stop at Fifth and Anchor. The day to look back has come." in home(wing, MANAGER)
    assert "The day to look back has come" not in home(wing, OFFICER)
    assert "Nothing is waiting for you." not in home(wing, MANAGER)


def test_when_its_owner_leaves_the_project_manager_has_it(wing: Wing) -> None:
    harbor, ref = wing.harbor, made(wing.harbor)
    who = {"situation_give.who": {"value": {"selected_user": SERGEANT}}}
    send(wing, MANAGER, "situation_give", ref, who)
    with harbor.ground.database.work() as work:
        ground = harbor.ground
        depart(work, ground.vault, ground.audit, harbor.rules(), SERGEANT, harbor.time(), MANAGER)
        work.commit()
    assert row(harbor, ref).owner == MANAGER
    assert harbor.notices(Kind.SITUATION_OWNED)[-1].recipient == MANAGER


def test_scenario_five_a_bus_stop(wing: Wing) -> None:
    """A nickname is stopped; the place stands, is looked back at and closed; its sergeant hears."""
    harbor = wing.harbor
    named = report(wing, SERGEANT, pattern="mostly the tall guy everyone calls Sprocket")
    assert "or start a person conference" in str(named["errors"]["situation_form.pattern"])
    report(wing, SERGEANT, pattern="Drinking, fights, complaints from riders and shops")
    (one,) = rows(harbor)
    deliver(harbor, harbor.notices(Kind.SITUATION_LINE)[0])
    harbor.time.go(timedelta(days=15))
    harbor.wait(1)
    assert [notice.recipient for notice in harbor.notices(Kind.SITUATION_REVIEW)] == [MANAGER]
    close(wing, MANAGER, one.ref, "Lights were put up, and outreach was there 16:00-19:00 for two weeks")
    assert [notice.recipient for notice in harbor.notices(Kind.SITUATION_ENDED)] == [SERGEANT]
    assert harbor.count(SituationCount) == 0
    assert b"Sprocket" not in harbor.everything_stored()
