"""Into a shift's channel: only there, only while it is private and ours, one thread, once."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from handlers.messenger import SlackMessenger
from handlers.slack_client import new_client
from handlers.voices import VOICES
from models.notice import Again, Kind, Never, Notice, Outcome, Sent
from models.outbox import claim, settle
from sandbox.conversations import Conversation
from sandbox.server import PracticeServer
from tests.channels import open_channel
from tests.handlers.harbor import START, Harbor
from tests.handlers.shifts import CHANNEL, ask, close, say, shift, staff
from tests.handlers.wing import HOME
from tests.stage import MANAGER, MANIFEST, OFFICER, RESPONDER, WORKSPACE


@dataclass
class Channel:
    """A harbor whose thread is due, and the practice workspace it is posted to."""

    harbor: Harbor
    server: PracticeServer
    messenger: SlackMessenger

    @property
    def room(self) -> Conversation:
        found = self.server.workspace.conversations.find(CHANNEL)
        assert found is not None
        return found

    def deliver(self) -> list[Outcome]:
        """What is due of the thread, oldest first."""
        database, now, ends = self.harbor.ground.database, self.harbor.time(), []
        for _ in range(4):
            with database.work() as work:
                claimed = claim(work, now, lease=timedelta(seconds=60), limit=100)
                work.commit()
            for notice in claimed:
                if notice.kind == Kind.SHIFT_THREAD:
                    ends.append(end := self.messenger.deliver(notice))
                else:
                    end = Sent("D0", "1.1")
                with database.work() as work:
                    settle(work, notice, end, now)
                    work.commit()
        return ends


@pytest.fixture
def channel(harbor: Harbor) -> Iterator[Channel]:
    users = staff(harbor)
    firing = ask(harbor, shift(harbor))
    say(harbor, firing, users[:3])
    close(harbor)
    harbor.time.go(timedelta(hours=24))
    clock = harbor.folder / "clock"
    clock.write_text(str((harbor.time() - START).total_seconds()))
    with PracticeServer(workspace=WORKSPACE, manifest=MANIFEST, clock=clock) as server:
        client = new_client(server.bot_token, server.api_url, ssl.create_default_context(), 2)
        messenger = SlackMessenger(
            harbor.ground, client, HOME.bot_user_id, lambda method, what: None, voices=VOICES
        )
        open_channel(server)
        yield Channel(harbor, server, messenger)


def test_the_thread_begins_and_goes_on_in_its_own_channel(channel: Channel) -> None:
    assert all(isinstance(end, Sent) and end.channel == CHANNEL for end in channel.deliver())
    (begin, reply) = channel.room.kept()
    assert begin.text.startswith("North night roll call: what comes up")
    assert (reply.text, reply.thread_ts) == ("What came up: help took too long.", begin.ts)
    for user in (OFFICER, MANAGER, RESPONDER):
        assert channel.server.person(user).dms() == []
        assert channel.server.person(user).messages("C0OWG0001") == []


@pytest.mark.parametrize("how", ["public", "bot left"])
def test_what_is_not_a_private_channel_of_ours_any_more_gets_nothing(channel: Channel, how: str) -> None:
    if how == "public":
        channel.room.is_private = False
    else:
        channel.room.members.remove(HOME.bot_user_id)
    ends = channel.deliver()
    assert ends
    assert not any(isinstance(end, Sent) for end in ends)
    assert channel.room.kept() == []


def test_after_an_answer_that_got_lost_it_is_found_and_not_posted_again(channel: Channel) -> None:
    channel.server.faults.add("chat.postMessage", "cut_after_store", times=1)
    (lost,) = channel.deliver()
    assert lost == Again(timedelta(seconds=5), unknown=True)
    channel.harbor.time.go(timedelta(minutes=2))
    assert all(isinstance(end, Sent) for end in channel.deliver())
    assert len(channel.room.kept()) == 2


@pytest.mark.parametrize("kind", [Kind.ROLLCALL, Kind.READ_ONLY_TAB, Kind.DRIFT])
def test_nothing_else_is_posted_into_a_channel(channel: Channel, kind: Kind) -> None:
    """A row that somebody turned into a channel's reaches nobody there."""
    firing = channel.harbor.notices(Kind.ROLLCALL)[0].target
    notice = Notice(id=1, kind=kind.value, recipient=CHANNEL, target=firing)
    assert isinstance(channel.messenger.deliver(notice), Never)
    assert channel.room.kept() == []
