"""Block Kit vocabulary: small pure builders, so that no view spells out Slack's dictionaries.

Shapes after https://docs.slack.dev/reference/block-kit; limits are those of the pages for each block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]

SECTION_LENGTH = 3000


def escaped(text: str) -> str:
    """`&`, `<` and `>` as Slack wants them in mrkdwn, so that nothing a person wrote can ping or link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> Block:
    """A plain_text object; no emoji codes are expanded in what people wrote."""
    return {"type": "plain_text", "text": text, "emoji": False}


def section(text: str) -> Block:
    """A paragraph of plain text."""
    return {"type": "section", "text": plain(text[:SECTION_LENGTH])}


def sections(text: str) -> list[Block]:
    """A text of any length as paragraphs within Slack's limit."""
    pieces = [text[at : at + SECTION_LENGTH] for at in range(0, len(text), SECTION_LENGTH)]
    return [section(piece) for piece in pieces]


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text)}


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [plain(text) for text in texts]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def button(action_id: str, text: str, *, value: str = "", style: str = "", confirm: str = "") -> Block:
    """A button; `value` may only ever be a random handle or a constant."""
    made: Block = {"type": "button", "action_id": action_id, "text": plain(text)}
    if value:
        made["value"] = value
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = {
            "title": plain("Are you sure?"),
            "text": plain(confirm),
            "confirm": plain("Yes"),
            "deny": plain("Not yet"),
        }
    return made


def actions(block_id: str, elements: Sequence[Block]) -> Block:
    """A row of buttons and selects."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(value: str, text: str) -> Block:
    """One choice of a select."""
    return {"text": plain(text), "value": value}


def select(action_id: str, placeholder: str, options: Sequence[Block]) -> Block:
    """A select with fixed choices."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "options": list(options),
    }


def multi_select(action_id: str, placeholder: str, options: Sequence[Block]) -> Block:
    """A select with fixed choices of which several can be taken."""
    return {**select(action_id, placeholder, options), "type": "multi_static_select"}


def date_picker(action_id: str, placeholder: str) -> Block:
    """A calendar."""
    return {"type": "datepicker", "action_id": action_id, "placeholder": plain(placeholder)}


def time_picker(action_id: str, placeholder: str) -> Block:
    """A clock."""
    return {"type": "timepicker", "action_id": action_id, "placeholder": plain(placeholder)}


def conversation_select(action_id: str, placeholder: str) -> Block:
    """Every conversation the reader sees; which of them fit is asked of Slack afterwards."""
    return {"type": "conversations_select", "action_id": action_id, "placeholder": plain(placeholder)}


def user_select(action_id: str, placeholder: str) -> Block:
    """Everybody in the workspace, as Slack lists them."""
    return {"type": "users_select", "action_id": action_id, "placeholder": plain(placeholder)}


def people_select(action_id: str, placeholder: str, most: int) -> Block:
    """The same, to choose several, `most` at the most."""
    element = {**user_select(action_id, placeholder), "type": "multi_users_select"}
    return {**element, "max_selected_items": most}


def with_button(text: str, at_its_side: Block) -> Block:
    """A paragraph with a button (or select) at its side: one block of a view's hundred."""
    return {**section(text), "accessory": at_its_side}


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str = "",
    close: str = "Close",
    private_metadata: str = "",
) -> View:
    """A modal. `private_metadata` may only ever be a random handle."""
    made: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "close": plain(close),
        "clear_on_close": True,
        "private_metadata": private_metadata,
        "blocks": list(blocks),
    }
    if submit:
        made["submit"] = plain(submit)
    return made


def on_top(view: View) -> View:
    """The same modal where it stands on another one: closing it leads back there, to a meeting say."""
    return {**view, "clear_on_close": False}


def home(blocks: Sequence[Block]) -> View:
    """The Home tab."""
    return {"type": "home", "blocks": list(blocks)}
