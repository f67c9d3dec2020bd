"""What people see of sealed messages in Slack: pure functions from facts to Block Kit."""

from __future__ import annotations

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.messages.compose import DELETE_FIRST, form_for
from handlers.messages.facts import Composing, OpenedMessage, Sealed
from models.schema import Handle, MessageRef
from models.site import Contacts


def compose_view(
    callback: ViewId, composing: Composing, handle: Handle | str = "", *, routine_alone: bool = False
) -> View:
    """A form to seal a message in; `handle`: the opened item it is about or answers."""
    return as_modal(form_for(callback, composing, routine_alone=routine_alone), private_metadata=handle)


def move_view(composing: Composing) -> View:
    """The same from a message's menu: empty, and its first line asks to delete the original."""
    return as_modal(form_for(ViewId.SEAL_MESSAGE, composing, DELETE_FIRST))


def nobody_view(contacts: Contacts) -> View:
    """For somebody who has nobody to write about: the original must go all the same."""
    return _said(
        "Please delete it",
        DELETE_FIRST,
        f"You have nobody here to seal a message about. /lead refer begins; or call {contacts.team_line}.",
    )


def sealed_view(sealed: Sealed) -> View:
    """The last screen after a submission."""
    people = "1 person gets" if sealed.people == 1 else f"{sealed.people} people get"
    return _said(
        "Sealed",
        f"{sealed.ref} is sealed. {people} a card, and you hear when it is first opened.",
        "Until then you can take it back: Home shows it under Sent.",
    )


def taken_back_view(ref: MessageRef) -> View:
    """After taking back."""
    return _said("Taken back", f"{ref} is taken back. Nobody can open it any more.")


def too_late_view(state: str) -> View:
    """It was opened first, or had been taken back before."""
    if state == "withdrawn":
        return _said("Taken back", "It was taken back already. Nobody can open it.")
    return _said("Opened", "It has been opened already, so it could not be taken back. Please talk by phone.")


def opened_view(item: OpenedMessage, told: str = "") -> View:
    """The opened message: plain text only, and the two statements it needs."""
    rows: list[Block] = [blocks.header(f"{item.kind} {item.ref}")]
    if told:
        rows.append(blocks.section(told))
    rows += [blocks.context(line) for line in _envelope(item)]
    rows += _buttons(item)
    rows.append(blocks.divider())
    rows += [*blocks.sections(item.subject), *blocks.sections(item.text)]
    rows += [blocks.divider(), blocks.context(item.scope, words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, "Sealed item", rows, private_metadata=item.handle)


def _envelope(item: OpenedMessage) -> list[str]:
    lines = [f"From {item.sender}. {item.sent_at}."]
    if item.about:
        lines.append(f"About {item.about}.")
    if item.mine:
        lines.append(f"To {', '.join(item.to)}.")
        lines.append(f"It has been opened: {item.opened_at}." if item.opened_at else "Not opened yet.")
    return lines


def _buttons(item: OpenedMessage) -> list[Block]:
    if item.can_reply:
        reply = blocks.button(Action.REPLY_SEALED.value, "Reply", value=item.handle, style="primary")
        return [blocks.actions("message", [reply])]
    if item.mine and not item.opened_at:
        take_back = blocks.button(
            Action.TAKE_BACK.value, "Take it back", value=item.handle, confirm=words.TAKING_BACK
        )
        return [blocks.actions("message", [take_back])]
    return []


def _said(title: str, *sentences: str) -> View:
    return blocks.modal(ViewId.SEALED.value, title, [blocks.section(one) for one in sentences])
