"""The screens after a tap, and the button under what police or prosecutors open."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import Block, View
from handlers.ids import Action
from handlers.ids import View as ViewId
from models.schema import Handle
from models.site import Contacts

_BEFORE_SETTING_ASIDE = (
    "Nobody of police or prosecution can open it afterwards, you neither. It is not asked why."
)
_SET_ASIDE = "It is set aside. Nobody of your side can open it any more. Please use nothing of it. Thank you."
_ASKED = "{} will hear that you would like a word, and nothing else."
_NOBODY = "Nobody is your agency's clinical supervisor today. Please call {}."


def set_aside_button(handle: Handle) -> Block:
    """For whoever was sent what should not have come to them."""
    return blocks.button(
        Action.SET_ASIDE.value,
        "I was sent something I should set aside",
        value=handle,
        confirm=_BEFORE_SETTING_ASIDE,
    )


def set_aside_view() -> View:
    """In place of the item."""
    return blocks.modal(ViewId.SET_ASIDE.value, "Set aside", [blocks.section(_SET_ASIDE)])


def asked_words(names: tuple[str, ...], contacts: Contacts) -> str:
    """Who will hear of it."""
    return _ASKED.format(" and ".join(names)) if names else _NOBODY.format(contacts.team_line)


def asked_view(words: str) -> View:
    """After the tap on Home."""
    return blocks.modal(ViewId.SET_ASIDE.value, "A word", [blocks.section(words)])
