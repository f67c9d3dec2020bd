"""One view of every kind of block and element that features build, and pages drawn of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from handlers.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    conversation_select,
    date_picker,
    divider,
    header,
    modal,
    multi_select,
    option,
    people_select,
    plain,
    section,
    select,
    time_picker,
    user_select,
    with_button,
)
from handlers.page.ceremonies import Asked
from handlers.page.passkeys import Offer
from handlers.page.rendering import Renderer, Shape
from models.acts.passkeys import Came
from models.site import Contacts

PEOPLE = {f"U{number:08d}": f"Fictional Person {number}" for number in range(12)}
CHANNELS = {"C0OWG0001": "owg"}
DAYS = [option(f"day-{number}", f"Day {number}") for number in range(1, 8)]
HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} <!-- & </textarea> '
    "' &lt;b&gt;"
)
RENDERER = Renderer()
SAFETY = "Call before you come. " * 120


def asked(name: str, label: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    """An input block."""
    made = {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "optional": optional,
        "element": element,
    }
    return {**made, "hint": plain(hint)} if hint else made


def typed(name: str = "value", **more: Any) -> Block:
    """A field for text."""
    return {"type": "plain_text_input", "action_id": name, **more}


def form() -> View:
    """Everything that one can be asked."""
    boxes = {"type": "checkboxes", "action_id": "value", "options": DAYS[:2]}
    fields = [
        asked("form.name", "Name or description", typed(max_length=80), hint="What one needs to know them."),
        asked("form.told", "What happened?", typed(multiline=True), optional=True),
        asked("form.mail", "Mail", {**typed(), "type": "email_text_input"}, optional=True),
        asked("form.many", "How many?", {**typed(), "type": "number_input"}, optional=True),
        asked("form.door", "Which door?", select("value", "Choose", DAYS)),
        asked("form.days", "Which days?", multi_select("value", "Choose", DAYS)),
        asked("form.sure", "Sure?", boxes),
        asked("form.once", "Which one?", {**boxes, "type": "radio_buttons"}),
        asked("form.first", "First day", date_picker("value", "Choose a day")),
        asked("form.hour", "At", time_picker("value", "Choose a time")),
        asked("form.who", "Who?", user_select("value", "Choose somebody")),
        asked("form.all", "Who else?", people_select("value", "Choose people", 6)),
        asked("form.room", "Where?", conversation_select("value", "Choose a channel")),
    ]
    return modal("gallery", "Everything asked", [section("Please fill this in."), *fields], submit="Send")


def opened() -> View:
    """Details, with everything one can do about them."""
    rows = [
        header("Arrest diversion R-7KQ2M"),
        section("A responder has had it\nsince 04:36."),
        actions(
            "do",
            [
                button("met", "We met", style="primary", confirm="They hear that you met."),
                button(
                    "no_meeting", "No meeting", style="danger", confirm="They hear that you did not meet."
                ),
                select("estimate", "I'll be there in", DAYS),
                button("seal", "Seal a message", value="0" * 32),
            ],
        ),
        divider(),
        context("Where should the responder come?"),
        with_button("Pump house at the old dock", button("ask", "Ask", value="1")),
        section(SAFETY),
        context("You see this to reach the person.", "Until you have met."),
    ]
    return modal("opened", "Sealed item", rows)


def hostile() -> View:
    """Every text is an attempt."""
    name = 'x" onfocus="alert(3)'
    rows = [
        header(HOSTILE),
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": f"*{HOSTILE}* <@U00000001> <javascript:alert(4)|tap>"},
        },
        with_button(HOSTILE, button("do", HOSTILE, value=HOSTILE, style="danger", confirm=HOSTILE)),
        context(HOSTILE),
        actions(name, [select("choose", HOSTILE, [option(HOSTILE, HOSTILE)])]),
        asked(name, HOSTILE, typed(initial_value=HOSTILE), hint=HOSTILE),
        asked("area", HOSTILE, typed(multiline=True, initial_value=f"\n{HOSTILE}")),
        asked("boxes", HOSTILE, multi_select("value", HOSTILE, [option(HOSTILE, HOSTILE)])),
        {"type": HOSTILE},
    ]
    return modal("hostile", HOSTILE, rows, submit=HOSTILE)


def drawn(view: View, **more: Any) -> str:
    """A view as a page."""
    given: dict[str, Any] = {"people": PEOPLE, "channels": CHANNELS, "zone": UTC, "watch": "/v/PG0/stands"}
    shape = Shape(view=view, address="/v/PG0", secret="s", csrf="c", **{**given, **more})
    return RENDERER.view(shape)


def passkey(*, view: str, count: int, wrong: str = "") -> str:
    """The page that asks for a passkey, or offers to keep one."""
    asked = Asked("a" * 22, '{"publicKey": {}}')
    show, keep = (asked, None) if count else (None, asked)
    offer = Offer(count, shown=False, show=show, keep=keep, another=Came.KEPT)
    more = {"offer": offer, "view": view, "wrong": wrong, "why_not": "", "contacts": Contacts()}
    return RENDERER.special("passkey.html", ("en",), address="/k", csrf="c", **more)


def wrong(*names: str) -> Mapping[str, str]:
    """An error at each of these fields."""
    return {name: f"Please look at {name} again." for name in names}


def gallery() -> Sequence[tuple[str, str]]:
    """(name, page) of every kind of page."""
    return [
        ("form", drawn(form())),
        ("errors", drawn(form(), errors=wrong("form.told", "form.days", "form.all"))),
        ("draft", drawn(form(), draft=True)),
        ("opened", drawn(opened(), details=True, lives_seconds=600)),
        ("long list", drawn(form(), people={f"U{n}": f"Fictional Person {n}" for n in range(90)})),
        ("hostile", drawn(hostile(), errors={"area": HOSTILE, "nowhere": HOSTILE})),
        (
            "note",
            RENDERER.note("This is closed.", ["Go back to Slack."], team_line="(555) 010-0123", note_id="a1"),
        ),
        ("way in", RENDERER.note("Secure page", ["This page is for you alone."], form="/p/x", csrf="c")),
        ("passkey", passkey(view="PG0", count=1, wrong="Nothing was shown. Tap the button to try again.")),
        ("no passkey", passkey(view="", count=0)),
        ("done", RENDERER.note("Done.", ["You can close this page."], leave=True)),
    ]
