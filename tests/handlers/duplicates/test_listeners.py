"""A pair in Slack, from the referral that was taken in to the merge, on the whole wing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.beats import Search
from handlers.duplicates.views import MERGED, SAID
from handlers.forms import Draft
from models.acts import duplicates
from models.classes import Category
from models.due import DueStep, Step
from models.notice import Kind, Notice
from models.pair import Pair, PairState
from models.referral import Door, State
from models.schema import ReferralRef, SlackUserId
from tests.handlers.harbor import (
    CLINICAL,
    DETAILS,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    QUAY_OFFICER,
    Harbor,
    sensitive,
)
from tests.handlers.wing import Json, Wing, text_types, texts

PERSON = "Zebulon Testperson"


def refer(harbor: Harbor, person: str, user: SlackUserId, form: str) -> ReferralRef:
    harbor.time.go(timedelta(minutes=1))
    details = dict(DETAILS[Door.SOCIAL_CONTACT]) | {Category.IDENTITY: {"person": person}}
    draft = Draft({}, sensitive(details))
    return harbor.refer(user, Door.SOCIAL_CONTACT, form=form, draft=draft).ref


def look(harbor: Harbor) -> None:
    """What the clock does a few seconds later."""
    harbor.time.go(timedelta(seconds=10))
    Search(harbor.ground, duplicates.look, duplicates.write_down).beat()


@pytest.fixture
def pair(harbor: Harbor) -> Pair:
    refer(harbor, PERSON, OFFICER, "VONE")
    refer(harbor, "Testperson, Zebulon", QUAY_OFFICER, "VTWO")
    look(harbor)
    return stored(harbor)


def stored(harbor: Harbor) -> Pair:
    with harbor.ground.database.look() as work:
        return work.session.scalars(select(Pair)).one()


def home(wing: Wing, user: SlackUserId) -> Json:
    wing.event(user, "app_home_opened", tab="home")
    return wing.slack.views("views.publish")[-1]


def opened(wing: Wing, user: SlackUserId, pair: Pair) -> Json:
    wing.click(user, "look_at_pair", value=pair.id)
    wing.settle()
    return wing.slack.views("views.update")[-1]


def shown(wing: Wing) -> str:
    return " ".join(texts(wing.slack.views("views.update")[-1]))


def test_the_look_is_no_part_of_the_submission(harbor: Harbor) -> None:
    refer(harbor, PERSON, OFFICER, "VONE")
    refer(harbor, PERSON, QUAY_OFFICER, "VTWO")
    assert harbor.count(Pair) == 0
    look(harbor)
    assert harbor.count(Pair) == 1


def test_a_known_and_an_unknown_person_leave_the_same_rows_behind_a_submission(harbor: Harbor) -> None:
    def rows(person: str, form: str) -> list[tuple[str, str, timedelta]]:
        ref = refer(harbor, person, OFFICER, form)
        with harbor.ground.database.look() as work:
            due = work.session.scalars(select(DueStep).where(DueStep.subject == ref).order_by(DueStep.id))
            told = work.session.scalars(select(Notice).where(Notice.subject == ref).order_by(Notice.id))
            return [
                *((row.step, "", row.due_at - harbor.time()) for row in due if row.step == Step.PAIRS_LOOK),
                *((row.kind, row.recipient, row.due_at - harbor.time()) for row in told),
            ]

    refer(harbor, PERSON, QUAY_OFFICER, "VZERO")
    assert rows(PERSON, "VONE") == rows("Marigold Nobodyknows", "VTWO")


def test_more_details_are_looked_at_as_well(harbor: Harbor) -> None:
    refer(harbor, PERSON, OFFICER, "VONE")
    harbor.time.go(timedelta(minutes=1))
    arrest = harbor.refer(QUAY_OFFICER, Door.ARREST_DIVERSION, form="VTWO")
    look(harbor)
    assert harbor.count(Pair) == 0
    rest = Draft({}, sensitive({Category.IDENTITY: {"person": PERSON}}))
    harbor.referrals.complete(QUAY_OFFICER, arrest.handle, rest, key="rest:1")
    look(harbor)
    assert stored(harbor).newer == arrest.ref


def test_home_shows_the_supervisor_what_waits_and_nobody_else(wing: Wing, pair: Pair) -> None:
    line = f"{pair.newer} and {pair.other} may be the same person."
    assert line in texts(home(wing, CLINICAL))
    for user in (MANAGER, OFFICER, QUAY_OFFICER, NEIGHBOR):
        assert pair.id not in json.dumps(home(wing, user))


def test_the_supervisor_sees_both_in_plain_text_with_the_statements_it_needs(wing: Wing, pair: Pair) -> None:
    view = opened(wing, CLINICAL, pair)
    words = texts(view)
    assert {PERSON, "Testperson, Zebulon", pair.newer, pair.other} <= set(words)
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in words
    assert text_types(view) == {"plain_text"}
    assert "Dock shelter 7" not in words
    assert PERSON not in json.dumps([row for row in view["blocks"] if row["type"] == "actions"])


@pytest.mark.parametrize("user", [MANAGER, OFFICER, QUAY_OFFICER, NEIGHBOR])
def test_nobody_else_opens_it(wing: Wing, pair: Pair, user: SlackUserId) -> None:
    assert PERSON not in json.dumps(opened(wing, user, pair))
    assert "isn't available" in shown(wing)


def test_one_person_from_the_first_look_to_the_merge(wing: Wing, pair: Pair) -> None:
    harbor = wing.harbor
    view = opened(wing, CLINICAL, pair)
    wing.click(CLINICAL, "same_person", value=pair.id, view=view)
    assert SAID[True] in shown(wing)
    assert PERSON not in shown(wing)
    assert f"{pair.newer} and {pair.other} are one person." in texts(home(wing, MANAGER))
    wing.click(MANAGER, "merge_pair", value=pair.id)
    question = wing.slack.views("views.open")[-1]
    assert f"{pair.newer} goes on under {pair.other}." in texts(question)
    assert PERSON not in json.dumps(question)
    before = {user: harbor.told(user) for user in (OFFICER, QUAY_OFFICER)}
    said = wing.submit(MANAGER, question, {})
    assert MERGED in texts(said["view"])
    assert harbor.referral(pair.newer).state == State.MERGED
    assert {user: harbor.told(user) for user in before} == before


def test_different_people_go_their_own_ways(wing: Wing, pair: Pair) -> None:
    view = opened(wing, CLINICAL, pair)
    wing.click(CLINICAL, "different_people", value=pair.id, view=view)
    assert SAID[False] in shown(wing)
    assert stored(wing.harbor).state == PairState.DIFFERENT
    assert pair.id not in json.dumps(home(wing, MANAGER))


def test_a_button_pressed_too_late_says_so_and_changes_nothing(wing: Wing, pair: Pair) -> None:
    view = opened(wing, CLINICAL, pair)
    wing.click(CLINICAL, "different_people", value=pair.id, view=view)
    wing.click(CLINICAL, "same_person", value=pair.id, view=view)
    assert "already" in shown(wing)
    assert stored(wing.harbor).state == PairState.DIFFERENT


def test_a_repeated_delivery_of_one_tap_counts_once(wing: Wing, pair: Pair) -> None:
    view = opened(wing, CLINICAL, pair)
    for _ in range(2):
        wing.click(CLINICAL, "same_person", value=pair.id, view=view, key="tap.1")
        assert SAID[True] in shown(wing)
    assert wing.harbor.told(MANAGER).count(Kind.PAIR_CONFIRMED) == 1


@pytest.mark.parametrize("user", [CLINICAL, OFFICER, NEIGHBOR])
def test_nobody_but_a_project_manager_is_asked_or_merges(wing: Wing, pair: Pair, user: SlackUserId) -> None:
    wing.click(CLINICAL, "same_person", value=pair.id, view=opened(wing, CLINICAL, pair))
    wing.click(user, "merge_pair", value=pair.id)
    assert pair.newer not in json.dumps(wing.slack.views("views.open")[-1])
    form = {"callback_id": "merge_pair", "type": "modal", "private_metadata": pair.id, "blocks": []}
    said = wing.submit(user, form, {})
    assert "does not include this" in " ".join(texts(said))
    assert stored(wing.harbor).state == PairState.CONFIRMED


def test_a_merge_is_offered_only_while_it_waits(wing: Wing, pair: Pair) -> None:
    asked = len(wing.slack.views("views.open"))
    wing.click(MANAGER, "merge_pair", value=pair.id)
    later = wing.slack.views("views.open")[asked:]
    assert pair.newer not in json.dumps(later)
    assert stored(wing.harbor).state == PairState.PROPOSED
