"""What people see of coordination in Slack: pure functions from facts to Block Kit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.forms import Form, as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import CATEGORY_WORDS, PURPOSE_WORDS, agency_words, day_words, role_words
from handlers.pings.compose import ask_form, whom_form
from handlers.pings.facts import Asked, Composing, Given, Memo, OpenedPing, Step, Whom
from models.schema import Handle

_TITLE = "Coordination"
_BUTTONS: Mapping[Step, tuple[Action, str]] = {
    Step.TAKE: (Action.PING_TAKE, "I have it"),
    Step.DECIDE: (Action.PING_DECIDE, "Mine to decide"),
    Step.TO_OFFICE: (Action.PING_TO_OFFICE, "Taking it to my office"),
    Step.NOT_MINE: (Action.PING_NOT_MINE, "Not mine"),
    Step.MEMO: (Action.PING_MEMO, "What I may tell my office"),
    Step.MORE: (Action.PING_MORE, "Add what they asked for"),
    Step.CLOSE: (Action.PING_CLOSE, "Close"),
}
_MAIN = frozenset({Step.DECIDE, Step.MORE})
_CLOSING = "Nobody is asked for an answer any more."
_OUTLYING = "This court lies elsewhere: legal services may help there. The folder has the way to them."
HANDED_ON = "Thank you. It is out of your hands now, and nothing more is needed from you."
NO_COURTS = "The site file names no court yet, so no office can be asked here. Please call {}."
_USE = (
    "It is no permission to use any of it against the person in a case: that takes their own written word "
    "to that very use, or a court's order (42 CFR 2.12, 2.32)."
)


def whom_view(whom: Whom) -> View:
    """The first screen: about whom."""
    return as_modal(whom_form(whom))


def ask_view(composing: Composing, *, routine_alone: bool = False) -> View:
    """The form; only the reference goes with it. `routine_alone`: as `ask_form`."""
    if not composing.courts:
        return _said(NO_COURTS.format(composing.contacts.team_line))
    form = ask_form(composing, routine_alone=routine_alone)
    return as_modal(form, private_metadata=composing.ref)


def form_about(form: Form, handle: Handle) -> View:
    """A form about an opened coordination, on top of it; closing it leads back to it."""
    return _on_top(as_modal(form, private_metadata=handle))


def _on_top(view: View) -> View:
    """Closing this one alone leaves those under it open."""
    return {**view, "clear_on_close": False}


def sent_view(asked: Asked) -> View:
    """The last screen after asking."""
    wanted = f" An answer is wanted by {asked.wanted}." if asked.wanted else ""
    return _said(
        f"{asked.ref} has gone to {asked.office}.{wanted}",
        f"You hear what becomes of it. Their number: {asked.phone}.",
        *((_OUTLYING,) if asked.outlying else ()),
    )


def handed_on_view() -> View:
    """After "not mine": the same for everybody, wherever it went."""
    return _said(HANDED_ON)


def _said(*sentences: str) -> View:
    return blocks.modal(ViewId.PING_SENT.value, _TITLE, [blocks.section(one) for one in sentences])


def opened_view(item: OpenedPing, told: str = "", more: Sequence[Block] = ()) -> View:
    """The opened coordination: plain text only, and the two statements it needs.

    `told`: one sentence about what the reader just did. `more`: further buttons of other rooms.
    """
    rows: list[Block] = [blocks.header(f"{_TITLE} {item.ref}")]
    if told:
        rows.append(blocks.section(told))
    rows.append(blocks.context(f"From {item.sender}. {item.asked_at}. To {item.to}."))
    if item.about:
        rows.append(blocks.context(f"About {item.about}."))
    rows.append(blocks.section(item.standing))
    if item.given is not None:
        rows += _given(item.given, item.said)
    buttons = [*(_button(step, item.handle) for step in item.steps), *more]
    if buttons:
        rows.append(blocks.actions("ping", buttons))
    rows.append(blocks.divider())
    for heading, text in item.rows:
        rows += [blocks.context(heading), *blocks.sections(text)]
    rows += [blocks.divider(), blocks.context(item.scope, words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, _TITLE, rows, private_metadata=item.handle)


def _given(given: Given, said: str) -> list[Block]:
    until = f" Until {given.until}." if given.until else ""
    rows = [blocks.section(f"Answer: {given.words}.{until}"), *blocks.sections(said)]
    rows.append(blocks.context(f"{given.office}'s own answer, by {given.by}. It binds nobody else."))
    if given.independent:
        rows.append(blocks.context("They say that they have information of their own on this."))
    return rows


def _button(step: Step, handle: Handle) -> Block:
    action, text = _BUTTONS[step]
    style = "primary" if step in _MAIN else ""
    confirm = _CLOSING if step is Step.CLOSE else ""
    return blocks.button(action.value, text, value=handle, style=style, confirm=confirm)


def memo_view(memo: Memo) -> View:
    """What the reader may tell their office: made of the release's terms, and nothing of the content."""
    until = f"until {day_words(memo.until)}" if memo.until else "until the event it names"
    office, role = agency_words(memo.office), role_words(memo.role.value)
    kinds = "; ".join(CATEGORY_WORDS[one].lower() for one in memo.categories)
    purposes = "; ".join(PURPOSE_WORDS[one] for one in memo.purposes)
    rows = [
        blocks.header(f"{_TITLE} {memo.ref}"),
        blocks.section(
            f"We were asked for coordination under {memo.ref}. A signed release names {office}, {role}, "
            f"{until}."
        ),
        blocks.section(f"It lets us be told of: {kinds}."),
        blocks.section(f"It is for: {purposes}. It stays among those whom the release names."),
        blocks.section("What we answer is our own decision, in our own authority, and binds nobody else."),
        blocks.context(_USE, words.PART_2),
    ]
    made = blocks.modal(ViewId.OPENED.value, "For my office", rows, private_metadata=memo.handle)
    return _on_top(made)
