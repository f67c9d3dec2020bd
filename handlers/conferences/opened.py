"""The brief on a reader's screen, and the thread's button that finds the reader's own item of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from handlers.conferences import views
from handlers.conferences.facts import OpenedConference, Step
from handlers.conferences.forms import BRIEF, BROUGHT
from handlers.conferences.notices import hour_words
from handlers.conferences.reading import STATE_WORDS
from handlers.deps import Ground
from handlers.desk import Face, Ready, Request
from handlers.naming import agency_words, shared_under
from models.acts.conference_coming import coming
from models.acts.conference_times import AHEAD, zone_of_group
from models.classes import Basis, Purpose
from models.conference import About, Conference, ConferenceSeat, ConferenceState, seats_at
from models.consent import Consent
from models.database import UnitOfWork
from models.envelope import SealedItem
from models.participant import Participant
from models.people import Member
from models.referral import Referral
from models.schema import ConferenceRef, ParticipantRef, SlackUserId
from models.site import SiteRules
from models.vault import Opened

_SCOPES = {
    Basis.OWN: "You see this because it is yours: you wrote it, or brought it to the table.",
    Basis.CARE_TEAM: "You see this because you work with this person, and while you do.",
    Basis.REFERRAL: "You see what their agency brought. Please say nothing of whether the person is known.",
}
_ORDER = (Basis.OWN.value, Basis.CARE_TEAM.value, Basis.CONSENT.value, Basis.REFERRAL.value)


def conference_face() -> Face:
    """The face by which the desk shows a brief."""

    def face(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
        conference = work.session.get_one(Conference, ConferenceRef(opened.subject), populate_existing=True)
        item = _opened(work, rules, conference, opened, request.user)
        return Ready(opened.subject, lambda told: views.opened_view(item, told))

    return face


class BriefEntry:
    """The thread's "Brief": the reader's own item of the conference; for everybody else the one refusal."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._face = conference_face()

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        opener = self._ground.vault.opener
        item = _own_item(work, request)
        if item is None:
            opener.refuse(work, request.user, "no_seat", moment=moment, request_id=request.request_id)
            return None
        opened = opener.open_item(
            work, rules, request.user, item.handle, moment=moment, request_id=request.request_id
        )
        if not isinstance(opened, Opened):
            return None
        return self._face(work, rules, opened, replace(request, handle=item.handle))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        item = _own_item(work, request)
        opener = self._ground.vault.opener
        return item is not None and opener.still_open(work, rules, request.user, item.handle, moment)


def _own_item(work: UnitOfWork, request: Request) -> SealedItem | None:
    query = select(SealedItem).where(
        SealedItem.subject == request.handle,
        SealedItem.subject.startswith("K-"),
        SealedItem.recipient == request.user,
        SealedItem.withdrawn_at.is_(None),
    )
    items = list(work.session.scalars(query.order_by(SealedItem.created_at.desc())))
    return min(items, key=lambda one: _ORDER.index(one.basis), default=None)


def _opened(
    work: UnitOfWork, rules: SiteRules, conference: Conference, opened: Opened, reader: SlackUserId
) -> OpenedConference:
    team = opened.basis is Basis.CARE_TEAM or (opened.basis is Basis.OWN and conference.asker == reader)
    return OpenedConference(
        handle=opened.handle,
        ref=conference.ref,
        state=ConferenceState(conference.state),
        standing=_standing(rules, conference),
        sender=f"{_name(work, conference.asker)}, {agency_words(conference.asker_agency)}",
        about=_about(work, conference, reader, team=team),
        guests=_guests(work, conference) if team else "",
        coming=coming(work, conference) if team else None,
        rows=tuple(_rows(opened, About(conference.about))),
        steps=_steps(work, conference, opened, reader, team=team),
        scope=_scope(work, opened),
    )


def _standing(rules: SiteRules, conference: Conference) -> str:
    if conference.state not in AHEAD:
        return STATE_WORDS[ConferenceState(conference.state)]
    group = rules.group(conference.group)
    zone = zone_of_group(rules, group) if group else rules.zone_of()
    return hour_words(conference.starts_at, conference.minutes, zone)


def _about(work: UnitOfWork, conference: Conference, reader: SlackUserId, *, team: bool) -> str:
    """The team is told which participant; the officer who referred them, by their own referral."""
    if team or not conference.participant.startswith("C-"):
        return conference.participant
    person = work.session.get(Participant, ParticipantRef(conference.participant))
    referral = work.session.get(Referral, person.referral) if person and person.referral else None
    return referral.ref if referral is not None and referral.referrer == reader else ""


def _guests(work: UnitOfWork, conference: Conference) -> str:
    seats = seats_at(work, conference.ref)
    return ", ".join(views.guest_words(_name(work, one.member), one.agency) for one in seats)


def _rows(opened: Opened, about: About) -> list[tuple[str, str]]:
    """In the order and words of its form; what was added later stands below what was written first."""
    labels = {name: one[0] for name, one in (BROUGHT if about is About.POTENTIAL else BRIEF).items()}
    said = [(name, text) for fields in opened.details.values() for name, text in fields.items()]
    order = list(labels)

    def place(one: tuple[str, object]) -> tuple[int, int]:
        name, _, later = one[0].partition(".")
        return int(later or 0), order.index(name) if name in order else len(order)

    return [
        (labels.get(name.partition(".")[0], "Added"), text.reveal()) for name, text in sorted(said, key=place)
    ]


def _steps(
    work: UnitOfWork, conference: Conference, opened: Opened, reader: SlackUserId, *, team: bool
) -> tuple[Step, ...]:
    if conference.state == ConferenceState.CLOSED:
        return ()
    if not team:
        return _steps_of_a_guest(work, conference, reader) if opened.basis is not Basis.OWN else ()
    person = conference.about == About.PERSON and conference.state in AHEAD
    move = conference.state != ConferenceState.BEGUN
    return (
        *((Step.INVITE,) if person else ()),
        *((Step.MOVE,) if move else ()),
        Step.CLOSE,
    )


def _steps_of_a_guest(work: UnitOfWork, conference: Conference, reader: SlackUserId) -> tuple[Step, ...]:
    seat = work.session.get(ConferenceSeat, (conference.ref, reader))
    asked = conference.state == ConferenceState.PROPOSED and seat is not None and not seat.answer
    return (Step.COMING, Step.STEP_BACK) if asked else (Step.STEP_BACK,)


def _scope(work: UnitOfWork, opened: Opened) -> str:
    consent = work.session.get(Consent, opened.authorities[0]) if opened.authorities else None
    if consent is None:
        return _SCOPES.get(opened.basis, _SCOPES[Basis.OWN])
    return shared_under(consent.agency, consent.role, Purpose.CONFERENCE, consent.expires_on)


def _name(work: UnitOfWork, user: str) -> str:
    member = work.session.get(Member, SlackUserId(user))
    return member.display_name if member else "somebody"
