"""What whoever referred hears later: the same few sentences on the same days, whatever has come of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from models.audit import Verb
from models.classes import RELEASABLE, Category
from models.database import UnitOfWork
from models.deadlines import after_minutes, local_moment
from models.due import DueStep, Planned, Step, call_off, plan
from models.notice import Kind, NewNotice, Urgency, post
from models.participant import Circle, Participant, circle_of
from models.people import Actor, Role
from models.referral import OVER, Door, Referral, State, locked
from models.scene import Scene
from models.schema import ReferralRef, RowSeal
from models.states import Reason

# So often the fixed line is said, then nothing more: to everybody, whatever has come of it.
TIMES = 6
_MORNING = time(9)
_STEPS = (Step.FIXED_LINE,)
# Told at once, and with the cause: it lies with us, or the referrer took the referral back.
_SAID_WHY = frozenset({Reason.CAPACITY.value, Reason.OUTSIDE_AREA.value, Reason.REFERRER_WITHDREW.value})


def follow(scene: Scene, referral: Referral) -> None:
    """Plan what its referrer hears from the state it stands in now (locked by the caller).

    May be asked again at any time: what is planned stays as it is. Community: one receipt, once nobody has
    been out within the site's outreach hours. Others: while it waits for a place, an update every so many
    local days; after a meeting, or an end whose cause may lie with the person, the fixed line.
    """
    if referral.door == Door.COMMUNITY:
        minutes = scene.rules.clocks.outreach_hours * 60
        _plan(scene, referral, [("receipt", after_minutes(referral.submitted_at, minutes))])
        return
    if referral.met_at is None:
        call_off(scene.work, referral.ref, _STEPS, scene.moment)
    if referral.state == State.WAITLISTED:
        _wait_on(scene, referral, referral.waitlisted_at or scene.moment)
    elif begun := _begun(referral):
        _plan(
            scene,
            referral,
            [(f"line:{number}", _on_day(scene, referral, begun, number)) for number in range(1, TIMES + 1)],
        )


def been_out_key(ref: ReferralRef) -> str:
    """The one key of a community referrer's second receipt, whoever posts it first."""
    return f"been_out:{ref}"


def take_step(scene: Scene, step: DueStep) -> str:
    """Say what is due; answers a short code."""
    referral = locked(scene.work, ReferralRef(step.subject))
    if not scene.vault.rows.row_holds(referral):
        return "settled"
    if referral.door == Door.COMMUNITY:
        return _second_receipt(scene, referral)
    if referral.state == State.WAITLISTED:
        _say(scene, referral, Kind.WAITING, step.key)
        _wait_on(scene, referral, step.planned_for)
        return "waits"
    if _begun(referral) is None:
        return "settled"
    _say(scene, referral, Kind.FIXED_LINE, step.key)
    return "said"


def works_together(work: UnitOfWork, seal: RowSeal, reader: Actor, referral: Referral, today: date) -> bool:
    """Whether a live release lets this officer's agency hear that the team and the person work together.

    It is asked only about a referral of the officer's own, and only the one fact is answered.
    """
    if not reader.holds(Role.OFFICER) or referral.met_at is None:
        return False
    return any(names(circle, reader, Role.OFFICER, today) for circle in circles_of(work, seal, referral.ref))


def circles_of(work: UnitOfWork, seal: RowSeal, ref: ReferralRef) -> list[Circle]:
    """The open circles that began with this referral; normally one or none."""
    query = select(Participant.ref).where(Participant.referral == ref, Participant.closed_at.is_(None))
    found = (circle_of(work, seal, one) for one in work.session.scalars(query))
    return [circle for circle in found if circle is not None and not circle.closed]


def names(circle: Circle, reader: Actor, role: Role, today: date) -> bool:
    """Whether a release that runs today tells this reader's agency, in this role, how the work goes on."""
    return any(
        consent.covers(reader, role, Category.ENGAGEMENT, purpose, today)
        for consent in circle.consents
        for purpose in RELEASABLE
    )


def _begun(referral: Referral) -> datetime | None:
    """Since when there is only the fixed line to say; None while there is something else."""
    if referral.met_at is not None:
        return referral.met_at
    silent = referral.state in OVER and referral.reason not in _SAID_WHY
    return referral.closed_at if silent else None


def _on_day(scene: Scene, referral: Referral, begun: datetime, number: int) -> datetime:
    """In the morning, so many rhythms of local calendar days later: the hour of an act is told by none."""
    zone = scene.rules.zone_of(referral.region)
    days = timedelta(days=scene.rules.clocks.fixed_line_days * number)
    return local_moment(begun.astimezone(zone).date() + days, _MORNING, zone)


def _wait_on(scene: Scene, referral: Referral, since: datetime) -> None:
    at = _on_day(scene, referral, since, 1)
    _plan(scene, referral, [(f"waiting:{at.date()}:{referral.version}", at)])


def _plan(scene: Scene, referral: Referral, steps: Iterable[tuple[str, datetime]]) -> None:
    kind = Step.FIXED_LINE
    plan(
        scene.work,
        [Planned(kind, referral.ref, at, f"{kind.value}:{referral.ref}:{what}") for what, at in steps],
    )


def _second_receipt(scene: Scene, referral: Referral) -> str:
    # Where the area or our room was said to be the cause, nothing is left to say.
    if referral.reason in _SAID_WHY and referral.state in OVER:
        return "settled"
    _say(scene, referral, Kind.NOT_MET, been_out_key(referral.ref))
    return "said"


def _say(scene: Scene, referral: Referral, kind: Kind, key: str) -> None:
    scene.note(Verb.NOTICE_POSTED, (referral.ref,), kind.value)
    notice = NewNotice(kind, referral.referrer, key, subject=referral.ref, urgency=Urgency.ROUTINE)
    post(scene.work, scene.moment, [notice])
