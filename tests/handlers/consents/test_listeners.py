"""`/lead consent` from the keyword to the withdrawn recipient, on the whole Slack wing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from models.acts.participants import join_team
from models.acts.release import ENTERED_WITHIN
from models.audit import Verb
from models.notice import Kind
from models.participant import circle_of
from models.people import Role
from models.schema import Handle, ParticipantRef, SlackUserId
from models.vault import Opened
from tests.handlers.consents.releasing import (
    ADVOCATE,
    AUDITOR,
    BRIDGE,
    COUNTY,
    ELSEWHERE,
    EVENT,
    INVENTED,
    NAME,
    POLICE,
    SECRETS,
    SIGNATURE,
    TO_PROSECUTOR,
    Json,
    begun,
    buttons,
    days,
    form_values,
    message,
    recipient_values,
    release,
    several,
    shown,
    today,
    withdrawal,
)
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    STRANGER,
    Harbor,
)
from tests.handlers.wing import Wing, picked, text_types, texts, typed

FORM = {"callback_id": "release_form", "type": "modal", "blocks": []}
MORE = {"callback_id": "release_recipient", "type": "modal", "blocks": []}
WITHDRAW = {"callback_id": "release_withdraw", "type": "modal", "blocks": []}


def enter(wing: Wing, ref: str, user: str = CASE_MANAGER, view_id: str = "VREL1", **changed: object) -> Json:
    """Send the whole form."""
    form = {**FORM, "private_metadata": ref}
    return wing.submit(user, form, form_values(wing.harbor, **changed), view_id=view_id)


def opened(wing: Wing, ref: str, user: str = CASE_MANAGER) -> Json:
    wing.command(user, f"consent {ref}")
    return shown(wing)


def words(view: Json) -> str:
    return "\n".join(texts(view))


def test_without_a_reference_my_participants_are_listed_by_reference(wing: Wing) -> None:
    ref = begun(wing.harbor)
    wing.command(CASE_MANAGER, "consent")
    view = wing.slack.views("views.open")[-1]
    assert f"{ref} - North - No consent yet" in texts(view)
    assert buttons(view) == {"open_releases": ref, "open_folder": ref}


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR])
def test_whoever_is_on_no_team_is_shown_an_empty_list(wing: Wing, user: str) -> None:
    begun(wing.harbor)
    wing.command(user, "consent")
    assert texts(wing.slack.views("views.open")[-1]["blocks"]) == ["No participant is assigned to you."]


def test_a_stranger_is_told_what_every_stranger_is_told(wing: Wing) -> None:
    assert "members of the LEAD work group" in wing.command(STRANGER, "consent")["text"]


@pytest.mark.parametrize(
    "line", ["consent R-7KQ2M", "consent C-7KQ2M now", "consent Zebulon", "status C-7KQ2M"]
)
def test_anything_but_a_participants_reference_gets_the_one_fixed_answer(wing: Wing, line: str) -> None:
    assert "only a keyword" in wing.command(CASE_MANAGER, line)["text"]
    assert wing.slack.asked == []


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR, ELSEWHERE, STRANGER])
def test_is_x_in_lead_has_one_answer(wing: Wing, user: str) -> None:
    """A reference that exists, one with a release, and an invented one: the same calls, bytes and waits."""
    harbor = wing.harbor
    harbor.seat(ELSEWHERE, "case_management:Another Bridge", Role.CASE_MANAGER)
    bare, with_release = begun(harbor), begun(harbor)
    release(harbor, with_release)
    said = []
    for ref in (bare, with_release, INVENTED):
        wing.slack.asked.clear()
        wing.pauses.clear()
        answer = wing.command(user, f"consent {ref}")
        wing.settle()
        calls = json.dumps(
            [(name, {**sent, "trigger_id": "", "view_id": ""}) for name, sent in wing.slack.asked]
        )
        said.append((answer, calls, len(wing.pauses)))
    assert said[0] == said[1] == said[2]
    assert "This item isn't available" in said[0][1]
    assert said[0][2] == 1


def test_the_team_sees_a_release_with_its_sealed_side_and_nothing_but_plain_text(wing: Wing) -> None:
    ref = begun(wing.harbor)
    answer = enter(wing, ref)
    assert answer["response_action"] == "update"
    assert not any(secret in json.dumps(answer) for secret in SECRETS)
    view = opened(wing, ref)
    said = words(view)
    assert all(secret in said for secret in SECRETS)
    assert "Liaison prosecutor, Lantern County Prosecutor: in force." in said
    assert "Harbor Bridge Outreach may tell." in said
    assert "42 CFR part 2 prohibits" in said
    assert "never lets anybody use it against the person" in said
    assert text_types(view) == {"plain_text"}
    assert view["title"]["text"] == "Releases"
    assert set(buttons(view)) == {
        *("new_release", "show_log", "open_folder", "show_part_two", "withdraw_release", "event_happened"),
    }


def test_an_advocate_may_withdraw_and_not_sign(wing: Wing) -> None:
    harbor = wing.harbor
    harbor.seat(ADVOCATE, BRIDGE, Role.LEGAL_SYSTEM_ADVOCATE)
    ref = begun(harbor)
    made = release(harbor, ref)
    _join(harbor, ref)
    assert "new_release" not in buttons(opened(wing, ref, ADVOCATE))
    assert "show_log" not in buttons(opened(wing, ref, ADVOCATE))
    wing.click(ADVOCATE, "new_release", value=ref, view={"private_metadata": ref})
    assert "isn't available" in words(wing.slack.views("views.push")[-1])
    form = {**WITHDRAW, "private_metadata": made.consents[Role.LIAISON_PROSECUTOR]}
    assert "withdrawn" in json.dumps(wing.submit(ADVOCATE, form, withdrawal()))
    assert Kind.RELEASE_CHANGED in harbor.told(CASE_MANAGER)


def _join(harbor: Harbor, ref: ParticipantRef) -> None:
    with harbor.ground.database.work() as work:
        circle = circle_of(work, harbor.ground.vault.rows, ref)
        assert circle is not None
        join_team(harbor.ground.scene(work, CLINICAL), circle, ADVOCATE, Role.LEGAL_SYSTEM_ADVOCATE)
        work.commit()


def test_the_form_offers_only_what_a_release_can_say(wing: Wing) -> None:
    ref = begun(wing.harbor)
    wing.click(CASE_MANAGER, "new_release", value=ref, view={"private_metadata": ref})
    form = wing.slack.views("views.push")[-1]
    said = words(form)
    assert "no release here for use as evidence against anybody, and none for counselling notes" in said
    assert "Who may tell: Harbor Bridge Outreach" in said
    offered = {
        block["block_id"].split(".")[1]: [option["value"] for option in block["element"].get("options", [])]
        for block in form["blocks"]
        if block["type"] == "input"
    }
    assert "danger" not in offered["categories"]
    assert "incident" not in offered["categories"]
    assert offered["purposes"] == ["hand_off", "coordination", "court", "conference", "services"]
    assert {COUNTY, POLICE} < set(offered["agency"])
    assert "executive" not in offered["role"]
    assert form["private_metadata"] == ref
    assert "initial_value" not in json.dumps(form)


TOMORROW, YESTERDAY = timedelta(days=1), timedelta(days=-1)


@pytest.mark.parametrize("field", ["person", "signature"])
def test_a_missing_text_is_refused_at_its_field(wing: Wing, field: str) -> None:
    ref = begun(wing.harbor)
    answer = enter(wing, ref, **typed("release_form", **{field: ""}))
    assert answer["errors"] == {f"release_form.{field}": "Please answer this."}


@pytest.mark.parametrize("field", ["agency", "role", "signed_how"])
def test_a_missing_choice_is_refused_at_its_field(wing: Wing, field: str) -> None:
    answer = enter(wing, begun(wing.harbor), **picked("release_form", **{field: ""}))
    assert set(answer["errors"]) == {f"release_form.{field}"}


@pytest.mark.parametrize("field", ["categories", "purposes", "explained"])
def test_nothing_chosen_is_refused_at_its_field(wing: Wing, field: str) -> None:
    answer = enter(wing, begun(wing.harbor), **several("release_form", **{field: []}))
    assert set(answer["errors"]) == {f"release_form.{field}"}


def test_days_that_cannot_be_are_refused_at_their_fields(wing: Wing) -> None:
    ref, day = begun(wing.harbor), today(wing.harbor)
    wrong = days("release_form", signed_on=day + TOMORROW, expires_on=day + YESTERDAY)
    answer = enter(wing, ref, **wrong)
    assert set(answer["errors"]) == {"release_form.signed_on", "release_form.expires_on"}


def test_a_release_without_an_end_is_refused(wing: Wing) -> None:
    without = {**days("release_form", expires_on=None), **typed("release_form", event="")}
    answer = enter(wing, begun(wing.harbor), **without)
    assert answer["errors"] == {"release_form.expires_on": "Please name a last day here, or an event below."}
    assert wing.harbor.verbs().count(Verb.CONSENT_SIGNED) == 0


def test_what_a_role_is_never_told_is_refused_and_named(wing: Wing) -> None:
    wrong = several("release_form", categories=["barriers", "clinical"])
    answer = enter(wing, begun(wing.harbor), **wrong)
    assert answer["errors"] == {
        "release_form.categories": "A liaison prosecutor is never told this kind: Health and treatment. "
        "Please take it out."
    }


def test_a_role_that_the_agency_cannot_have_is_refused_at_the_role(wing: Wing) -> None:
    answer = enter(wing, begun(wing.harbor), **picked("release_form", agency=POLICE))
    assert set(answer["errors"]) == {"release_form.role"}


def test_what_a_role_is_told_for_one_purpose_only_is_refused_for_others(wing: Wing) -> None:
    wrong = {
        **picked("release_form", agency=POLICE, role="police_supervisor"),
        **several("release_form", categories=["identity"]),
    }
    answer = enter(wing, begun(wing.harbor), **wrong)
    assert "for a hand-off. Please add that purpose." in answer["errors"]["release_form.purposes"]


def test_a_role_nobody_holds_is_said_and_entered(wing: Wing) -> None:
    harbor = wing.harbor
    ref = begun(harbor)
    assert "Nobody holds" not in json.dumps(enter(wing, ref))
    for user in (PROSECUTOR, SlackUserId("UTULLEX01")):
        harbor.suspend(user)
    answer = enter(wing, ref, view_id="VREL2")
    assert "Nobody holds this role there today; it will hold for whoever is appointed." in texts(answer)


def test_another_recipient_of_the_same_form_is_entered_within_the_hour(wing: Wing) -> None:
    ref = begun(wing.harbor)
    release_id = buttons(enter(wing, ref)["view"])["add_recipient"]
    wing.click(CASE_MANAGER, "add_recipient", value=release_id, view={"callback_id": "release_done"})
    form = wing.slack.views("views.update")[-1]
    assert form["callback_id"] == "release_recipient"
    police = {
        **picked("release_recipient", agency=POLICE, role="officer"),
        **several("release_recipient", categories=["barriers"]),
    }
    answer = wing.submit(CASE_MANAGER, form, recipient_values(**police))
    assert "Recipients of this form so far: 2." in words(answer["view"])
    assert "Officer, Lantern Harbor PD: in force." in words(opened(wing, ref))


def test_nobody_else_and_nobody_later_writes_on_a_signed_form(wing: Wing) -> None:
    ref = begun(wing.harbor)
    form = {**MORE, "private_metadata": buttons(enter(wing, ref)["view"])["add_recipient"]}
    assert "does not include this" in words(wing.submit(CLINICAL, form, recipient_values())["view"])
    wing.harbor.time.go(ENTERED_WITHIN + timedelta(seconds=1))
    assert "does not include this" in words(wing.submit(CASE_MANAGER, form, recipient_values())["view"])
    assert wing.harbor.verbs().count(Verb.CONSENT_SIGNED) == 1


def test_a_form_sent_again_after_a_lost_answer_is_the_same_release(wing: Wing) -> None:
    ref = begun(wing.harbor)
    first, second = enter(wing, ref), enter(wing, ref)
    assert first == second
    assert wing.harbor.verbs().count(Verb.CONSENT_SIGNED) == 1


def test_a_withdrawal_says_what_it_met_and_asks_for_the_form(wing: Wing) -> None:
    harbor = wing.harbor
    ref = begun(harbor)
    made = release(harbor, ref)
    sent, _ = message(harbor, ref)
    consent = made.consents[Role.LIAISON_PROSECUTOR]
    wing.click(CASE_MANAGER, "withdraw_release", value=consent, view={"private_metadata": ref})
    form = wing.slack.views("views.push")[-1]
    assert form["private_metadata"] == consent
    answer = wing.submit(CASE_MANAGER, form, withdrawal())
    said = words(answer["view"])
    assert f"Withdrawn before it was opened: {sent}." in said
    assert "Please ask for the written form." in said
    assert harbor.told(CLINICAL).count(Kind.RELEASE_CHANGED) == 1
    assert Kind.RELEASE_CHANGED not in harbor.told(MANAGER)
    assert "The written form has not come yet." in words(opened(wing, ref))
    wing.click(CASE_MANAGER, "written_form_came", value=consent, view=answer["view"])
    assert "Noted: the written form has come." in words(shown(wing))
    assert "not come yet" not in words(shown(wing))
    assert harbor.verbs().count(Verb.CONSENT_WRITTEN) == 1


def test_everybody_at_once_is_one_act_and_one_written_form(wing: Wing) -> None:
    harbor = wing.harbor
    ref = begun(harbor)
    one, other = release(harbor, ref), release(harbor, ref, [TO_PROSECUTOR])
    form = {**WITHDRAW, "private_metadata": one.consents[Role.POLICE_SUPERVISOR]}
    answer = wing.submit(CASE_MANAGER, form, withdrawal(whom="everybody"))
    assert harbor.decisions(Verb.CONSENT_REVOKED) == ["spoken"]
    said = words(opened(wing, ref))
    assert "in force" not in said
    assert said.count("The written form has not come yet.") == 3
    wing.click(CASE_MANAGER, "written_form_came", value=buttons(answer["view"])["written_form_came"])
    assert "not come yet" not in words(shown(wing))
    assert other.release != one.release


def test_withdrawn_twice_says_that_nothing_was_changed(wing: Wing) -> None:
    made = release(wing.harbor, begun(wing.harbor))
    form = {**WITHDRAW, "private_metadata": made.consents[Role.LIAISON_PROSECUTOR]}
    wing.submit(CASE_MANAGER, form, withdrawal(), view_id="VW1")
    answer = wing.submit(CASE_MANAGER, form, withdrawal("written"), view_id="VW2")
    assert "it had ended before" in words(answer["view"])


def test_an_event_ends_the_release_for_all_it_names(wing: Wing) -> None:
    ref = begun(wing.harbor)
    made = release(wing.harbor, ref, days=None, by_event=True)
    assert "It ends with its event." in words(opened(wing, ref))
    wing.click(CASE_MANAGER, "event_happened", value=made.release, view={"private_metadata": ref})
    said = words(shown(wing))
    assert "Noted: the release has ended with its event." in said
    assert said.count("with its event.") == 4
    assert "event_happened" not in buttons(shown(wing))


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, ELSEWHERE])
@pytest.mark.parametrize("real", [True, False])
def test_no_act_of_somebody_elses_changes_anything(wing: Wing, user: str, real: bool) -> None:
    harbor = wing.harbor
    harbor.seat(ELSEWHERE, "case_management:Another Bridge", Role.CASE_MANAGER)
    made = release(harbor, begun(harbor), by_event=True)
    before = harbor.verbs()
    consent, release_id, ref = "f" * 32, "f" * 32, INVENTED
    if real:
        consent, release_id, ref = made.consents[Role.LIAISON_PROSECUTOR], made.release, made.ref
    said = {
        words(enter(wing, ref, user)["view"]),
        words(wing.submit(user, {**MORE, "private_metadata": release_id}, recipient_values())["view"]),
        words(wing.submit(user, {**WITHDRAW, "private_metadata": consent}, withdrawal())["view"]),
    }
    for action, value in (
        ("new_release", ref),
        ("add_recipient", release_id),
        ("written_form_came", consent),
        ("event_happened", release_id),
    ):
        wing.click(user, action, value=value, view={"private_metadata": ref})
        said.add(words(wing.slack.views("views.push")[-1]))
    assert len(said) == 1
    assert "This item isn't available" in said.pop()
    assert harbor.verbs() == before


def test_the_log_names_readers_to_the_team_and_the_reading_is_recorded(wing: Wing) -> None:
    harbor = wing.harbor
    ref = begun(harbor)
    release(harbor, ref)
    sent, handle = message(harbor, ref)
    _open_as_prosecutor(harbor, handle)
    wing.click(CLINICAL, "show_log", value=ref, view={"private_metadata": ref})
    said = words(shown(wing))
    assert f"{sent}: Barriers and what would help. For: court dates and decisions. Under: release of " in said
    assert "Lantern County Prosecutor, liaison prosecutor (Cressida Vane-Example)" in said
    assert "shelter" not in said
    assert harbor.decisions(Verb.LOG_READ) == ["clinical_supervisor"]


def _open_as_prosecutor(harbor: Harbor, handle: str) -> None:
    ground = harbor.ground
    with ground.database.work() as work:
        opened = ground.vault.opener.open_item(
            work, ground.book.current(work), PROSECUTOR, Handle(handle), moment=ground.now()
        )
        assert isinstance(opened, Opened)
        work.commit()


def test_an_auditor_reads_the_log_by_reference_without_names(wing: Wing) -> None:
    harbor = wing.harbor
    harbor.seat(AUDITOR, "policy:Lantern Harbor Council", Role.RECORDS_AUDITOR)
    ref = begun(harbor)
    enter(wing, ref)
    _, handle = message(harbor, ref)
    _open_as_prosecutor(harbor, handle)
    view = opened(wing, ref, AUDITOR)
    said = words(view)
    assert "Lantern County Prosecutor, liaison prosecutor\n" in said
    assert "Cressida" not in said
    assert not any(secret in said for secret in (NAME, SIGNATURE, EVENT))
    assert buttons(view) == {}
    assert harbor.decisions(Verb.LOG_READ) == ["records_auditor"]
    assert "isn't available" in words(opened(wing, INVENTED, AUDITOR))


def test_the_full_notice_is_one_tap_away(wing: Wing) -> None:
    ref = begun(wing.harbor)
    wing.click(CASE_MANAGER, "show_part_two", view={"private_metadata": ref})
    said = words(wing.slack.views("views.push")[-1])
    assert "42 CFR 2.64 or 2.65" in said
    assert "general release" in said
