"""What is said at the field of an action's form that is to be mended."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acting import ReadAgain, at
from handlers.ids import View as ViewId

PAST = "That day is over. Choose one from today on."
FAR = "That is more than a year ahead. Choose an earlier day."
NOT_HERE = "They are not at this table now. Choose somebody else, or do it yourself."
NOT_COVERED = (
    "No live release lets them read this for a case conference. The care team can sign one that names their "
    "agency; or write down a next step of your own."
)
SHORT = "Less than that is left in the fund. Ask the project manager what can be done."
NO_SUM = "Please write an amount above nothing, as in 120.50."
MORE_THAN_ASKED = "That is more than was asked for. Give this one back, and ask for the whole sum."
OF = "action"  # the kind under which acts on actions are kept apart
_DAYS: Mapping[str, str] = {"past": PAST, "far": FAR}


def day_mistake(form: ViewId, wrong: ValueError, field: str = "by") -> ReadAgain:
    """The sentence at the day that is none.

    Raises:
        ValueError: it was no day that was wrong.
    """
    if str(wrong) not in _DAYS:
        raise wrong
    return at(form, {field: _DAYS[str(wrong)]})
