"""How an issue goes on: done, not now, or with somebody else; the words are open and name nobody."""

from __future__ import annotations

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId

DONE, NOT_NOW, GIVEN = "settled", "not_now", "given"
END = Form(
    ViewId.ISSUE_END,
    "Issue",
    "Save",
    (
        Field(
            "how",
            "How does it go on?",
            Kind.CHOICE,
            None,
            choices=(
                Choice(DONE, "Done"),
                Choice(NOT_NOW, "Not now"),
                Choice(GIVEN, "Somebody else sees to it"),
            ),
        ),
        Field(
            "words",
            "What was done, or why not now?",
            Kind.TEXT,
            None,
            required=False,
            max_length=300,
            hint="Whoever raised it reads this, and their shift. No names.",
            guarded=True,
            no_names=True,
        ),
        Field("who", "Who, if somebody else?", Kind.USER, None, required=False),
    ),
)
