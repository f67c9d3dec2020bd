"""What leaves for the group's channel and for people: neutral, judged once more, nothing singly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.agenda.facts import Line
from handlers.agenda.notices import agenda_words, band_words, may_leave, minutes_words
from handlers.voice import Message
from models.acts.minutes import Minutes
from models.meeting import ItemState, Section
from models.notice import Kind, Never
from tests.handlers.agenda.meeting import CHANNEL, begins, deliver, issue, meets, posted, situation, spoken
from tests.handlers.harbor import MANAGER, OFFICER, Harbor


def test_one_line_with_its_buttons_and_the_agenda_in_its_thread(harbor: Harbor) -> None:
    meets(harbor)
    stop = situation(harbor)
    meeting = posted(harbor)
    line, agenda = deliver(harbor)
    assert line.text.startswith("Operational Work Group meets: ")
    assert (line.channel, line.thread_ts, line.posted) == (CHANNEL, "", True)
    assert line.blocks is not None
    assert {tap["value"] for tap in line.blocks[1]["elements"]} == {meeting.id}
    assert agenda.thread_ts
    assert agenda.text.startswith("Ground rules\n- We coordinate")
    assert f"- {stop}: The bus shelter at Fifth and Anchor. Loud evenings" in agenda.text


@pytest.mark.parametrize(
    "said",
    ["Zebulon Testperson sleeps there", "The diversion of Tuesday", "the tall guy everyone calls Sprocket"],
)
def test_words_that_must_not_stand_in_a_channel_leave_a_reference_only(harbor: Harbor, said: str) -> None:
    meets(harbor)
    stop, form = situation(harbor, said), issue(harbor, said)
    posted(harbor)
    agenda = deliver(harbor)[1].text
    assert f"- {stop}\n" in agenda
    assert f"- {form}" in agenda
    assert said not in agenda


def test_what_one_officer_wrote_in_a_roll_call_stands_there_as_a_reference(harbor: Harbor) -> None:
    meets(harbor)
    form = issue(harbor, "The form is too long", came_from="0a" * 16)
    posted(harbor)
    agenda = deliver(harbor)[1].text
    assert form in agenda
    assert "too long" not in agenda


def test_no_referral_and_no_count_below_the_threshold_stands_in_the_channel(harbor: Harbor) -> None:
    refs = [harbor.refer(form=f"V{number}", key=f"k{number}").ref for number in range(3)]
    harbor.time.go(timedelta(days=2))
    meets(harbor)
    posted(harbor)
    text = "\n".join(message.text for message in deliver(harbor))
    assert "fewer than 11" in text
    assert not any(ref in text for ref in refs)


def test_a_message_that_is_no_longer_so_does_not_leave(harbor: Harbor) -> None:
    meets(harbor)
    meeting = posted(harbor)
    (told,) = harbor.notices(Kind.MEETING_AGENDA)
    assert isinstance(spoken(harbor, told), Message)
    begins(harbor, meeting)
    harbor.wait(60 * 24 + 120)
    assert spoken(harbor, told) == Never("over")
    harbor.suspend(MANAGER)
    assert spoken(harbor, harbor.notices(Kind.MEETING_NOT_HELD)[0]) == Never("not_on_roster")


def test_a_channel_that_is_another_one_now_hears_nothing(harbor: Harbor) -> None:
    meets(harbor)
    posted(harbor)
    first = harbor.notices(Kind.MEETING_THREAD)[0]
    harbor.change_rules(
        groups=[{"code": "owg", "name": "Work group", "kind": "owg", "channel": "C0ELSEWHERE"}]
    )
    assert spoken(harbor, first) == Never("moved")


def test_an_agenda_without_room_says_where_the_rest_is() -> None:
    lines = [Line(str(n), Section.ISSUES, f"A-{n:05}", "x" * 190, 5, ItemState.WAITS) for n in range(400)]
    lines += [Line("o", Section.OTHER, "", "y" * 3000, 5, ItemState.WAITS)]
    text = agenda_words(lines)
    assert len(text) < 3600
    assert "and 388 more. /lead agenda shows the rest." in text
    assert text.endswith("/lead agenda shows the rest.")


@pytest.mark.parametrize(("band", "said"), [("<11", "fewer than 11"), ("11-15", "11 to 15")])
def test_a_band_in_words(band: str, said: str) -> None:
    assert band_words(band) == said


def test_empty_words_never_stand_there_and_plain_ones_do() -> None:
    assert not may_leave("")
    assert may_leave("Two people are on before 7")


def test_minutes_of_nothing_say_so_little() -> None:
    assert minutes_words(Minutes((), (), (), 0, 0, (), ())) == "Minutes."
    assert OFFICER not in minutes_words(Minutes((), ("S-7KQ2M",), (), 1, 2, (), (("K-4MTX0", 2),)))
