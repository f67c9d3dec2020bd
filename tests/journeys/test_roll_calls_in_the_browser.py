"""Scenarios 6 and 7 in headless Chromium, by clicks: a roll call nobody answers; the night of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from sandbox.clock_changes import before_change
from tests.journeys.hands import NEEDS_CHROMIUM, browser
from tests.journeys.office import NAMES, Office, office
from tests.journeys.shifts import HARBOR, come_to, local, staff
from tests.journeys.test_rollcall import ASKED, NUDGED, QUIET, TOO_LONG, today
from tests.journeys.window import Window
from tests.stage import MANAGER, QUAY_OFFICER, SUPERVISOR

__all__ = ("browser", "office")  # the fixtures of those modules

pytestmark = [pytest.mark.browser, NEEDS_CHROMIUM]


def plans(manager: Window, name: str, at: str, first: date, last: date | None = None) -> None:
    """A weekly roll call of the Quay, on the first day's day of the week, up to what it would come to."""
    manager.command("/lead rollcall")
    manager.press("Times")
    manager.press("New roll call")
    manager.choose("schedule_form.region", "Quay")
    manager.fill("schedule_form.name", name)
    manager.choose("schedule_form.rhythm", "Every week")
    manager.tick(f"{first:%A}")
    manager.fill("schedule_form.at", at)
    manager.fill("schedule_form.begins", first.isoformat())
    if last is not None:
        manager.fill("schedule_form.ends", last.isoformat())
    manager.choose("schedule_form.leader", f"{NAMES[SUPERVISOR]} — Sergeant, North")
    manager.press("Look at it")
    manager.shows("It would come:")


def keeps(manager: Window, name: str) -> None:
    """What was looked at."""
    manager.press("Save")
    manager.shows(name)
    manager.leave()


def test_a_roll_call_nobody_answers_becomes_an_issue_that_is_answered(office: Office) -> None:
    stage, manager = office.stage, office.at(MANAGER)
    sergeant, officer = office.at(SUPERVISOR), office.at(QUAY_OFFICER)
    staff(stage, "quay", 8)
    first = today(stage) + timedelta(days=1)
    plans(manager, "Quay day", "06:45", first)
    keeps(manager, "Quay day")

    office.lets_pass("roll_call", SUPERVISOR)
    officer.hears(ASKED)
    office.lets_pass("reminder", SUPERVISOR)
    officer.hears(NUDGED)
    office.lets_pass("reminder", SUPERVISOR)
    sergeant.hears(QUIET)
    for week in (1, 2):
        for at in ("06:45", "07:45"):
            come_to(stage, local(first + timedelta(weeks=week), at))
    expect(sergeant.page.get_by_text(QUIET)).to_have_count(3)

    manager.command("/lead rollcall")
    manager.press("What came in")
    manager.press("Look")
    manager.shows("Quiet weeks in a row: 3.")
    assert "Marrowbone" not in manager.form.inner_text()
    manager.leave()

    sergeant.open_card(QUIET)
    for choice in ("Wrong time", "Skip, with a reason", "Answer for the shift"):
        sergeant.shows(choice)
    assert "Marrowbone" not in sergeant.form.inner_text()
    sergeant.press("Ask in person")
    sergeant.choose("rollcall_in_person.heads", "9")
    sergeant.fill(
        "rollcall_in_person.words", f"Zebulon Testperson again {office.canaries.sow('named').strip()}"
    )
    sergeant.send()
    sergeant.shows("the bus shelter at Fifth and Anchor")
    sergeant.fill("rollcall_in_person.words", TOO_LONG)
    sergeant.send()
    sergeant.press("Make it an issue")
    sergeant.shows("is an issue now")
    sergeant.leave()

    manager.press("Open", manager.hears("an issue is yours"))
    manager.shows(TOO_LONG)
    manager.choose("issue_end.how", "Done")
    manager.fill("issue_end.words", "Two people are on before 7 from Monday on")
    manager.send()
    manager.leave()
    sergeant.open_card("what you raised has an answer.")
    sergeant.shows("We did: Two people are on before 7 from Monday on")
    sergeant.leave()

    officer.open_card(ASKED)
    officer.tick("Nobody came")
    officer.send()
    officer.shows("Late is as welcome")
    officer.leave()
    office.ends()
    for window in office.windows.values():
        window.go("owg")
        expect(window.page.get_by_text("Nothing written here yet.")).to_be_visible()


def next_changes(now: datetime, count: int) -> list[datetime]:
    """Half an hour before each of the harbor's next clock changes."""
    found: list[datetime] = []
    for _ in range(count):
        after = found[-1] + timedelta(days=1) if found else now
        moment = before_change(HARBOR.key, after.timestamp())
        assert moment is not None
        found.append(datetime.fromtimestamp(moment, UTC))
    return found


def test_in_the_night_of_a_clock_change_everybody_is_asked_once(office: Office) -> None:
    stage, manager, officer = office.stage, office.at(MANAGER), office.at(QUAY_OFFICER)
    nights = next_changes(stage.now(), 2 if office.swapped else 1)  # the one after it, too, in `make prove`
    springs = [night.astimezone(HARBOR).month < 7 for night in nights]
    for night, spring in zip(nights, springs, strict=True):
        day = night.astimezone(HARBOR).date()
        plans(manager, f"Quay night {day.year}", "02:30" if spring else "01:30", day, day)
        manager.shows("03:00 PDT" if spring else "01:30 PDT")
        keeps(manager, f"Quay night {day.year}")
    for number, spring in enumerate(springs, 1):
        office.lets_pass("clock_change", QUAY_OFFICER)
        if spring:  # 02:30 does not exist in that night
            expect(officer.page.get_by_test_id("strip-time")).to_contain_text("1:30 AM")
            officer.go("Messages")
            expect(officer.page.get_by_text(ASKED)).to_have_count(number - 1)
            office.lets_pass("roll_call", QUAY_OFFICER)
            expect(officer.page.get_by_test_id("strip-time")).to_contain_text("3:00 AM")
        officer.hears(ASKED)
        expect(officer.page.get_by_text(ASKED)).to_have_count(number)
        office.lets_pass("hour", QUAY_OFFICER)  # in autumn it is half past one again
        expect(officer.page.get_by_test_id("strip-time")).to_contain_text("4:00 AM" if spring else "1:30 AM")
        officer.hears(NUDGED)
        expect(officer.page.get_by_text(ASKED)).to_have_count(number)
    office.ends()
