"""The court screens at their fullest and their emptiest: within Slack's limits, in the court's own hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.court import views
from handlers.court.facts import (
    CourtFacts,
    CourtName,
    HearingFacts,
    HoldFacts,
    MatterFacts,
    MatterName,
    PossibleFacts,
)
from handlers.court.questions import SAID, change_form, matter_form
from handlers.forms import as_modal
from models.court_matter import Arose
from models.schema import ParticipantRef, ReferralRef
from models.sensitive import Sensitive
from sandbox.limits import check_view
from tests.handlers.wing import text_types, texts

REF = ParticipantRef("C-7KQ2M")
COURT = CourtName("superior", "Lantern County Superior Court", ZoneInfo("America/Los_Angeles"))
DESERT = CourtName("saltmarsh", "Saltmarsh District Court", ZoneInfo("America/Phoenix"))
AT = datetime(2026, 11, 18, 17, tzinfo=UTC)
LONGEST = {name: Sensitive("Z" * 1000) for name in SAID}


def matter(number: int, at: datetime | None = AT) -> MatterFacts:
    name = MatterName(REF, f"{number:032x}", 99).packed()
    return MatterFacts(name, COURT, "prosecutor:Lantern County Prosecutor", Arose.UNKNOWN, at, LONGEST)


def possible(number: int) -> PossibleFacts:
    said = {name: Sensitive("Z" * 200) for name in ("said_name", "said_born", "said_number")}
    return PossibleFacts(MatterName(REF, f"{number:032x}", 1).packed(), COURT, AT, said, Sensitive("Z" * 60))


@pytest.mark.parametrize("how_many", [0, 1, 12, 200])
def test_a_court_screen_fits_into_a_view(how_many: int) -> None:
    found = tuple(map(matter, range(how_many)))
    rows = tuple(map(possible, range(how_many)))
    view = views.court_view(CourtFacts(REF, found, rows, (Sensitive("Z" * 200),) * 3), "Saved.")
    check_view(view, "modal")
    assert text_types(view) == {"plain_text"}
    assert ("More are kept than fit here: close those that are over." in texts(view)) == (how_many > 12)


def test_a_calendar_of_as_many_days_as_hearings_fits_into_a_view() -> None:
    found = [HearingFacts(REF, COURT, AT + timedelta(days=day), Sensitive("Z" * 60)) for day in range(45)]
    check_view(views.calendar_view(found, more=True), "modal")
    check_view(views.calendar_view([]), "modal")
    holds = [HoldFacts(ReferralRef("R-7KQ2M"), "Nov 18, 2026", complete=False, version=3)] * 60
    check_view(views.holds_view(holds, "Noted."), "modal")


def test_each_hour_is_the_courts_own_with_its_letters() -> None:
    assert views.when(AT, COURT) == "Wed Nov 18, 2026, 09:00 PST"
    assert views.when(AT, DESERT) == "Wed Nov 18, 2026, 10:00 MST"
    twice = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert [views.when(twice + timedelta(hours=later), COURT)[-9:] for later in (0, 1)] == [
        "01:30 PDT",
        "01:30 PST",
    ]


def test_a_hearing_stands_under_the_day_of_its_own_court() -> None:
    late = datetime(2026, 7, 15, 6, 30, tzinfo=UTC)  # 23:30 of the day before, in both zones
    said = texts(views.calendar_view([HearingFacts(REF, COURT, late, None)]))
    assert "Tuesday, Jul 14, 2026" in said
    assert "23:30 PDT, Lantern County Superior Court. C-7KQ2M." in said


def test_the_forms_fit_and_repeat_nothing_of_what_stands() -> None:
    courts = [CourtName(f"c{n}", "Z" * 60, COURT.zone) for n in range(100)]
    for form in (matter_form(courts), change_form(courts)):
        view = as_modal(form, MatterName(REF, "f" * 32, 3).packed())
        check_view(view, "modal")
        assert "initial" not in str(view)


@given(st.text(max_size=80))
def test_a_buttons_value_is_read_whatever_it_is(value: str) -> None:
    name = MatterName.unpacked(value)
    assert name.version >= 0
    assert MatterName.unpacked(MatterName(REF, "a" * 32, 7).packed()) == MatterName(REF, "a" * 32, 7)
