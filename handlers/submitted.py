"""A form that was sent: read or mended at its fields, and what stands under it taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from handlers import curtain
from handlers.answers import read
from handlers.call import Call
from handlers.errors import SLACK_TROUBLE
from handlers.forms import Draft, Form, Mistakes


def read_or_mend(call: Call, form: Form) -> Draft | None:
    """What the form holds; None: its mistakes stand at their fields, and the call is answered."""
    draft = read(form, call.values)
    if isinstance(draft, Mistakes):
        mend(call, draft)
        return None
    return draft


def mend(call: Call, wrong: Mistakes) -> None:
    """Answer with what is wrong, each at its field."""
    call.ack(response_action="errors", errors=dict(wrong.by_block))


def take_up_below(call: Call) -> Mapping[str, str]:
    """The view under the form, saying "Opening..." by now.

    Empty when it was closed meanwhile or Slack is slow: what was done is done, and the form says so itself.
    """
    below = str(call.view.get("previous_view_id") or "")
    if below:
        with suppress(*SLACK_TROUBLE):
            held: Mapping[str, str] = call.client.views_update(view_id=below, view=curtain.opening_view())[
                "view"
            ]
            return held
    return {}
