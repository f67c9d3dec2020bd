"""The constant card of a sealed item, and what is said under it: judged again before anything leaves."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from handlers.blocks import actions, button, context, section
from handlers.ids import Action
from handlers.voice import Message, Telling
from models.notice import Kind, Never, Notice
from models.schema import Handle


def card(sentence: str, receipt: str, handle: Handle) -> Message:
    """The constant card: the same words in `text` and in `blocks`, a receipt, one button."""
    small = f"Receipt {receipt}"
    return Message(f"{sentence} {small}", [section(sentence), context(small), _open(handle)])


def with_open(sentence: str, handle: Handle) -> Message:
    """A sentence with the one button beneath."""
    return Message(sentence, [section(sentence), _open(handle)])


def _open(handle: Handle) -> dict[str, object]:
    return actions("card", [button(Action.OPEN_ITEM.value, "Open", value=handle, style="primary")])


def handle_of(telling: Telling) -> Handle:
    """The item that the notice is about."""
    return Handle(telling.notice.handle or "")


def still_open(telling: Telling) -> bool:
    """Whether that item opens for its reader now."""
    return opens(telling, handle_of(telling))


def opens(telling: Telling, handle: Handle) -> bool:
    """Whether this item opens for the notice's reader now."""
    opener, now = telling.ground.vault.opener, telling.ground.now()
    return opener.still_open(telling.work, telling.rules, telling.notice.recipient, handle, now)


def under_card(
    telling: Telling, sentence: str, cards: Collection[Kind], *, aloud: bool = False
) -> Message | Never:
    """A reply in the thread of the reader's own card; `cards`: the kinds that a card of it may have."""
    of_card = Notice.kind.in_([kind.value for kind in cards])
    parent = telling.work.session.scalar(
        select(Notice)
        .where(Notice.handle == handle_of(telling), of_card, Notice.outcome == "sent")
        .order_by(Notice.id)
        .limit(1)
    )
    if parent is None:
        return Never("no_card")
    return Message(sentence, channel=parent.channel or "", thread_ts=parent.ts or "", aloud=aloud)
