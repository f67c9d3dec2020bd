"""The queue's views: within Slack's limits, plain text, the next action as a button, states in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.forms import Form
from handlers.ids import Action
from handlers.queue.facts import ItemFacts, Load, Seen, Urge
from handlers.queue.forecast import ForecastFacts
from handlers.queue.forecast_view import forecast_view, question_words, rate_words
from handlers.queue.questions import ACTION_OF, FIRST, FORMS, MOVE_WORDS, REASON_WORDS, STATE_WORDS
from handlers.queue.reading import A_PAGE
from handlers.queue.views import age_words, capacity_words, item_view, line_words, queue_view, reason_form
from models.referral import Door, State
from models.schema import ReferralRef, SlackUserId
from models.states import MOVES, Move, Reason
from sandbox.limits import check_view
from tests.handlers.queue.lining import CAPACITY, LOAD, NOW, line, page
from tests.handlers.wing import text_types, texts

FORECAST = ForecastFacts(
    by_door=((Door.ARREST_DIVERSION, 12), (Door.SOCIAL_CONTACT, 30)),
    free=9,
    rate=(2.5, 4.5),
    weeks=(2.0, 3.6),
    oldest=((State.WAITLISTED, 4, NOW - timedelta(days=40)),),
    declined=3,
    shared_declined=None,
    top_heavy=True,
    now=NOW,
)


def buttons(view: dict[str, object], block: str) -> list[str]:
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    found = next(one for one in blocks if one.get("block_id") == block)
    return [element["action_id"] for element in found["elements"]]


def test_a_line_says_what_where_how_old_until_when_and_whose() -> None:
    assert line_words(line(), NOW) == (
        "R-7KQ2M  Social contact, Quay\n"
        "To be screened, 3 days old.\n"
        "Due Fri 20 Nov 17:00 PST. Owner: project manager."
    )
    waits = line(state=State.WAITLISTED, rank=2, approval="not approved yet")
    assert "Waiting for a place, place 2, priority 3, 3 days old. Intake: not approved yet." in line_words(
        waits, NOW
    )
    assert "Review Fri 20 Nov" in line_words(waits, NOW)
    assert "No clock." in line_words(line(due_at=None), NOW)


def test_an_altered_row_is_said_aloud_and_nothing_of_it_is_believed() -> None:
    words = line_words(line(holds=False, moves=()), NOW)
    assert "altered" in words
    assert "Quay" not in words


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (47 * 60, "47 h"), (48 * 60, "2 days")]
)
def test_an_age_is_said_in_what_fits_it(minutes: int, words: str) -> None:
    assert age_words(timedelta(minutes=minutes)) == words
    assert age_words(timedelta(minutes=-5)) == "0 min"


def test_capacity_is_amber_above_what_is_planned_and_says_who_is_full() -> None:
    assert capacity_words(CAPACITY) == (
        "Capacity: 20.4 for each case manager, planned 20. AMBER: above what is planned.\n"
        "Ottoline Bramblewick: 25 of 25 (24 active, 1 given; 2 inactive), no room\n"
        "Free places: North 3, Quay 0."
    )


def test_a_full_page_is_within_slacks_limits() -> None:
    urges = [Urge.LATE, Urge.DUE, Urge.WAITS]
    lines = [
        line(seen=Seen(ReferralRef(f"R-{n:05d}"), n), urge=urges[n * 3 // A_PAGE]) for n in range(A_PAGE - 2)
    ]
    lines += [line(state=State.WAITLISTED), line(state=State.INTAKE_DONE, due_at=None)]
    view = queue_view(page(*lines, page=1, pages=3, top_heavy=True), "R-7KQ2M: Waitlist. Noted.")
    check_view(view, "modal")
    assert len(view["blocks"]) <= 100
    assert text_types(view) == {"plain_text"}
    heads = [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]
    assert heads == ["Late", "Due", "Waits", "Waitlist: priority, then age", "No clock"]
    assert "Next page (3 of 3)" in texts(view)


def test_the_next_action_is_a_button_and_carries_what_was_seen() -> None:
    view = queue_view(page(line()))
    assert buttons(view, "queue.0") == [Action.QUEUE_SEND]
    *_, words, doing = view["blocks"]
    assert words["accessory"]["action_id"] == Action.QUEUE_ITEM
    assert words["accessory"]["value"] == doing["elements"][0]["value"] == "R-7KQ2M.3"
    done = queue_view(page(line(state=State.MET, moves=(Move.INTAKE_DONE, Move.CLOSE))))
    assert buttons(done, "queue.0") == [Action.QUEUE_INTAKE_DONE]
    approver = queue_view(page(line(moves=(), approve=True), capacity=None))
    assert buttons(approver, "queue.0") == [Action.QUEUE_APPROVE]
    assert buttons(approver, "queue.top") == [Action.QUEUE_PAGE]


def test_an_empty_queue_and_the_last_page_say_so() -> None:
    assert "Nothing waits." in texts(queue_view(page()))
    last = queue_view(page(line(), page=2, pages=3))
    assert "First page" in texts(last)


def test_one_referral_shows_every_decision_of_its_reader() -> None:
    takers = tuple(
        Load(SlackUserId(f"U{n}"), "A very long fictional name " * 4, n, 0, 0, 25) for n in range(150)
    )
    moves = tuple(ACTION_OF)
    view = item_view(ItemFacts(line(moves=moves, approve=True, give=True), takers, NOW))
    check_view(view, "modal")
    assert buttons(view, "queue.moves") == [ACTION_OF[move] for move in moves]
    assert buttons(view, "queue.approval") == [Action.QUEUE_APPROVE, Action.QUEUE_NOT_APPROVE]
    assert view["private_metadata"] == "R-7KQ2M.3"
    alone = item_view(ItemFacts(line(moves=(), give=True), (), NOW))
    check_view(alone, "modal")
    assert "No other case manager serves this region." in texts(alone)


@pytest.mark.parametrize("form", [*FORMS.values(), FIRST], ids=lambda form: form.callback.value)
def test_every_form_fits_slack_and_carries_what_was_seen(form: Form) -> None:
    view = reason_form(form, Seen(ReferralRef("R-7KQ2M"), 4))
    check_view(view, "modal")
    assert view["private_metadata"] == "R-7KQ2M.4"


def test_every_code_has_words() -> None:
    assert set(STATE_WORDS) == set(State)
    assert set(REASON_WORDS) == set(Reason)
    assert set(MOVE_WORDS) == set(ACTION_OF) == set(MOVES) - {Move.ANSWERED, Move.MERGE}


def test_the_forecast_is_a_range_that_says_how_it_was_made() -> None:
    view = forecast_view(FORECAST)
    check_view(view, "modal")
    said = "\n".join(texts(view))
    assert "Referrals a week: 2.5 to 4.5. Free places: 9. Weeks until all are taken: 2 to 4." in said
    assert "8 of 10" in said
    assert "Poisson" in said
    assert "Waiting for a place: 4, the oldest 40 days" in said
    assert "Not taken in for lack of room, in 12 weeks: 3." in said


@pytest.mark.parametrize(
    ("weeks", "free", "words"),
    [
        (None, 3, "Nothing came in"),
        ((0, 0), 0, "All places are taken now."),
        ((3.0, None), 3, "Weeks until all are taken: 3 to more than 104."),
        ((200.0, None), 3, "Weeks until all are taken: more than 104."),
    ],
)
def test_the_ends_of_the_range_are_said_in_words(
    weeks: tuple[float, float | None], free: int, words: str
) -> None:
    facts = ForecastFacts(**{**vars(FORECAST), "weeks": weeks, "free": free})
    assert words in rate_words(facts)


def test_the_question_to_the_group_holds_no_small_count() -> None:
    assert "withheld to protect people" in question_words(FORECAST)
    many = ForecastFacts(**{**vars(FORECAST), "declined": 40, "shared_declined": 40})
    assert "last 12 weeks: 40." in question_words(many)
    calm = ForecastFacts(**{**vars(FORECAST), "top_heavy": False})
    assert "to copy" not in " ".join(texts(forecast_view(calm)))


def test_a_load_with_room_says_no_more_than_its_numbers() -> None:
    assert "no room" not in capacity_words(
        CAPACITY.__class__(1.0, 20, (Load(LOAD.member, "A", 1, 0, 0, 25),), ())
    )
