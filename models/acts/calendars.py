"""Hearings nobody typed: rows of court calendars become possible dates, confirmed or dropped by the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from models.acts.folder import keeper
from models.acts.hearing_reminders import remind, tell_team, told_of
from models.acts.matters import NUMBER, Matter, keep_matter
from models.audit import Verb
from models.calendar_row import CalendarFile, CalendarRow
from models.classes import Category
from models.consent import new_id
from models.court_matter import Arose, CourtMatter, PossibleHearing
from models.due import DueStep, Planned, Step, call_off, plan
from models.duties import Duty
from models.errors import AlreadyChanged, NotAvailable
from models.notice import Kind
from models.participant import Circle, circle_of
from models.people import Account, Actor, agency_kind
from models.scene import Scene
from models.schema import ParticipantRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from models.vault.docket import Found
from models.vault.pages import Shelf

# What the page of a possible date holds, by the field's id. The names differ from those of a matter's page.
SAID_NAME, SAID_BORN, SAID_NUMBER, SAID_KIND = "said_name", "said_born", "said_number", "said_kind"
_BY_ITSELF = SlackUserId("bot")
# A booking has no hearing whose day would end it: so long somebody may say whose it is.
_BOOKING_KEPT = timedelta(days=14)
_SEALED_UNDER = Category.LEGAL_CALENDAR


def look(
    scene: Scene, rows: Sequence[CalendarRow], heard: Callable[[int], object] = lambda _: None
) -> tuple[Found, ...]:
    """Hold the rows against who is known; reads only. `heard`: told of the number of rows looked at."""
    return scene.vault.docket.look(scene.work, rows, heard)


def write_down(scene: Scene, file: CalendarFile, found: Sequence[Found]) -> None:
    """Seal what may be somebody's for their team, and tell them by reference; all the rest is dropped.

    A row that stands already, settled or not, is left as it is. The audit keeps how many rows were read
    and refused, and nothing of how many were anybody's.
    """
    concerned: dict[ParticipantRef, Circle] = {}
    for one in found:
        circle = circle_of(scene.work, scene.vault.rows, one.participant)
        if circle is None or circle.closed or _stands(scene, one.digest):
            continue
        _keep(scene, circle, one, file.rows[one.place])
        concerned[one.participant] = circle
    for ref, circle in concerned.items():
        key = f"{ref}:{rfc3339(scene.moment)}"
        tell_team(scene, ref, Kind.POSSIBLE_MATCH, told_of(scene, circle), key)
    scene.note(Verb.HEARINGS_READ, (), f"rows:{len(file.rows)}:refused:{len(file.refused)}")


def possible_of(scene: Scene, ref: ParticipantRef) -> list[PossibleHearing]:
    """What waits for the team's word, the next hearing first."""
    query = select(PossibleHearing).where(
        PossibleHearing.participant == ref, PossibleHearing.settled_at.is_(None)
    )
    held = [row for row in scene.work.session.scalars(query) if scene.vault.rows.row_holds(row)]
    return sorted(held, key=lambda row: (row.hearing_at is None, rfc3339(row.hearing_at), row.id))


def confirm(scene: Scene, ref: ParticipantRef, possible: str) -> CourtMatter:
    """It is theirs: the known case gets this hearing, or a new one is written down.

    A hearing that is over meanwhile is not taken over; the case is.

    Raises:
        NotAvailable: not theirs to say, or no such row.
        AlreadyChanged: somebody has said it already.
        UnknownCourt: the site file names that court no more.
        Unsafe: a key is missing, or a page was altered.
    """
    actor = keeper(scene, ref, Duty.KEEP_COURT)
    row = _waiting(scene, ref, possible)
    said = _taken_out(scene, actor, row)
    number = said.get(SAID_NUMBER)
    ahead = row.hearing_at if row.hearing_at is not None and row.hearing_at > scene.moment else None
    known = _known_matter(scene, row)
    details = {NUMBER: number} if number else {}
    if known is None:
        kept = keep_matter(scene, ref, Matter(row.court, Arose.UNKNOWN, ahead, details))
    else:
        hearing_at = ahead or known.hearing_at
        kept = keep_matter(scene, ref, Matter(known.court, Arose(known.arose), hearing_at), of=known.id)
    row.matter = kept.id
    _settle(scene, row, scene.user, "theirs")
    return kept


def not_theirs(scene: Scene, ref: ParticipantRef, possible: str) -> None:
    """It is somebody else's: what the row said is deleted, and the same row asks nobody again.

    Raises:
        NotAvailable, AlreadyChanged: as `confirm`.
    """
    actor = keeper(scene, ref, Duty.KEEP_COURT)
    row = _waiting(scene, ref, possible)
    _taken_out(scene, actor, row)
    _settle(scene, row, scene.user, "not_theirs")


def take_step(scene: Scene, step: DueStep) -> str:
    """A hearing is near, or over: of a matter the team is told; a possible date that is over is dropped."""
    matter = scene.work.session.get(CourtMatter, step.subject)
    if matter is not None:
        return remind(scene, matter, step.key, over=step.step == Step.HEARING_OVER)
    row = scene.work.session.get(PossibleHearing, step.subject)
    if row is None or row.settled_at is not None:
        return "gone"
    _forget_page(scene, row)
    _settle(scene, row, _BY_ITSELF, "over")
    return "dropped"


def step_given_up(scene: Scene, step: DueStep) -> None:
    """A reminder that could not be taken for a day: the team is told of a date near, whatever hindered it."""
    matter = scene.work.session.get(CourtMatter, step.subject)
    circle = circle_of(scene.work, scene.vault.rows, matter.participant) if matter else None
    if circle is not None and not circle.closed:
        tell_team(scene, circle.ref, Kind.HEARING_NEAR, told_of(scene, circle), f"given_up:{step.key}")


def _stands(scene: Scene, digest: str) -> bool:
    query = select(PossibleHearing.id).where(PossibleHearing.digest == digest)
    return scene.work.session.scalar(query) is not None


def _keep(scene: Scene, circle: Circle, found: Found, read: CalendarRow) -> None:
    said = {SAID_NAME: read.name, SAID_BORN: read.born, SAID_NUMBER: read.number}
    fields = {name: text for name, text in said.items() if text} | {SAID_KIND: Sensitive(read.kind.value)}
    page = scene.vault.pages.write(
        scene.work,
        _in_the_teams_name(circle),
        circle.ref,
        Shelf.POSSIBLE,
        _SEALED_UNDER,
        fields,
        moment=scene.moment,
    )
    row = PossibleHearing(
        id=new_id(),
        participant=circle.ref,
        matter=found.matter,
        court=read.court,
        hearing_at=read.hearing_at,
        page=page,
        digest=found.digest,
        found_at=scene.moment,
        version=1,
        mac=b"",
    )
    scene.vault.rows.sign_row(row)
    scene.work.session.add(row)
    scene.work.session.flush()
    ends = read.hearing_at or scene.moment + _BOOKING_KEPT
    plan(scene.work, [Planned(Step.HEARING_OVER, row.id, ends, f"{Step.HEARING_OVER.value}:{row.id}")])


def _in_the_teams_name(circle: Circle) -> Actor:
    """Nobody typed it: it is kept for the team's agency, whose record it is from now on."""
    return Actor(
        user=_BY_ITSELF,
        display_name="",
        agency=circle.agency,
        kind=agency_kind(circle.agency),
        roles=frozenset(),
        regions=frozenset(),
        account=Account.ANY,
    )


def _waiting(scene: Scene, ref: ParticipantRef, possible: str) -> PossibleHearing:
    """The row, locked, while it waits for the team's word."""
    query = select(PossibleHearing).where(PossibleHearing.id == possible).with_for_update()
    row = scene.work.session.scalar(query.execution_options(populate_existing=True))
    if row is None or row.participant != ref or not scene.vault.rows.row_holds(row):
        raise NotAvailable
    if row.settled_at is not None:
        raise AlreadyChanged("possible")
    return row


def _known_matter(scene: Scene, row: PossibleHearing) -> CourtMatter | None:
    """The case that the row named by its number, if it is open still and theirs."""
    found = scene.work.session.get(CourtMatter, row.matter, populate_existing=True) if row.matter else None
    if found is None or found.closed_at is not None or found.participant != row.participant:
        return None
    return found if scene.vault.rows.row_holds(found) else None


def _taken_out(scene: Scene, actor: Actor, row: PossibleHearing) -> Mapping[str, Sensitive]:
    """What the row said, for the last time: its page is deleted."""
    said: dict[str, Sensitive] = {}

    def read(before: Mapping[str, Sensitive]) -> Mapping[str, Sensitive]:
        said.update(before)
        return {}

    scene.vault.pages.rewrite(
        scene.work,
        actor,
        row.participant,
        Shelf.POSSIBLE,
        _SEALED_UNDER,
        read,
        moment=scene.moment,
        page=row.page,
    )
    return said


def _forget_page(scene: Scene, row: PossibleHearing) -> None:
    try:
        scene.vault.pages.remove(scene.work, row.participant, Shelf.POSSIBLE, row.page)
    except NotAvailable:  # it is gone already, and that is what was wanted
        return


def _settle(scene: Scene, row: PossibleHearing, by: SlackUserId, how: str) -> None:
    row.settled_at, row.settled_by, row.page = scene.moment, by, ""
    row.version += 1
    scene.vault.rows.sign_row(row)
    scene.work.session.flush()
    if by != _BY_ITSELF:
        call_off(scene.work, row.id, (Step.HEARING_OVER,), scene.moment)
    scene.note(Verb.MATTER_KEPT, (row.participant, row.id), how)
