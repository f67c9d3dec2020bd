"""Taking back, and the Home tab, which never tells that a release ended."""

from __future__ import annotations

import json
from datetime import timedelta

from handlers.ids import Action, View
from models.notice import Kind
from models.referral import Door
from tests.handlers.consents.releasing import buttons
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    NEIGHBOR,
    PROSECUTOR,
)
from tests.handlers.messages.sealing import (
    TEXT,
    end,
    home_of,
    item_of,
    open_item,
    released,
    said_in,
    sealed,
)
from tests.handlers.wing import Wing


def test_what_is_taken_back_opens_for_nobody_and_its_card_stays(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine, theirs = (item_of(wing.harbor, message.ref, user) for user in (CASE_MANAGER, PROSECUTOR))
    view = open_item(wing, CASE_MANAGER, mine)
    assert buttons(view) == {Action.TAKE_BACK: mine}
    assert "Not opened yet." in said_in(view)
    assert "To Cressida Vane-Example." in said_in(view)
    before = wing.harbor.notices(Kind.CARD_NOW)
    wing.click(CASE_MANAGER, Action.TAKE_BACK, value=mine, view=view)
    assert "taken back" in said_in(wing.slack.views("views.update")[-1])
    assert open_item(wing, PROSECUTOR, theirs)["callback_id"] == View.UNAVAILABLE
    assert [one.id for one in wing.harbor.notices(Kind.CARD_NOW)] == [one.id for one in before]
    assert wing.harbor.notices(Kind.MESSAGE_OPENED) == []


def test_what_was_opened_is_not_taken_back_and_says_when(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine = item_of(wing.harbor, message.ref, CASE_MANAGER)
    open_item(wing, PROSECUTOR, item_of(wing.harbor, message.ref, PROSECUTOR))
    view = open_item(wing, CASE_MANAGER, mine)
    assert buttons(view) == {}
    assert "It has been opened: " in said_in(view)
    wing.click(CASE_MANAGER, Action.TAKE_BACK, value=mine)
    assert "opened already" in said_in(wing.slack.views("views.open")[-1])
    again = open_item(wing, PROSECUTOR, item_of(wing.harbor, message.ref, PROSECUTOR))
    assert TEXT in said_in(again)


def test_taking_back_twice_says_so_and_nobody_takes_back_anothers(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine, theirs = (item_of(wing.harbor, message.ref, user) for user in (CASE_MANAGER, PROSECUTOR))
    wing.click(PROSECUTOR, Action.TAKE_BACK, value=theirs)
    wing.click(PROSECUTOR, Action.TAKE_BACK, value=mine)
    assert wing.harbor.verbs().count("message.withdrawn") == 0
    for _ in range(2):
        wing.click(CASE_MANAGER, Action.TAKE_BACK, value=mine)
    assert "taken back already" in said_in(wing.slack.views("views.open")[-1])


def test_home_shows_what_waits_and_what_was_sent_by_reference_alone(wing: Wing) -> None:
    message = sealed(wing, released(wing.harbor).ref)
    mine, theirs = (item_of(wing.harbor, message.ref, user) for user in (CASE_MANAGER, PROSECUTOR))
    sender, reader = home_of(wing, CASE_MANAGER), home_of(wing, PROSECUTOR)
    assert f"{message.ref}: not opened yet." in said_in(sender)
    assert {Action.SEAL_MESSAGE, Action.TAKE_BACK} <= set(buttons(sender))
    assert f"Sealed message {message.ref}." in said_in(reader)
    assert buttons(reader)[Action.OPEN_ITEM] == theirs
    assert message.about not in json.dumps(reader)
    open_item(wing, PROSECUTOR, theirs)
    assert f"{message.ref}: opened " in said_in(home_of(wing, CASE_MANAGER))
    assert message.ref not in json.dumps(home_of(wing, PROSECUTOR))
    assert mine in json.dumps(home_of(wing, CASE_MANAGER))


def test_home_shows_the_reader_the_same_after_a_revocation_and_after_taking_back(wing: Wing) -> None:
    told = released(wing.harbor)
    message = sealed(wing, told.ref)
    before = home_of(wing, PROSECUTOR)
    end(wing.harbor, told)
    assert home_of(wing, PROSECUTOR) == before
    wing.click(CASE_MANAGER, Action.TAKE_BACK, value=item_of(wing.harbor, message.ref, CASE_MANAGER))
    assert home_of(wing, PROSECUTOR) == before
    assert f"{message.ref}: taken back." in said_in(home_of(wing, CASE_MANAGER))
    wing.harbor.time.go(timedelta(hours=73))
    assert message.ref not in json.dumps(home_of(wing, PROSECUTOR))


def test_who_has_nobody_to_write_about_is_offered_nothing(wing: Wing) -> None:
    assert Action.SEAL_MESSAGE not in buttons(home_of(wing, PROSECUTOR))
    wing.click(PROSECUTOR, Action.SEAL_MESSAGE)
    assert "does not include this" in said_in(wing.slack.views("views.open")[-1])


def test_a_full_home_stays_within_slacks_hundred_blocks(wing: Wing) -> None:
    told = released(wing.harbor)
    for number in range(8):
        wing.harbor.refer(NEIGHBOR, Door.COMMUNITY, form=f"VN{number}")
        sealed(wing, told.ref, CLINICAL, at=f"VS{number}")
    assert len(home_of(wing, CLINICAL)["blocks"]) <= 100
    assert said_in(home_of(wing, CLINICAL)).count("Sealed message M-") == 6
