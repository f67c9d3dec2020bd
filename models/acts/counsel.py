"""Counsel is told of a date in court: by one tap, and only who a live release names."""

from __future__ import annotations

from sqlalchemy import Select, select

from models.access import Case, refusal
from models.acts.folder import keeper
from models.acts.ping import NewPing, ask
from models.acts.ping_people import PURPOSE, READER
from models.classes import Basis, Category
from models.court_matter import CourtMatter
from models.duties import Duty
from models.errors import AlreadyChanged, HearingOver, NotAvailable, NotCovered
from models.participant import Circle, circle_of
from models.people import active_with
from models.ping import Ask, Ping, Side
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Refused, Shelf

LINE = "LEAD is working on attendance."
_CLASS = Category.LEGAL_CALENDAR
_SIDE = Side.COUNSEL


def counsel_of(scene: Scene, circle: Circle) -> tuple[str, ...]:
    """The defence agencies of which somebody may be told of the participant's dates today."""
    today = scene.rules.today(scene.moment)
    role = READER[_SIDE]
    found = set()
    for actor in active_with(scene.work, scene.vault.rows, role, today):
        case = Case(
            actor=actor,
            role=role,
            basis=Basis.CONSENT,
            category=_CLASS,
            purpose=PURPOSE[_SIDE],
            moment=scene.moment,
            today=today,
            author=SlackUserId(scene.user),
            author_agency="",
            circle=circle,
        )
        if not circle.closed and refusal(case) is None:
            found.add(actor.agency)
    return tuple(sorted(found))


def tell_counsel(scene: Scene, matter_id: str) -> tuple[Ping, ...]:
    """Tell the public defenders whom a live release names: the date, the court, their own case's number.

    Nothing else of the matter goes along. Raises:
        NotAvailable: not the acting person's to tell, or no such matter.
        HearingOver: the matter has no date to come.
        NotCovered: no live release names counsel for court dates.
        AlreadyChanged: they have been told of this very date.
    """
    matter = scene.work.session.get(CourtMatter, matter_id)
    if matter is None:
        raise NotAvailable
    ref = matter.participant
    keeper(scene, ref, Duty.ASK)
    if not scene.vault.rows.row_holds(matter) or matter.closed_at is not None:
        raise NotAvailable
    if matter.hearing_at is None or matter.hearing_at <= scene.moment:
        raise HearingOver
    left = _not_told(scene, matter)
    fields = {"number": _number(scene, ref, matter), "line": Sensitive(LINE)}
    return tuple(
        ask(
            scene,
            NewPing(
                side=_SIDE,
                ask=Ask.HEARING,
                participant=ref,
                office=agency,
                details={_CLASS: fields},
                court=matter.court,
                matter=matter.id,
                hearing_at=matter.hearing_at,
            ),
        )
        for agency in left
    )


def _not_told(scene: Scene, matter: CourtMatter) -> list[str]:
    """The agencies whom a release names, and who have not heard of this very date.

    Raises:
        NotCovered, AlreadyChanged: as `tell_counsel`.
    """
    circle = circle_of(scene.work, scene.vault.rows, matter.participant)
    agencies = counsel_of(scene, circle) if circle else ()
    if not agencies:
        raise NotCovered(frozenset({_CLASS}))
    told = {
        row.office
        for row in scene.work.session.scalars(_told_of(matter))
        if row.hearing_at == matter.hearing_at and scene.vault.rows.row_holds(row)
    }
    left = [agency for agency in agencies if agency not in told]
    if not left:
        raise AlreadyChanged("told")
    return left


def _told_of(matter: CourtMatter) -> Select[Ping]:
    return select(Ping).where(Ping.matter == matter.id, Ping.side == _SIDE.value, Ping.closed_at.is_(None))


def _number(scene: Scene, ref: ParticipantRef, matter: CourtMatter) -> Sensitive:
    """The case's number off its page: opened for whoever taps, and in the log like any look."""
    opened = scene.vault.folders.open(
        scene.work,
        scene.rules,
        scene.user,
        ref,
        [Shelf.COURT],
        duty=Duty.ASK,
        moment=scene.moment,
        request_id=scene.key,
    )
    if isinstance(opened, Refused):
        raise NotAvailable
    page = next((page for page in opened.pages if page.id == matter.page), None)
    return page.fields.get("number", Sensitive("")) if page else Sensitive("")
