"""The only door out to Slack: a notice is judged again for its reader, rendered, and never sent twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from handlers import words
from handlers.blocks import Block, actions, button, context, escaped, section
from handlers.deps import Ground
from handlers.guarding.notices import GUARD_KINDS, NOT_DETAILS, Spot, guard_words
from handlers.ids import Action
from handlers.members.notices import ROSTER_KINDS, roster_words
from handlers.referrals.notices import words_for
from handlers.referrals.views import blank_view
from handlers.slack_client import ChannelNames
from handlers.standing import facts_of, local_time
from models.database import UnitOfWork
from models.errors import NotOnRoster
from models.notice import Again, Kind, Never, Notice, Outcome, Sent
from models.people import find_actor
from models.referral import Referral
from models.schema import Handle, ReferralRef
from models.site import SiteRules

CARD_WORDS = {
    Kind.CARD_NOW: "You have a sealed item. Please open it now.",
    Kind.CARD_TODAY: "You have a sealed item. Please open it today.",
}
_THREAD_WORDS = {
    Kind.CARD_MORE: "More has been added. Open the item again to see it.",
    Kind.CARD_TAKEN: "A colleague has this in hand.",
    Kind.CARD_WAITS: "This waits for somebody again. Please open it.",
}
# Slack's word that it cannot ever arrive; anything else is tried again.
_NEVER = frozenset(
    {
        "user_not_found",
        "user_disabled",
        "channel_not_found",
        "cannot_dm_bot",
        "is_archived",
        "messages_tab_disabled",
        "restricted_action",
        "user_not_in_channel",
        "not_in_channel",
        "thread_not_found",
    }
)
# Slack may have stored the message before it said so.
_UNKNOWN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_SLACK_IS_AWAY = (URLError, TimeoutError, ConnectionError, HTTPException)
_SKEW = timedelta(minutes=5)
_SOON, _LATER = timedelta(seconds=5), timedelta(minutes=5)


@dataclass(frozen=True)
class Message:
    """A message ready to leave. `thread_ts` and `channel` are set for replies in a card's thread."""

    text: str
    blocks: list[Block] | None = None
    channel: str = ""
    thread_ts: str = ""


class SlackMessenger:
    """Delivers one notice: `Sent`, `Again` or `Never`. Blocks while Slack is asked."""

    def __init__(
        self, ground: Ground, client: WebClient, bot_user_id: str, called: Callable[[str, str], None]
    ) -> None:
        self._ground = ground
        self._client = client
        self._bot_user_id = bot_user_id
        self._called = called
        self._names = ChannelNames(client)

    def deliver(self, notice: Notice) -> Outcome:
        """Judge, render, look whether it is there already if an earlier try ended in silence, send."""
        if notice.kind == Kind.BLANK_VIEW:
            return self._ask("views.update", lambda: self._blank(notice))
        where = self._names.name_of(Spot.unpack(notice.target).channel) if notice.kind in GUARD_KINDS else ""
        with self._ground.database.look() as work:
            message = self._render(work, self._ground.book.current(work), notice, where)
        if isinstance(message, Never):
            return message
        if notice.kind == Kind.GUARD_NOTE:
            return self._whisper(notice, message)
        if notice.may_have_arrived:
            found = self._ask("conversations.history", lambda: self._find(notice, message))
            if not isinstance(found, Again) or found.rate_limited or found.unknown:
                return found if not isinstance(found, Again) else Again(found.after, unknown=True)
        return self._ask("chat.postMessage", lambda: self._send(notice, message))

    def _render(self, work: UnitOfWork, rules: SiteRules, notice: Notice, where: str) -> Message | Never:
        kind = Kind(notice.kind)
        if kind is Kind.SLACK_WAS_SLOW:
            return Message(words.slack_was_slow(rules.contacts))
        if kind is Kind.READ_ONLY_TAB:
            return Message(words.READ_ONLY)
        if kind in GUARD_KINDS:
            return self._guard(work, rules, notice, where)
        if kind in ROSTER_KINDS:
            return self._roster(work, rules, notice, kind)
        if kind in CARD_WORDS or kind in _THREAD_WORDS:
            return self._card(work, rules, notice, kind)
        return self._state(work, rules, notice, kind)

    def _card(self, work: UnitOfWork, rules: SiteRules, notice: Notice, kind: Kind) -> Message | Never:
        handle = Handle(notice.handle or "")
        opener, now = self._ground.vault.opener, self._ground.now()
        if not opener.still_open(work, rules, notice.recipient, handle, now):
            return Never("not_entitled")
        if kind in CARD_WORDS:
            return card(CARD_WORDS[kind], notice.receipt, handle)
        parent = work.session.scalar(
            select(Notice)
            .where(Notice.handle == handle, Notice.kind.in_(list(CARD_WORDS)), Notice.outcome == "sent")
            .limit(1)
        )
        if parent is None:
            return Never("no_card")
        return Message(_THREAD_WORDS[kind], channel=parent.channel or "", thread_ts=parent.ts or "")

    def _roster(self, work: UnitOfWork, rules: SiteRules, notice: Notice, kind: Kind) -> Message | Never:
        if not self._on_roster(work, rules, notice):
            return Never("not_on_roster")
        return Message(roster_words(kind, notice.target))

    def _guard(self, work: UnitOfWork, rules: SiteRules, notice: Notice, where: str) -> Message | Never:
        kind, spot = Kind(notice.kind), Spot.unpack(notice.target)
        # Whoever wrote it is told in any case; project managers while they are on the roster.
        to_manager = kind in {Kind.GUARD_MANAGER, Kind.GUARD_TAKEN_BACK}
        if to_manager and not self._on_roster(work, rules, notice):
            return Never("not_on_roster")
        written = datetime.fromtimestamp(float(spot.ts), UTC)
        text = guard_words(kind, where, local_time(written, rules.zone_of()))
        if kind is Kind.GUARD_CARD:
            back = button(Action.NOT_DETAILS.value, NOT_DETAILS, value=notice.handle or "")
            return Message(text, [section(text), actions("guard", [back])])
        return (
            Message(text, channel=spot.channel, thread_ts=spot.thread_ts)
            if kind is Kind.GUARD_NOTE
            else Message(text)
        )

    def _whisper(self, notice: Notice, message: Message) -> Outcome:
        """Shown to one person in the channel, and never again after a lost answer.

        Slack keeps no list of these; the direct message says the same and is what must arrive.
        """
        if notice.may_have_arrived:
            return Never("no_answer")

        def send() -> Outcome:
            answer = self._client.chat_postEphemeral(
                channel=message.channel,
                user=notice.recipient,
                text=escaped(message.text),
                thread_ts=message.thread_ts or None,
            )
            return Sent(message.channel, str(answer["message_ts"]))

        return self._ask("chat.postEphemeral", send)

    def _on_roster(self, work: UnitOfWork, rules: SiteRules, notice: Notice) -> bool:
        try:
            find_actor(work, self._ground.vault.rows, notice.recipient, rules.today(self._ground.now()))
        except NotOnRoster:
            return False
        return True

    def _state(self, work: UnitOfWork, rules: SiteRules, notice: Notice, kind: Kind) -> Message | Never:
        referral = work.session.get(Referral, ReferralRef(notice.subject))
        if referral is None:
            return Never("no_subject")
        if not self._on_roster(work, rules, notice):
            return Never("not_on_roster")
        mine = referral.referrer == notice.recipient
        return Message(words_for(kind, facts_of(referral, rules), rules.contacts, to_referrer=mine))

    def _send(self, notice: Notice, message: Message) -> Outcome:
        # Straight to the user id: Slack opens the DM, and the answer must name one.
        answer = self._client.chat_postMessage(
            channel=message.channel or notice.recipient,
            text=escaped(message.text),
            blocks=message.blocks,
            thread_ts=message.thread_ts or None,
            unfurl_links=False,
            unfurl_media=False,
            mrkdwn=False,
        )
        channel = str(answer["channel"])
        return Sent(channel, str(answer["ts"])) if channel.startswith("D") else Never("not_a_dm")

    def _blank(self, notice: Notice) -> Outcome:
        self._client.views_update(view_id=notice.target, view=blank_view())
        return Sent("", "")

    def _find(self, notice: Notice, message: Message) -> Outcome:
        """Look for the very message in the DM. `Again` (known, at once) = it is not there: send it."""
        channel = message.channel or self._dm_of(notice)
        tried = notice.first_tried_at or notice.created_at
        oldest = str((tried - _SKEW).timestamp())
        if message.thread_ts:
            answer = self._client.conversations_replies(
                channel=channel, ts=message.thread_ts, oldest=oldest, limit=200
            )
        else:
            answer = self._client.conversations_history(channel=channel, oldest=oldest, limit=200)
        taken = self._settled_in(channel)
        for found in answer["messages"]:
            same = found.get("text") == escaped(message.text) and found.get("user") == self._bot_user_id
            if same and found["ts"] not in taken:
                return Sent(channel, str(found["ts"]))
        return Again(timedelta(0))

    def _dm_of(self, notice: Notice) -> str:
        with self._ground.database.look() as work:
            known = work.session.scalar(
                select(Notice.channel)
                .where(Notice.recipient == notice.recipient, Notice.channel.like("D%"))
                .limit(1)
            )
        return known or str(self._client.conversations_open(users=notice.recipient)["channel"]["id"])

    def _settled_in(self, channel: str) -> set[str]:
        with self._ground.database.look() as work:
            recent = select(Notice.ts).where(Notice.channel == channel).order_by(Notice.id.desc()).limit(400)
            return {ts for ts in work.session.scalars(recent) if ts}

    def _ask(self, method: str, call: Callable[[], Outcome]) -> Outcome:
        """Ask Slack, and turn its refusals and silences into outcomes."""
        try:
            outcome = call()
        except SlackApiError as refused:
            outcome = _outcome_of(refused, view=method == "views.update")
            limited = isinstance(outcome, Again) and outcome.rate_limited
            self._called(method, "rate_limited" if limited else "refused")
            return outcome
        except _SLACK_IS_AWAY:
            self._called(method, "no_answer")
            return Again(_SOON, unknown=True)
        self._called(method, "ok")
        return outcome


def card(sentence: str, receipt: str, handle: Handle) -> Message:
    """The constant card: the same words in `text` and in `blocks`, a receipt, one button."""
    small = f"Receipt {receipt}"
    rows = [
        section(sentence),
        context(small),
        actions("card", [button(Action.OPEN_ITEM.value, "Open", value=handle, style="primary")]),
    ]
    return Message(f"{sentence} {small}", rows)


def _outcome_of(refused: SlackApiError, *, view: bool) -> Outcome:
    response: Any = refused.response
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    status = int(getattr(response, "status_code", 0) or 0)
    if status == 429 or code in {"ratelimited", "rate_limited"}:  # noqa: PLR2004 - HTTP's own number
        wait = str(response.headers.get("Retry-After", "30"))
        return Again(timedelta(seconds=int(wait) if wait.isdecimal() else 30), rate_limited=True)
    if view and code in {"not_found", "view_not_found"}:
        return Sent("", "")  # the reader closed it: there is nothing left to blank
    if code in _NEVER:
        return Never(code)
    if status >= 500 or code in _UNKNOWN or not code:  # noqa: PLR2004 - HTTP's own number
        return Again(_SOON, unknown=True)
    return Again(_LATER)  # a token or scope of ours: an operator mends it, the notice waits
