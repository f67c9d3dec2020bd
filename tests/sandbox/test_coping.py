"""The log of trouble: what happened and how it ended, in words, from the calls alone."""

from typing import Any

import pytest

from sandbox.coping import LineNotes, Note, told
from sandbox.faults import Faults
from sandbox.lessons import CUT, LESSONS, lessons, order, to_come
from sandbox.recorder import Call
from sandbox.wire import NotPossible

MESSAGE = {"channel": "UQUILL001", "text": "A sealed item waits."}


def call(method: str, status: str = "ok", *, at: float = 0, request: Any = None, **more: Any) -> Call:
    rest = {"direction": "bot->slack", "ms": 10.0, "raw_request": "", "raw_response": "", **more}
    return Call(method=method, status=status, at=at, request=request or MESSAGE, **rest)


def words(*calls: Call, notes: tuple[Note, ...] = ()) -> list[str]:
    """Oldest first."""
    return [line["words"] for line in reversed(told(calls, notes)["log"])]


def test_where_nothing_happened_nothing_is_told() -> None:
    assert told([call("chat.postMessage"), call("views.open")], []) == {"log": [], "held": 0}


@pytest.mark.parametrize("status", ["ratelimited", "server_error", "timeout", "cut_after_store"])
def test_what_was_hit_is_on_the_way_until_it_goes_through(status: str) -> None:
    hit = call("chat.postMessage", status, at=10)
    other = call("chat.postMessage", at=12, request={"channel": "UOXLIP001", "text": "Another"})
    assert told([hit, other], [])["held"] == 1, "another message is no second try"
    again = call("chat.postMessage", at=17)
    found = told([hit, other, again], [])
    assert found["held"] == 0
    assert [line["sort"] for line in found["log"]] == ["over", "hit"]
    assert found["log"][0]["words"].endswith("it went through, 7 s after the first try.")


def test_tokens_and_triggers_do_not_make_a_second_try_another_one() -> None:
    first = call("views.open", "ratelimited", request={"view": {"a": 1}, "trigger_id": "1", "token": "x"})
    second = call("views.open", request={"view": {"a": 1}, "trigger_id": "2", "token": "y"})
    assert told([first, second], [])["held"] == 0


def test_a_message_found_where_it_stands_is_not_sent_twice() -> None:
    hit = call("chat.postMessage", "cut_after_store", at=1)
    look = call(
        "conversations.history", at=6, request={"channel": "D1"}, response={"messages": [{"text": "Old"}]}
    )
    there = call(
        "conversations.history",
        at=9,
        request={"channel": "D1"},
        response={"messages": [{"text": MESSAGE["text"]}]},
    )
    assert told([hit, look], [])["held"] == 1
    found = told([hit, look, there], [])
    assert found["held"] == 0
    assert [line["sort"] for line in found["log"]] == ["over", "coping", "hit"]
    assert "Nothing was sent twice" in found["log"][0]["words"]


def test_slow_calls_and_unanswered_people_are_told_of() -> None:
    assert "took 2.0 s" in words(call("views.update", ms=2004.0))[0]
    inward: Any = {"direction": "slack->bot"}
    [line] = words(call("view_submission", "dispatch_failed", **inward))
    assert line == "A form was not answered. The person was told to try again."
    [line] = words(call("app_home_opened", "operation_timeout", **inward))
    assert "Slack says it again later" in line
    assert words(call("block_actions", "ok", **inward)) == []


def test_the_log_holds_no_word_of_what_was_sent() -> None:
    hits = [call(method, "timeout") for method in ("chat.postMessage", "views.publish", "reactions.add")]
    assert all("sealed item" not in line for line in words(*hits))


def test_the_line_that_was_cut_and_stands_again_is_noted_once() -> None:
    line = LineNotes()
    line.changed(1, 5.0)
    assert line.notes() == [], "the first connection is no news"
    line.cut(20.0)
    for count, at in ((0, 20.1), (0, 20.5), (1, 21.6), (2, 21.7)):
        line.changed(count, at)
    assert words(notes=tuple(line.notes())) == [
        "The line between Slack and LEAD was cut.",
        "LEAD dialled again by itself, after 1.5 s.",
    ]


def test_what_happened_before_anybody_was_there_is_no_trouble() -> None:
    line = LineNotes()
    line.changed(1, 5.0)
    line.changed(0, 7.0)
    line.changed(1, 8.0)
    inward: Any = {"direction": "slack->bot"}
    calls = [call("message", "dispatch_failed", at=at, **inward) for at in (3, 6)]
    assert [row["at"] for row in told(calls, (), line.first_up)["log"]] == [6]
    assert len(told(calls, (), LineNotes().first_up)["log"]) == 2


def test_calls_and_notes_stand_in_the_order_they_happened() -> None:
    found = told(
        [call("chat.postMessage", "timeout", at=3)], [Note(1, "hit", "cut"), Note(5, "over", "back")]
    )
    assert [line["at"] for line in found["log"]] == [5, 3, 1]


def test_every_lesson_can_be_ordered_and_says_what_it_does() -> None:
    faults = Faults()
    for lesson in lessons():
        assert order(faults, lesson["code"]).title == lesson["title"]
        assert lesson["words"].endswith(".")
    titles = [row["title"] for row in to_come(faults)]
    assert titles == [one.title for one in LESSONS if one.code != CUT]
    with pytest.raises(NotPossible, match="no_lesson"):
        order(faults, "earthquake")


def test_what_a_test_ordered_itself_has_no_lesson() -> None:
    faults = Faults()
    faults.add("users.info", "timeout", times=2)
    assert to_come(faults) == [{"title": "", "times": 2}]
