"""A place is told of in Slack: whoever may, where a person is stopped, who sees it, and how it goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.ids import Action
from models.conference import Conference
from models.notice import Kind
from models.people import Role
from models.situation import Situation, SituationCount, SituationState
from tests.handlers.harbor import CASE_MANAGER, MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, SERGEANT, STRANGER
from tests.handlers.situations.placing import (
    PATTERN,
    PLACE,
    close,
    count,
    counts,
    day,
    made,
    mend,
    renew,
    report,
    row,
    rows,
    send,
    shown,
    told,
)
from tests.handlers.wing import Wing, typed

SETS = Path(__file__).parent.parent
NAMING = [
    one["text"]
    for one in map(json.loads, (SETS / "guard_set" / "messages.jsonl").read_text("utf-8").splitlines())
    if one["label"]
] + [
    "mostly the tall guy everyone calls Sprocket",
    "Zebulon Testperson sleeps at the pier",
    "aka the Mayor",
]
FIELDS = ("place", "times", "pattern", "harms", "tried")


@pytest.mark.parametrize("user", [NEIGHBOR, OFFICER, SERGEANT, CASE_MANAGER, PROSECUTOR])
def test_anybody_of_the_group_raises_one(wing: Wing, user: str) -> None:
    wing.click(user, Action.RAISE_SITUATION)
    assert "No people here" in shown(wing)
    spot = {NEIGHBOR: "", OFFICER: "", SERGEANT: ""}.get(user, "owg/quay")  # type: ignore[call-overload]  # ids
    said = report(wing, user, spot=spot)
    (one,) = rows(wing.harbor)
    assert f"Received: {one.ref}" in told(wing, said)
    assert (one.raised_by, one.owner, one.place, one.pattern) == (user, MANAGER, PLACE, PATTERN)
    assert one.review_on.isoformat() == day(wing.harbor, 14)
    assert [notice.recipient for notice in wing.harbor.notices(Kind.SITUATION_LINE)] == ["C0OWG0001"]


def test_whoever_is_not_on_the_roster_or_in_no_group_does_not(wing: Wing) -> None:
    report(wing, STRANGER)
    technician = wing.harbor.seat("UTECH0001", "police:Lantern Harbor PD", Role.TECHNICIAN)
    harbor = wing.harbor
    harbor.change_rules(
        groups=[
            {
                "code": "policy",
                "name": "Policy group",
                "kind": "policy",
                "channel": "C0POLICY1",
                "members": [],
            }
        ]
    )
    wing.click(technician, Action.RAISE_SITUATION)
    report(wing, technician)
    assert rows(harbor) == []


def test_where_there_is_a_choice_group_and_region_are_asked_for(wing: Wing) -> None:
    wing.harbor.change_rules(
        groups=[
            {
                "code": "owg-n",
                "name": "North group",
                "kind": "owg",
                "channel": "C0NORTH01",
                "regions": ["north"],
            },
            {
                "code": "owg-q",
                "name": "Quay group",
                "kind": "owg",
                "channel": "C0QUAY001",
                "regions": ["quay"],
            },
            {"code": "clt", "name": "Community", "kind": "clt", "channel": "C0CLT0001"},
        ]
    )
    wing.click(CASE_MANAGER, Action.RAISE_SITUATION)
    assert "North group: North" in shown(wing)
    assert "Community" not in shown(wing)
    assert list(report(wing, CASE_MANAGER)["errors"]) == ["situation_form.spot"]
    report(wing, CASE_MANAGER, spot="owg-n/north")
    report(wing, NEIGHBOR)  # serves one region only: nothing to choose
    assert {(one.group, one.region) for one in rows(wing.harbor)} == {("owg-n", "north"), ("owg-q", "quay")}
    lines = wing.harbor.notices(Kind.SITUATION_LINE)
    assert [notice.recipient for notice in lines] == ["C0NORTH01", "C0QUAY001"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.sampled_from(NAMING), field=st.sampled_from(FIELDS))
def test_whoever_is_named_is_stopped_at_the_field_and_nothing_is_kept(
    wing: Wing, text: str, field: str
) -> None:
    said = report(wing, NEIGHBOR, {field: text})
    assert list(said["errors"]) == [f"situation_form.{field}"]
    assert text not in str(said)
    assert any(
        words in str(said) for words in ("start a person conference", "links or mentions", "under 300")
    )
    assert wing.harbor.count(Situation) == 0
    assert wing.harbor.notices() == []


def test_what_was_stopped_is_on_no_disk(wing: Wing) -> None:
    report(wing, NEIGHBOR, pattern="mostly the tall guy everyone calls Sprocket")
    assert b"Sprocket" not in wing.harbor.everything_stored()


def test_the_form_sent_twice_is_one_situation(wing: Wing) -> None:
    for _ in range(2):
        report(wing, NEIGHBOR, key="VSAME1")
    assert len(rows(wing.harbor)) == 1


def test_a_conference_is_asked_for_with_it_and_over_with_it(wing: Wing) -> None:
    report(wing, NEIGHBOR, confer=True)
    (one,) = rows(wing.harbor)
    with wing.harbor.ground.database.look() as work:
        (conference,) = work.session.query(Conference)
        assert wing.harbor.ground.vault.rows.row_holds(conference)
    assert (conference.situation, conference.participant, conference.wanted) == (one.ref, "", "this_week")
    close(wing, MANAGER, one.ref, "A light was put up")
    with wing.harbor.ground.database.look() as work:
        (conference,) = work.session.query(Conference)
        assert (conference.state, wing.harbor.ground.vault.rows.row_holds(conference)) == ("closed", True)


@pytest.mark.parametrize("user", [NEIGHBOR, OFFICER, MANAGER, "UTHISTL01"])
def test_the_group_and_community_representatives_see_the_list_and_each(wing: Wing, user: str) -> None:
    ref = made(wing.harbor)
    wing.click(user, Action.SITUATION_LIST)
    assert f"{ref}. {PLACE}" in shown(wing)
    wing.click(user, Action.SITUATION_OPEN, value=ref)
    assert PATTERN in shown(wing)
    assert ("Look again later" in shown(wing)) is (user == MANAGER)
    assert ("About a potential referral" in shown(wing)) is (user == MANAGER)
    assert "Stoop" not in shown(wing)


def test_others_see_none_of_it_and_the_refusal_is_that_of_one_that_is_not(wing: Wing) -> None:
    ref = made(wing.harbor)
    technician = wing.harbor.seat("UTECH0001", "police:Lantern Harbor PD", Role.TECHNICIAN)
    wing.click(technician, Action.SITUATION_LIST)
    assert "No open situations" in shown(wing)
    wing.click(technician, Action.SITUATION_OPEN, value=ref)
    refused = shown(wing)
    wing.click(technician, Action.SITUATION_OPEN, value="S-00000")
    assert shown(wing) == refused
    for action in (
        Action.SITUATION_CLOSE,
        Action.SITUATION_COUNT,
        Action.SITUATION_RENEW,
        Action.SITUATION_GIVE,
    ):
        wing.click(technician, action, value=ref)
        assert shown(wing) == refused


def test_only_its_owner_and_the_project_manager_keep_it(wing: Wing) -> None:
    ref = made(wing.harbor)
    close(wing, OFFICER, ref, "A light was put up")
    count(wing, NEIGHBOR, ref, "14", day(wing.harbor, -7), day(wing.harbor, 0))
    renew(wing, NEIGHBOR, ref, day(wing.harbor, 14))
    assert (row(wing.harbor, ref).state, row(wing.harbor, ref).looked_back) == (SituationState.OPEN, 0)
    assert wing.harbor.count(SituationCount) == 0


def test_it_is_given_to_somebody_of_the_group_who_then_keeps_it(wing: Wing) -> None:
    ref = made(wing.harbor)
    who = {"situation_give.who": {"value": {"selected_user": STRANGER}}}
    assert list(send(wing, MANAGER, "situation_give", ref, who)["errors"]) == ["situation_give.who"]
    who = {"situation_give.who": {"value": {"selected_user": SERGEANT}}}
    send(wing, MANAGER, "situation_give", ref, who)
    assert row(wing.harbor, ref).owner == SERGEANT
    assert SERGEANT in [notice.recipient for notice in wing.harbor.notices(Kind.SITUATION_OWNED)]
    close(wing, SERGEANT, ref, "A light was put up")
    assert row(wing.harbor, ref).state == SituationState.CLOSED


def test_numbers_stand_as_a_trend(wing: Wing) -> None:
    ref = made(wing.harbor)
    harbor = wing.harbor
    count(wing, MANAGER, ref, "40", day(harbor, -27), day(harbor, -14))
    count(wing, MANAGER, ref, "5", day(harbor, -6), day(harbor, 0))
    wing.click(OFFICER, Action.SITUATION_OPEN, value=ref)
    lines = [line for line in shown(wing).splitlines() if " a week (" in line]
    assert [line.partition(" a week")[0].strip("\u2588 ") for line in lines] == ["20", "5"]
    assert lines[0].count("\u2588") == 4 * lines[1].count("\u2588")


@pytest.mark.parametrize(
    ("number", "since", "until", "field"),
    [
        ("many", -7, 0, "number"),
        ("-3", -7, 0, "number"),
        ("\u0664", -7, 0, "number"),
        ("14", 0, -7, "until"),
        ("14", -7, 1, "until"),
    ],
)
def test_a_number_that_cannot_be_is_said_at_its_field(
    wing: Wing, number: str, since: int, until: int, field: str
) -> None:
    ref = made(wing.harbor)
    said = count(wing, MANAGER, ref, number, day(wing.harbor, since), day(wing.harbor, until))
    assert list(said["errors"]) == [f"situation_count.{field}"]
    assert counts(wing.harbor) == []


def test_renewing_keeps_the_new_day_a_number_and_what_was_done(wing: Wing) -> None:
    harbor, ref = wing.harbor, made(wing.harbor)
    number = {"counted": "complaints", "number": "9", "since": day(harbor, -6), "until": day(harbor, 0)}
    renew(wing, MANAGER, ref, day(harbor, 21), "The city was asked for a light", **number)
    one = row(harbor, ref)
    assert (one.review_on.isoformat(), one.looked_back) == (day(harbor, 21), 1)
    assert one.tried.endswith(": The city was asked for a light")
    assert [(kept.counted, kept.number, kept.by) for kept in counts(harbor)] == [("complaints", 9, MANAGER)]
    assert [notice.recipient for notice in harbor.notices(Kind.SITUATION_RENEWED)] == [NEIGHBOR]


@pytest.mark.parametrize("after", [0, -1, 366, 4000])
def test_a_day_that_has_come_or_is_too_far_is_said_at_its_field(wing: Wing, after: int) -> None:
    ref = made(wing.harbor)
    said = renew(wing, MANAGER, ref, day(wing.harbor, after))
    assert list(said["errors"]) == ["situation_renew.review_on"]
    assert row(wing.harbor, ref).looked_back == 0


@pytest.mark.parametrize(
    "words", ["Sprocket, as everyone calls him, has moved", "Zebulon Testperson left", ""]
)
def test_what_was_done_names_nobody_and_is_not_left_out(wing: Wing, words: str) -> None:
    ref = made(wing.harbor)
    assert list(close(wing, MANAGER, ref, words)["errors"]) == ["situation_close.words"]
    if words:
        said = renew(wing, MANAGER, ref, day(wing.harbor, 14), words)
        assert list(said["errors"]) == ["situation_renew.words"]
    one = row(wing.harbor, ref)
    assert (one.state, one.looked_back, one.tried) == (SituationState.OPEN, 0, "")


def test_its_raiser_hears_once_how_it_ended_and_reads_what_was_done(wing: Wing) -> None:
    ref = made(wing.harbor)
    close(wing, MANAGER, ref, "Lights were mended; outreach is there from 4 to 7")
    close(wing, MANAGER, ref, "Something else")
    (heard,) = wing.harbor.notices(Kind.SITUATION_ENDED)
    assert (heard.recipient, heard.subject) == (NEIGHBOR, ref)
    wing.click(NEIGHBOR, Action.SITUATION_OPEN, value=ref)
    assert "What was done: Lights were mended" in shown(wing)
    wing.click(MANAGER, Action.SITUATION_CLOSE, value=ref)
    assert "somebody else has done this already" in shown(wing).lower()
    wing.click(MANAGER, Action.SITUATION_LIST)
    assert ref not in shown(wing)


def test_the_forms_of_its_owner_open_with_the_days_since_the_last_number(wing: Wing) -> None:
    harbor, ref = wing.harbor, made(wing.harbor)
    count(wing, MANAGER, ref, "14", day(harbor, -7), day(harbor, -3))
    wing.click(MANAGER, Action.SITUATION_COUNT, value=ref)
    view = wing.slack.views()[-1]
    begun = {block["block_id"]: block["element"].get("initial_date") for block in view["blocks"]}
    assert begun["situation_count.since"] == day(harbor, -2)
    assert begun["situation_count.until"] == day(harbor, 0)
    for action in (Action.SITUATION_RENEW, Action.SITUATION_CLOSE, Action.SITUATION_GIVE):
        wing.click(MANAGER, action, value=ref, view={"callback_id": "situation"})
        assert wing.slack.asked[-1][0] == "views.push"


def test_from_another_page_the_list_takes_its_place_and_the_form_stands_on_top(wing: Wing) -> None:
    wing.click(OFFICER, Action.SITUATION_LIST, view={"callback_id": "conference_start"})
    assert wing.slack.asked[-1][0] == "views.update"
    wing.click(NEIGHBOR, Action.RAISE_SITUATION, view={"callback_id": "community"})
    assert wing.slack.asked[-1][0] == "views.push"


def test_a_line_of_two_sentences_is_not_read_as_a_reference(wing: Wing) -> None:
    said = report(wing, NEIGHBOR, {"tried": "See R-7KQ2M"})
    assert list(said["errors"]) == ["situation_form.tried"]
    said = send(wing, MANAGER, "situation_close", "S-00000", typed("situation_close", words="Done"))
    assert "isn't available" in told(wing, said)


LIT = "People drink at the shelter until the lights go on"


@pytest.mark.parametrize("user", [NEIGHBOR, MANAGER])
def test_whoever_raised_it_or_sees_to_it_changes_the_words_and_nothing_else(wing: Wing, user: str) -> None:
    harbor = wing.harbor
    ref = made(harbor)
    before = row(harbor, ref)
    wing.click(user, Action.SITUATION_OPEN, value=ref)
    assert "Change the words" in str(wing.slack.views()[-1])
    wing.click(user, Action.SITUATION_MEND, value=ref)
    form = wing.slack.views()[-1]
    stands = {block["block_id"]: block["element"].get("initial_value") for block in form["blocks"][1:]}
    assert stands["situation_mend.pattern"] == PATTERN
    assert form["private_metadata"] == f"{ref}:{before.version}"
    said = mend(wing, user, ref, before.version, pattern=LIT, times="6 to 8 pm", tried="Asked the city")
    assert "Noted" in told(wing, said)
    after = row(harbor, ref)
    assert (after.pattern, after.times, after.tried, after.place) == (
        LIT,
        "6 to 8 pm",
        "Asked the city",
        PLACE,
    )
    kept = (
        "owner",
        "raised_by",
        "raised_at",
        "review_on",
        "state",
        "looked_back",
        "ended",
        "anchor",
        "group",
    )
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_nobody_else_changes_the_words_and_nobody_those_of_one_that_is_closed(wing: Wing) -> None:
    harbor = wing.harbor
    ref = made(harbor)
    wing.click(OFFICER, Action.SITUATION_OPEN, value=ref)
    assert "Change the words" not in str(wing.slack.views()[-1])
    mend(wing, OFFICER, ref, row(harbor, ref).version, pattern=LIT)
    close(wing, MANAGER, ref, "A light was put up")
    mend(wing, NEIGHBOR, ref, row(harbor, ref).version, pattern=LIT)
    assert row(harbor, ref).pattern == PATTERN


@pytest.mark.parametrize("field", FIELDS)
def test_whoever_is_named_in_the_new_words_is_stopped_at_the_field(wing: Wing, field: str) -> None:
    ref = made(wing.harbor)
    for text in ("mostly the tall guy everyone calls Sprocket", "Zebulon Testperson sleeps at the pier"):
        said = mend(wing, NEIGHBOR, ref, 1, **{field: text})
        assert list(said["errors"]) == [f"situation_mend.{field}"]
    kept = row(wing.harbor, ref)
    assert (kept.version, kept.place, kept.pattern) == (1, PLACE, PATTERN)


def test_what_somebody_changed_meanwhile_is_not_written_over(wing: Wing) -> None:
    harbor = wing.harbor
    ref = made(harbor)
    mend(wing, MANAGER, ref, 1, pattern=LIT)
    said = mend(wing, NEIGHBOR, ref, 1, pattern="Something else happens there")
    assert "Somebody changed it meanwhile" in said["errors"]["situation_mend.place"]
    assert row(harbor, ref).pattern == LIT


def test_what_was_done_stays_in_its_words(wing: Wing) -> None:
    harbor = wing.harbor
    ref = made(harbor)
    renew(wing, MANAGER, ref, day(harbor, 20), "The city was asked for a light")
    wing.click(NEIGHBOR, Action.SITUATION_MEND, value=ref)
    assert "situation_mend.tried" not in str(wing.slack.views()[-1])
    mend(wing, NEIGHBOR, ref, row(harbor, ref).version, pattern=LIT, tried="")
    after = row(harbor, ref)
    assert after.pattern == LIT
    assert "The city was asked for a light" in after.tried
    assert after.ended == "The city was asked for a light"
