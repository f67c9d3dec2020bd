"""What stands on a screen while an opening is judged, when it is refused, and after its time."""

from __future__ import annotations

from handlers import blocks, words
from handlers.blocks import View
from handlers.ids import View as ViewId
from models.site import Contacts

_TITLE = "Sealed item"


def notice_view(title: str, sentence: str) -> View:
    """A view that says one thing."""
    return blocks.modal(ViewId.UNAVAILABLE.value, title, [blocks.section(sentence)])


def opening_view() -> View:
    """What stands on the screen while the opening is judged; it holds nothing."""
    return blocks.modal(ViewId.OPENING.value, _TITLE, [blocks.section(words.OPENING)])


def asking_view() -> View:
    """What stands there until a passkey is shown; the secure page draws its own page in place of it."""
    sentence = "Show your passkey to go on."
    return blocks.modal(ViewId.PASSKEY.value, _TITLE, [blocks.section(sentence)])


def refused_view(contacts: Contacts) -> View:
    """The one refusal: byte for byte the same for every cause."""
    return notice_view(_TITLE, words.unavailable(contacts))


def blank_view() -> View:
    """What an opened view turns into after its time."""
    return notice_view(_TITLE, "This view has closed itself. Open the item again if you need it.")
