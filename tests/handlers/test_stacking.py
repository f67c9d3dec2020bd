"""Slack stacks three views: a fourth takes the third's place, as the practice workspace has it, too."""

from __future__ import annotations

import pytest
from slack_bolt import Ack

from handlers.blocks import modal, section
from handlers.call import Call
from handlers.stacking import show
from models.schema import SlackUserId
from tests.handlers.wing import RememberingSlack

VIEW = modal("said", "LEAD", [section("Done.")])
STACKS = [
    ({}, "views.open"),
    ({"type": "home", "id": "V1", "hash": "h"}, "views.open"),
    (
        {"type": "modal", "id": "V1", "hash": "h", "root_view_id": "V1", "previous_view_id": None},
        "views.push",
    ),
    (
        {"type": "modal", "id": "V2", "hash": "h", "root_view_id": "V1", "previous_view_id": "V1"},
        "views.push",
    ),
    (
        {"type": "modal", "id": "V3", "hash": "h", "root_view_id": "V1", "previous_view_id": "V2"},
        "views.update",
    ),
]


@pytest.mark.parametrize(("below", "method"), STACKS)
def test_a_view_stands_alone_on_top_or_in_place_of_the_third(below: dict[str, object], method: str) -> None:
    slack = RememberingSlack()
    ack = Ack()  # type: ignore[no-untyped-call]  # Bolt left it so
    body = {"trigger_id": "1.fictional", "view": below}
    shown = show(Call(SlackUserId("UQUILL001"), "1.fictional", body, slack, ack), VIEW)
    assert [name for name, _ in slack.asked] == [method]
    assert shown["id"] == (below["id"] if method == "views.update" else shown["id"])
