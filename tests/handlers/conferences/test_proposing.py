"""A care team proposes through the real listeners: who is offered, what is said where, what is sealed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from handlers.conferences import views
from handlers.conferences.hours import DAY_TOO, FAR, HOUR_TOO, NO_MEETING, OVER, SKIPPED, TWO
from handlers.ids import Action
from handlers.voice import Message
from models.conference import Conference, ConferenceState
from models.envelope import Envelope
from models.notice import Kind
from models.participant import Participant
from tests.handlers.conferences.tabling import (
    FORM,
    GUESTS,
    WORDS,
    at,
    brief,
    covered,
    people,
    proposed,
    row,
    rows,
    said_in,
    shown,
    soon,
    spoken,
    submit,
    values,
)
from tests.handlers.consents.releasing import begun
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    STRANGER,
)
from tests.handlers.wing import Json, Wing, texts, typed

UNAVAILABLE = "This item isn't available."


def labels(wing: Wing) -> list[str]:
    return [
        one["text"]["text"]
        for block in shown(wing)["blocks"]
        for one in block.get("elements", [])
        if one["type"] == "button"
    ]


def test_the_start_page_offers_what_the_reader_may(wing: Wing) -> None:
    covered(wing.harbor)
    wing.command(CASE_MANAGER, "conference")
    assert labels(wing) == ["A person", "A situation", "Situations of my groups", "Keep two people apart"]
    wing.command(OFFICER, "conference")
    assert labels(wing) == ["A potential referral", "A situation", "Situations of my groups"]
    wing.harbor.refer(OFFICER)
    wing.command(OFFICER, "conference")
    assert labels(wing) == ["A person", "A potential referral", "A situation", "Situations of my groups"]
    wing.command(RESPONDER, "conference")
    assert labels(wing) == ["A situation", "Situations of my groups"]
    assert wing.command(STRANGER, "conference")["text"].startswith("This app is for members")


def test_the_form_offers_exactly_those_whom_a_release_covers_and_says_the_mend(wing: Wing) -> None:
    told = covered(wing.harbor)
    wing.command(CASE_MANAGER, f"conference {told.ref}")
    form = shown(wing)
    guests = next(one for one in form["blocks"] if one.get("block_id") == f"{FORM}.guests")
    offered = {one["value"] for one in guests["element"]["options"]}
    assert offered == {*GUESTS, "UTULLEX01"}
    ticked = {one["value"] for one in guests["element"]["initial_options"]}
    assert ticked == offered - {"UMARROW01"}  # of another region: offered, and not chosen yet
    said = said_in(form)
    assert "Cannot be added: Lantern County Public Defense, public defender: no release names them" in said
    assert "have the person sign a release" in said
    assert form["private_metadata"] == told.ref


def test_without_a_release_there_is_no_form_but_the_reason_and_the_mend(wing: Wing) -> None:
    wing.command(CASE_MANAGER, f"conference {begun(wing.harbor)}")
    assert "submit" not in shown(wing)
    assert "No live release names anybody" in said_in(shown(wing))
    assert "have the person sign a release" in said_in(shown(wing))


def test_a_brief_reaches_each_cut_to_their_classes(wing: Wing) -> None:
    told = covered(wing.harbor)
    conference = proposed(wing, told.ref)
    assert UNAVAILABLE in brief(wing, PROSECUTOR, conference.ref)
    wing.harbor.time.go(timedelta(hours=8))
    office = brief(wing, PROSECUTOR, conference.ref)
    for text in ("One way to meet him", "Two approaches", "A date on Friday", "Ottoline Bramblewick"):
        assert text in office
    for text in (WORDS["place"], told.ref):
        assert text not in office
    assert "A date on Friday" not in brief(wing, OFFICER, conference.ref)
    team = brief(wing, CASE_MANAGER, conference.ref)
    assert team.index(WORDS["wanted"]) < team.index(WORDS["place"]), "in the order of the form"
    assert told.ref in team
    assert "Nothing learned here is evidence." in office
    assert "42 CFR part 2" in office
    assert "Lantern County Prosecutor" in office


def test_an_officer_who_referred_finds_their_own_reference_and_nobody_else_does(wing: Wing) -> None:
    told, mine = covered(wing.harbor), wing.harbor.refer(OFFICER).ref
    ground = wing.harbor.ground
    with ground.database.work() as work:
        person = work.session.get_one(Participant, told.ref)
        person.referral, person.version = mine, 2
        ground.vault.rows.sign_row(person)
        work.commit()
    conference = proposed(wing, told.ref)
    wing.harbor.time.go(timedelta(hours=8))
    assert f"About {mine}." in brief(wing, OFFICER, conference.ref)
    assert mine not in brief(wing, GUESTS[1], conference.ref)


def test_everybody_else_gets_the_one_refusal(wing: Wing) -> None:
    conference = proposed(wing, covered(wing.harbor).ref)
    wing.harbor.time.go(timedelta(hours=8))
    refused = {brief(wing, user, conference.ref) for user in (MANAGER, NEIGHBOR, RESPONDER, "UTULLEX01")}
    refused |= {brief(wing, user, "K-00000") for user in (PROSECUTOR, CASE_MANAGER)}
    assert len(refused) == 1
    assert UNAVAILABLE in refused.pop()


def test_the_answer_to_a_first_and_to_a_second_request_is_the_same(wing: Wing) -> None:
    told = covered(wing.harbor)
    first = submit(wing, CASE_MANAGER, FORM, values(wing.harbor), told.ref)
    second = submit(wing, CLINICAL, FORM, values(wing.harbor, wanted="A second table"), told.ref)
    assert first == second
    assert views.PROPOSED in said_in(first["view"])
    [conference] = rows(wing.harbor)
    assert conference.ref not in json.dumps(first)
    kinds = {user: wing.harbor.told(user) for user in (CASE_MANAGER, CLINICAL)}
    assert set(kinds[CASE_MANAGER]) == set(kinds[CLINICAL]) == {Kind.CONFERENCE_TEAM}
    assert "A second table" in brief(wing, CASE_MANAGER, conference.ref)
    assert "A second table" in brief(wing, CLINICAL, conference.ref)


def test_a_form_sent_twice_is_one(wing: Wing) -> None:
    told, filled = covered(wing.harbor), values(wing.harbor)
    for _ in range(2):
        submit(wing, CASE_MANAGER, FORM, filled, told.ref, view_id="VSAME")
    [conference] = rows(wing.harbor)
    assert brief(wing, CASE_MANAGER, conference.ref).count(WORDS["wanted"]) == 1


def errors(said: dict[str, object]) -> dict[str, str]:
    assert said["response_action"] == "errors", said
    found = said["errors"]
    assert isinstance(found, dict)
    return {block.split(".")[1]: sentence for block, sentence in found.items()}


def test_an_hour_that_cannot_be_is_said_at_its_field(wing: Wing) -> None:
    told = covered(wing.harbor)
    skipped = datetime(2027, 3, 14, 10, 0, tzinfo=UTC)
    forward = {**at(FORM, skipped), f"{FORM}.hour": {"value": {"selected_time": "02:30"}}}
    empty: Json = {"value": {}}
    for more, said in (
        (at(FORM, wing.harbor.time() - timedelta(hours=1)), {"day": OVER}),
        (at(FORM, wing.harbor.time() - timedelta(days=400)), {"day": OVER}),
        (at(FORM, wing.harbor.time() + timedelta(days=400)), {"day": FAR}),
        ({f"{FORM}.hour": empty}, {"hour": HOUR_TOO}),
        ({f"{FORM}.day": empty}, {"day": DAY_TOO}),
        ({f"{FORM}.day": empty, f"{FORM}.hour": empty}, {"day": NO_MEETING}),
        (forward, {"hour": SKIPPED}),
    ):
        filled = {**values(wing.harbor), **more}
        assert errors(submit(wing, CASE_MANAGER, FORM, filled, told.ref, view_id="VONE")) == said
    assert wing.harbor.count(Conference, Envelope) == 0
    proposed(wing, told.ref)
    assert errors(submit(wing, CASE_MANAGER, FORM, values(wing.harbor), covered(wing.harbor).ref)) == {
        "hour": TWO
    }


def test_whoever_is_not_covered_for_what_was_written_is_said_at_the_field(wing: Wing) -> None:
    told = covered(wing.harbor)
    filled = {
        **values(wing.harbor, (OFFICER,), wanted="", barriers="", place=""),
        **typed(FORM, wanted="x"),
    }
    only_place = {**filled, **people(FORM, "guests", (OFFICER,))}
    assert submit(wing, CASE_MANAGER, FORM, only_place, told.ref)["response_action"] == "update"
    forged = {**values(wing.harbor), **people(FORM, "guests", (NEIGHBOR,))}
    said = errors(submit(wing, CASE_MANAGER, FORM, forged, told.ref))
    assert said == {"guests": "Please choose one of the answers."}
    by_name = {**values(wing.harbor, (OFFICER,)), **typed(FORM, name="Zebulon Testperson", wanted="x")}
    assert submit(wing, CASE_MANAGER, FORM, by_name, told.ref)["response_action"] == "update"


@pytest.mark.parametrize("words", ["He missed curfew Tuesday and used again", "He stole a bike on Sunday"])
def test_what_could_be_used_against_them_is_stopped_before_it_is_kept(wing: Wing, words: str) -> None:
    told = covered(wing.harbor)
    said = submit(wing, CASE_MANAGER, FORM, values(wing.harbor, barriers=words), told.ref)
    assert said["response_action"] == "push"
    assert wing.harbor.count(Conference, Envelope) == 0
    assert submit(wing, CASE_MANAGER, FORM, values(wing.harbor), told.ref)["response_action"] == "update"


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR])
def test_a_forged_form_is_refused_alike(wing: Wing, user: str) -> None:
    told = covered(wing.harbor)
    refused = {
        json.dumps(submit(wing, user, FORM, values(wing.harbor), ref)["view"])
        for ref in (told.ref, "C-00000")
    }
    assert len(refused) == 1
    assert UNAVAILABLE in refused.pop()
    assert wing.harbor.count(Conference) == 0


def test_the_facilitator_and_the_team_end_it_and_nobody_else(wing: Wing) -> None:
    conference = proposed(wing, covered(wing.harbor).ref)
    for user in (OFFICER, PROSECUTOR, NEIGHBOR):
        wing.click(user, Action.CONFERENCE_CLOSE, value=conference.ref)
        refused = said_in(shown(wing))
        wing.click(user, Action.CONFERENCE_CLOSE, value="K-00000")
        assert said_in(shown(wing)) == refused
        assert UNAVAILABLE in refused
    wing.click(MANAGER, Action.CONFERENCE_CLOSE, value=conference.ref)
    assert shown(wing)["callback_id"] == "conference_close"
    filled = {"conference_close.how": {"value": {"selected_option": {"value": "put_off"}}}}
    submit(wing, MANAGER, "conference_close", filled, conference.ref)
    assert row(wing.harbor, conference.ref).state == ConferenceState.PUT_OFF


def test_a_new_hour_is_asked_for_and_told(wing: Wing) -> None:
    conference = proposed(wing, covered(wing.harbor).ref)
    wing.click(MANAGER, Action.CONFERENCE_MOVE, value=conference.ref)
    assert shown(wing)["callback_id"] == "conference_move"
    form, later = "conference_move", soon(wing.harbor, timedelta(days=5))
    filled = {**at(form, later), f"{form}.minutes": {"value": {"selected_option": {"value": "30"}}}}
    assert submit(wing, MANAGER, form, filled, conference.ref)["response_action"] == "update"
    moved = row(wing.harbor, conference.ref)
    assert (moved.starts_at, moved.minutes) == (later, 30)
    assert wing.harbor.told(PROSECUTOR) == [Kind.CONFERENCE_INVITED] * 2


def test_stepping_back_is_one_tap_without_a_question(wing: Wing) -> None:
    conference = proposed(wing, covered(wing.harbor).ref)
    for user in (PROSECUTOR, NEIGHBOR):
        wing.click(user, Action.CONFERENCE_STEP_BACK, value=conference.ref)
        assert views.STEPPED_BACK in said_in(shown(wing))
    wing.harbor.time.go(timedelta(hours=8))
    assert UNAVAILABLE in brief(wing, PROSECUTOR, conference.ref)


def test_coming_is_one_tap_and_a_number_to_whoever_runs_it(wing: Wing) -> None:
    conference = proposed(wing, covered(wing.harbor).ref)
    invited = next(one for one in wing.harbor.notices(Kind.CONFERENCE_INVITED) if one.recipient == PROSECUTOR)
    message = spoken(wing.harbor, invited)
    assert isinstance(message, Message)
    assert {"Coming", "I do not take part"} <= set(texts(message.blocks))
    for user in (PROSECUTOR, NEIGHBOR):
        wing.click(user, Action.CONFERENCE_COMING, value=conference.ref)
        assert views.COMING in said_in(shown(wing))
    said = "Have said that they come: 1."
    for action in (Action.CONFERENCE_MOVE, Action.CONFERENCE_CLOSE):
        wing.click(MANAGER, action, value=conference.ref)
        assert said in said_in(shown(wing))
    assert said in brief(wing, CASE_MANAGER, conference.ref)
    wing.harbor.time.go(timedelta(hours=8))
    theirs = brief(wing, PROSECUTOR, conference.ref)
    assert "Have said" not in theirs
    assert "Coming" not in theirs
    others = brief(wing, OFFICER, conference.ref)
    assert "Coming" in others
    assert "Have said" not in others


def test_two_people_are_kept_apart_by_a_form(wing: Wing) -> None:
    one, other = covered(wing.harbor).ref, covered(wing.harbor).ref
    wing.click(CASE_MANAGER, Action.CONFERENCE_APART)
    form = "conference_apart"
    both = {
        f"{form}.{name}": {"value": {"selected_option": {"value": ref}}}
        for name, ref in (("one", one), ("other", other))
    }
    assert views.APART in said_in(submit(wing, CASE_MANAGER, form, both)["view"])
    same = {**both, f"{form}.other": both[f"{form}.one"]}
    assert "other" in errors(submit(wing, CASE_MANAGER, form, same))
    proposed(wing, one, values(wing.harbor, (PROSECUTOR,)))
    wing.command(CASE_MANAGER, f"conference {other}")
    guests = next(one for one in shown(wing)["blocks"] if one.get("block_id") == f"{FORM}.guests")
    assert PROSECUTOR not in {choice["value"] for choice in guests["element"]["options"]}
