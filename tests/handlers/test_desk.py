"""The desk: one refusal, one path, one wait, whatever the cause; and nothing is shown unrecorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers import words
from handlers.curtain import refused_view
from handlers.desk import REFUSAL_SECONDS, SHOWN_FOR, Desk, Request
from handlers.features import entries
from handlers.ids import Action
from handlers.slack_client import LiveAccounts, LiveScreen
from models.duties import Act
from models.envelope import Grant, SealedItem
from models.notice import Kind
from models.people import Account, Role
from models.referral import Door, Referral
from models.schema import Handle, SlackUserId
from tests.handlers.harbor import (
    BACKUP,
    MANAGER,
    NEIGHBOR,
    OFFICER,
    RESPONDER,
    SECRETS,
    STRANGER,
    Harbor,
)
from tests.handlers.wing import HOME, Json, Wing, slack_error, text_types


def asked(user: SlackUserId, handle: Handle, view_id: str = "VOPENING") -> Request:
    return Request(user, handle, view_id, "h0", "1.2")


def opened(wing: Wing, user: SlackUserId, handle: Handle) -> Json:
    """What the reader's screen shows at last."""
    wing.desk.open_now(asked(user, handle))
    return wing.slack.views("views.update")[-1]


def mine(wing: Wing) -> Handle:
    """The responder's item of a fresh referral."""
    return wing.harbor.item(wing.harbor.refer().ref, RESPONDER)


def suspended(wing: Wing) -> tuple[SlackUserId, Handle]:
    handle = mine(wing)
    wing.harbor.suspend(RESPONDER)
    return RESPONDER, handle


def another_account(**account: Any) -> Callable[[Wing], tuple[SlackUserId, Handle]]:
    def arrange(wing: Wing) -> tuple[SlackUserId, Handle]:
        wing.slack.accounts[RESPONDER] = account
        return RESPONDER, mine(wing)

    return arrange


def a_guest_where_a_member_is_expected(wing: Wing) -> tuple[SlackUserId, Handle]:
    handle = mine(wing)
    agency = "case_management:Harbor Bridge Outreach"
    wing.harbor.seat(RESPONDER, agency, Role.OUTREACH_RESPONDER, account=Account.MEMBER)
    wing.slack.accounts[RESPONDER] = {"is_restricted": True}
    return RESPONDER, handle


def slack_knows_nobody(wing: Wing) -> tuple[SlackUserId, Handle]:
    wing.slack.trouble["users.info"] = slack_error("user_not_found")
    return RESPONDER, mine(wing)


def another_role(wing: Wing) -> tuple[SlackUserId, Handle]:
    handle = mine(wing)
    wing.harbor.seat(RESPONDER, "case_management:Harbor Bridge Outreach", Role.TECHNICIAN)
    return RESPONDER, handle


def a_day_after_meeting(wing: Wing) -> tuple[SlackUserId, Handle]:
    receipt = wing.harbor.refer()
    wing.harbor.act(RESPONDER, receipt.ref, Act.MET)
    wing.harbor.time.go(timedelta(hours=24))
    return RESPONDER, wing.harbor.item(receipt.ref, RESPONDER)


def changed(**values: Any) -> Callable[[Wing], tuple[SlackUserId, Handle]]:
    """Somebody with the database in hand changes the referral's row."""

    def arrange(wing: Wing) -> tuple[SlackUserId, Handle]:
        handle = mine(wing)
        with wing.harbor.ground.database.work() as work:
            work.session.execute(update(Referral).values(**values))
            work.commit()
        return RESPONDER, handle

    return arrange


def an_altered_grant(wing: Wing) -> tuple[SlackUserId, Handle]:
    handle = mine(wing)
    with wing.harbor.ground.database.work() as work:
        work.session.execute(update(Grant).values(wrapped=bytes(48)))
        work.commit()
    return RESPONDER, handle


def halted(wing: Wing) -> tuple[SlackUserId, Handle]:
    wing.harbor.ground.audit.halted = "audit_truncated"
    return RESPONDER, mine(wing)


def a_passkey_that_nobody_asks_for(wing: Wing) -> tuple[SlackUserId, Handle]:
    wing.harbor.change_rules(slack={"details": "page"}, page={"passkey_for": ["location"]})
    return RESPONDER, mine(wing)


CAUSES: dict[str, Callable[[Wing], tuple[SlackUserId, Handle]]] = {
    "an unknown handle": lambda wing: (RESPONDER, Handle("0" * 32)),
    "an empty handle": lambda wing: (RESPONDER, Handle("")),
    "somebody else's handle": lambda wing: (BACKUP, mine(wing)),
    "a member of another agency": lambda wing: (OFFICER, mine(wing)),
    "a stranger to the roster": lambda wing: (STRANGER, mine(wing)),
    "a suspended member": suspended,
    "a deactivated account": another_account(deleted=True),
    "a bot": another_account(is_bot=True),
    "a Slack Connect stranger": another_account(is_stranger=True),
    "an account of another team": another_account(team_id="T0ELSEWHER"),
    "a guest where a member is expected": a_guest_where_a_member_is_expected,
    "an account that Slack does not know": slack_knows_nobody,
    "a role that is gone": another_role,
    "a day after meeting": a_day_after_meeting,
    "a row altered to another state": changed(state="not_met"),
    "a row altered to another responder": changed(responder=RESPONDER),
    "an altered grant": an_altered_grant,
    "a log that does not hold": halted,
    "a passkey that nobody asks for": a_passkey_that_nobody_asks_for,
}


@pytest.mark.parametrize("cause", CAUSES)
def test_every_refusal_is_the_same_bytes_on_the_same_path_after_one_wait(wing: Wing, cause: str) -> None:
    user, handle = CAUSES[cause](wing)
    shown = opened(wing, user, handle)
    assert json.dumps(shown) == json.dumps(refused_view(wing.harbor.rules().contacts))
    assert [method for method, _ in wing.slack.asked] == ["users.info", "views.update"]
    [wait] = wing.pauses
    assert 0 < wait <= REFUSAL_SECONDS
    assert not any(secret in str(shown) for secret in SECRETS)
    assert "open.granted" not in wing.harbor.verbs()


def test_the_audit_alone_knows_the_cause(wing: Wing) -> None:
    opened(wing, RESPONDER, Handle("0" * 32))
    opened(wing, STRANGER, mine(wing))
    wing.slack.accounts[RESPONDER] = {"deleted": True}
    opened(wing, RESPONDER, mine(wing))
    assert wing.harbor.decisions("open.refused") == ["unknown_handle", "roster", "account"]


def test_a_database_that_does_not_answer_is_one_more_refusal(wing: Wing) -> None:
    handle = mine(wing)
    with wing.harbor.busy():
        shown = opened(wing, RESPONDER, handle)
    assert shown == refused_view(wing.harbor.rules().contacts)


def test_who_is_entitled_sees_it_in_plain_text_and_it_stands_in_the_log(wing: Wing) -> None:
    shown = opened(wing, RESPONDER, mine(wing))
    assert "Dock shelter 7" in str(shown)
    assert words.PART_2 in str(shown)
    assert text_types(shown) == {"plain_text"}
    assert wing.harbor.verbs()[-2:] == ["open.granted", "open.shown"]
    assert wing.harbor.decisions("open.granted") == ["location"]
    assert wing.pauses == []


@pytest.mark.parametrize(
    ("door", "referrer", "reader"),
    [
        (Door.SOCIAL_CONTACT, OFFICER, MANAGER),
        (Door.COMMUNITY, NEIGHBOR, MANAGER),
        (Door.FIELD_HELP, OFFICER, RESPONDER),
        (Door.ARREST_DIVERSION, OFFICER, RESPONDER),
    ],
)
def test_each_door_opens_for_whom_it_was_handed_to(
    wing: Wing, door: Door, referrer: SlackUserId, reader: SlackUserId
) -> None:
    ref = wing.harbor.refer(referrer, door).ref
    assert "Dock shelter 7" in str(opened(wing, reader, wing.harbor.item(ref, reader)))


def test_the_backup_opens_it_once_they_are_asked_and_not_before(wing: Wing) -> None:
    ref = wing.harbor.refer().ref
    wing.harbor.wait(7)
    with wing.harbor.ground.database.look() as work:
        handed = work.session.scalars(select(SealedItem.recipient).where(SealedItem.subject == ref)).all()
    assert set(handed) == {OFFICER, RESPONDER}
    wing.harbor.wait(1)
    assert "Dock shelter 7" in str(opened(wing, BACKUP, wing.harbor.item(ref, BACKUP)))


def test_a_rostered_guest_opens_what_they_wrote(wing: Wing) -> None:
    receipt = wing.harbor.refer(NEIGHBOR, Door.COMMUNITY)
    wing.harbor.seat(
        NEIGHBOR, "community:Quay Business District", Role.COMMUNITY_REPRESENTATIVE, account=Account.GUEST
    )
    assert wing.slack.accounts[NEIGHBOR]["is_restricted"]
    assert "Dock shelter 7" in str(opened(wing, NEIGHBOR, receipt.handle))


@pytest.mark.parametrize("ends", [None, Act.ACKNOWLEDGE, Act.MET, Act.NOT_MET])
def test_a_neighbor_who_opens_what_they_wrote_reads_the_receipt_and_no_state(
    wing: Wing, ends: Act | None
) -> None:
    receipt = wing.harbor.refer(NEIGHBOR, Door.COMMUNITY)
    wing.harbor.act(MANAGER, receipt.ref, Act.SEND_OUTREACH)
    if ends:
        wing.harbor.act(RESPONDER, receipt.ref, ends)
    shown = opened(wing, NEIGHBOR, receipt.handle)
    assert words.COMMUNITY_RECEIPT in str(shown)
    assert not any(word in str(shown) for word in ("Met at", "No meeting", "Outreach was", "has had it"))
    # What they may do is the same whatever became of it: a button that came and went would tell its state.
    rows = [block["elements"] for block in shown["blocks"] if block["type"] == "actions"]
    assert [[one["action_id"] for one in row] for row in rows] == [[Action.SEAL_ABOUT.value]]


def test_an_opened_view_is_to_go_blank_after_ten_minutes_whatever_happens_to_us(wing: Wing) -> None:
    opened(wing, RESPONDER, mine(wing))
    [blank] = wing.harbor.notices(Kind.BLANK_VIEW)
    assert (
        blank.due_at == wing.harbor.time.moment + SHOWN_FOR == wing.harbor.time.moment + timedelta(minutes=10)
    )
    assert (blank.target, blank.recipient, blank.lane) == ("VOPENING", RESPONDER, "view:VOPENING")


def test_a_suspension_blanks_the_views_that_are_still_open_at_once(wing: Wing) -> None:
    opened(wing, RESPONDER, mine(wing))
    wing.harbor.time.go(timedelta(minutes=1))
    wing.harbor.suspend(RESPONDER)
    [blank] = wing.harbor.notices(Kind.BLANK_VIEW)
    assert blank.due_at == wing.harbor.time.moment


def test_a_refusal_plans_no_blanking(wing: Wing) -> None:
    opened(wing, STRANGER, mine(wing))
    assert wing.harbor.notices(Kind.BLANK_VIEW) == []


def test_a_view_that_its_reader_closed_meanwhile_is_recorded_as_not_shown(wing: Wing) -> None:
    wing.slack.trouble["views.update"] = slack_error("not_found")
    wing.desk.open_now(asked(RESPONDER, mine(wing)))
    assert wing.harbor.verbs()[-2:] == ["open.granted", "open.not_shown"]


class LateRevocation(Desk):
    """A desk at which somebody is suspended between the grant and the showing."""

    harbor: Harbor

    def _still(self, request: Request) -> bool:
        self.harbor.suspend(request.user)
        return super()._still(request)


def test_a_revocation_between_grant_and_showing_shows_nothing(wing: Wing) -> None:
    pauses: list[float] = []
    desk = LateRevocation(
        wing.harbor.ground,
        LiveAccounts(wing.slack, HOME),
        LiveScreen(wing.slack),
        entries(wing.harbor.ground),
        log_error=lambda what, trouble: None,
        pause=pauses.append,
    )
    desk.harbor = wing.harbor
    desk.open_now(asked(RESPONDER, mine(wing)))
    desk.close()
    assert wing.slack.views("views.update") == [refused_view(wing.harbor.rules().contacts)]
    assert len(pauses) == 1
    assert wing.harbor.verbs()[-1] == "open.not_shown"


def test_an_opening_that_breaks_is_logged_by_type_and_ends_in_the_refusal(wing: Wing) -> None:
    wing.slack.trouble["users.info"] = ZeroDivisionError("Zebulon Testperson")
    wing.desk.open(asked(RESPONDER, mine(wing)))
    wing.settle()
    assert wing.logged == [("opening_raised", "ZeroDivisionError")]
    assert words.unavailable(wing.harbor.rules().contacts) in str(wing.slack.views("views.update"))


def test_closing_the_desk_finishes_what_was_begun(wing: Wing) -> None:
    wing.desk.open(asked(RESPONDER, mine(wing)))
    wing.desk.close()
    assert wing.harbor.verbs()[-1] == "open.shown"
