"""`/lead queue` as people use it: who sees what, decisions from it, and what somebody else just decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.ids import Action
from handlers.queue.facts import Seen
from models.acts.approval import was_not_approved
from models.notice import Kind
from models.people import Member
from models.referral import Door, Referral, State
from models.schema import ReferralRef, SlackUserId
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    RESPONDER,
    SECRETS,
    Harbor,
)
from tests.handlers.wing import Json, Wing, picked, texts

NOT_THEIRS = "Your role in the work group does not include this."


def social(wing: Wing, number: int = 1) -> ReferralRef:
    return wing.harbor.refer(QUAY_OFFICER, Door.SOCIAL_CONTACT, form=f"VS{number}").ref


def look(wing: Wing, user: SlackUserId = MANAGER) -> Json:
    wing.command(user, "queue")
    return wing.slack.views("views.open")[-1]


def said(view: Json) -> str:
    return "\n".join(texts(view))


def value(wing: Wing, ref: ReferralRef) -> str:
    return Seen(ref, wing.harbor.referral(ref).version).value


def tap(
    wing: Wing, action: Action, carried: str, user: SlackUserId = MANAGER, view: Json | None = None
) -> Json:
    wing.click(user, action.value, value=carried, view=view or {"callback_id": "queue"})
    return wing.slack.views("views.update")[-1]


def answer(wing: Wing, form: Json, **values: str) -> str:
    return said(wing.submit(MANAGER, form, picked(form["callback_id"], **values)))


def change(wing: Wing, ref: ReferralRef, **columns: Any) -> None:
    with wing.harbor.ground.database.work() as work:
        row = work.session.get_one(Referral, ref)
        for name, column in columns.items():
            setattr(row, name, column)
        row.version += 1
        wing.harbor.ground.vault.rows.sign_row(row)
        work.commit()


@pytest.mark.parametrize("user", [OFFICER, QUAY_OFFICER, RESPONDER, CLINICAL, NEIGHBOR, PROSECUTOR])
def test_the_queue_is_for_project_and_case_managers(wing: Wing, user: SlackUserId) -> None:
    social(wing)
    assert NOT_THEIRS in str(wing.command(user, "queue")["text"])
    wing.click(user, Action.QUEUE_PAGE.value, value="0", view={"callback_id": "queue"})
    assert NOT_THEIRS in said(wing.slack.views("views.push")[-1])


def test_a_manager_sees_what_waits_and_no_detail(wing: Wing) -> None:
    ref, urgent = social(wing), wing.harbor.refer(OFFICER, form="VA").ref
    wing.harbor.time.go(timedelta(hours=1))
    shown = said(look(wing))
    assert "Late: 1. Due: 0. Waits: 1." in shown
    assert f"{ref}  Social contact, Quay" in shown
    assert f"{urgent}  Arrest diversion, North" in shown
    assert "Ottoline Bramblewick: 0 of 25" in shown
    assert not [secret for secret in SECRETS if secret in shown]


def test_a_case_manager_sees_what_is_theirs_or_nobodys_after_a_meeting(wing: Wing) -> None:
    waits, met = social(wing), wing.harbor.refer(OFFICER, form="VA").ref
    change(wing, met, state=State.MET.value, met_at=wing.harbor.time())
    shown = look(wing, CASE_MANAGER)
    assert waits not in said(shown)
    assert met in said(shown)
    assert "Intake done" in said(shown)
    change(wing, met, case_manager="UELSE0001")
    assert met not in said(look(wing, CASE_MANAGER))


def test_a_door_that_names_another_approver_shows_them_what_waits_for_their_word(wing: Wing) -> None:
    wing.harbor.change_rules(doors={"social_contact": {"approver": "clinical_supervisor"}})
    ref = social(wing)
    wing.harbor.refer(OFFICER, form="VA")
    shown = look(wing, CLINICAL)
    assert ref in said(shown)
    assert "Arrest diversion" not in said(shown)
    assert "Capacity" not in said(shown)
    told = tap(wing, Action.QUEUE_APPROVE, value(wing, ref), CLINICAL)
    assert f"{ref}: Approved. Noted." in said(told)
    assert "Nothing waits." in said(told)
    assert wing.harbor.referral(ref).approved_by == CLINICAL


def test_send_outreach_is_one_tap_and_the_list_shows_itself_anew(wing: Wing) -> None:
    ref = social(wing)
    shown = tap(wing, Action.QUEUE_SEND, value(wing, ref))
    assert shown["callback_id"] == "queue"
    assert f"{ref}: Send outreach. Noted." in said(shown)
    assert "Outreach is asked to go" in said(shown)
    assert wing.harbor.told(QUAY_OFFICER)[-1] is Kind.ON_THE_WAY
    assert Kind.CARD_TODAY in wing.harbor.told(RESPONDER)


def test_a_decision_on_what_somebody_else_just_decided_is_told_with_the_new_state(wing: Wing) -> None:
    ref = social(wing)
    stale = value(wing, ref)
    tap(wing, Action.QUEUE_SEND, stale)
    told = said(tap(wing, Action.QUEUE_ASK, stale))
    assert f"{ref}: somebody changed it meanwhile. It stands at: outreach is asked to go." in told
    assert "Nothing was overwritten." in told
    assert wing.harbor.referral(ref).state == State.DISPATCHED


def test_a_tap_that_slack_delivers_twice_decides_once(wing: Wing) -> None:
    ref = social(wing)
    carried = value(wing, ref)
    for _ in range(2):
        wing.click(
            MANAGER, Action.QUEUE_ASK.value, value=carried, view={"callback_id": "queue"}, key="1.twice"
        )
    assert wing.harbor.decisions("referral.decided") == ["ask_more"]
    assert f"{ref}: Ask more. Noted." in said(wing.slack.views("views.update")[-1])


FORMS = [
    (Action.QUEUE_WAITLIST, {"priority": "2"}, State.WAITLISTED, "capacity"),
    (Action.QUEUE_DECLINE, {"reason": "outside_area"}, State.DECLINED, "outside_area"),
    (Action.QUEUE_WITHDRAW, {"reason": "person_withdrew"}, State.WITHDRAWN, "person_withdrew"),
]


@pytest.mark.parametrize(("action", "values", "state", "reason"), FORMS)
def test_a_decision_with_a_reason_asks_for_it_first(
    wing: Wing, action: Action, values: dict[str, str], state: State, reason: str
) -> None:
    ref = social(wing)
    form = tap(wing, action, value(wing, ref))
    assert wing.harbor.referral(ref).state == State.SUBMITTED
    assert f"{ref}:" in answer(wing, form, **values)
    row = wing.harbor.referral(ref)
    assert (row.state, row.reason) == (state, reason)


def test_a_form_without_its_reason_decides_nothing(wing: Wing) -> None:
    ref = social(wing)
    form = tap(wing, Action.QUEUE_DECLINE, value(wing, ref))
    told = wing.submit(MANAGER, form, {})
    assert told["errors"] == {"queue_decline.reason": "Please answer this."}
    assert wing.harbor.referral(ref).state == State.SUBMITTED


def test_other_services_keep_where_to_go(wing: Wing) -> None:
    ref = social(wing)
    form = tap(wing, Action.QUEUE_OTHER, value(wing, ref))
    chosen = [{"value": "shelter"}, {"value": "food"}]
    told = wing.submit(MANAGER, form, {"queue_other.services": {"value": {"selected_options": chosen}}})
    assert "Noted" in said(told)
    assert wing.harbor.decisions("referral.decided") == ["other_services:better_elsewhere:food.shelter"]


def test_skipping_the_top_asks_why_and_writes_it_down(wing: Wing) -> None:
    first = social(wing, 1)
    wing.harbor.time.go(timedelta(minutes=1))
    second = social(wing, 2)
    for ref in (first, second):
        answer(wing, tap(wing, Action.QUEUE_WAITLIST, value(wing, ref)))
    form = tap(wing, Action.QUEUE_SEND, value(wing, second))
    assert form["callback_id"] == "queue_first"
    assert wing.harbor.referral(second).state == State.WAITLISTED
    assert "Send outreach. Noted." in answer(wing, form, why="near_a_team")
    assert wing.harbor.decisions("referral.decided")[-1] == "send_outreach:another_first:near_a_team"


def test_in_its_review_it_keeps_waiting_with_one_tap_and_comes_up_a_week_later(wing: Wing) -> None:
    ref = social(wing)
    answer(wing, tap(wing, Action.QUEUE_WAITLIST, value(wing, ref)))
    assert "Keep waiting" not in str(look(wing)), "on the list itself only when the review is due"
    assert "Keep waiting" in str(tap(wing, Action.QUEUE_ITEM, value(wing, ref)))
    wing.harbor.time.go(timedelta(days=7))
    due = look(wing)
    assert "Due: 1." in said(due)
    button = next(
        one for row in due["blocks"] for one in row.get("elements", ()) if "keep" in one["action_id"]
    )
    shown = tap(wing, Action.QUEUE_KEEP, button["value"])
    assert f"{ref}: Keep waiting. Noted." in said(shown)
    assert "Due: 0. Waits: 1." in said(shown)
    assert "Keep waiting" not in str(shown["blocks"][1:])
    stale = said(tap(wing, Action.QUEUE_KEEP, button["value"]))
    assert "somebody changed it meanwhile" in stale
    wing.harbor.time.go(timedelta(days=7))
    assert "Due: 1." in said(look(wing))


def test_a_case_manager_lets_nothing_wait(wing: Wing) -> None:
    ref = social(wing)
    answer(wing, tap(wing, Action.QUEUE_WAITLIST, value(wing, ref)))
    wing.click(CASE_MANAGER, Action.QUEUE_KEEP.value, value=value(wing, ref), view={"callback_id": "queue"})
    assert NOT_THEIRS in said(wing.slack.views("views.push")[-1])
    assert wing.harbor.referral(ref).reviewed_at is None


def test_nobody_who_could_go_is_said_and_nothing_changed(wing: Wing) -> None:
    ref = social(wing)
    for user in (RESPONDER, SlackUserId("UMOTHW001"), CASE_MANAGER, CLINICAL):
        wing.harbor.suspend(user)
    assert "Nobody on the roster can be sent" in said(tap(wing, Action.QUEUE_SEND, value(wing, ref)))
    assert wing.harbor.referral(ref).state == State.SUBMITTED


def give(wing: Wing, ref: ReferralRef, member: str = CASE_MANAGER) -> str:
    view = tap(wing, Action.QUEUE_ITEM, value(wing, ref))
    wing.click(MANAGER, Action.QUEUE_GIVE.value, chosen=member, view=view)
    return said(wing.slack.views("views.update")[-1])


def test_a_referral_is_given_to_a_case_manager_and_the_load_shows_it(wing: Wing) -> None:
    ref = wing.harbor.refer(OFFICER, form="VA").ref
    shown = give(wing, ref)
    assert f"{ref}: Given. Noted." in shown
    assert "Ottoline Bramblewick: 1 of 25" in shown
    assert wing.harbor.referral(ref).case_manager == CASE_MANAGER
    assert Kind.CARD_TODAY in wing.harbor.told(CASE_MANAGER)


def test_no_room_is_said_in_words(wing: Wing) -> None:
    wing.harbor.change_rules(capacity={"average": 1, "ceiling": 1})
    first, second = (wing.harbor.refer(OFFICER, form=f"VA{n}").ref for n in range(2))
    give(wing, first)
    assert f"{second}: No room: the ceiling for one case manager is reached." in give(wing, second)
    assert wing.harbor.referral(second).case_manager is None


def test_whoever_left_the_roster_meanwhile_is_given_nothing(wing: Wing) -> None:
    ref = wing.harbor.refer(OFFICER, form="VA").ref
    assert "no seat on the roster" in give(wing, ref, "UUNROST01")


def test_not_approving_stands_beside_outreach_and_can_be_changed(wing: Wing) -> None:
    ref = social(wing)
    shown = tap(wing, Action.QUEUE_NOT_APPROVE, value(wing, ref))
    assert "Intake: not approved." in said(shown)
    assert was_not_approved(wing.harbor.referral(ref))
    tap(wing, Action.QUEUE_SEND, value(wing, ref))
    shown = tap(wing, Action.QUEUE_APPROVE, value(wing, ref))
    assert "Intake: approved." in said(shown)
    assert wing.harbor.referral(ref).state == State.DISPATCHED


def test_one_that_is_over_meanwhile_shows_the_queue(wing: Wing) -> None:
    ref = social(wing)
    change(wing, ref, state=State.DECLINED.value, closed_at=wing.harbor.time())
    assert f"{ref} does not wait any more." in said(tap(wing, Action.QUEUE_ITEM, f"{ref}.1"))
    assert "does not wait" in said(tap(wing, Action.QUEUE_ITEM, "nonsense"))


def test_forty_open_ones_are_paged_in_their_order(wing: Wing) -> None:
    refs = [social(wing, number) for number in range(40)]
    first = look(wing)
    assert "Next page (2 of 2)" in said(first)
    second = tap(wing, Action.QUEUE_TURN, "1")
    shown = [ref for view in (first, second) for ref in refs if ref in said(view)]
    assert sorted(shown) == sorted(refs)
    assert said(tap(wing, Action.QUEUE_TURN, "99")) == said(second)


def test_the_forecast_is_the_managers(wing: Wing) -> None:
    social(wing)
    assert "Social contact: 1" in said(tap(wing, Action.QUEUE_FORECAST, ""))
    wing.click(CASE_MANAGER, Action.QUEUE_FORECAST.value, view={"callback_id": "queue"})
    assert NOT_THEIRS in said(wing.slack.views("views.push")[-1])


def test_a_waitlist_that_ranks_nobody_any_more_says_so(wing: Wing) -> None:
    for number in range(3):
        answer(wing, tap(wing, Action.QUEUE_WAITLIST, value(wing, social(wing, number))))
    assert "More than half of the waitlist shares its first priority." in said(look(wing))
    assert "To the policy group, to copy" in said(tap(wing, Action.QUEUE_FORECAST, ""))


def test_an_altered_row_has_no_button_and_cannot_be_decided_on(wing: Wing) -> None:
    ref = social(wing)
    with wing.harbor.ground.database.work() as work:
        work.session.get_one(Referral, ref).referrer = MANAGER
        work.commit()
    shown = look(wing)
    assert f"{ref}: this row was altered" in said(shown)
    assert "Send outreach" not in said(shown)
    wing.click(MANAGER, Action.QUEUE_SEND.value, value=f"{ref}.1", view={"callback_id": "queue"})
    assert NOT_THEIRS in said(wing.slack.views("views.push")[-1])


def test_a_manager_of_one_region_sees_that_region(wing: Wing, harbor: Harbor) -> None:
    ref = social(wing)
    north = harbor.refer(OFFICER, form="VA").ref
    with harbor.ground.database.work() as work:
        row = work.session.get_one(Member, MANAGER)
        row.regions, row.version = "north", row.version + 1
        harbor.ground.vault.rows.sign_row(row)
        work.commit()
    shown = said(look(wing))
    assert north in shown
    assert ref not in shown
