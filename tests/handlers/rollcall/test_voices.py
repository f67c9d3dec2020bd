"""What is said of roll calls: judged when it leaves, harmless on a lock screen, never fresh in a channel."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.rollcall.notices import of_one_arrest
from handlers.rollcall.voices import VOICES, may_leave
from handlers.voice import Message, Spoken, Telling
from models.acts.checkin import InTheWay, Said
from models.acts.issues import Raising, end, raise_issue
from models.acts.schedule_dates import skip
from models.acts.undelivered import undelivered
from models.admin_issue import IssueState
from models.notice import Kind, Never, Notice
from models.rollcall import Firing, Schedule, SkipReason
from models.schema import SlackUserId
from tests.handlers.harbor import MANAGER, OFFICER, SERGEANT, STRANGER, Harbor
from tests.handlers.shifts import CHANNEL, ask, close, newest, say, shift, staff


def spoken(harbor: Harbor, notice: Notice) -> Spoken:
    with harbor.ground.database.look() as work:
        return VOICES[Kind(notice.kind)](Telling(work, harbor.rules(), notice, harbor.ground))


def text(harbor: Harbor, notice: Notice) -> str:
    said = spoken(harbor, notice)
    return said.text if isinstance(said, Message) else repr(said)


def made(kind: Kind, target: str, to: SlackUserId = OFFICER) -> Notice:
    return Notice(kind=kind.value, recipient=to, target=target)


def arrives(harbor: Harbor, *kinds: Kind) -> None:
    """Slack takes everything of these kinds that waits."""
    with harbor.ground.database.work() as work:
        for notice in work.session.scalars(select(Notice).where(Notice.kind.in_(kinds))):
            notice.settled_at, notice.outcome = harbor.time(), "sent"
            notice.channel, notice.ts = notice.recipient, f"17953.{notice.id:06}"
        work.commit()


def is_refused(harbor: Harbor, notice: Notice, why: str = "user_disabled") -> None:
    """Slack would never take it."""
    ground = harbor.ground
    with ground.database.work() as work:
        undelivered(work, ground.vault, ground.audit, harbor.rules(), notice, why, harbor.time())
        work.commit()


def asked_notices(harbor: Harbor) -> list[Notice]:
    return harbor.notices(Kind.ROLLCALL)


def test_each_officer_is_asked_in_a_sentence_with_one_button(harbor: Harbor) -> None:
    staff(harbor)
    firing = ask(harbor, shift(harbor))
    notices = asked_notices(harbor)
    assert len(notices) == 9
    said = spoken(harbor, notices[0])
    assert isinstance(said, Message)
    assert said.text == "North night roll call: three questions, under a minute."
    assert said.blocks is not None
    (tap,) = said.blocks[1]["elements"]
    assert (tap["text"]["text"], tap["value"]) == ("Open", firing)


def test_one_reminder_and_none_for_whoever_answered_or_left_or_where_it_was_skipped(harbor: Harbor) -> None:
    users = staff(harbor)
    firing = ask(harbor, shift(harbor))
    close(harbor)
    nudges = harbor.notices(Kind.ROLLCALL_NUDGE)
    assert len(nudges) == 9
    assert text(harbor, nudges[0]) == "North night roll call: still open, and late is as welcome."
    say(harbor, firing, users[:1])
    assert spoken(harbor, made(Kind.ROLLCALL_NUDGE, firing, users[0])) == Never("answered")
    assert spoken(harbor, made(Kind.ROLLCALL, firing, STRANGER)) == Never("not_on_roster")
    with harbor.ground.database.work() as work:
        row = newest(harbor, harbor_schedule(harbor, firing))
        skip(harbor.ground.scene(work, SERGEANT), row.schedule, row.day, SkipReason.COURT)
        work.commit()
    for kind in (Kind.ROLLCALL, Kind.ROLLCALL_NUDGE):
        assert spoken(harbor, made(kind, firing)) == Never("skipped")
    assert spoken(harbor, made(Kind.ROLLCALL_DIGEST, firing, SERGEANT)) == Never("skipped")


def harbor_schedule(harbor: Harbor, firing: str) -> str:
    with harbor.ground.database.look() as work:
        return work.session.get_one(Firing, firing).schedule


@pytest.mark.parametrize(
    ("officers", "answering", "words"),
    [
        (9, 0, "quiet this time."),
        (9, 2, "2 of 9 answered. In the way: help took too long."),
        (9, 9, "answers came in."),
        (4, 0, "quiet this time."),
        (4, 2, "answers came in."),
        (4, 4, "answers came in."),
        (5, 1, "1 of 5 answered. In the way: help took too long."),
    ],
)
def test_the_leader_hears_numbers_only_where_they_name_nobody(
    harbor: Harbor, officers: int, answering: int, words: str
) -> None:
    users = [OFFICER, *staff(harbor, officers - 1)]
    firing = ask(harbor, shift(harbor))
    say(harbor, firing, users[:answering])
    close(harbor)
    (digest,) = harbor.notices(Kind.ROLLCALL_DIGEST)
    assert digest.recipient == SERGEANT
    assert text(harbor, digest) == f"North night roll call: {words}"


def test_not_delivered_is_not_silence(harbor: Harbor) -> None:
    staff(harbor, 5)
    firing = ask(harbor, shift(harbor))
    notices = asked_notices(harbor)
    for notice in notices[:2]:
        is_refused(harbor, notice)
    say(harbor, firing)
    (told,) = harbor.notices(Kind.ROLLCALL_NOT_DELIVERED)
    assert told.recipient == MANAGER
    assert text(harbor, told).startswith("North night roll call: not delivered to 2. That is no silence")
    assert told.due_at == newest(harbor, harbor_schedule(harbor, firing)).closes_at
    assert text(harbor, made(Kind.ROLLCALL_DIGEST, firing, SERGEANT)).endswith("answers came in."), (
        "4 reached"
    )


def test_where_nothing_arrived_the_officers_are_not_called_quiet(harbor: Harbor) -> None:
    firing = ask(harbor, shift(harbor))
    is_refused(harbor, asked_notices(harbor)[0])
    assert "it did not arrive, and that is ours to mend" in text(
        harbor, made(Kind.ROLLCALL_DIGEST, firing, SERGEANT)
    )


def test_whoever_left_meanwhile_is_counted_and_nobody_is_sent_to_mend_it(harbor: Harbor) -> None:
    staff(harbor)
    firing = ask(harbor, shift(harbor))
    is_refused(harbor, asked_notices(harbor)[0], "not_on_roster")
    assert harbor.notices(Kind.ROLLCALL_NOT_DELIVERED) == []
    assert newest(harbor, harbor_schedule(harbor, firing)).not_delivered == 1


def test_a_leader_who_cannot_be_told_is_told_of_to_the_project_manager(harbor: Harbor) -> None:
    ask(harbor, shift(harbor))
    close(harbor)
    is_refused(harbor, harbor.notices(Kind.ROLLCALL_DIGEST)[0])
    (told,) = harbor.notices(Kind.ROLLCALL_NOT_DELIVERED)
    assert "whoever leads the shift could not be told" in text(harbor, told)


def threads(harbor: Harbor) -> list[Notice]:
    return harbor.notices(Kind.SHIFT_THREAD)


def settle_issue(harbor: Harbor, firing: str, words: str, state: IssueState = IssueState.SETTLED) -> None:
    schedule = harbor_schedule(harbor, firing)
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, MANAGER)
        raising = Raising("Help took too long", MANAGER, firing, InTheWay.TOO_LONG.value, schedule)
        issue = raise_issue(scene, raising)
        end(scene, issue.ref, state, words)
        work.commit()


def test_the_shifts_thread_has_themes_a_day_later_and_what_was_done(harbor: Harbor) -> None:
    users = staff(harbor)
    firing = ask(harbor, shift(harbor))
    say(harbor, firing, users[:3])
    close(harbor)
    begin, themes = threads(harbor)
    assert {begin.recipient, themes.recipient} == {CHANNEL}
    assert themes.due_at >= newest(harbor, harbor_schedule(harbor, firing)).closes_at + timedelta(hours=24)
    said = spoken(harbor, begin)
    assert isinstance(said, Message)
    assert (said.posted, said.channel, said.thread_ts) == (True, CHANNEL, "")
    assert spoken(harbor, themes) == Never("no_thread"), "its beginning did not arrive"
    arrives(harbor, Kind.SHIFT_THREAD)
    said = spoken(harbor, themes)
    assert isinstance(said, Message)
    assert (said.text, said.posted) == ("What came up: help took too long.", True)
    assert said.thread_ts == threads(harbor)[0].ts
    settle_issue(harbor, firing, "From Monday two people are on before 7.")
    assert len(threads(harbor)) == 3, "one thread, begun once"
    assert text(harbor, threads(harbor)[-1]) == (
        "You said: help took too long. We did: From Monday two people are on before 7."
    )


def test_nothing_is_begun_for_a_quiet_or_a_small_shift(harbor: Harbor) -> None:
    staff(harbor, 3)
    firing = ask(harbor, shift(harbor))
    say(harbor, firing)
    close(harbor)
    assert threads(harbor) == []


def test_without_a_channel_nothing_is_posted(harbor: Harbor) -> None:
    staff(harbor)
    firing = ask(harbor, shift(harbor, channel=""))
    say(harbor, firing)
    close(harbor)
    settle_issue(harbor, firing, "Done")
    assert threads(harbor) == []


@pytest.mark.parametrize(
    "words", ["Zebulon Testperson was found", "The arrest last night went well", "R-7KQ2M was met"]
)
def test_words_are_looked_at_once_more_before_they_leave_for_a_channel(harbor: Harbor, words: str) -> None:
    staff(harbor)
    firing = ask(harbor, shift(harbor))
    say(harbor, firing)
    settle_issue(harbor, firing, words)
    arrives(harbor, Kind.SHIFT_THREAD)
    assert not may_leave(words)
    assert text(harbor, threads(harbor)[-1]) == "You said: help took too long. It has been seen to."


def test_what_one_officer_wrote_is_not_said_in_the_channel(harbor: Harbor) -> None:
    staff(harbor)
    firing = ask(harbor, shift(harbor))
    schedule = harbor_schedule(harbor, firing)
    with harbor.ground.database.work() as work:
        scene = harbor.ground.scene(work, MANAGER)
        issue = raise_issue(scene, Raising("The form asks twice", OFFICER, "0" * 32, "", schedule))
        end(scene, issue.ref, IssueState.NOT_NOW, "No money for it this quarter")
        work.commit()
    arrives(harbor, Kind.SHIFT_THREAD)
    assert text(harbor, threads(harbor)[-1]) == "Not for now: No money for it this quarter."
    (told,) = harbor.notices(Kind.ISSUE_ENDED)
    assert told.recipient == OFFICER


def test_another_channel_gets_a_beginning_of_its_own_and_the_old_one_no_more(harbor: Harbor) -> None:
    staff(harbor)
    firing = ask(harbor, shift(harbor))
    say(harbor, firing)
    close(harbor)
    arrives(harbor, Kind.SHIFT_THREAD)
    with harbor.ground.database.work() as work:
        work.session.get_one(Schedule, harbor_schedule(harbor, firing)).channel = "C0OTHER01"
        work.commit()
    assert spoken(harbor, threads(harbor)[1]) == Never("moved")
    settle_issue(harbor, firing, "Done")
    assert [notice.recipient for notice in threads(harbor)[2:]] == ["C0OTHER01", "C0OTHER01"]
    assert "roll call: what comes up" in text(harbor, threads(harbor)[2])


def test_a_channel_that_does_not_let_us_in_is_told_once_a_day(harbor: Harbor) -> None:
    users = staff(harbor)
    firing = ask(harbor, shift(harbor))
    say(harbor, firing, users[:3])
    close(harbor)
    for notice in threads(harbor):
        is_refused(harbor, notice, "not_in_channel")
    is_refused(harbor, threads(harbor)[1], "nothing")
    (told,) = harbor.notices(Kind.ROLLCALL_NOT_DELIVERED)
    assert "Please invite the app again" in text(harbor, told)


def test_the_drift_notice_is_a_number_and_a_button_for_who_is_on_the_roster(harbor: Harbor) -> None:
    assert text(harbor, made(Kind.DRIFT, "2", MANAGER)) == "Signs to look at this week: 2."
    assert spoken(harbor, made(Kind.DRIFT, "2", STRANGER)) == Never("not_on_roster")


def test_a_single_arrest_is_recognised_and_everyday_work_is_not() -> None:
    assert of_one_arrest("the diversion of Tuesday")
    assert not of_one_arrest("Two people are on before 7")


@pytest.mark.parametrize("kind", [Kind.ROLLCALL, Kind.ROLLCALL_DIGEST, Kind.ROLLCALL_NOT_SENT])
def test_of_what_is_gone_nothing_is_said(harbor: Harbor, kind: Kind) -> None:
    assert spoken(harbor, made(kind, "0" * 32)) == Never("gone")


def test_a_theme_of_everybody_who_named_it_is_answered_to_each_of_them(harbor: Harbor) -> None:
    users = staff(harbor)
    firing = ask(harbor, shift(harbor))
    say(harbor, firing, users[:3])
    say(harbor, firing, users[3:4], Said((InTheWay.PAPERWORK,)))
    settle_issue(harbor, firing, "Done")
    assert {one.recipient for one in harbor.notices(Kind.ISSUE_ENDED)} == set(users[:3])
