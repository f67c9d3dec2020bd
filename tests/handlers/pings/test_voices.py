"""Notices of coordination as they are spoken: judged once more, safe on a lock screen, under their card."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from handlers.pings.notices import ALOUD, ASKER_WORDS, BOTH_WORDS, THREAD_WORDS, ping_words
from handlers.pings.voices import VOICES
from handlers.voice import Message, Spoken, Telling
from models.acts.undelivered import undelivered
from models.notice import Kind, Never, NewNotice, Notice, post
from models.people import Role
from models.ping import Ping
from models.schema import Handle, SlackUserId
from tests.handlers.consents.releasing import COUNTY, Released
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER, OFFICER, PROSECUTOR, STRANGER, Harbor
from tests.handlers.pings.coordinating import (
    COLLEAGUE,
    PHONE,
    asked,
    covered,
    decide,
    end,
    item_of,
    told,
)
from tests.handlers.wing import Wing

# Nothing that a lock screen may not show: no court, hour, ask, office, person, and no word of a release.
UNSAFE = re.compile(
    r"court|hearing|warrant|prosecut|attorney|[0-9]{1,2}:[0-9]{2}|revok|withdr|consent|release|C-[0-9A-Z]{5}",
    re.IGNORECASE,
)


@pytest.fixture
def released(wing: Wing) -> Released:
    return covered(wing.harbor)


@pytest.fixture
def ping(wing: Wing, released: Released) -> Ping:
    return asked(wing, released.ref)


def spoken(
    harbor: Harbor, kind: Kind, ping: Ping, to: SlackUserId = PROSECUTOR, handle: str | None = None
) -> Spoken:
    notice = Notice(
        kind=kind.value,
        recipient=to,
        subject=ping.ref,
        handle=Handle(handle) if handle else None,
        receipt="X" * 20,
        created_at=harbor.time(),
    )
    with harbor.ground.database.look() as work:
        return VOICES[kind](Telling(work, harbor.rules(), notice, harbor.ground))


def card_arrives(harbor: Harbor, ping: Ping) -> None:
    """As the Postman leaves it behind."""
    with harbor.ground.database.work() as work:
        work.session.execute(
            update(Notice)
            .where(Notice.kind == Kind.PING_CARD.value, Notice.subject == ping.ref)
            .values(outcome="sent", channel="D0VANE001", ts="1795310000.000100", settled_at=harbor.time())
        )
        work.commit()


def test_the_card_says_reference_and_day_with_one_button(wing: Wing, ping: Ping) -> None:
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    said = spoken(wing.harbor, Kind.PING_CARD, ping, handle=handle)
    assert isinstance(said, Message)
    assert re.fullmatch(
        rf"Coordination {ping.ref}\. Answer wanted (today|tomorrow|by [A-Z]\w+ \d\d \w+)\. Receipt X{{20}}",
        said.text,
    )
    assert said.blocks is not None
    [button] = said.blocks[-1]["elements"]
    assert (button["action_id"], button["value"]) == ("open_item", handle)


@pytest.mark.parametrize("kind", sorted(VOICES.keys() - {Kind.PING_CARD}))
def test_no_sentence_tells_a_lock_screen_anything(kind: Kind) -> None:
    said = ping_words(kind, "P-7KQ2M", PHONE)
    assert not UNSAFE.search(said)
    assert said.startswith("P-7KQ2M: ")


@pytest.mark.parametrize("kind", sorted(THREAD_WORDS))
def test_what_is_said_to_the_office_is_a_reply_under_the_readers_own_card(
    wing: Wing, ping: Ping, kind: Kind
) -> None:
    harbor, handle = wing.harbor, item_of(wing.harbor, ping.ref, PROSECUTOR)
    assert spoken(harbor, kind, ping, handle=handle) == Never("no_card")
    card_arrives(harbor, ping)
    said = spoken(harbor, kind, ping, handle=handle)
    assert isinstance(said, Message)
    assert (said.channel, said.thread_ts) == ("D0VANE001", "1795310000.000100")
    assert said.text == f"{ping.ref}: {THREAD_WORDS[kind]}"
    assert said.blocks is None
    assert said.aloud == (kind in ALOUD)


@pytest.mark.parametrize("kind", [Kind.PING_CARD, *sorted(THREAD_WORDS), *sorted(BOTH_WORDS)])
def test_after_a_release_has_ended_nothing_more_leaves_for_the_office(
    wing: Wing, released: Released, ping: Ping, kind: Kind
) -> None:
    card_arrives(wing.harbor, ping)
    end(wing.harbor, released)
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    assert spoken(wing.harbor, kind, ping, handle=handle) == Never("not_entitled")


@pytest.mark.parametrize("kind", [Kind.PING_AGAIN, Kind.PING_LAST_CALL])
def test_what_was_answered_meanwhile_asks_nobody(wing: Wing, ping: Ping, kind: Kind) -> None:
    card_arrives(wing.harbor, ping)
    decide(wing, ping, "not_oppose")
    handle = item_of(wing.harbor, ping.ref, PROSECUTOR)
    assert spoken(wing.harbor, kind, ping, handle=handle) == Never("answered")
    assert spoken(wing.harbor, Kind.PING_MANAGER, ping, MANAGER) == Never("answered")
    assert spoken(wing.harbor, Kind.PING_NOBODY, ping, CASE_MANAGER) == Never("answered")


@pytest.mark.parametrize("kind", sorted({**ASKER_WORDS, **BOTH_WORDS}))
def test_the_asker_hears_a_state_with_the_way_to_their_own_item(wing: Wing, ping: Ping, kind: Kind) -> None:
    said = spoken(wing.harbor, kind, ping, CASE_MANAGER)
    assert isinstance(said, Message)
    assert said.text == ping_words(kind, ping.ref, PHONE)
    assert said.blocks is not None
    assert said.blocks[-1]["elements"][0]["value"] == item_of(wing.harbor, ping.ref, CASE_MANAGER)


@pytest.mark.parametrize("kind", sorted(ASKER_WORDS))
@pytest.mark.parametrize("user", [PROSECUTOR, MANAGER, OFFICER, STRANGER])
def test_nobody_else_is_told_what_the_asker_is(wing: Wing, ping: Ping, kind: Kind, user: SlackUserId) -> None:
    assert spoken(wing.harbor, kind, ping, user) == Never("not_entitled")


def test_an_asker_who_changed_agency_hears_nothing_more(wing: Wing, ping: Ping) -> None:
    wing.harbor.seat(CASE_MANAGER, "case_management:Another Bridge", Role.CASE_MANAGER)
    assert spoken(wing.harbor, Kind.PING_ANSWERED, ping, CASE_MANAGER) == Never("not_entitled")


@pytest.mark.parametrize("kind", sorted(BOTH_WORDS))
def test_both_sides_of_a_hold_hear_of_its_end(wing: Wing, ping: Ping, kind: Kind) -> None:
    decide(wing, ping, "hold", until="2099-01-01")
    for user in (CASE_MANAGER, CLINICAL, PROSECUTOR):
        said = spoken(wing.harbor, kind, ping, user)
        assert isinstance(said, Message)
        assert said.text == ping_words(kind, ping.ref, PHONE)
    for user in (MANAGER, OFFICER, COLLEAGUE):
        assert spoken(wing.harbor, kind, ping, user) == Never("not_entitled")


def test_a_project_manager_hears_due_and_nothing_else(wing: Wing, ping: Ping) -> None:
    said = spoken(wing.harbor, Kind.PING_MANAGER, ping, MANAGER)
    assert said == Message(f"{ping.ref}: due, not answered.")
    for user in (CASE_MANAGER, PROSECUTOR):
        assert spoken(wing.harbor, Kind.PING_MANAGER, ping, user) == Never("not_entitled")


def test_an_office_the_file_does_not_name_is_called_by_the_team_line(wing: Wing, ping: Ping) -> None:
    harbor = wing.harbor
    others = [one.model_dump() for one in harbor.rules().offices if one.agency != COUNTY]
    courts = [one.model_dump() for one in harbor.rules().courts if one.office != COUNTY]
    harbor.change_rules(offices=others, courts=courts)
    said = spoken(harbor, Kind.PING_NOBODY, ping, CASE_MANAGER)
    assert isinstance(said, Message)
    assert "(555) 010-0199" in said.text


def test_an_altered_row_tells_nobody_anything(wing: Wing, ping: Ping) -> None:
    with wing.harbor.ground.database.work() as work:
        work.session.execute(update(Ping).values(asker=OFFICER))
        work.commit()
    for kind, user in (
        (Kind.PING_ANSWERED, OFFICER),
        (Kind.PING_MANAGER, MANAGER),
        (Kind.HOLD_OVER, OFFICER),
    ):
        assert spoken(wing.harbor, kind, ping, user) == Never("not_entitled")


def fails(harbor: Harbor, notice: Notice) -> None:
    """Slack says that it can never arrive."""
    ground = harbor.ground
    with ground.database.work() as work:
        rules = ground.book.current(work)
        undelivered(work, ground.vault, ground.audit, rules, notice, "user_disabled", harbor.time())
        work.commit()


def test_a_card_that_cannot_arrive_goes_to_the_next_at_once_and_the_asker_is_told(
    wing: Wing, ping: Ping
) -> None:
    harbor = wing.harbor
    [first] = harbor.notices(Kind.PING_CARD)
    fails(harbor, first)
    assert told(harbor, COLLEAGUE) == [Kind.PING_CARD]
    assert told(harbor, CASE_MANAGER) == [Kind.PING_NOT_REACHED]
    second = harbor.notices(Kind.PING_CARD)[-1]
    fails(harbor, second)
    assert told(harbor, CASE_MANAGER) == [Kind.PING_NOT_REACHED] * 2
    for user in (MANAGER, OFFICER, CLINICAL):
        assert told(harbor, user) == [], "nobody else learns that it exists"


def test_what_cannot_arrive_after_an_answer_is_nobodys_business(wing: Wing, ping: Ping) -> None:
    harbor = wing.harbor
    decide(wing, ping, "dismiss")
    before = len(harbor.notices())
    [card] = harbor.notices(Kind.PING_CARD)
    with harbor.ground.database.work() as work:
        post(work, harbor.time(), [NewNotice(Kind.PING_AGAIN, PROSECUTOR, "test:again", subject=ping.ref)])
        work.commit()
    for notice in (card, harbor.notices(Kind.PING_AGAIN)[-1]):
        fails(harbor, notice)
    assert len(harbor.notices()) == before + 1
