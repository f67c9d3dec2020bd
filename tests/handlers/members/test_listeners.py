"""`user_change` at the door: the id and two facts are read, nothing else of a profile goes further."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.call import read_call
from handlers.ids import Event
from tests.handlers.harbor import OFFICER, SECRETS, TEAM, lay
from tests.handlers.wing import Wing, raise_wing

PROFILE = {"real_name": SECRETS[0], "phone": SECRETS[2]}


@pytest.fixture
def wing(tmp_path: Path) -> Iterator[Wing]:
    harbor = lay(tmp_path)
    wing = raise_wing(harbor)
    yield wing
    wing.desk.close()
    harbor.ground.database.close()


def says(wing: Wing, account: Any, event_id: str = "Ev1") -> None:
    assert wing.event(account, Event.USER_CHANGED, event_id=event_id) == {}


def account(**more: Any) -> dict[str, Any]:
    return {"id": OFFICER, "team_id": TEAM, "profile": PROFILE, **more}


def test_a_deactivated_account_is_suspended_in_slacks_name(wing: Wing) -> None:
    says(wing, account(deleted=True))
    assert wing.harbor.verbs().count("member.suspended") == 1
    assert wing.slack.asked == [], "no call to Slack is needed"
    stored = wing.harbor.everything_stored()
    assert not [secret for secret in SECRETS if secret.encode() in stored]


@pytest.mark.parametrize("other", [account(), {"id": "UNOBODY99", "deleted": True}, {}, "UQUILL001", None])
def test_any_other_change_is_taken_note_of_and_forgotten(wing: Wing, other: Any) -> None:
    before = wing.harbor.verbs()
    says(wing, other)
    assert wing.harbor.verbs() == before


def test_while_nothing_can_be_stored_the_event_is_answered(wing: Wing) -> None:
    with wing.harbor.busy():
        says(wing, account(deleted=True))
    assert "member.suspended" not in wing.harbor.verbs()


def test_a_call_about_an_account_names_its_id_and_no_more_of_it(wing: Wing) -> None:
    body = {"event": {"type": "user_change", "user": account()}, "event_id": "Ev1"}
    call = read_call(body, wing.slack, lambda: None)  # type: ignore[arg-type]  # nothing is acknowledged here
    assert call.user == OFFICER
    assert SECRETS[0] not in repr(call)
