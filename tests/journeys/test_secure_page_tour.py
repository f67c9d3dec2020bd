"""The whole tour past everything the bot can say, with details on the page: not a field reaches Slack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from handlers.ids import View
from handlers.page.detour import may_stand_in_slack
from sandbox.rates import Rates
from tests.axe.looking import SCHEMES, Looking, axe, chromium, has_chromium
from tests.handlers.page.test_detour import asks_nothing
from tests.slack_types import tour
from tests.slack_types.tour_actions import actions
from tests.slack_types.tour_conferences import conferences
from tests.slack_types.tour_courts import courts
from tests.slack_types.tour_legal import legal
from tests.slack_types.tour_meetings import meetings
from tests.slack_types.tour_messages import messages
from tests.slack_types.tour_openings import openings
from tests.slack_types.tour_pairs import pairs
from tests.slack_types.tour_participants import participants
from tests.slack_types.tour_pings import pings
from tests.slack_types.tour_policy import policy
from tests.slack_types.tour_queue import queue
from tests.slack_types.tour_releases import releases
from tests.slack_types.tour_rollcall import roll_calls
from tests.slack_types.tour_roster import roster, rota
from tests.slack_types.tour_safeguards import safeguards
from tests.slack_types.tour_schedules import schedules
from tests.slack_types.tour_situations import situations
from tests.stage import Stage, details_on_the_page, staged

pytestmark = pytest.mark.prove

# Not of the page: what Slack does with its own windows, and people who go for the tour's end.
_PARTS = (
    tour._words,
    tour._arrest_diversion,
    tour._social_contact,
    tour._community,
    tour._home,
    pairs,
    queue,
    roster,
    tour._field_help,
    rota,
    tour._opened_too_late,
    releases,
    messages,
    pings,
    courts,
    legal,
    safeguards,
    roll_calls,
    schedules,
    openings,
    situations,
    conferences,
    actions,
    policy,
    meetings,
    participants,  # fills the case manager's last place
)
_FEWEST_FORMS = 40


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with (
        details_on_the_page(),
        staged(tmp_path_factory.mktemp("tour"), rates=Rates.unlimited()) as stage,
    ):
        for part in _PARTS:
            part(stage)
        yield stage


def test_slack_was_given_no_field_and_no_view_but_states(stage: Stage) -> None:
    links = 0
    for call in stage.server.recorder.calls():
        sent = call.request if call.direction == "bot->slack" else call.response
        assert asks_nothing(sent or {}), f"{call.method} #{call.n}"
        if call.direction == "bot->slack" and call.method in {"views.open", "views.push", "views.update"}:
            view = call.request["view"]
            assert may_stand_in_slack(view), view["callback_id"]
            links += view["callback_id"] == View.TO_PAGE
    assert links > _FEWEST_FORMS
    assert stage.server.calls("view_submission") == []


def test_the_page_asked_what_slack_was_not_given(stage: Stage) -> None:
    """What was typed went to the page, and the journeys did not go round it."""
    names = {
        name
        for person in stage.on_page.values()
        for body in person.reader.sent
        for name in parse_qs(body.decode(), keep_blank_values=True)
        if name.endswith("|value")
    }
    forms = {name.split(".")[0] for name in names}
    assert len(forms) > _FEWEST_FORMS / 2
    assert {"arrest_first", "seal_message", "ping_form", "release_form", "legal_refer"} <= forms


def test_nothing_went_wrong_on_the_way(stage: Stage) -> None:
    assert "listener_raised" not in stage.log.getvalue()
    assert "opening_raised" not in stage.log.getvalue()
    assert all(person.reader.status < 500 for person in stage.on_page.values())


@pytest.mark.browser
@pytest.mark.node
@pytest.mark.skipif(not has_chromium(), reason="Chromium is not installed")
def test_axe_finds_nothing_serious_on_any_page_of_the_tour(stage: Stage) -> None:
    """One page of each kind, light and dark, as wide as a phone."""
    kinds: dict[tuple[str, ...], str] = {}
    for person in stage.on_page.values():
        for html in person.reader.seen:
            shape = (
                *re.findall(r"<h1[^>]*>([^<]*)<", html),
                *sorted(set(re.findall(r'name="([^"]*\|[^"]*)"', html))),
            )
            kinds[shape] = html
    assert len(kinds) > _FEWEST_FORMS
    source = axe()
    with chromium() as browser:
        for scheme in SCHEMES:
            looking = Looking(browser, scheme=scheme, examined=True)
            for html in kinds.values():
                looking.put(html)
                assert looking.findings(source) == [], html[:600]
                assert looking.too_small() == []
                assert not looking.is_too_wide()
            looking.close()
