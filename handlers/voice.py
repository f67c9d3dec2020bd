"""A voice turns a notice into what leaves: the shapes that features and the messenger share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.blocks import Block, View
from handlers.deps import Ground
from models.database import UnitOfWork
from models.errors import NotOnRoster
from models.notice import Kind, Never, Notice
from models.people import find_actor
from models.site import SiteRules


@dataclass(frozen=True)
class Message:
    """A message ready to leave, in plain text that the messenger escapes.

    `channel` and `thread_ts` are set for replies in a card's thread; without them it goes to the recipient's
    direct messages. `whispered`: shown in `channel` to the recipient alone, once, and not kept by Slack.
    `aloud`: a reply that stands in the direct messages, too, because Slack tells of a reply only those who
    follow its thread.
    `posted`: for everybody in `channel`, which must be a private one of ours: the messenger asks before.
    """

    text: str
    blocks: list[Block] | None = None
    channel: str = ""
    thread_ts: str = ""
    whispered: bool = False
    aloud: bool = False
    posted: bool = False


@dataclass(frozen=True)
class Screen:
    """What replaces the view that the notice's `target` names."""

    view: View


Spoken = Message | Screen | Never


@dataclass(frozen=True)
class Telling:
    """A notice that is due, and what a voice may look at to judge it again for its reader.

    `where` is the name (`#owg`) of the channel whose id the notice's `target` begins with; empty for others.
    """

    work: UnitOfWork
    rules: SiteRules
    notice: Notice
    ground: Ground
    where: str = ""

    @property
    def kind(self) -> Kind:
        """The notice's kind."""
        return Kind(self.notice.kind)

    def on_roster(self) -> bool:
        """Whether its reader has a standing seat today."""
        today = self.rules.today(self.ground.now())
        try:
            find_actor(self.work, self.ground.vault.rows, self.notice.recipient, today)
        except NotOnRoster:
            return False
        return True


Voice = Callable[[Telling], Spoken]
Voices = Mapping[Kind, Voice]
