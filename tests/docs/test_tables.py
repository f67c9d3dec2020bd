"""The tables of the documents against the program: settings, site, roster, metrics, scopes, sentences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from bot.logs import _FLAGS, _NUMBERS, _TEXTS
from bot.metrics import Metrics
from handlers import words
from handlers.actions import notices as actions
from handlers.actions.voices import VOICES as OF_ACTIONS
from handlers.agenda import notices as meetings
from handlers.conferences import notices as conferences
from handlers.conferences.voices import VOICES as OF_CONFERENCES
from handlers.consents.notices import release_words
from handlers.consents.voices import VOICES as OF_CONSENTS
from handlers.court.notices import COURT_KINDS, court_words
from handlers.critical.notices import CRITICAL_WORDS
from handlers.duplicates.notices import PAIR_WORDS
from handlers.guarding.notices import guard_words, strangers_words
from handlers.guarding.voices import VOICES as OF_GUARDING
from handlers.issues.notices import ISSUE_KINDS, issue_words
from handlers.legal.notices import question_words
from handlers.legal.voices import VOICES as OF_LAWYERS
from handlers.members.notices import ROSTER_KINDS, roster_words
from handlers.messages.notices import MESSAGE_KINDS, message_words
from handlers.openings.notices import PLACE_KINDS, place_words
from handlers.pings.notices import card_words, ping_words
from handlers.pings.voices import VOICES as OF_PINGS
from handlers.policy.notices import POLICY_KINDS, policy_words
from handlers.queue.voices import QUEUE_KINDS
from handlers.queue.voices import words_for as queue_words
from handlers.referrals.notices import words_for
from handlers.referrals.voices import CARD_WORDS, THREAD_WORDS
from handlers.registry import SCOPES
from handlers.rollcall import notices as rollcall
from handlers.rollcall import schedule_facts
from handlers.rollcall.voices import VOICES as OF_ROLL_CALLS
from handlers.rota.notices import (
    PAGER_SILENT,
    TEST_CARD,
    YOU,
    changed_words,
    gap_words,
    silent_words,
)
from handlers.rota.voices import VOICES as OF_ROTA
from handlers.safeguards.notices import safeguard_words
from handlers.safeguards.voices import VOICES as OF_SAFEGUARDS
from handlers.situations import notices as situations
from handlers.standing import ReferralFacts
from models.acts.checkin import InTheWay
from models.acts.conference_telling import News
from models.acts.minutes import Decision, Minutes
from models.acts.shift_tally import Tally, Told
from models.admin_issue import IssueState
from models.notice import Kind
from models.people import AgencyKind, Role
from models.referral import Door, State
from models.roster_file import COLUMNS
from models.schema import ReferralRef
from models.site import Contacts, SiteRules

ROOT = Path(__file__).parent.parent.parent


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    rows = re.findall(r"^\| `([^`]+)` \|", text_of("docs/dependencies.md"), re.MULTILINE)
    assert sorted(rows) == sorted(re.match(r"[A-Za-z0-9_.-]+", line)[0] for line in wanted)  # type: ignore[index]


def test_every_environment_name_is_in_the_table() -> None:
    read = re.findall(r"_value\(environ, \"(\w+)\"\)", text_of("bot/settings.py"))
    assert len(read) > 8
    rows = re.findall(r"^\| `(\w+)` \|", text_of("docs/operating.md"), re.MULTILINE)
    assert set(read) <= set(rows)


def site_keys() -> Iterator[tuple[str, Any]]:
    """Every key of the site file as the table writes it, with the field's default."""
    for table, held in SiteRules.model_fields.items():
        models = [held.annotation, *get_args(held.annotation)]
        row = next(model for model in models if isinstance(model, type) and issubclass(model, BaseModel))
        for name, field in row.model_fields.items():
            yield f"{table}.{field.alias or name}", field


def test_every_key_of_the_site_file_is_in_the_table_with_its_default() -> None:
    rows = {
        cells[0].strip(" `"): cells[2]
        for line in text_of("docs/operating.md").splitlines()
        if len(cells := line.strip("|").split("|")) == 4
    }
    rows.pop("key")
    assert set(rows) - {"---"} == {key for key, _ in site_keys()}
    for key, field in site_keys():
        default = field.default
        if not field.is_required() and isinstance(default, int | str):
            assert f"`{default}`" in rows[key], key
        elif isinstance(default, tuple) and default and isinstance(default[0], int):
            assert f"`{list(default)}`" in rows[key], key
        elif field.is_required():
            assert "required" in rows[key], key


def test_roles_kinds_of_agency_and_columns_are_named_as_the_program_knows_them() -> None:
    text = text_of("docs/operating.md")
    assert ",".join(COLUMNS) in text
    for name in (*Role, *AgencyKind):
        assert f"`{name.value}`" in text, name


def test_every_metric_and_every_field_of_the_log_is_explained() -> None:
    text = text_of("docs/operating.md")
    metrics = [family.name for family in Metrics()._registry.collect()]
    rows = re.findall(r"^\| `(leadbot_\w+)` \|", text, re.MULTILINE)
    assert sorted(rows) == sorted(metrics)
    for name in (*_TEXTS, *_NUMBERS, *_FLAGS):
        assert f"`{name}`" in text, name


def test_every_scope_is_explained_to_whoever_installs_the_app() -> None:
    rows = re.findall(r"^ *\| `([a-z:]+)` \|", text_of("docs/real-workspace.md"), re.MULTILINE)
    assert sorted(rows) == sorted(SCOPES)


def of_roll_calls() -> Iterator[str]:
    """Everything that is said of roll calls and issues."""
    name, themes = "North night", (InTheWay.TOO_LONG, InTheWay.PAPERWORK)
    visited = ("Quay business owners", date(2026, 11, 23))
    yield from (schedule_facts.visit_words(*visited), schedule_facts.nobody_words(*visited))
    yield from (rollcall.asked_words(name), rollcall.nudge_words(name), rollcall.not_sent_words(name))
    for told in Told:
        yield rollcall.digest_words(name, Tally(told, 3, 9, themes, (), ()))
        yield rollcall.digest_words(name, Tally(told, 3, 9, (), (), ()))
    yield rollcall.not_delivered_words(name, 2)
    yield from (rollcall.leader_not_told_words(name), rollcall.channel_closed_words(name))
    yield from (rollcall.begin_words(name), rollcall.themes_words(themes), rollcall.drift_words("2"))
    done, not_now = "two people are on before 7.", "no money for it this quarter"
    label = rollcall.THEME_WORDS[InTheWay.TOO_LONG]
    yield rollcall.ended_words(IssueState.SETTLED, label, done)
    yield rollcall.ended_words(IssueState.NOT_NOW, label, not_now)
    yield rollcall.ended_words(IssueState.SETTLED, "", done)
    yield rollcall.ended_words(IssueState.SETTLED, "", "")
    yield from (issue_words(kind, "A-7KQ2M") for kind in ISSUE_KINDS)
    yield from (policy_words(kind, "A-7KQ2M") for kind in POLICY_KINDS)
    yield from CRITICAL_WORDS.values()


def of_situations() -> Iterator[str]:
    """Everything that is said of situations; their line piece by piece."""
    ref, pattern = "S-7KQ2M", "people drink at the shelter."
    yield from (situations.situation_words(kind, ref) for kind in situations.TO_PEOPLE)
    yield from situations.line_words(
        ref, "Stop at Fifth and Anchor", "4 to 7 pm", pattern, "K-7KQ2M"
    ).splitlines()
    yield situations.bare_line_words(ref)
    yield situations.mended_words(ref, "Stop at Fifth and Anchor", "4 to 7 pm", pattern)
    yield situations.mended_words(ref, "Stop at Fifth and Anchor", "", pattern)
    yield situations.bare_mended_words(ref)
    for done in ("the city was asked for a light", ""):
        yield situations.renewed_words(ref, done, date(2026, 12, 6))
    yield from (situations.closed_words(ref, done) for done in ("a light was put up", ""))


def of_conferences() -> Iterator[str]:
    """Everything that is said of conferences."""
    ref, zone = "K-7KQ2M", ZoneInfo("America/Los_Angeles")
    starts_at = datetime(2026, 9, 17, 17, 30, tzinfo=UTC)
    at = conferences.hour_words(starts_at, 15, zone)
    for ahead in (3, 10):
        yield conferences.line_words(ref, starts_at, 15, zone, starts_at - timedelta(days=ahead))
    yield conferences.THREAD_WORDS
    yield from (conferences.news_words(news, ref, at) for news in News)
    channel = {Kind.CONFERENCE_LINE, Kind.CONFERENCE_THREAD, Kind.CONFERENCE_NEWS}
    people = OF_CONFERENCES.keys() - channel
    yield from (conferences.conference_words(kind, ref, at, "C-7KQ2M") for kind in people)


def of_actions() -> Iterator[str]:
    """Everything that is said of actions."""
    ref, cards = "T-7KQ2M", {Kind.ACTION_CARD, Kind.FUND_ASKED}
    for day in ("today", "tomorrow", "by Mon 21 Sep"):
        yield from (actions.card_words(kind, ref, day) for kind in cards)
        yield from (actions.action_words(kind, ref, day) for kind in OF_ACTIONS.keys() - cards)


def of_meetings() -> Iterator[str]:
    """Everything that is said of meetings."""
    name, when = "Operational Work Group", "Tue 2 Jun 10:00"
    yield from (meetings.told_words(kind, name, when) for kind in meetings.TO_PEOPLE)
    yield meetings.begin_words(name, when, 60, special=False)
    yield meetings.begin_words(name, when, 30, special=True)
    yield meetings.RULES
    yield from (meetings.added_words("a second phone for the team"), meetings.added_words(""))
    yield from (meetings.moved_words(when), meetings.cancelled_words())
    took_on = Decision("S-7KQ2M", "police:Lantern Harbor PD", "Tell people about outreach", date(2026, 6, 5))
    minutes = Minutes(
        ("police:Lantern Harbor PD",), ("S-7KQ2M",), ("A-7KQ2M",), 1, 0, (took_on,), (("K-7KQ2M", 2),)
    )
    yield from meetings.minutes_words(minutes).splitlines()


def sentences() -> Iterator[str]:
    """Everything the messenger can write."""
    contacts = Contacts()
    yield from CARD_WORDS.values()
    yield from THREAD_WORDS.values()
    yield words.READ_ONLY
    yield from PAIR_WORDS.values()
    hours = "Mon 23 Nov 22:00 PST to Tue 24 Nov 06:00 PST"
    yield gap_words([f"North, {hours}"])
    yield from (changed_words("North", hours, first=first) for first in (True, False))
    yield from (silent_words(said) for said in (YOU, "1"))
    yield from (TEST_CARD, PAGER_SILENT)
    said = {Kind.SEAT_EMPTY: "outreach responder @ Harbor Bridge Outreach"}
    yield from (roster_words(kind, said.get(kind, "3")) for kind in ROSTER_KINDS)
    dated = {Kind.GUARD_FOLLOW_UP, Kind.GUARD_STRANGERS}
    yield from (guard_words(kind, "#owg", "23:12 PST") for kind in OF_GUARDING.keys() - dated)
    yield guard_words(Kind.GUARD_FOLLOW_UP, "#owg", "2026-11-20, 23:12 PST")
    yield strangers_words("#owg", "2")
    yield from (release_words(kind, "C-7KQ2M") for kind in OF_CONSENTS)
    yield from (court_words(kind, "C-7KQ2M") for kind in COURT_KINDS)
    yield from (message_words(kind, "M-7KQ2M", contacts) for kind in MESSAGE_KINDS)
    yield from (question_words(kind, "P-7KQ2M", contacts) for kind in OF_LAWYERS)
    yield safeguard_words(Kind.WANTS_A_WORD, "Ottoline Bramblewick", contacts)
    yield safeguard_words(Kind.SET_ASIDE, "M-7KQ2M", contacts)
    yield from (card_words("P-7KQ2M", day) for day in ("", "today", "tomorrow", "by Mon 21 Sep"))
    for kind in OF_PINGS.keys() - {Kind.PING_CARD}:
        yield ping_words(kind, "P-7KQ2M", "(555) 010-0140")
    yield queue_words(Kind.PLACE_FREE, "R-7KQ2M R-8KQ2M R-9KQ2M")
    yield queue_words(Kind.NOT_SURE, "R-7KQ2M")
    yield from of_roll_calls()
    yield from of_meetings()
    yield from of_situations()
    yield from of_actions()
    yield from of_conferences()
    yield from (place_words(kind, "Harbor Bridge Outreach") for kind in PLACE_KINDS)
    yield words.slack_was_slow(contacts)
    yield words.unavailable(contacts)
    moment = datetime(2026, 6, 7, 9, 31, tzinfo=UTC)
    facts = ReferralFacts(
        ref=ReferralRef("R-7KQ2M"),
        door=Door.ARREST_DIVERSION,
        region="North",
        zone=ZoneInfo("America/Los_Angeles"),
        state=State.DISPATCHED,
        submitted_at=moment,
        clock_ends_at=moment,
        completed=True,
        acknowledged_at=moment,
        eta_at=moment,
        met_at=None,
        not_met_at=None,
        dispatched_at=moment,
        responder=None,
    )
    elsewhere = {
        *CARD_WORDS,
        *PAIR_WORDS,
        *THREAD_WORDS,
        *ROSTER_KINDS,
        *OF_CONSENTS,
        *COURT_KINDS,
        *OF_GUARDING,
        *MESSAGE_KINDS,
        *QUEUE_KINDS,
        *OF_PINGS,
        *OF_LAWYERS,
        *OF_ROTA,
        *OF_ROLL_CALLS,
        Kind.VISIT_DUE,
        *ISSUE_KINDS,
        *meetings.MEETING_KINDS,
        *OF_ACTIONS,
        *OF_CONFERENCES,
        *situations.TO_PEOPLE,
        Kind.SITUATION_LINE,
        Kind.SITUATION_NEWS,
        *POLICY_KINDS,
        *CRITICAL_WORDS,
        *PLACE_KINDS,
        *OF_SAFEGUARDS,
        Kind.READ_ONLY_TAB,
        Kind.SLACK_WAS_SLOW,
        Kind.BLANK_VIEW,
    }
    for kind in set(Kind) - elsewhere:
        for door in Door:
            for mine in (True, False):
                yield words_for(kind, replace(facts, door=door), contacts, to_referrer=mine)


def test_every_sentence_of_a_message_stands_on_the_page_of_words() -> None:
    text = text_of("docs/slack-words.md")
    assert not [sentence for sentence in sentences() if sentence not in text]


def test_no_sentence_stands_there_that_the_program_does_not_say() -> None:
    rows = re.findall(r"^\| ([^|]+?) \|", text_of("docs/slack-words.md"), re.MULTILINE)
    assert set(rows) - {"sentence", "---"} <= set(sentences())


# A direct message on a lock screen: somebody's word about their details is nobody's business there.
SAYS_OF_A_RELEASE = re.compile(r"revok|revoc|consent|withdr", re.IGNORECASE)


def test_no_message_says_that_somebody_agreed_or_took_it_back() -> None:
    assert [sentence for sentence in sentences() if SAYS_OF_A_RELEASE.search(sentence)] == []
    said = re.findall(r"^\| ([^|]+?) \|", text_of("docs/slack-words.md"), re.MULTILINE)
    assert len(said) > 60
    assert [sentence for sentence in said if SAYS_OF_A_RELEASE.search(sentence)] == []


def test_no_notice_of_a_release_names_a_command_whose_name_says_what_it_is_about() -> None:
    """The way in stands beneath each of them as a button."""
    said = [release_words(kind, "C-7KQ2M") for kind in OF_CONSENTS]
    assert [sentence for sentence in said if "/lead" in sentence or "Please" not in sentence] == []
