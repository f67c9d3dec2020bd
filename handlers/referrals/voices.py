"""Notices about a referral: constant cards and their threads, states, and views that go blank."""

from __future__ import annotations

from sqlalchemy import select

from handlers.blocks import section
from handlers.cards import card, handle_of, still_open, under_card
from handlers.curtain import blank_view
from handlers.referrals.notices import OPTION_KINDS, STATE_KINDS, words_for
from handlers.referrals.options import may_choose, options_row
from handlers.standing import facts_of
from handlers.voice import Message, Screen, Telling, Voices
from models.classes import Basis
from models.envelope import SealedItem
from models.notice import Kind, Never
from models.referral import Referral
from models.schema import Handle, ReferralRef

CARD_WORDS = {
    Kind.CARD_NOW: "You have a sealed item. Please open it now.",
    Kind.CARD_TODAY: "You have a sealed item. Please open it today.",
    # Slack tells of a reply only those who follow its thread: what must wake somebody stands by itself.
    Kind.CARD_AGAIN: "This still waits for an answer. Please open it now.",
    Kind.CARD_WAITS: "This waits for somebody again. Please open it.",
}
THREAD_WORDS = {
    Kind.CARD_MORE: "More has been added. Open the item again to see it.",
    Kind.CARD_TAKEN: "A colleague has this in hand.",
    Kind.CARD_CHANGED: "The plan has changed. Open the item again to see it.",
    Kind.CARD_OVER: "Nobody needs to go out for this any more. Thank you.",
}


def _card(telling: Telling) -> Message | Never:
    if not still_open(telling):
        return Never("not_entitled")
    return card(CARD_WORDS[telling.kind], telling.notice.receipt, handle_of(telling))


def _in_thread(telling: Telling) -> Message | Never:
    """A reply under the reader's own card; that it is over is also told who cannot open it any more."""
    over = telling.kind is Kind.CARD_OVER
    if not (telling.on_roster() if over else still_open(telling)):
        return Never("not_entitled")
    return under_card(telling, THREAD_WORDS[telling.kind], CARD_WORDS)


def _state(telling: Telling) -> Message | Never:
    notice, rules = telling.notice, telling.rules
    referral = telling.work.session.get(Referral, ReferralRef(notice.subject))
    if referral is None:
        return Never("no_subject")
    if not telling.on_roster():
        return Never("not_on_roster")
    mine = referral.referrer == notice.recipient
    facts = facts_of(referral, rules)
    said = words_for(telling.kind, facts, rules.contacts, to_referrer=mine)
    own = _own_item(telling, referral) if mine and telling.kind in OPTION_KINDS else None
    if own is None or not may_choose(facts):
        return Message(said)
    return Message(said, [section(said), options_row(own)])


def _own_item(telling: Telling, referral: Referral) -> Handle | None:
    """The item of what the referrer wrote themselves.

    Also one that opens no more: like a card's, these buttons are the same for all, and the tap is judged.
    """
    own = select(SealedItem.handle).where(
        SealedItem.subject == referral.ref,
        SealedItem.recipient == referral.referrer,
        SealedItem.basis == Basis.OWN.value,
    )
    return telling.work.session.scalar(own.limit(1))


def _blank(telling: Telling) -> Screen:
    del telling
    return Screen(blank_view())


VOICES: Voices = {
    **dict.fromkeys(CARD_WORDS, _card),
    **dict.fromkeys(THREAD_WORDS, _in_thread),
    **dict.fromkeys(STATE_KINDS, _state),
    Kind.BLANK_VIEW: _blank,
}
