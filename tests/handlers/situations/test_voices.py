"""What is said of situations: to people a reference; in the channel the place, judged once more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.guarding.posted import Posted, read_posted
from handlers.guarding.service import Guarding
from handlers.ids import Action
from models.acts.situation_keeping import close, renew
from models.acts.situation_mending import Words, mend
from models.acts.situation_telling import tell_not_posted, thread_of
from models.acts.undelivered import undelivered
from models.notice import Kind, Never, Notice
from models.schema import SituationRef, SlackUserId
from models.situation import Situation
from tests.handlers.harbor import MANAGER, NEIGHBOR, OFFICER, STRANGER, Harbor
from tests.handlers.situations.placing import PATTERN, PLACE, deliver, made, message, row, spoken
from tests.handlers.wing import texts

PEOPLE = [
    Kind.SITUATION_OWNED,
    Kind.SITUATION_REVIEW,
    Kind.SITUATION_RENEWED,
    Kind.SITUATION_ENDED,
    Kind.SITUATION_NOT_POSTED,
]


def change(harbor: Harbor, ref: str, **columns: object) -> None:
    with harbor.ground.database.work() as work:
        work.session.execute(update(Situation).where(Situation.ref == ref).values(**columns))
        work.commit()


def end(harbor: Harbor, ref: SituationRef, words: str = "A light was put up") -> None:
    with harbor.ground.database.work() as work:
        close(harbor.ground.scene(work, MANAGER), ref, words)
        work.commit()


def go_on(harbor: Harbor, ref: SituationRef, words: str = "The city was asked for a light") -> None:
    with harbor.ground.database.work() as work:
        renew(harbor.ground.scene(work, MANAGER), ref, row(harbor, ref).review_on + timedelta(days=7), words)
        work.commit()


@pytest.mark.parametrize("kind", PEOPLE)
def test_to_people_it_is_a_reference_and_a_button(harbor: Harbor, kind: Kind) -> None:
    ref = made(harbor)
    harbor.time.go(timedelta(days=15))
    said = message(harbor, Notice(kind=kind.value, recipient=NEIGHBOR, subject=ref, target=""))
    assert said.text.startswith(f"{ref}: ")
    assert not any(words in str(said.blocks) for words in ("Fifth", "drink"))
    assert said.blocks is not None
    assert said.blocks[-1]["elements"][0]["value"] == ref
    gone = Notice(kind=kind.value, recipient=STRANGER, subject=ref, target="")
    assert spoken(harbor, gone) == Never("not_on_roster")
    assert spoken(harbor, Notice(kind=kind.value, recipient=NEIGHBOR, subject="S-00000")) == Never("gone")


def test_a_reminder_that_is_not_true_any_more_is_not_sent(harbor: Harbor) -> None:
    ref = made(harbor)
    notice = Notice(kind=Kind.SITUATION_REVIEW.value, recipient=MANAGER, subject=ref, target="")
    harbor.time.go(timedelta(days=15))
    go_on(harbor, ref)
    assert spoken(harbor, notice) == Never("over")
    end(harbor, ref)
    harbor.time.go(timedelta(days=30))
    assert spoken(harbor, notice) == Never("over")


def test_the_line_has_place_pattern_and_its_buttons(harbor: Harbor) -> None:
    ref = made(harbor, confer=True)
    (line,) = harbor.notices(Kind.SITUATION_LINE)
    said = message(harbor, line)
    assert (said.channel, said.posted, said.thread_ts) == ("C0OWG0001", True, "")
    assert said.text.startswith(f"{ref}: a place that needs a look. {PLACE}.")
    assert PATTERN in said.text
    assert "A conference is asked for: K-" in said.text
    assert said.blocks is not None
    buttons = said.blocks[-1]["elements"]
    assert {one["value"] for one in buttons} == {ref}
    assert [one["action_id"] for one in buttons] == [
        Action.MY_ACTION,
        Action.SITUATION_COUNT,
        Action.SITUATION_OPEN,
        Action.SITUATION_CLOSE,
    ]
    assert texts(said.blocks[-1]) == ["My action", "Add a number", "Look back", "Close"]


def test_words_that_would_be_stopped_today_do_not_leave_for_the_channel(harbor: Harbor) -> None:
    ref = made(harbor)
    change(harbor, ref, pattern="mostly the tall guy everyone calls Sprocket")
    (line,) = harbor.notices(Kind.SITUATION_LINE)
    said = message(harbor, line)
    assert said.text.startswith(f"{ref}: a place that needs a look.")
    assert "Sprocket" not in str(said)
    assert PLACE not in str(said)


def test_what_was_done_stands_under_the_line_in_order(harbor: Harbor) -> None:
    ref = made(harbor)
    (line,) = harbor.notices(Kind.SITUATION_LINE)
    deliver(harbor, line)
    go_on(harbor, ref)
    (renewed,) = harbor.notices(Kind.SITUATION_NEWS)
    said = message(harbor, renewed)
    assert (said.channel, said.thread_ts, said.posted) == ("C0OWG0001", "100.1", True)
    assert "So far: The city was asked for a light. Next look: " in said.text
    end(harbor, ref)
    assert spoken(harbor, renewed) == Never("over"), "the line about the end follows"
    ended = harbor.notices(Kind.SITUATION_NEWS)[-1]
    assert message(harbor, ended).text == f"{ref} is closed. What was done: A light was put up."


def test_news_that_names_somebody_are_left_out(harbor: Harbor) -> None:
    ref = made(harbor)
    deliver(harbor, harbor.notices(Kind.SITUATION_LINE)[0])
    end(harbor, ref)
    change(harbor, ref, ended="Zebulon Testperson left")
    assert message(harbor, harbor.notices(Kind.SITUATION_NEWS)[0]).text == f"{ref} is closed."


def test_nothing_is_posted_where_the_line_does_not_stand(harbor: Harbor) -> None:
    ref = made(harbor)
    end(harbor, ref)
    (line,) = harbor.notices(Kind.SITUATION_LINE)
    assert spoken(harbor, line) == Never("over")
    assert spoken(harbor, harbor.notices(Kind.SITUATION_NEWS)[0]) == Never("gone")


def test_the_project_managers_hear_of_a_channel_that_does_not_let_us_in_and_of_nothing_else(
    harbor: Harbor,
) -> None:
    ref = made(harbor)
    (line,) = harbor.notices(Kind.SITUATION_LINE)
    for why in ("over", "not_private", "not_in_channel"):
        with harbor.ground.database.work() as work:
            tell_not_posted(harbor.ground.scene(work, SlackUserId("bot")), line, why)
            work.commit()
    told = harbor.notices(Kind.SITUATION_NOT_POSTED)
    assert [(one.recipient, one.subject) for one in told] == [(MANAGER, ref)]


def test_a_line_that_cannot_stand_is_told_of_by_the_common_way(harbor: Harbor) -> None:
    ref = made(harbor)
    (line,) = harbor.notices(Kind.SITUATION_LINE)
    ground = harbor.ground
    for why in ("not_private", "over"):
        with ground.database.work() as work:
            undelivered(work, ground.vault, ground.audit, harbor.rules(), line, why, harbor.time())
            work.commit()
    assert [one.subject for one in harbor.notices(Kind.SITUATION_NOT_POSTED)] == [ref]
    assert harbor.notices(Kind.NOT_REACHED) == []


def reply(text: str, *, thread: str = "100.1", ts: str = "101.1", **more: object) -> Posted:
    event = {"channel_type": "group", "channel": "C0OWG0001", "user": OFFICER, "ts": ts, "text": text, **more}
    posted = read_posted({**event, "thread_ts": thread} if thread else event)
    assert posted is not None
    return posted


@pytest.mark.parametrize(
    "more",
    [
        {"text": "it is the tall guy everyone calls Sprocket"},
        {"text": "Zebulon Testperson, born 01/01/1901"},
        {"text": "gray van, plate ABC1234"},
        {"text": "look", "files": [{"name": "shelter", "mimetype": "image/png"}]},
    ],
)
def test_who_drifts_into_naming_in_a_situations_thread_hears_and_so_does_the_manager(
    harbor: Harbor, more: dict[str, object]
) -> None:
    made(harbor)
    deliver(harbor, harbor.notices(Kind.SITUATION_LINE)[0])
    guarding = Guarding(harbor.ground, "B0LEADBOT")
    assert guarding.look_at(reply(**more), key="Ev1")  # type: ignore[arg-type]  # text is among them
    kinds = {
        (one.recipient, Kind(one.kind)) for one in harbor.notices() if one.target.startswith("C0OWG0001")
    }
    assert kinds == {
        (OFFICER, Kind.GUARD_NOTE),
        (OFFICER, Kind.GUARD_CARD),
        (MANAGER, Kind.GUARD_MANAGER),
        (MANAGER, Kind.GUARD_FOLLOW_UP),
    }
    (note,) = harbor.notices(Kind.GUARD_NOTE)
    assert note.target == "C0OWG0001 101.1 100.1"
    assert b"Sprocket" not in harbor.everything_stored()


def test_outside_such_a_thread_the_guard_is_as_patient_as_ever(harbor: Harbor) -> None:
    made(harbor)
    deliver(harbor, harbor.notices(Kind.SITUATION_LINE)[0])
    guarding = Guarding(harbor.ground, "B0LEADBOT")
    talk = "it is the tall guy everyone calls Sprocket"
    assert not guarding.look_at(reply(talk, thread=""), key="Ev1")
    assert not guarding.look_at(reply(talk, thread="55.5"), key="Ev2")
    assert not guarding.look_at(reply("Ottoline Bramblewick asks the city for a light"), key="Ev3")


def test_an_edit_that_leaves_it_standing_is_the_same_finding(harbor: Harbor) -> None:
    made(harbor)
    deliver(harbor, harbor.notices(Kind.SITUATION_LINE)[0])
    guarding = Guarding(harbor.ground, "B0LEADBOT")
    guarding.look_at(reply("he is back"), key="Ev1")
    message = {"ts": "101.1", "thread_ts": "100.1", "user": OFFICER, "text": "he is back, mornings"}
    edit = {
        "subtype": "message_changed",
        "channel_type": "group",
        "channel": "C0OWG0001",
        "event_ts": "102.1",
    }
    posted = read_posted({**edit, "message": message, "previous_message": {"text": "he is back"}})
    assert posted is not None
    guarding.look_at(posted, key="Ev2")
    assert len(harbor.notices(Kind.GUARD_CARD)) == 1


def test_its_thread_is_where_slack_put_its_line(harbor: Harbor) -> None:
    ref = made(harbor)
    with harbor.ground.database.look() as work:
        assert thread_of(work, row(harbor, ref)) is None
    deliver(harbor, harbor.notices(Kind.SITUATION_LINE)[0])
    with harbor.ground.database.look() as work:
        assert thread_of(work, row(harbor, ref)) == ("C0OWG0001", "100.1")


def put_right(harbor: Harbor, ref: SituationRef, pattern: str) -> None:
    with harbor.ground.database.work() as work:
        words = Words(PLACE, "", pattern, "")
        mend(harbor.ground.scene(work, NEIGHBOR), ref, words, row(harbor, ref).version)
        work.commit()


def test_the_thread_reads_the_words_that_stand_now_and_not_whose_they_are(harbor: Harbor) -> None:
    ref = made(harbor)
    deliver(harbor, harbor.notices(Kind.SITUATION_LINE)[-1])
    put_right(harbor, ref, PATTERN)
    assert harbor.notices(Kind.SITUATION_NEWS) == [], "nothing changed"
    put_right(harbor, ref, "People drink at the shelter until the lights go on")
    (news,) = harbor.notices(Kind.SITUATION_NEWS)
    said = message(harbor, news)
    assert said.text == (
        f"{ref} has other words now. {PLACE}. "
        "What happens: People drink at the shelter until the lights go on."
    )
    assert said.thread_ts == "100.1"
    assert NEIGHBOR not in str(said)
    change(harbor, ref, pattern="the tall guy everyone calls Sprocket")
    assert message(harbor, news).text == f"{ref} has other words now. Look back opens it."
    end(harbor, ref)
    assert spoken(harbor, news) == Never("over")
