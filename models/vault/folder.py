"""The vault's folder of a participant: who they are and what they want, opened by their care team only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from models import cipher
from models.access import Case
from models.classes import STORED, Basis, Category, Purpose
from models.database import UnitOfWork
from models.duties import DUTIES, Duty
from models.errors import NotOnRoster, Unsafe
from models.participant import circle_of
from models.people import Actor, Role, find_actor
from models.schema import ParticipantRef, SlackUserId
from models.second_factor import require_passkey
from models.site import SiteRules
from models.vault.judging import UNREADABLE, Judge, Refused
from models.vault.pages import Page, Pages, Shelf
from models.vault.recording import Asked, Recorder, Shown, codes_of
from models.vault.rows import RowSealer


@dataclass(frozen=True, repr=False)
class OpenFolder:
    """What a member of the care team sees. Lives only until the view is built."""

    ref: ParticipantRef
    actor: Actor
    role: Role
    pages: tuple[Page, ...]


class Folders:
    """Opens folders. There is no grant: the care team's standing is asked at every opening."""

    def __init__(self, pages: Pages, recorder: Recorder, judge: Judge, rows: RowSealer) -> None:
        self._pages = pages
        self._recorder = recorder
        self._judge = judge
        self._rows = rows

    def standing(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        ref: ParticipantRef,
        duty: Duty,
        moment: datetime,
    ) -> tuple[Actor, Role] | Refused:
        """In which role somebody may do this duty for the participant today."""
        if self._recorder.halted:
            return Refused("halted")
        try:
            actor = find_actor(work, self._rows, user, rules.today(moment))
            circle = circle_of(work, self._rows, ref)
            whole = self._judge.journal_whole(work)
        except NotOnRoster:
            return Refused("roster")
        except Unsafe:
            return Refused("journal")
        except UNREADABLE:
            return Refused("altered")
        if not whole:
            return Refused("journal")
        if circle is None:
            return Refused("no_participant")
        roles = (role for role in sorted(DUTIES[duty]) if actor.holds(role) and circle.has(actor, role))
        role = next(roles, None)
        return (actor, role) if role else Refused("not_on_the_team")

    def open(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        ref: ParticipantRef,
        shelves: Collection[Shelf],
        *,
        duty: Duty = Duty.KEEP_FOLDER,
        moment: datetime,
        request_id: str = "",
        only: Collection[Category] = STORED,
    ) -> OpenFolder | Refused:
        """Judge, write it down, unseal the shelves. The caller commits before it shows anything.

        `only`: the classes that the screen has a use for; others stay sealed, whatever the role might see.

        Raises:
            PasskeyWanted: the site wants one for a class of it.
        """
        asked = Asked(user, moment, request_id)
        self._recorder.take_turn(work)
        standing = self.standing(work, rules, user, ref, duty, moment)
        if isinstance(standing, Refused):
            return self._recorder.refused(work, asked, standing.reason)
        actor, role = standing
        pages = self._seen(work, rules, _case(actor, role, rules, moment), ref, shelves, only)
        if isinstance(pages, str):
            return self._recorder.refused(work, asked, pages, ref)
        shown = Shown(
            about=ref,
            item=ref,
            reader=actor,
            role=role,
            categories={page.category for page in pages},
            purpose=Purpose.COORDINATION,
            basis=Basis.CARE_TEAM,
        )
        self._recorder.granted(work, asked, (ref,), codes_of(shown.categories), (shown,))
        return OpenFolder(ref, actor, role, pages)

    def _seen(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        case: Case,
        ref: ParticipantRef,
        shelves: Collection[Shelf],
        only: Collection[Category],
    ) -> tuple[Page, ...] | str:
        """The pages of the classes that this role sees, or why none opens."""
        whole = self._judge.with_surroundings(work, case, ref)
        allowed = self._judge.categories(whole) if whole else "no_participant"
        if isinstance(allowed, str):
            return allowed
        shown = [one for one in allowed if one in only]
        try:
            require_passkey(work, rules, lambda: self._pages.classes(work, ref, shelves, shown))
            return self._pages.read(work, ref, shelves, shown)
        except (cipher.Unopenable, Unsafe, *UNREADABLE):
            return "unopenable"


def _case(actor: Actor, role: Role, rules: SiteRules, moment: datetime) -> Case:
    return Case(
        actor=actor,
        role=role,
        basis=Basis.CARE_TEAM,
        category=Category.IDENTITY,
        purpose=Purpose.COORDINATION,
        moment=moment,
        today=rules.today(moment),
        author=SlackUserId(""),
        author_agency="",
    )
