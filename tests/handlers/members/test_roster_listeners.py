"""`/lead roster` from tap to answer: what is shown, done at once, and what waits for a second person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from handlers.members.roster_pages import SEATS_A_PAGE, WAITING_SHOWN
from models.acts.propose import SITE, propose, propose_seat
from models.notice import Kind
from models.people import Account, Member, Role
from models.proposal import OPERATOR, Proposal, ProposalKind, Wanted
from models.roster_file import Seating
from models.scene import Scene
from models.schema import SlackUserId
from tests.handlers.harbor import (
    CASE_MANAGER,
    CLINICAL,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    RESPONDER,
    SERGEANT,
    STRANGER,
    Harbor,
    lay,
)
from tests.handlers.wing import Json, Wing, raise_wing, texts

POLICE = "police:Lantern Harbor PD"
HANDLE = re.compile(r"[0-9a-f]{32}|[UW][A-Z0-9]{2,20}")


@pytest.fixture
def wing(tmp_path: Path) -> Iterator[Wing]:
    harbor = lay(tmp_path)
    yield raise_wing(harbor)
    harbor.ground.database.close()


def today(wing: Wing) -> date:
    return wing.harbor.rules().today(wing.harbor.time())


def shown(wing: Wing) -> str:
    return "\n".join(texts(wing.slack.views()[-1]))


def roster(wing: Wing, user: SlackUserId = MANAGER) -> Json:
    wing.command(user, "roster")
    return wing.slack.views("views.open")[-1]


def member(harbor: Harbor, user: SlackUserId) -> Member:
    with harbor.ground.database.look() as work:
        return work.session.get_one(Member, user)


def waiting(harbor: Harbor) -> list[Proposal]:
    with harbor.ground.database.look() as work:
        return list(work.session.scalars(select(Proposal).where(Proposal.settled_at.is_(None))))


def propose_for(harbor: Harbor, by: str, *seats: Seating) -> None:
    ground = harbor.ground
    with ground.database.work() as work:
        scene = Scene(work, ground.vault, ground.audit, harbor.rules(), SlackUserId(by), harbor.time())
        for seat in seats:
            propose_seat(scene, Wanted(seat), 0)
        work.commit()


def newcomer(user: str = "UNEW00001", agency: str = POLICE, role: str = "officer") -> Seating:
    return Seating(
        SlackUserId(user), "Zinnia Newperson", agency, (role,), ("north",), Account.ANY, None, None
    )


def filled(form: str, **answers: Any) -> Json:
    """`state.values`: a list = several choices; a date; an id of a person; else one choice or a text."""
    made: Json = {}
    for name, answer in answers.items():
        match answer:
            case list():
                value: Json = {"selected_options": [{"value": one} for one in answer]}
            case date():
                value = {"selected_date": answer.isoformat()}
            case str() if name == "person":
                value = {"selected_user": answer}
            case _:
                value = {"value": answer} if name == "name" else {"selected_option": {"value": answer}}
        made[f"{form}.{name}"] = {"value": value}
    return made


def submitted(wing: Wing, user: SlackUserId, form: str, whose: str = "", **answers: Any) -> Json:
    return wing.submit(user, {"callback_id": form, "private_metadata": whose}, filled(form, **answers))


def appointment(**answers: Any) -> dict[str, Any]:
    given = {"person": "UNEW00001", "name": "Zinnia Newperson", "agency": POLICE, "roles": ["officer"]}
    return {**given, "regions": ["north"], "account": "any", **answers}


def elements(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        if "action_id" in value:
            yield value
        for inner in value.values():
            yield from elements(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from elements(inner)


def test_a_project_manager_sees_every_seat_and_a_supervisor_their_own_agencys(wing: Wing) -> None:
    assert {"Tansy Quillfeather", "Fen Hollyhock"} <= {text.split(":")[0] for text in texts(roster(wing))}
    own = "\n".join(texts(roster(wing, SERGEANT)))
    assert "Tansy Quillfeather" in own
    assert "Fen Hollyhock" not in own


@pytest.mark.parametrize("user", [OFFICER, CASE_MANAGER, NEIGHBOR])
def test_everybody_else_gets_the_ordinary_sentence(wing: Wing, user: SlackUserId) -> None:
    assert "Your role in the work group does not include this" in wing.command(user, "roster")["text"]
    assert wing.slack.views() == []


@pytest.mark.parametrize(
    "action",
    [
        "roster_more",
        "roster_seat",
        "roster_appoint",
        "seat_suspend",
        "seat_depart",
        "seat_leave",
        "seat_transfer",
    ],
)
def test_no_button_does_for_others_what_the_keyword_refuses(wing: Wing, action: str) -> None:
    for user in (OFFICER, STRANGER):
        wing.click(user, action, value=RESPONDER, view={"callback_id": "roster"})
        assert "unavailable" in {view["callback_id"] for view in wing.slack.views()}
    assert member(wing.harbor, RESPONDER).version == 1


def test_a_supervisor_changes_no_seat_of_another_agency(wing: Wing) -> None:
    for action in ("roster_seat", "seat_suspend", "seat_transfer"):
        wing.click(SERGEANT, action, value=RESPONDER, view={"callback_id": "seat"})
        assert wing.slack.views()[-1]["callback_id"] == "unavailable"
    assert member(wing.harbor, RESPONDER).version == 1


def test_buttons_and_metadata_hold_random_handles_and_account_ids_only(wing: Wing) -> None:
    propose_for(wing.harbor, OPERATOR, newcomer())
    roster(wing)
    for action in ("roster_seat", "seat_leave", "seat_transfer", "seat_acting"):
        wing.click(MANAGER, action, value=RESPONDER, view={"callback_id": "seat"})
    for view in wing.slack.views():
        held = [one["value"] for one in elements(view) if one.get("value")] + [view["private_metadata"]]
        assert all(HANDLE.fullmatch(value) for value in held if value)


@pytest.mark.parametrize("action", ["seat_suspend", "seat_depart"])
def test_access_ends_at_once_with_a_receipt_by_reference(wing: Wing, action: str) -> None:
    ref = wing.harbor.refer().ref
    wing.click(MANAGER, action, value=RESPONDER, view={"callback_id": "seat"})
    row = member(wing.harbor, RESPONDER)
    assert row.suspended_at is not None
    assert (row.active_until == today(wing)) == (action == "seat_depart")
    assert f"Open, with a part of theirs: {ref}." in shown(wing)
    assert "Opened by them in the last 90 days: none." in shown(wing)
    assert Kind.ACCESS_ENDED in wing.harbor.told(RESPONDER)
    with_actor = [row for row in wing.harbor.verbs() if row in {"member.suspended", "member.removed"}]
    assert with_actor == ["member.removed" if action == "seat_depart" else "member.suspended"]


def test_a_repeated_delivery_shows_the_same_receipt_and_does_nothing_more(wing: Wing) -> None:
    wing.harbor.refer()
    for _ in range(2):
        wing.click(MANAGER, "seat_suspend", value=RESPONDER, view={"callback_id": "seat"}, key="same.trigger")
    first, second = wing.slack.views()[-2:]
    assert first == second
    assert wing.harbor.verbs().count("member.suspended") == 1


def test_the_last_project_manager_stays(wing: Wing) -> None:
    wing.click(MANAGER, "seat_depart", value=MANAGER, view={"callback_id": "seat"})
    assert "Appoint another one first." in shown(wing)
    assert member(wing.harbor, MANAGER).suspended_at is None
    roster(wing)
    assert wing.slack.views("views.open")[-1]["callback_id"] == "roster", "they can still act"


def test_leave_from_today_rests_access_and_shows_until_when(wing: Wing) -> None:
    day, last = today(wing), today(wing) + timedelta(days=3)
    said = submitted(wing, MANAGER, "leave", RESPONDER, **{"from": day, "until": last})
    assert said["view"]["callback_id"] == "roster_receipt"
    roster(wing)
    assert f"On leave until {last}." in shown(wing)
    assert Kind.ACCESS_RESTS in wing.harbor.told(RESPONDER)


def test_days_that_cannot_be_are_refused_at_their_field(wing: Wing) -> None:
    day = today(wing)
    for begins, ends in ((day - timedelta(days=1), day), (day + timedelta(days=1), day)):
        said = submitted(wing, MANAGER, "leave", RESPONDER, **{"from": begins, "until": ends})
        assert list(said["errors"]) == ["leave.until"]
    submitted(wing, MANAGER, "leave", RESPONDER, **{"from": day, "until": day + timedelta(days=5)})
    said = submitted(wing, MANAGER, "leave", RESPONDER, **{"from": day, "until": day + timedelta(days=4)})
    assert said["errors"] == {"leave.until": "A leave of theirs stands already: this one has to cover it."}


def test_a_new_seat_waits_until_somebody_of_another_agency_confirms(wing: Wing) -> None:
    said = submitted(wing, SERGEANT, "appoint", **appointment())
    assert said["view"]["callback_id"] == "roster_receipt"
    [proposal] = waiting(wing.harbor)
    assert Kind.ROSTER_WAITS in wing.harbor.told(MANAGER)
    roster(wing, SERGEANT)
    assert "Confirm" not in texts(wing.slack.views()[-1]), "who made it does not count twice"
    assert "Take back" in texts(wing.slack.views()[-1])
    assert "Confirm" in texts(roster(wing))
    wing.click(MANAGER, "proposal_confirm", value=proposal.id, view={"callback_id": "roster"})
    assert "Done. It is in force now." in shown(wing)
    assert member(wing.harbor, SlackUserId("UNEW00001")).roles == "officer"
    wing.click(CLINICAL, "proposal_confirm", value=proposal.id, view={"callback_id": "roster"})
    assert "This waits no longer." in shown(wing)


def test_a_declined_change_is_gone(wing: Wing) -> None:
    submitted(wing, SERGEANT, "appoint", **appointment())
    [proposal] = waiting(wing.harbor)
    wing.click(CLINICAL, "proposal_decline", value=proposal.id, view={"callback_id": "roster"})
    assert "Declined. Nothing was changed." in shown(wing)
    assert waiting(wing.harbor) == []


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"roles": ["case_manager"]}, "roles"),
        ({"person": OFFICER}, "person"),
        ({"from": date(2027, 1, 2), "until": date(2027, 1, 1)}, "until"),
        ({"roles": []}, "roles"),
        ({"agency": "police:Nowhere"}, "agency"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(wing: Wing, answers: dict[str, Any], field: str) -> None:
    said = submitted(wing, MANAGER, "appoint", **appointment(**answers))
    assert list(said["errors"]) == [f"appoint.{field}"]
    assert waiting(wing.harbor) == []


def test_a_supervisor_is_offered_their_own_agency_only_and_cannot_send_another(wing: Wing) -> None:
    wing.click(SERGEANT, "roster_appoint", view={"callback_id": "roster"})
    offered = texts(wing.slack.views()[-1])
    assert "Lantern Harbor PD (police)" in offered
    assert not [text for text in offered if "Harbor Bridge" in text or text == "Case manager"]
    said = submitted(
        wing, SERGEANT, "appoint", **appointment(agency="case_management:Harbor Bridge Outreach")
    )
    assert list(said["errors"]) == ["appoint.agency"]


def test_a_transfer_ends_the_old_access_at_once_and_proposes_the_new(wing: Wing) -> None:
    said = submitted(
        wing,
        MANAGER,
        "transfer",
        RESPONDER,
        agency="community:Quay Business District",
        roles=["community_representative"],
    )
    words = "\n".join(texts(said["view"]))
    assert "What they had has ended." in words
    assert "What is new waits for a second person of another agency." in words
    assert member(wing.harbor, RESPONDER).suspended_at is not None
    [proposal] = waiting(wing.harbor)
    wing.click(CLINICAL, "proposal_confirm", value=proposal.id, view={"callback_id": "roster"})
    row = member(wing.harbor, RESPONDER)
    assert (row.agency, row.suspended_at) == ("community:Quay Business District", None)


def test_nobody_transfers_themselves(wing: Wing) -> None:
    said = submitted(
        wing, SERGEANT, "transfer", SERGEANT, agency=POLICE, roles=["officer", "police_supervisor"]
    )
    assert said["view"]["callback_id"] == "unavailable"
    assert member(wing.harbor, SERGEANT).version == 1


def test_an_acting_role_is_proposed_and_runs_from_day_to_day(wing: Wing) -> None:
    day = today(wing)
    said = submitted(
        wing, CLINICAL, "acting", CASE_MANAGER, role="outreach_responder", **{"from": day, "until": day}
    )
    assert said["view"]["callback_id"] == "roster_receipt"
    [proposal] = waiting(wing.harbor)
    wing.click(MANAGER, "proposal_confirm", value=proposal.id, view={"callback_id": "roster"})
    row = member(wing.harbor, CASE_MANAGER)
    assert row.roles_on(day) == {Role.CASE_MANAGER, Role.OUTREACH_RESPONDER}
    assert row.roles_on(day + timedelta(days=1)) == {Role.CASE_MANAGER}
    wrong = submitted(wing, MANAGER, "acting", CASE_MANAGER, role="officer", **{"from": day, "until": day})
    assert list(wrong["errors"]) == ["acting.role"]


def test_a_long_roster_is_paged_and_every_seat_is_on_one_page(wing: Wing) -> None:
    seats = [newcomer(f"ULONG{n:04d}") for n in range(2 * SEATS_A_PAGE)]
    wing.harbor.appoint(seats)
    propose_for(wing.harbor, OPERATOR, *(newcomer(f"UWAIT{n:04d}") for n in range(WAITING_SHOWN + 3)))
    view, found, pages = roster(wing), list[str](), 1
    while True:
        assert len(view["blocks"]) <= 100
        buttons = list(elements(view))
        found += [one["value"] for one in buttons if one["action_id"] == "roster_seat"]
        more = [one["value"] for one in buttons if one["action_id"] == "roster_more"]
        if not more:
            break
        wing.click(MANAGER, "roster_more", value=more[0], view={"callback_id": "roster"})
        view, pages = wing.slack.views()[-1], pages + 1
    assert "And 3 more: decide the ones above first." in texts(view)
    assert pages == 3
    assert sorted(found) == sorted({*found})
    assert {seat.user for seat in seats} <= set(found)


def test_a_change_of_the_rules_is_shown_key_by_key(wing: Wing) -> None:
    ground, rules = wing.harbor.ground, wing.harbor.rules()
    wanted = rules.model_copy(update={"clocks": rules.clocks.model_copy(update={"handoff_minutes": 20})})
    with ground.database.work() as work:
        scene = Scene(work, ground.vault, ground.audit, rules, SlackUserId(OPERATOR), wing.harbor.time())
        propose(scene, ProposalKind.RULES, SITE, wanted.model_dump_json(by_alias=True), 1)
        work.commit()
    assert "clocks.handoff_minutes: 30 -> 20" in "\n".join(texts(roster(wing)))
    [proposal] = waiting(wing.harbor)
    for user in (SERGEANT, CLINICAL):
        wing.click(user, "proposal_confirm", value=proposal.id, view={"callback_id": "roster"})
    assert wing.harbor.rules().clocks.handoff_minutes == 20
