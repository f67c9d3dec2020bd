"""The vault's calendar of hearings: for a care team of its people, for an office of whom a release names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models import cipher
from models.access import Case, covering, refusal
from models.caseload import caseload
from models.classes import Basis, Category, Purpose
from models.consent import Consent
from models.court_matter import CourtMatter
from models.database import UnitOfWork
from models.errors import NotOnRoster, Unsafe
from models.people import Actor, Role, find_actor
from models.schema import ParticipantRef, SlackUserId
from models.second_factor import require_passkey
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault.docket import NUMBER
from models.vault.judging import UNREADABLE, Judge, Refused
from models.vault.pages import Pages, Shelf
from models.vault.recording import Asked, Recorder, Shown
from models.vault.rows import RowSealer

# Who has a calendar, in the order in which a role is looked for.
TEAM_ROLES = (Role.CASE_MANAGER, Role.LEGAL_SYSTEM_ADVOCATE)
OFFICE_ROLE = Role.LIAISON_PROSECUTOR
_CLASS = Category.LEGAL_CALENDAR
_MOST = 45  # each may stand under a day of its own, and a view holds a hundred blocks


@dataclass(frozen=True, repr=False)
class Hearing:
    """One line: whose, at which court, when; the number only where one is written down."""

    ref: ParticipantRef
    matter: str
    court: str
    at: datetime
    number: Sensitive | None


@dataclass(frozen=True, repr=False)
class OpenCalendar:
    """What somebody sees. `more`: further hearings lie behind these. Lives only until the view is built."""

    hearings: tuple[Hearing, ...]
    more: bool


class Calendars:
    """Opens calendars. There is no grant: every participant is judged anew at every look."""

    def __init__(self, pages: Pages, recorder: Recorder, judge: Judge, rows: RowSealer) -> None:
        self._pages = pages
        self._recorder = recorder
        self._judge = judge
        self._rows = rows

    def whose(
        self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, moment: datetime
    ) -> Mapping[ParticipantRef, Case] | Refused:
        """Whose hearings somebody may see now, each with the case as it was judged; nobody is an answer."""
        if self._recorder.halted:
            return Refused("halted")
        try:
            actor = find_actor(work, self._rows, user, rules.today(moment))
            if not self._judge.journal_whole(work):
                return Refused("journal")
            cases = self._cases(work, rules, actor, moment)
            if cases is None:
                return Refused("no_calendar")
            return {case.circle.ref: case for case in cases if case.circle and refusal(case) is None}
        except NotOnRoster:
            return Refused("roster")
        except Unsafe:
            return Refused("journal")
        except UNREADABLE:
            return Refused("altered")

    def open(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        *,
        moment: datetime,
        request_id: str = "",
    ) -> OpenCalendar | Refused:
        """Judge, write it down, unseal the numbers. The caller commits before it shows anything.

        Who is named by nobody's release, and whose people have no hearing, see the same. Raises:
            PasskeyWanted: the site wants one for court dates.
        """
        asked = Asked(user, moment, request_id)
        self._recorder.take_turn(work)
        cases = self.whose(work, rules, user, moment)
        if isinstance(cases, Refused):
            return self._recorder.refused(work, asked, cases.reason)
        rows = self._rows_of(work, cases, moment)
        require_passkey(work, rules, lambda: {_CLASS})
        try:
            hearings = self._hearings(work, rows[:_MOST])
        except (cipher.Unopenable, Unsafe, *UNREADABLE):
            return self._recorder.refused(work, asked, "unopenable")
        seen = dict.fromkeys(hearing.ref for hearing in hearings)
        self._recorder.granted(
            work, asked, tuple(seen), "calendar", [_accounted(ref, cases[ref]) for ref in seen]
        )
        return OpenCalendar(hearings, more=len(rows) > _MOST)

    def _cases(
        self, work: UnitOfWork, rules: SiteRules, actor: Actor, moment: datetime
    ) -> Iterable[Case] | None:
        """Every case to be judged; None for somebody who has no calendar."""
        role = next((role for role in TEAM_ROLES if actor.holds(role)), None)
        if role is not None:
            refs = [person.ref for person in caseload(work, self._rows, actor)]
            # Who stands in a circle in the second of two roles sees it in that one.
            roles = [role for role in TEAM_ROLES if actor.holds(role)]
            return [
                case
                for ref in refs
                for role in roles
                if (case := self._case(work, rules, actor, role, Basis.CARE_TEAM, ref, moment))
                and case.circle is not None
                and case.circle.has(actor, role)
            ]
        if actor.holds(OFFICE_ROLE):
            refs = _named(work, actor)
            cases = (self._case(work, rules, actor, OFFICE_ROLE, Basis.CONSENT, ref, moment) for ref in refs)
            return [case for case in cases if case and case.circle and not case.circle.closed]
        return None

    def _case(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        actor: Actor,
        role: Role,
        basis: Basis,
        ref: ParticipantRef,
        moment: datetime,
    ) -> Case | None:
        case = Case(
            actor=actor,
            role=role,
            basis=basis,
            category=_CLASS,
            purpose=Purpose.COURT,
            moment=moment,
            today=rules.today(moment),
            author=SlackUserId(""),
            author_agency="",
        )
        return self._judge.with_surroundings(work, case, ref)

    def _rows_of(
        self, work: UnitOfWork, cases: Mapping[ParticipantRef, Case], moment: datetime
    ) -> list[CourtMatter]:
        """The hearings to come, the next first; of an office only its own."""
        query = (
            select(CourtMatter)
            .where(
                CourtMatter.participant.in_(list(cases)),
                CourtMatter.closed_at.is_(None),
                CourtMatter.hearing_at > moment,
            )
            .order_by(CourtMatter.hearing_at, CourtMatter.id)
        )
        return [
            row
            for row in work.session.scalars(query)
            if self._rows.row_holds(row) and _is_theirs(row, cases[row.participant])
        ]

    def _hearings(self, work: UnitOfWork, rows: Sequence[CourtMatter]) -> tuple[Hearing, ...]:
        numbers = {
            page.id: page.fields.get(NUMBER)
            for ref in dict.fromkeys(row.participant for row in rows)
            for page in self._pages.read(work, ref, [Shelf.COURT], [_CLASS])
        }
        return tuple(
            Hearing(row.participant, row.id, row.court, row.hearing_at, numbers.get(row.page))
            for row in rows
            if row.hearing_at is not None
        )


def _named(work: UnitOfWork, actor: Actor) -> list[ParticipantRef]:
    """Whom a release of this office may name; each is judged."""
    query = select(Consent.participant).where(
        Consent.agency == actor.agency,
        Consent.role == OFFICE_ROLE.value,
        Consent.revoked_at.is_(None),
    )
    return sorted(set(work.session.scalars(query)))


def _is_theirs(row: CourtMatter, case: Case) -> bool:
    return case.basis is not Basis.CONSENT or row.office == case.actor.agency


def _accounted(ref: ParticipantRef, case: Case) -> Shown:
    consent = covering(case) if case.basis is Basis.CONSENT else None
    return Shown(
        about=ref,
        item=ref,
        reader=case.actor,
        role=case.role,
        categories=(_CLASS,),
        purpose=case.purpose,
        basis=case.basis,
        authority=(consent.id,) if consent else (),
    )
