"""Home is drawn again for whoever looked lately: once for what is done at once, in nobody's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from handlers import words
from handlers.desk import Request
from handlers.home.pane import HomePane
from handlers.home.service import Home
from handlers.ids import Event
from models.duties import Act
from models.notice import Again, Never, Outcome, Sent
from tests.handlers.actions.setting import kept, table
from tests.handlers.by_hand import ByHand
from tests.handlers.harbor import NEIGHBOR, OFFICER, RESPONDER, SECRETS, Harbor
from tests.handlers.wing import Json, RememberingSlack, Wing, raise_wing, texts


class EventfulSlack(RememberingSlack):
    """Something happens once while it takes the next Home; what that raises, it answers."""

    happens: Callable[[], object] | None = None

    def api_call(self, api_method: str, **kwargs: Any) -> SlackResponse:
        if api_method == "views.publish" and self.happens is not None:
            happens, self.happens = self.happens, None
            happens()
        return super().api_call(api_method, **kwargs)


@pytest.fixture
def slack() -> EventfulSlack:
    """Slack, to which things happen."""
    return EventfulSlack()


@pytest.fixture
def beside() -> ByHand:
    """What waits to be drawn."""
    return ByHand()


@pytest.fixture
def wing(harbor: Harbor, slack: EventfulSlack, beside: ByHand) -> Iterator[Wing]:
    """The wing with Homes that follow, when the test says so."""
    wing = raise_wing(harbor, slack, beside=beside)
    yield wing
    wing.desk.close()


def look(wing: Wing, user: str) -> None:
    wing.event(user, Event.HOME_OPENED, tab="home")


def homes(wing: Wing, user: str) -> list[str]:
    """What was drawn on somebody's Home, oldest first."""
    drawn = [sent for method, sent in wing.slack.asked if method == "views.publish"]
    return ["\n".join(texts(sent["view"])) for sent in drawn if sent["user_id"] == user]


def help_me(wing: Wing, user: str, view: Json | None = None) -> None:
    """A tap that changes nothing."""
    wing.click(user, "show_help", view=view)


def too_many(seconds: int) -> Callable[[], None]:
    """Slack's word that there were too many calls."""

    def refuse() -> None:
        response = SlackResponse(
            client=None,
            http_verb="POST",
            api_url="views.publish",
            req_args={},
            data={"ok": False, "error": "ratelimited"},
            headers={"Retry-After": str(seconds)},
            status_code=429,
        )
        raise SlackApiError("ratelimited", response)  # type: ignore[no-untyped-call]  # slack_sdk left it so

    return refuse


def test_what_is_done_is_gone_from_home_without_another_look(wing: Wing, beside: ByHand) -> None:
    table(wing.harbor)
    ref = kept(wing, OFFICER)
    look(wing, OFFICER)
    assert "Done" in homes(wing, OFFICER)[-1]
    wing.click(OFFICER, "action_done", value=ref)
    assert len(homes(wing, OFFICER)) == 1, "the answer does not wait for it"
    beside.run()
    assert "Done" not in homes(wing, OFFICER)[-1].split("\n")
    assert not any(secret in said for said in homes(wing, OFFICER) for secret in SECRETS)


def test_whoever_never_opened_home_gets_none(wing: Wing, beside: ByHand) -> None:
    look(wing, NEIGHBOR)
    wing.harbor.refer()
    wing.command(OFFICER, "help")
    help_me(wing, RESPONDER, view={"type": "modal"})
    wing.event(OFFICER, Event.HOME_OPENED, tab="messages")
    assert beside.waiting() == 0
    assert homes(wing, OFFICER) == homes(wing, RESPONDER) == []


def test_whoever_looked_half_an_hour_ago_sees_it_when_they_look_again(wing: Wing, beside: ByHand) -> None:
    look(wing, RESPONDER)
    wing.harbor.refer()
    wing.harbor.time.go(timedelta(minutes=30))
    help_me(wing, RESPONDER)
    assert beside.waiting() == 1
    beside.run()
    wing.harbor.time.go(timedelta(seconds=1))
    help_me(wing, RESPONDER)
    assert beside.waiting() == 0


def test_a_tap_on_home_itself_is_a_look_after_a_restart_too(wing: Wing, beside: ByHand) -> None:
    ref = wing.harbor.refer().ref
    help_me(wing, RESPONDER, view={"type": "home"})
    beside.run()
    assert ref in homes(wing, RESPONDER)[-1]


def test_several_acts_make_one_drawing_and_drawings_stand_two_seconds_apart(
    wing: Wing, beside: ByHand
) -> None:
    look(wing, RESPONDER)
    wing.harbor.time.go(timedelta(minutes=1))
    wing.harbor.refer()
    for _ in range(10):
        help_me(wing, RESPONDER)
    assert beside.waiting() == 1
    beside.run()
    wing.harbor.refer(form="V2")
    help_me(wing, RESPONDER)
    beside.run()
    assert len(homes(wing, RESPONDER)) == 3
    assert wing.rests == [pytest.approx(1), pytest.approx(2)]


def test_what_stands_there_already_is_not_sent_again(wing: Wing, beside: ByHand) -> None:
    look(wing, RESPONDER)
    help_me(wing, RESPONDER)
    beside.run()
    assert len(homes(wing, RESPONDER)) == 1
    look(wing, RESPONDER)
    assert len(homes(wing, RESPONDER)) == 2, "a look is always answered"


def test_what_was_opened_counts_when_the_opening_is_over(wing: Wing, beside: ByHand) -> None:
    handle = wing.harbor.item(wing.harbor.refer().ref, RESPONDER)
    look(wing, RESPONDER)
    wing.desk.open(Request(RESPONDER, handle, "V1", "h1", "an opening"))
    wing.settle()
    assert beside.waiting() == 1


def test_too_many_calls_are_waited_out_as_told(wing: Wing, slack: EventfulSlack, beside: ByHand) -> None:
    look(wing, RESPONDER)
    ref = wing.harbor.refer().ref
    slack.happens = too_many(17)
    help_me(wing, RESPONDER)
    beside.run()
    assert wing.rests[1:] == [pytest.approx(17)]
    assert ref in homes(wing, RESPONDER)[-1]
    assert wing.logged == []


def test_while_slack_is_away_nothing_is_tried_until_the_next_act(wing: Wing, beside: ByHand) -> None:
    look(wing, RESPONDER)
    ref = wing.harbor.refer().ref
    wing.slack.trouble["views.publish"] = TimeoutError()
    help_me(wing, RESPONDER)
    beside.run()
    assert beside.waiting() == 0
    wing.slack.trouble.clear()
    help_me(wing, RESPONDER)
    beside.run()
    assert ref in homes(wing, RESPONDER)[-1]
    assert wing.logged == []


def test_a_suspended_persons_home_says_whom_the_app_is_for(wing: Wing, beside: ByHand) -> None:
    wing.harbor.refer()
    look(wing, RESPONDER)
    wing.harbor.suspend(RESPONDER)
    help_me(wing, RESPONDER)
    beside.run()
    assert homes(wing, RESPONDER)[-1] == words.NOT_A_MEMBER


def test_what_reaches_somebody_in_a_message_stands_on_their_home(wing: Wing, beside: ByHand) -> None:
    look(wing, RESPONDER)
    ref = wing.harbor.refer().ref
    notice = next(one for one in wing.harbor.notices() if one.recipient == RESPONDER)
    ends: list[Outcome] = [Never("is_archived"), Again(timedelta(0)), Sent("", ""), Sent("C0OWG0001", "1.2")]
    for end in ends:
        assert wing.pane.hearing(lambda _: end)(notice) is end  # noqa: B023 - called at once
        assert beside.waiting() == 0
    arrived = Sent("D0LARKSP1", "1.2")
    assert wing.pane.hearing(lambda _: arrived)(notice) is arrived
    beside.run()
    assert ref in homes(wing, RESPONDER)[-1]


def test_what_is_done_while_a_home_is_drawn_is_drawn_after_it(
    wing: Wing, slack: EventfulSlack, beside: ByHand
) -> None:
    look(wing, RESPONDER)
    ref = wing.harbor.refer().ref

    def meets() -> None:
        wing.harbor.act(RESPONDER, ref, Act.MET)
        help_me(wing, RESPONDER)

    slack.happens = meets
    help_me(wing, RESPONDER)
    beside.run()
    assert ref in homes(wing, RESPONDER)[-2]
    assert "Met at" not in homes(wing, RESPONDER)[-2]
    assert "Met at" in homes(wing, RESPONDER)[-1]


def test_two_drawings_at_once_are_followed_by_one_more_whatever_stands(
    wing: Wing, slack: EventfulSlack, beside: ByHand
) -> None:
    look(wing, RESPONDER)
    wing.harbor.refer()
    slack.happens = lambda: look(wing, RESPONDER)
    help_me(wing, RESPONDER)
    beside.run()
    first, *rest = homes(wing, RESPONDER)
    assert len(rest) == 3
    assert {*rest} == {rest[0]} != {first}
    help_me(wing, RESPONDER)
    beside.run()
    assert len(homes(wing, RESPONDER)) == 4


def test_what_breaks_a_drawing_is_told_to_the_log_by_its_kind(
    wing: Wing, slack: EventfulSlack, beside: ByHand
) -> None:
    look(wing, RESPONDER)
    wing.harbor.refer()
    slack.happens = lambda: 1 // 0
    help_me(wing, RESPONDER)
    beside.run()
    assert wing.logged == [("home_raised", "ZeroDivisionError")]
    help_me(wing, RESPONDER)
    beside.run()
    assert len(homes(wing, RESPONDER)) == 2


def test_at_the_end_nothing_is_drawn_any_more_and_nothing_waited_for(
    harbor: Harbor, wing: Wing, slack: EventfulSlack
) -> None:
    told = Signal()

    def tells() -> None:
        told.set()
        too_many(3600)()

    seconds = count(step=10)  # time flies: only what is waited for longer is waited for at all
    pane = HomePane(
        Home(harbor.ground),
        wing.teller,
        slack,
        log_error=lambda what, trouble: wing.logged.append((what, type(trouble).__name__)),
        seconds=lambda: float(next(seconds)),
    )
    pane.show(RESPONDER, slack)
    harbor.refer()
    slack.happens = tells
    pane.follow(RESPONDER)
    assert told.wait(30)
    closing = Thread(target=pane.close, daemon=True)
    closing.start()
    closing.join(30)
    assert not closing.is_alive()
    pane.follow(RESPONDER)
    assert len(homes(wing, RESPONDER)) == 1
    assert wing.logged == []
