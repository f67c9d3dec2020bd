"""The vault's judge: which classes of one sealed item its reader may see now, and by what authority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from models.access import Case, covering, refusal
from models.action import Action
from models.audit import AuditTrail
from models.classes import STORED, Basis, Category, Purpose
from models.conference import About, Conference
from models.database import UnitOfWork
from models.envelope import Envelope, RevocationMark, SealedItem
from models.errors import NotOnRoster, Unsafe
from models.journal import RevocationJournal
from models.message import SealedMessage
from models.participant import circle_of
from models.people import Actor, Role, find_actor
from models.ping import BLIND, Ping, Side
from models.referral import Referral
from models.schema import (
    ActionRef,
    ConferenceRef,
    Handle,
    MessageRef,
    ParticipantRef,
    PingRef,
    ReferralRef,
    SlackUserId,
    rfc3339,
)
from models.site import SiteRules
from models.vault.rows import RowSealer

# What reading a row raises that holds a word or a kind of value which nobody of us wrote there.
UNREADABLE = (ValueError, TypeError)


@dataclass(frozen=True)
class Refused:
    """Nothing is shown. `reason` is for the audit only; every asker sees the same sentence."""

    reason: str


@dataclass(frozen=True)
class Judged:
    """An item that its reader may open now: the classes the rules leave, each with its authority.

    `about` is the participant's or referral's reference. An authority is a consent's id; empty on any other
    basis.
    """

    item: SealedItem
    actor: Actor
    role: Role | None
    about: str
    purpose: Purpose
    categories: Mapping[Category, str]


class Judge:
    """Decides by rows that hold. It changes nothing, and whoever shows something asks it first."""

    def __init__(self, journal: RevocationJournal, audit: AuditTrail, rows: RowSealer) -> None:
        self._journal = journal
        self._audit = audit
        self._rows = rows

    def item(
        self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, handle: Handle, moment: datetime
    ) -> Judged | Refused:
        """Judge one sealed item. Order: halted? roster; the handle is the reader's; journal; rows; rules."""
        if self._audit.halted:
            return Refused("halted")
        try:
            return self._by_the_rows(work, rules, user, handle, moment)
        except Unsafe:
            return Refused("journal")
        except UNREADABLE:
            return Refused("altered")

    def categories(self, case: Case, among: Sequence[Category] = STORED) -> Mapping[Category, str] | str:
        """Those of the classes that the rules leave, each with its authority; else why there is none."""
        reasons: dict[Category, str] = {}
        allowed: dict[Category, str] = {}
        for category in among:
            asked = replace(case, category=category)
            reason = refusal(asked)
            if reason is not None:
                reasons[category] = reason
                continue
            consent = covering(asked) if case.basis is Basis.CONSENT else None
            allowed[category] = consent.id if consent else ""
        return allowed or reasons.get(case.category, "no_rule")

    def _by_the_rows(
        self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, handle: Handle, moment: datetime
    ) -> Judged | Refused:
        try:
            actor = find_actor(work, self._rows, user, rules.today(moment))
        except NotOnRoster:
            return Refused("roster")
        item = work.session.get(SealedItem, handle, populate_existing=True)
        if item is None:
            return Refused("unknown_handle")
        if item.recipient != user:
            return Refused("not_the_recipient")
        if item.withdrawn_at is not None or not self.journal_allows(work, item):
            return Refused("withdrawn")
        case = self._case(work, rules, actor, item, moment)
        if isinstance(case, Refused):
            return case
        # A message is of one class; what else its reader might see of the person does not open it.
        of_a_message = item.subject.startswith("M-")
        left = self.categories(case, (case.category,) if of_a_message else STORED)
        if isinstance(left, str):
            return Refused(left)
        about = case.circle.ref if case.circle else case.referral.ref if case.referral else ""
        return Judged(item, actor, case.role, about, case.purpose, left)

    def journal_allows(self, work: UnitOfWork, item: SealedItem) -> bool:
        """Whether the journal is whole and says nothing against the item.

        Raises:
            Unsafe: the journal does not hold.
        """
        return self.journal_whole(work) and not self._journal.overtaken("sealed_items", item.handle, 0)

    def journal_whole(self, work: UnitOfWork) -> bool:
        """Whether the journal is at least as long as the database has seen it.

        Raises:
            Unsafe: the journal does not hold.
        """
        mark = work.session.get(RevocationMark, 1, populate_existing=True)
        return mark is None or self._journal.head() >= mark.sequence

    def _case(
        self, work: UnitOfWork, rules: SiteRules, actor: Actor, item: SealedItem, moment: datetime
    ) -> Case | Refused:
        if item.subject.startswith("M-"):
            return self._message_case(work, rules, actor, item, moment)
        if item.subject.startswith("P-"):
            return self._ping_case(work, rules, actor, item, moment)
        if item.subject.startswith("K-"):
            return self._conference_case(work, rules, actor, item, moment)
        if item.subject.startswith("T-"):
            return self._action_case(work, rules, actor, item, moment)
        referral = self._referral(work, item.subject)
        if referral is None:
            return Refused("referral_row")
        case = Case(
            actor=actor,
            role=Role(item.role) if item.role else None,
            basis=Basis(item.basis),
            category=Category.IDENTITY,
            purpose=Purpose.REFERRAL,
            moment=moment,
            today=rules.today(moment),
            author=referral.referrer,
            author_agency=referral.referrer_agency,
            referral=referral,
        )
        if referral.merged_into is None or case.basis is Basis.OWN:
            return case
        return self._merged_case(work, case, item, referral.merged_into)

    def _merged_case(self, work: UnitOfWork, case: Case, item: SealedItem, into: str) -> Case | Refused:
        """What was merged is judged by what it goes on under: its team, or whoever was handed that one."""
        if into.startswith("C-"):
            circle = circle_of(work, self._rows, ParticipantRef(into))
            return replace(case, referral=None, circle=circle) if circle else Refused("merged_row")
        handed = select(SealedItem.handle).where(
            SealedItem.subject == into,
            SealedItem.recipient == item.recipient,
            SealedItem.basis == item.basis,
            SealedItem.role == item.role,
            SealedItem.withdrawn_at.is_(None),
        )
        target = self._referral(work, into)
        if target is None or work.session.scalar(handed.limit(1)) is None:
            return Refused("merged_row")
        return replace(case, referral=target)

    def _message_case(
        self, work: UnitOfWork, rules: SiteRules, actor: Actor, item: SealedItem, moment: datetime
    ) -> Case | Refused:
        message = work.session.get(SealedMessage, MessageRef(item.subject), populate_existing=True)
        if message is None or not self._rows.row_holds(message):
            return Refused("message_row")
        if message.withdrawn_at is not None:
            return Refused("withdrawn")
        if message.not_after < rfc3339(moment):
            return Refused("view_over")
        case = Case(
            actor=actor,
            role=Role(item.role) if item.role else None,
            basis=Basis(item.basis),
            category=Category(message.category),
            purpose=Purpose(message.purpose),
            moment=moment,
            today=rules.today(moment),
            author=message.sender,
            author_agency=message.sender_agency,
        )
        return self.with_surroundings(work, case, message.about) or Refused("about_row")

    def _ping_case(
        self, work: UnitOfWork, rules: SiteRules, actor: Actor, item: SealedItem, moment: datetime
    ) -> Case | Refused:
        ping = work.session.get(Ping, PingRef(item.subject), populate_existing=True)
        if ping is None or not self._rows.row_holds(ping):
            return Refused("ping_row")
        if ping.over_by(moment, timedelta(hours=rules.clocks.view_hours)):
            return Refused("view_over")
        case = Case(
            actor=actor,
            role=Role(item.role) if item.role else None,
            basis=Basis(item.basis),
            category=Category.LEGAL_CALENDAR,
            purpose=Purpose(ping.purpose),
            moment=moment,
            today=rules.today(moment),
            author=ping.asker,
            author_agency=ping.asker_agency,
        )
        # Whoever asked by number opens what they wrote, in the same way whether anybody is known by it.
        if not ping.participant or (case.basis is Basis.OWN and Side(ping.side) in BLIND):
            return case
        return self.with_surroundings(work, case, ping.participant) or Refused("about_row")

    def _conference_case(
        self, work: UnitOfWork, rules: SiteRules, actor: Actor, item: SealedItem, moment: datetime
    ) -> Case | Refused:
        conference = work.session.get(Conference, ConferenceRef(item.subject), populate_existing=True)
        if conference is None or not self._rows.row_holds(conference):
            return Refused("conference_row")
        # Its authors and the care team read what is theirs anyway; everybody else only around the hour.
        invited = Basis(item.basis) in {Basis.CONSENT, Basis.REFERRAL}
        before, after = rules.conference.window()
        if invited and not conference.opens_at(moment, before, after):
            return Refused("view_over")
        case = _handed(
            actor, item, rules, moment, Category.ENGAGEMENT, conference.asker, conference.asker_agency
        )
        if conference.about == About.POTENTIAL:
            return replace(
                case, potential=True, author=_contributor(work, case, item, conference.asker_agency)
            )
        return self.with_surroundings(work, case, conference.participant) or Refused("about_row")

    def _action_case(
        self, work: UnitOfWork, rules: SiteRules, actor: Actor, item: SealedItem, moment: datetime
    ) -> Case | Refused:
        action = work.session.get(Action, ActionRef(item.subject), populate_existing=True)
        if action is None or not self._rows.row_holds(action):
            return Refused("action_row")
        view = timedelta(hours=rules.clocks.view_hours)
        if action.settled_at is not None and moment >= action.settled_at + view:
            return Refused("view_over")
        case = _handed(
            actor, item, rules, moment, Category.BARRIERS, action.proposed_by, action.proposer_agency
        )
        if not action.participant:
            return replace(case, potential=True)
        return self.with_surroundings(work, case, action.participant) or Refused("about_row")

    def with_surroundings(self, work: UnitOfWork, case: Case, about: str) -> Case | None:
        """The case with the participant or referral it is about; None where its row does not hold.

        Raises:
            Unsafe: the journal does not hold.
        """
        if about.startswith("C-"):
            circle = circle_of(work, self._rows, ParticipantRef(about))
            return replace(case, circle=circle) if circle else None
        referral = self._referral(work, about)
        return replace(case, referral=referral) if referral else None

    def _referral(self, work: UnitOfWork, ref: str) -> Referral | None:
        row = work.session.get(Referral, ReferralRef(ref), populate_existing=True)
        return row if row is not None and self._rows.row_holds(row) else None


def _contributor(work: UnitOfWork, case: Case, item: SealedItem, agency: str) -> SlackUserId:
    """Whose words an author's item of a potential referral's conference holds.

    Several of one agency may write, each an envelope of their own; its sender is bound to the ciphertext.
    """
    if case.basis is not Basis.OWN or item.recipient == case.author:
        return case.author
    written = select(Envelope.id).where(
        Envelope.subject == item.subject,
        Envelope.custodian == agency,
        Envelope.sender.endswith(f":{item.recipient}"),
    )
    found = work.session.scalar(written.limit(1)) is not None
    return item.recipient if found else case.author


def _handed(
    actor: Actor,
    item: SealedItem,
    rules: SiteRules,
    moment: datetime,
    category: Category,
    author: SlackUserId,
    author_agency: str,
) -> Case:
    """What a conference, or an action that came of one, is judged by."""
    return Case(
        actor=actor,
        role=Role(item.role) if item.role else None,
        basis=Basis(item.basis),
        category=category,
        purpose=Purpose.CONFERENCE,
        moment=moment,
        today=rules.today(moment),
        author=author,
        author_agency=author_agency,
    )
