"""What people do in Slack, and what they see: forms, second tries, taps, openings, status."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import words
from handlers.ids import Action, Shortcut
from handlers.referrals.views import rest_form
from models.duties import Act
from models.notice import Kind, Notice
from models.people import Role
from models.referral import Door, Referral, State
from models.replay import Replay
from models.schema import Handle
from tests.handlers.harbor import (
    BACKUP,
    CASE_MANAGER,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    SECRETS,
    STRANGER,
)
from tests.handlers.wing import (
    COMMUNITY_VALUES,
    FIRST,
    REST_VALUES,
    Json,
    Wing,
    picked,
    slack_error,
    texts,
    typed,
)

ARREST = {"callback_id": "arrest_first", "blocks": []}
COMMUNITY = {"callback_id": "community", "blocks": []}
OPENED: Json = {"callback_id": "opened"}


def referred(wing: Wing) -> Referral:
    wing.submit(OFFICER, ARREST, FIRST)
    with wing.harbor.ground.database.look() as work:
        return work.session.query(Referral).one()


@pytest.mark.parametrize(
    "begin",
    [
        lambda wing: wing.command(OFFICER, "refer"),
        lambda wing: wing.shortcut(OFFICER, Shortcut.REFER),
        lambda wing: wing.click(OFFICER, Action.START_REFERRAL),
    ],
    ids=["command", "shortcut", "home"],
)
def test_all_three_ways_begin_with_the_doors(wing: Wing, begin: Any) -> None:
    assert begin(wing) == {}
    [view] = wing.slack.views("views.open")
    assert view["callback_id"] == "choose_door"


def test_a_neighbor_begins_with_the_only_form_there_is(wing: Wing) -> None:
    wing.command(NEIGHBOR, "refer")
    [view] = wing.slack.views("views.open")
    assert view["callback_id"] == "community"


@pytest.mark.parametrize("user", [STRANGER, "USTRANGE1", "UBOTLEAD1", ""])
def test_who_is_not_on_the_roster_reads_the_same_polite_sentence(wing: Wing, user: str) -> None:
    said = wing.command(user, "refer")
    assert said == {"text": words.NOT_A_MEMBER, "response_type": "ephemeral"}
    assert said == wing.command(user, "status R-7KQ2M")
    assert wing.slack.asked == []


def test_a_suspended_member_reads_it_too(wing: Wing) -> None:
    wing.harbor.suspend(OFFICER)
    assert wing.command(OFFICER, "refer")["text"] == words.NOT_A_MEMBER


def test_somebody_without_a_door_is_told_so_without_blame(wing: Wing) -> None:
    said = wing.command(PROSECUTOR, "refer")
    assert said["text"].startswith("Your role in the work group does not include this.")


def test_a_chosen_door_replaces_the_choice(wing: Wing) -> None:
    wing.click(OFFICER, Action.CHOOSE_SOCIAL, view={"callback_id": "choose_door"})
    [(method, sent)] = wing.slack.asked
    assert (method, sent["view_id"], sent["hash"]) == ("views.update", "VMODAL", "h0")
    assert sent["view"]["callback_id"] == "social_contact"


def test_the_first_screen_is_answered_with_the_second(wing: Wing) -> None:
    said = wing.submit(OFFICER, ARREST, FIRST)
    assert said["response_action"] == "update"
    assert said["view"]["callback_id"] == "arrest_rest"
    assert wing.slack.asked == [], "a submission opens nothing by itself"


def test_the_second_screen_is_answered_with_the_reference(wing: Wing) -> None:
    rest = wing.submit(OFFICER, ARREST, FIRST)["view"]
    said = wing.submit(OFFICER, rest, REST_VALUES)
    assert said["view"]["callback_id"] == "receipt"
    assert "Your reference is R-" in str(said)


def test_the_answers_to_a_submission_hold_nothing_that_was_typed(wing: Wing) -> None:
    first = wing.submit(OFFICER, ARREST, FIRST)
    second = wing.submit(OFFICER, first["view"], REST_VALUES)
    assert not any(secret in str(first) + str(second) for secret in SECRETS)


def test_a_second_try_after_mistakes_works(wing: Wing) -> None:
    said = wing.submit(OFFICER, ARREST, typed("arrest_first", place="", callback="ring me"))
    assert said["response_action"] == "errors"
    assert set(said["errors"]) == {"arrest_first.place", "arrest_first.callback"}
    assert wing.harbor.count(Referral, Replay) == 0
    assert wing.submit(OFFICER, ARREST, FIRST)["response_action"] == "update"
    assert wing.harbor.count(Referral) == 1


def test_one_form_sent_twice_is_one_referral_and_the_same_answer(wing: Wing) -> None:
    first = wing.submit(OFFICER, ARREST, FIRST, key="1.1")
    delivered_again = wing.submit(OFFICER, ARREST, FIRST, key="1.1")
    tapped_again = wing.submit(OFFICER, ARREST, FIRST, key="1.2")
    assert first == delivered_again == tapped_again
    assert wing.harbor.count(Referral) == 1


def test_two_forms_are_two_referrals(wing: Wing) -> None:
    for view_id in ("V1", "V2"):
        wing.submit(OFFICER, ARREST, FIRST, view_id=view_id)
    assert wing.harbor.count(Referral) == 2


def test_somebody_in_danger_now_is_sent_to_the_emergency_line_and_nothing_is_kept(wing: Wing) -> None:
    said = wing.submit(NEIGHBOR, COMMUNITY, {**COMMUNITY_VALUES, **picked("community", danger="yes")})
    assert said == {
        "response_action": "errors",
        "errors": {"community.danger": "Please call 911 now. This is not an emergency line."},
    }
    assert wing.harbor.count(Referral, Notice, Replay) == 0
    stored = wing.harbor.everything_stored()
    assert not any(secret.encode() in stored for secret in SECRETS)


def test_a_rostered_guest_refers_like_everybody(wing: Wing) -> None:
    said = wing.submit(NEIGHBOR, COMMUNITY, COMMUNITY_VALUES)
    assert said["view"]["callback_id"] == "receipt"
    assert wing.harbor.told(NEIGHBOR) == [Kind.RECEIVED]


def test_a_form_that_is_not_theirs_takes_nothing_in(wing: Wing) -> None:
    said = wing.submit(NEIGHBOR, ARREST, FIRST)
    assert said["response_action"] == "update"
    assert wing.harbor.count(Referral) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(place=st.text(max_size=250), callback=st.text(max_size=40))
def test_whatever_is_typed_the_answer_repeats_none_of_it(wing: Wing, place: str, callback: str) -> None:
    said = wing.submit(
        OFFICER, ARREST, typed("arrest_first", place=place, callback=callback), view_id=place[:9]
    )
    assert said["response_action"] in {"errors", "update"}
    fixed = wing.submit(OFFICER, ARREST, {})
    known = set(texts(fixed)) | set(fixed["errors"].values())
    for sentence in said.get("errors", {}).values():
        assert sentence in known or sentence.startswith("Please ")
        assert place.strip() not in sentence or len(place.strip()) < 8


def test_the_second_screen_can_be_added_from_home(wing: Wing) -> None:
    wing.submit(OFFICER, ARREST, FIRST)
    referral = wing.harbor.notices(Kind.RECEIVED)[0].subject
    handle = wing.harbor.referrals.submit(
        OFFICER, Door.ARREST_DIVERSION, _empty(), view_id="VFORM9", key="again"
    ).handle
    wing.click(OFFICER, Action.ADD_DETAILS, value=handle)
    [view] = wing.slack.views("views.open")
    assert (view["callback_id"], view["private_metadata"]) == ("arrest_rest", handle)
    assert f"Your reference is {referral}" in str(wing.submit(OFFICER, view, REST_VALUES))


def _empty() -> Any:
    from handlers.forms import Draft  # noqa: PLC0415 - one helper needs it

    return Draft({}, {})


def test_a_second_screen_with_mistakes_names_their_fields(wing: Wing) -> None:
    said = wing.submit(OFFICER, rest_form(Handle("0" * 32)), {})
    assert set(said["errors"]) == {
        "arrest_rest.hand_off",
        "arrest_rest.person",
        "arrest_rest.offence",
        "arrest_rest.attested",
    }


def test_a_second_screen_for_somebody_elses_referral_is_refused_like_every_opening(wing: Wing) -> None:
    handle = wing.harbor.refer().handle
    said = wing.submit("UMARROW01", rest_form(handle), REST_VALUES)
    assert words.unavailable(wing.harbor.rules().contacts) in str(said["view"])


def test_open_shows_an_empty_modal_first_and_the_item_when_it_is_judged(wing: Wing) -> None:
    handle = wing.harbor.item(wing.harbor.refer().ref, RESPONDER)
    assert wing.click(RESPONDER, Action.OPEN_ITEM, value=handle) == {}
    wing.settle()
    opening, shown = wing.slack.views()
    assert opening["callback_id"] == "opening"
    assert words.OPENING in str(opening)
    assert "Dock shelter 7" in str(shown)


def test_open_that_slack_did_not_open_judges_and_records_nothing(wing: Wing) -> None:
    handle = wing.harbor.item(wing.harbor.refer().ref, RESPONDER)
    wing.slack.trouble["views.open"] = slack_error("expired_trigger_id")
    wing.click(RESPONDER, Action.OPEN_ITEM, value=handle)
    wing.settle()
    assert not any(verb.startswith("open.") for verb in wing.harbor.verbs())
    assert wing.harbor.told(RESPONDER)[-1] is Kind.SLACK_WAS_SLOW


@pytest.mark.parametrize(
    ("action", "chosen", "state"),
    [
        (Action.ACKNOWLEDGE, "", State.DISPATCHED),
        (Action.ESTIMATE, "20", State.DISPATCHED),
        (Action.MET, "", State.MET),
        (Action.NOT_MET, "", State.NOT_MET),
    ],
)
def test_an_act_in_an_opened_item_is_done_and_the_item_is_shown_anew(
    wing: Wing, action: Action, chosen: str, state: State
) -> None:
    ref = referred(wing).ref
    view = {**OPENED, "private_metadata": wing.harbor.item(ref, RESPONDER)}
    wing.click(RESPONDER, action, chosen=chosen, view=view)
    wing.settle()
    assert wing.harbor.referral(ref).state == state
    assert "Noted. The referrer has been told what they may know." in str(wing.slack.views()[-1])


def test_the_project_manager_sends_outreach_from_the_opened_item(wing: Wing) -> None:
    ref = wing.harbor.refer(OFFICER, Door.SOCIAL_CONTACT).ref
    view = {**OPENED, "private_metadata": wing.harbor.item(ref, MANAGER)}
    wing.click(MANAGER, Action.SEND_OUTREACH, view=view)
    assert wing.harbor.referral(ref).state == State.DISPATCHED


@pytest.mark.parametrize(
    "chosen", ["", "0", "-5", "241", "soon", "1e3", "\u0662\u0660\u0660\u0660", "\u00b2"]
)
def test_an_estimate_that_was_never_offered_is_not_taken(wing: Wing, chosen: str) -> None:
    ref = referred(wing).ref
    view = {**OPENED, "private_metadata": wing.harbor.item(ref, RESPONDER)}
    wing.click(RESPONDER, Action.ESTIMATE, chosen=chosen, view=view)
    assert wing.harbor.referral(ref).eta_at is None
    assert "does not include this" in str(wing.slack.views("views.push"))


def test_who_taps_second_is_told_so_and_sees_where_it_stands(wing: Wing) -> None:
    ref = referred(wing).ref
    wing.harbor.wait(8)
    wing.harbor.act(RESPONDER, ref, Act.ACKNOWLEDGE)
    view = {**OPENED, "private_metadata": wing.harbor.item(ref, BACKUP)}
    wing.click(BACKUP, Action.ACKNOWLEDGE, view=view)
    wing.settle()
    shown = str(wing.slack.views()[-1])
    assert "Somebody else has done this already. Nothing was changed by your tap." in shown
    assert "A responder has had it since" in shown


def test_a_tap_with_somebody_elses_handle_is_refused_like_every_opening(wing: Wing) -> None:
    ref = referred(wing).ref
    view = {**OPENED, "private_metadata": wing.harbor.item(ref, RESPONDER)}
    wing.click(BACKUP, Action.ACKNOWLEDGE, view=view)
    wing.settle()
    assert words.unavailable(wing.harbor.rules().contacts) in str(wing.slack.views()[-1])
    assert wing.harbor.referral(ref).acknowledged_at is None


def test_status_says_where_it_stands_to_the_typist_alone(wing: Wing) -> None:
    ref = referred(wing).ref
    said = wing.command(OFFICER, f"status {ref.lower()}")
    assert said["text"].startswith(f"{ref}: Waiting for a responder since ")
    assert said["response_type"] == "ephemeral"


@pytest.mark.parametrize("ends", [Act.MET, Act.NOT_MET])
def test_status_tells_a_neighbor_no_more_than_the_receipt(wing: Wing, ends: Act) -> None:
    ref = wing.harbor.refer(NEIGHBOR, Door.COMMUNITY).ref
    before = wing.command(NEIGHBOR, f"status {ref}")
    wing.harbor.act(MANAGER, ref, Act.SEND_OUTREACH)
    wing.harbor.act(RESPONDER, ref, ends)
    assert wing.command(NEIGHBOR, f"status {ref}") == before
    assert "Met at" in wing.command(RESPONDER, f"status {ref}")["text"] or ends is Act.NOT_MET


def test_a_reference_of_somebody_elses_is_unknown(wing: Wing) -> None:
    ref = referred(wing).ref
    theirs, nobodys = (wing.command(CASE_MANAGER, f"status {asked}") for asked in (ref, "R-00000"))
    assert theirs == nobodys
    assert theirs["text"] == "Nothing of yours has this reference."


def test_help_stands_behind_the_command_and_homes_button(wing: Wing) -> None:
    said = wing.command(OFFICER, "help")
    wing.click(OFFICER, Action.SHOW_HELP)
    [view] = wing.slack.views("views.open")
    assert said["blocks"] == view["blocks"]
    assert "/lead status REF" in str(view)


def test_two_doors_and_two_regions_let_a_person_choose_both(wing: Wing) -> None:
    wing.harbor.seat(OFFICER, "police:Lantern Harbor PD", Role.OFFICER)
    wing.click(OFFICER, Action.CHOOSE_ARREST, view={"callback_id": "choose_door"})
    [view] = wing.slack.views("views.update")
    asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert asked[-1] == "arrest_first.region"
    said = wing.submit(OFFICER, view, {**FIRST, **picked("arrest_first", region="quay")})
    assert said["view"]["callback_id"] == "arrest_rest"
    assert wing.harbor.notices(Kind.CARD_NOW)
