"""The only door out to Slack: a notice is said by its voice, asked of Slack, and never sent twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from handlers.blocks import escaped
from handlers.deps import Ground
from handlers.desk import SHOWN_FOR
from handlers.guarding.channels import ours_alone
from handlers.page.screens import PREFIX
from handlers.slack_client import ChannelNames
from handlers.voice import Message, Screen, Spoken, Telling, Voices
from models.acts.page import blank_view
from models.notice import Again, Never, Notice, Outcome, Sent

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
_PLACE = re.compile(r"([CG][A-Z0-9]{6,}) ")  # a target that tells of a message in a channel
_TO_ONE = frozenset("DUW")  # what ids of direct messages and of people begin with
_SKEW = timedelta(minutes=5)
_SOON, _LATER = timedelta(seconds=5), timedelta(minutes=5)


class SlackMessenger:
    """Delivers one notice: `Sent`, `Again` or `Never`. Blocks while Slack is asked."""

    def __init__(
        self,
        ground: Ground,
        client: WebClient,
        bot_user_id: str,
        called: Callable[[str, str], None],
        *,
        voices: Voices,
    ) -> None:
        """`voices` says each kind (`handlers.voices`); `called` counts method and how it ended."""
        self._ground = ground
        self._client = client
        self._bot_user_id = bot_user_id
        self._called = called
        self._voices = voices
        self._names = ChannelNames(client)

    def deliver(self, notice: Notice) -> Outcome:
        """Judge, render, look whether it is there already if an earlier try ended in silence, send."""
        said = self._say(notice)
        if isinstance(said, Never):
            return said
        if isinstance(said, Screen):
            if self._shows_anew(notice):
                return Sent("", "")
            screen = said
            if notice.target.startswith(PREFIX):
                return self._blank_on_page(notice)
            return self._ask("views.update", lambda: self._replace(notice, screen))
        message = said
        if message.whispered:
            return self._whisper(notice, message)
        if message.posted:
            room = self._ask("conversations.info", lambda: self._look_into(message.channel))
            if not isinstance(room, Sent):
                return room
        if notice.may_have_arrived:
            found = self._ask("conversations.history", lambda: self._find(notice, message))
            if not isinstance(found, Again) or found.rate_limited or found.unknown:
                return found if not isinstance(found, Again) else Again(found.after, unknown=True)
        return self._ask("chat.postMessage", lambda: self._send(notice, message))

    def _say(self, notice: Notice) -> Spoken:
        # The channel's name is asked of Slack before the database is looked into, not meanwhile.
        place = _PLACE.match(notice.target or "")
        where = self._names.name_of(place[1]) if place else ""
        with self._ground.database.look() as work:
            telling = Telling(work, self._ground.book.current(work), notice, self._ground, where)
            return self._voices[telling.kind](telling)

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

    def _look_into(self, channel: str) -> Outcome:
        """Asked before each post: a private channel can have become a public or a shared one."""
        room = self._client.conversations_info(channel=channel)["channel"]
        return Sent(channel, "") if ours_alone(room) and room.get("is_member", True) else Never("not_private")

    def _send(self, notice: Notice, message: Message) -> Outcome:
        # Straight to the user id: Slack opens the DM, and the answer must name one.
        to = message.channel or notice.recipient
        if not message.posted and to[:1] not in _TO_ONE:
            return Never("not_a_dm")
        answer = self._client.chat_postMessage(
            channel=to,
            text=escaped(message.text),
            blocks=message.blocks,
            thread_ts=message.thread_ts or None,
            reply_broadcast=message.aloud or None,
            unfurl_links=False,
            unfurl_media=False,
            mrkdwn=False,
        )
        channel = str(answer["channel"])
        meant = channel == to if message.posted else channel.startswith("D")
        return Sent(channel, str(answer["ts"])) if meant else Never("not_a_dm")

    def _replace(self, notice: Notice, screen: Screen) -> Outcome:
        self._client.views_update(view_id=notice.target, view=screen.view)
        return Sent("", "")

    def _shows_anew(self, notice: Notice) -> bool:
        """Whether something was opened into this view again since: then its time is that one's.

        A blank that was brought forward, because something was taken back, waits for nobody.
        """
        if notice.due_at - notice.created_at < SHOWN_FOR:
            return False
        later = select(Notice.id).where(
            Notice.lane == notice.lane,
            Notice.target == notice.target,
            Notice.settled_at.is_(None),
            Notice.due_at > notice.due_at,
        )
        with self._ground.database.look() as work:
            return work.session.scalar(later.limit(1)) is not None

    def _blank_on_page(self, notice: Notice) -> Outcome:
        """The secure page asks the database before it shows a view again."""
        with self._ground.database.work() as work:
            blank_view(work, notice.target, self._ground.now())
            work.commit()
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
