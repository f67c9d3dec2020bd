"""Wishes, places and potential referrals through the real listeners: one answer for all, one line for all."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from handlers.conferences import views
from handlers.conferences.notices import line_words
from handlers.conferences.voices import VOICES
from handlers.ids import Action
from models.acts.revocation import revoke
from models.conference import Conference, ConferenceState
from models.consent import Ended
from models.envelope import Envelope
from models.notice import Kind, Notice
from models.participant import Participant
from tests.handlers.conferences.tabling import (
    BROUGHT,
    POTENTIAL,
    brief,
    brought,
    covered,
    proposed,
    row,
    rows,
    said,
    said_in,
    shown,
    spoken,
    submit,
    values,
)
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, QUAY_OFFICER
from tests.handlers.wing import Wing, picked, ticked, typed

WISH = "conference_wish"
WHY = {**picked(WISH, reason="safety", wanted_by="today")}
# Nothing that a channel or a lock screen may not show.
UNSAFE = re.compile(r"[CR]-[0-9A-Z]{5}|north|quay|court|revok|safety|Zebulon", re.IGNORECASE)


def own_referral(wing: Wing, participant: str = "") -> str:
    ref = wing.harbor.refer(OFFICER).ref
    if participant:
        ground = wing.harbor.ground
        with ground.database.work() as work:
            person = work.session.scalars(select(Participant).where(Participant.ref == participant)).one()
            person.referral, person.version = ref, person.version + 1
            ground.vault.rows.sign_row(person)
            work.commit()
    return ref


def wished(wing: Wing, typed_ref: str, user: str = OFFICER) -> str:
    wing.command(user, f"conference {typed_ref}")
    assert shown(wing)["callback_id"] == WISH
    filled = {**WHY, **picked(WISH, about=typed_ref)}
    return json.dumps(submit(wing, user, WISH, filled, typed_ref)["view"])


def test_every_wish_is_answered_with_the_same_sentence(wing: Wing) -> None:
    mine = own_referral(wing, covered(wing.harbor).ref)
    others = wing.harbor.refer(QUAY_OFFICER, form="V2").ref
    answers = {wished(wing, ref) for ref in (mine, mine, others, "R-00000", "C-00000", "P-00000")}
    assert len(answers) == 1
    assert views.RECEIVED in answers.pop()
    assert [one.state for one in rows(wing.harbor)] == [ConferenceState.ASKED]


def test_the_case_manager_sees_who_asked_and_sets_it_up(wing: Wing) -> None:
    told = covered(wing.harbor)
    wished(wing, own_referral(wing, told.ref))
    [asked] = rows(wing.harbor)
    assert said(wing.harbor, Kind.CONFERENCE_WANTED, CASE_MANAGER) == [
        f"Conference {asked.ref}: somebody asks for it. Open it to see what you can do."
    ]
    wing.click(CASE_MANAGER, Action.CONFERENCE_WANTED, value=asked.ref)
    text = said_in(shown(wing))
    assert "Tansy Quillfeather, Lantern Harbor PD asks" in text
    assert told.ref in text
    wing.click(CASE_MANAGER, Action.CONFERENCE_SET, value=asked.ref, view=shown(wing))
    assert shown(wing)["callback_id"] == "conference_form"
    assert proposed(wing, told.ref).ref == asked.ref
    assert row(wing.harbor, asked.ref).state == ConferenceState.PROPOSED


def test_whom_they_would_like_to_see_there_is_before_whoever_decides_and_invites_nobody(wing: Wing) -> None:
    told = covered(wing.harbor)
    mine = own_referral(wing, told.ref)
    wing.command(OFFICER, f"conference {mine}")
    helpers = {**picked(WISH, about=mine), **ticked(WISH, partners="liaison_prosecutor")}
    assert submit(wing, OFFICER, WISH, {**WHY, **helpers}, mine)["response_action"] == "update"
    [asked] = rows(wing.harbor)
    wing.click(CASE_MANAGER, Action.CONFERENCE_WANTED, value=asked.ref)
    assert "Would like to see there: liaison prosecutor." in said_in(shown(wing))
    assert wing.harbor.told(PROSECUTOR) == []


def test_not_now_is_told_to_nobody_before_the_line_of_that_day(wing: Wing) -> None:
    wished(wing, own_referral(wing, covered(wing.harbor).ref))
    [asked] = rows(wing.harbor)
    before = wing.harbor.told(OFFICER)
    wing.click(CASE_MANAGER, Action.CONFERENCE_DECLINE, value=asked.ref, view={"private_metadata": ""})
    assert views.DECLINED in said_in(shown(wing))
    assert wing.harbor.told(OFFICER) == before
    [line] = said(wing.harbor, Kind.CONFERENCE_WISH_OVER, OFFICER)
    assert "has been looked at" in line
    assert not UNSAFE.search(line)


def test_a_tap_by_somebody_else_on_a_wish_is_refused_alike(wing: Wing) -> None:
    wished(wing, own_referral(wing, covered(wing.harbor).ref))
    [asked] = rows(wing.harbor)
    seen = set()
    for ref in (asked.ref, "K-00000"):
        for user in (OFFICER, MANAGER, NEIGHBOR):
            wing.click(user, Action.CONFERENCE_WANTED, value=ref)
            seen.add(said_in(shown(wing)))
    assert len(seen) == 1


def test_asking_to_join_is_answered_alike(wing: Wing) -> None:
    conference = proposed(wing, covered(wing.harbor).ref, values(wing.harbor, (PROSECUTOR,)))
    seen = set()
    for ref in (conference.ref, "K-00000"):
        for user in (OFFICER, NEIGHBOR, MANAGER):
            wing.click(user, Action.CONFERENCE_JOIN, value=ref)
            seen.add(said_in(shown(wing)))
    assert len(seen) == 1
    wing.click(CASE_MANAGER, Action.CONFERENCE_INVITE, value=conference.ref)
    filled = picked("conference_invite", guest=OFFICER)
    assert (
        submit(wing, CASE_MANAGER, "conference_invite", filled, conference.ref)["response_action"] == "update"
    )
    wing.harbor.time.go(timedelta(hours=8))
    assert "One way to meet him" in brief(wing, OFFICER, conference.ref)


def test_the_line_has_its_date_from_a_week_ahead_on() -> None:
    zone, noon = ZoneInfo("America/Los_Angeles"), datetime(2026, 12, 31, 20, tzinfo=UTC)
    said_then = [
        line_words("K-7KQ2M", noon + timedelta(days=ahead), 15, zone, noon) for ahead in (0, 6, 7, 365)
    ]
    assert [line.partition("proposed ")[2].partition(",")[0] for line in said_then] == [
        "Thursday 12:00",
        "Wednesday 12:00",
        "Thursday 7 Jan 12:00",
        "Friday 31 Dec 12:00",
    ]


def test_the_line_says_a_code_an_hour_and_nothing_else(wing: Wing) -> None:
    conference = proposed(wing, covered(wing.harbor).ref)
    [line] = said(wing.harbor, Kind.CONFERENCE_LINE)
    assert re.fullmatch(
        rf"Conference {conference.ref} proposed [A-Z][a-z]+day \d\d:\d\d, 15 min\. Those invited have a DM\.",
        line,
    )
    assert said(wing.harbor, Kind.CONFERENCE_THREAD) == ["no_thread"]  # before the line stands
    with wing.harbor.ground.database.work() as work:
        stands = work.session.scalars(select(Notice).where(Notice.kind == Kind.CONFERENCE_LINE.value)).one()
        stands.outcome, stands.channel, stands.ts = "sent", stands.recipient, "1.1"
        work.commit()
    [below] = wing.harbor.notices(Kind.CONFERENCE_THREAD)
    message = spoken(wing.harbor, below)
    assert (message.thread_ts, message.posted) == ("1.1", True)  # type: ignore[union-attr]
    buttons = list(message.blocks[-1]["elements"])  # type: ignore[union-attr, index]
    assert [one["text"]["text"] for one in buttons] == ["Brief", "My action", "Ask to join", "Close"]
    assert {one["value"] for one in buttons} == {conference.ref}


def test_nothing_that_is_said_outside_a_view_names_anybody(wing: Wing) -> None:
    told = covered(wing.harbor)
    wished(wing, own_referral(wing, told.ref))
    conference = proposed(wing, told.ref)
    wing.harbor.wait(60 * 31)
    assert row(wing.harbor, conference.ref).state == ConferenceState.BEGUN
    kinds = [Kind(one.kind) for one in wing.harbor.notices() if one.kind.startswith("conference.")]
    for kind in set(kinds):
        for text in said(wing.harbor, kind):
            assert not UNSAFE.search(text), text
    assert {Kind.CONFERENCE_CARD, Kind.CONFERENCE_RULES, Kind.CONFERENCE_FACILITATE} <= set(kinds)
    assert set(kinds) <= VOICES.keys()


def test_a_card_to_somebody_not_covered_any_more_never_leaves(wing: Wing) -> None:
    told = covered(wing.harbor)
    proposed(wing, told.ref)
    wing.harbor.wait(60 * 8)
    assert said(wing.harbor, Kind.CONFERENCE_CARD, PROSECUTOR)[0].startswith("Conference K-")
    with wing.harbor.ground.database.work() as work:
        scene = wing.harbor.ground.scene(work, CASE_MANAGER)
        revoke(scene, told.ref, list(told.consents.values()), Ended.SPOKEN)
        work.commit()
    for kind in (Kind.CONFERENCE_CARD, Kind.CONFERENCE_INVITED):
        assert said(wing.harbor, kind, PROSECUTOR) == ["not_entitled"]
    assert said(wing.harbor, Kind.CONFERENCE_TEAM, CASE_MANAGER)[-1].endswith(
        "No hour now. Open it to see the brief and what you can do."
    )


def test_an_officer_brings_a_potential_referral(wing: Wing) -> None:
    wing.click(OFFICER, Action.CONFERENCE_POTENTIAL)
    assert "Only what your own agency knows" in said_in(shown(wing))
    answer = submit(wing, OFFICER, POTENTIAL, brought(wing.harbor, place="By the dock"))
    assert views.BROUGHT in said_in(answer["view"])
    [conference] = rows(wing.harbor)
    assert "Where they are met" in brief(wing, OFFICER, conference.ref)
    assert BROUGHT["person"] in brief(wing, OFFICER, conference.ref)
    wing.harbor.time.go(timedelta(hours=8))
    seen = brief(wing, CLINICAL, conference.ref)
    assert BROUGHT["happens"] in seen
    assert "say nothing of whether the person is known" in seen
    wing.click(QUAY_OFFICER, Action.CONFERENCE_ADD)
    filled = {
        **picked("conference_add", which=conference.ref),
        **typed("conference_add", happens="Likes dogs"),
    }
    assert submit(wing, QUAY_OFFICER, "conference_add", filled)["response_action"] == "update"
    assert "Likes dogs" in brief(wing, CLINICAL, conference.ref)
    assert "Likes dogs" not in brief(wing, OFFICER, conference.ref)


def test_the_answer_is_the_same_whether_the_person_is_known(wing: Wing) -> None:
    first = submit(wing, OFFICER, POTENTIAL, brought(wing.harbor))
    covered(wing.harbor)
    later = {**brought(wing.harbor), **picked(POTENTIAL, minutes="15")}
    form = POTENTIAL
    later[f"{form}.hour"] = {"value": {"selected_time": "23:10"}}
    assert submit(wing, OFFICER, POTENTIAL, later) == first


@pytest.mark.parametrize("user", [CASE_MANAGER, CLINICAL, MANAGER])
def test_who_may_not_bring_is_refused(wing: Wing, user: str) -> None:
    wing.click(user, Action.CONFERENCE_POTENTIAL)
    if user != MANAGER:
        assert "Your role in the work group does not include this" in said_in(shown(wing))


@pytest.mark.parametrize(
    "words",
    [
        "NCIC III: SID CA0123456, 3 priors: PC 459, PC 484, PC 496; FTA x2",
        "He used again and broke his curfew",
    ],
)
def test_records_and_what_could_be_used_are_not_kept(wing: Wing, words: str) -> None:
    answer = submit(wing, OFFICER, POTENTIAL, brought(wing.harbor, happens=words))
    assert answer["response_action"] in {"errors", "push"}
    assert wing.harbor.count(Conference, Envelope) == 0
