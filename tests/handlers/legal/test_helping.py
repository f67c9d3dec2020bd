"""Civil legal help through the real listeners: referred, accepted or returned, and who has room."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.answers import PRIVILEGED
from handlers.ids import Action, Event
from handlers.legal.contacts import DAY_TO_COME
from handlers.legal.helping import NONE_AT_ALL, NOT_COVERED
from models.classes import Category, Purpose
from models.notice import Kind
from models.people import Role
from models.ping import Ping, PingState
from models.schema import ParticipantRef, PingRef
from tests.handlers.consents.releasing import begun, line, release
from tests.handlers.harbor import CASE_MANAGER, MANAGER, OFFICER, PROSECUTOR, Harbor
from tests.handlers.legal.lawyers import AID, LAWYER, day, item, labels, open_item, read, submit, value_of
from tests.handlers.wing import Json, Wing, picked, texts, typed

NEED = "A notice to leave within ten days"
FORM = "legal_refer"
AID_WORDS = "Tidewater Legal Aid"


def covered(harbor: Harbor, *categories: Category, purpose: Purpose = Purpose.SERVICES) -> ParticipantRef:
    ref = begun(harbor)
    named = line(AID, Role.LEGAL_SERVICES, *(categories or (Category.BARRIERS,)), purpose=purpose)
    release(harbor, ref, (named,))
    return ref


def filled(**words: str) -> Json:
    return {**picked(FORM, ask="eviction", agency=AID), **typed(FORM, **{"need": NEED, **words})}


def referred(wing: Wing, ref: str, **words: str) -> PingRef:
    said = submit(wing, CASE_MANAGER, FORM, filled(**words), ref)
    assert said["response_action"] == "update", said
    [card] = wing.harbor.notices(Kind.PING_CARD)
    assert card.recipient == LAWYER
    return PingRef(card.subject)


def theirs(wing: Wing, ref: str) -> Json:
    return open_item(wing, LAWYER, item(wing.harbor, ref, LAWYER))


def tap(wing: Wing, ref: str, action: Action) -> str:
    view = theirs(wing, ref)
    wing.click(LAWYER, action, value=item(wing.harbor, ref, LAWYER), view=view)
    wing.settle()
    return read(wing.slack.views("views.update")[-1])


def mine(wing: Wing, ref: str) -> Json:
    return open_item(wing, CASE_MANAGER, item(wing.harbor, ref, CASE_MANAGER, "own"))


def state(harbor: Harbor, ref: PingRef) -> str:
    with harbor.ground.database.look() as work:
        return work.session.get_one(Ping, ref).state


def told(harbor: Harbor, user: str) -> list[str]:
    return [
        one.kind
        for one in harbor.notices()
        if one.recipient == user and one.subject.startswith("P-") and one.kind != Kind.BLANK_VIEW
    ]


def test_a_referral_goes_sealed_to_legal_services(wing: Wing) -> None:
    ref = covered(wing.harbor)
    wing.click(CASE_MANAGER, Action.LEGAL_REFER, value=ref, view={"callback_id": "lawyers"})
    form = wing.slack.views("views.push")[-1]
    assert f"{AID_WORDS}: taking referrals" in texts(form)
    ping = referred(wing, ref)
    view = theirs(wing, ping)
    assert NEED in read(view)
    assert ref not in read(view)
    assert labels(view) == ["We take it", "Return it", "Ask for more"]


@pytest.mark.parametrize(
    ("categories", "words", "errors"),
    [
        ((Category.LEGAL_CALENDAR,), {}, {f"{FORM}.agency": NONE_AT_ALL.format(AID_WORDS)}),
        (
            (Category.BARRIERS,),
            {"name": "Zebulon Testperson"},
            {f"{FORM}.name": NOT_COVERED.format(AID_WORDS)},
        ),
        ((Category.BARRIERS,), {"need": "she told her lawyer about it"}, {f"{FORM}.need": PRIVILEGED}),
    ],
)
def test_what_no_release_covers_is_said_at_its_field(
    wing: Wing, categories: tuple[Category, ...], words: dict[str, str], errors: dict[str, str]
) -> None:
    ref = covered(wing.harbor, *categories)
    assert submit(wing, CASE_MANAGER, FORM, filled(**words), ref)["errors"] == errors
    assert wing.harbor.count(Ping) == 0


def test_a_release_for_court_alone_does_not_do(wing: Wing) -> None:
    ref = covered(wing.harbor, purpose=Purpose.COURT)
    assert list(submit(wing, CASE_MANAGER, FORM, filled(), ref)["errors"]) == [f"{FORM}.agency"]


def test_the_same_form_sent_twice_refers_once(wing: Wing) -> None:
    ref = covered(wing.harbor)
    said = [submit(wing, CASE_MANAGER, FORM, filled(), ref, "VTWICE") for _ in range(2)]
    assert said[0] == said[1]
    assert wing.harbor.count(Ping) == 1


def test_they_take_it_and_are_done_and_whoever_referred_hears(wing: Wing) -> None:
    ping = referred(wing, covered(wing.harbor))
    assert "has been told" in tap(wing, ping, Action.LEGAL_ACCEPT)
    assert state(wing.harbor, ping) == PingState.ACCEPTED
    assert labels(theirs(wing, ping)) == ["Done", "Return it"]
    tap(wing, ping, Action.LEGAL_DONE)
    assert "Answer: Done." in read(mine(wing, ping))
    assert told(wing.harbor, CASE_MANAGER) == [Kind.PING_ANSWERED, Kind.PING_ANSWERED]
    for user in (MANAGER, OFFICER, PROSECUTOR):
        assert told(wing.harbor, user) == []


def test_they_return_it_with_a_code_and_whoever_referred_reads_it(wing: Wing) -> None:
    ping = referred(wing, covered(wing.harbor))
    handle = item(wing.harbor, ping, LAWYER)
    form = "legal_return"
    values = {**picked(form, because="conflict"), **typed(form, words="Ask Saltmarsh Legal Aid")}
    assert submit(wing, LAWYER, form, values, handle) == {}
    shown = read(mine(wing, ping))
    assert "A conflict of interest." in shown
    assert "Ask Saltmarsh Legal Aid" in shown
    assert "conflict" not in str(wing.harbor.decisions("ping.answered"))


def test_more_is_asked_for_and_added(wing: Wing) -> None:
    ping = referred(wing, covered(wing.harbor))
    handle = item(wing.harbor, ping, LAWYER)
    assert submit(wing, LAWYER, "legal_more", typed("legal_more", words="When was it served?"), handle) == {}
    view = mine(wing, ping)
    assert "When was it served?" in read(view)
    own = value_of(view, "Add what they asked for")
    assert submit(wing, CASE_MANAGER, "legal_add", typed("legal_add", more="On the first"), own) == {}
    assert "On the first" in read(theirs(wing, ping))


def test_two_answers_at_once_the_second_is_told_what_stands(wing: Wing) -> None:
    ping = referred(wing, covered(wing.harbor))
    handle = item(wing.harbor, ping, LAWYER)
    form = "legal_return"
    for _ in range(2):
        submit(wing, LAWYER, form, {**picked(form, because="conflict"), **typed(form, words="")}, handle)
    assert "this is what stands" in read(wing.slack.views("views.update")[-1])
    assert told(wing.harbor, CASE_MANAGER) == [Kind.PING_ANSWERED]


def test_silence_is_told_at_its_clock(wing: Wing) -> None:
    referred(wing, covered(wing.harbor))
    wing.harbor.time.go(timedelta(days=4))
    wing.harbor.wait(1)
    assert Kind.PING_NOBODY in told(wing.harbor, CASE_MANAGER)


def test_who_has_no_room_says_so_on_home_and_it_stands_in_the_form(wing: Wing) -> None:
    until = wing.harbor.rules().today(wing.harbor.time()) + timedelta(days=9)
    wing.event(LAWYER, Event.HOME_OPENED, tab="home")
    home = wing.slack.views("views.publish")[-1]
    assert "Your agency: taking referrals." in texts(home)
    wing.click(LAWYER, Action.LEGAL_ROOM)
    form = "legal_room"
    not_now = picked(form, room="not_now")
    assert submit(wing, LAWYER, form, not_now, "")["errors"] == {f"{form}.until": DAY_TO_COME}
    past = {**not_now, **day(form, "until", "2020-01-01")}
    assert submit(wing, LAWYER, form, past, "")["errors"] == {f"{form}.until": DAY_TO_COME}
    said = submit(wing, LAWYER, form, {**not_now, **day(form, "until", until.isoformat())}, "")
    assert said["response_action"] == "update"
    ref = covered(wing.harbor)
    wing.click(CASE_MANAGER, Action.LEGAL_REFER, value=ref, view={"callback_id": "lawyers"})
    offered = [one for one in texts(wing.slack.views("views.push")[-1]) if AID_WORDS in one]
    assert offered == [f"{AID_WORDS}: no room until {until:%b} {until.day}, {until.year}"]


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER])
def test_nobody_else_says_it_or_refers(wing: Wing, user: str) -> None:
    ref = covered(wing.harbor)
    submit(wing, user, "legal_room", picked("legal_room", room="taking"), "")
    submit(wing, user, FORM, filled(), ref)
    assert wing.harbor.count(Ping) == 0
    wing.event(user, Event.HOME_OPENED, tab="home")
    assert "Your agency" not in read(wing.slack.views("views.publish")[-1])
