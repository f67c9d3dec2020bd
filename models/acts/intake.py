"""The intake's clock: begins at the meeting, reminds case management, and asks people when it is over."""

from __future__ import annotations

from datetime import datetime, time

from models.acts.closed_loop import follow
from models.acts.paging import project_managers
from models.audit import Verb
from models.classes import Basis
from models.deadlines import days_before, end_of_local_day
from models.due import DueStep, Planned, Step, call_off, plan
from models.envelope import SealedItem
from models.errors import AlreadyChanged, NotAllowed, NotAvailable, NotOnRoster
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Role, find_actor
from models.referral import Door, Referral, State, locked
from models.scene import Scene, the_actor
from models.schema import Handle, ReferralRef, SlackUserId

_MORNING = time(9)
_STEPS = (Step.INTAKE_REMINDER, Step.INTAKE_OVER)
# Somebody released before anybody met them stands where they stood, and their time runs all the same.
_BEFORE_MEETING = frozenset({State.DISPATCHED, State.NOT_MET})
_RUNS_IN = _BEFORE_MEETING | {State.MET}


def begin_intake(scene: Scene, referral: Referral) -> None:
    """Start the clock of a referral that was just met or released (locked by the caller, who signs it).

    Two clocks: the intake itself, in local calendar days of the site up to 23:59:59; and, for an arrest
    diversion, the filing hold, which begins with the same end and which only the prosecutor's office extends.
    A clock that runs already goes on. A meeting also begins the one line that the referrer hears later.
    """
    follow(scene, referral)
    if referral.intake_ends_at is not None:
        return
    zone, clocks = scene.rules.zone_of(), scene.rules.clocks
    ends = end_of_local_day(scene.moment, clocks.intake_days, zone)
    referral.intake_ends_at = ends
    if referral.door == Door.ARREST_DIVERSION:
        referral.filing_ends_at = ends
    reminders = [
        (Step.INTAKE_REMINDER, days_before(ends, days, _MORNING, zone), days)
        for days in clocks.intake_reminder_days
    ]
    plan(
        scene.work,
        [
            Planned(step, referral.ref, at, f"{step.value}:{referral.ref}:{days}")
            for step, at, days in (*reminders, (Step.INTAKE_OVER, ends, 0))
            if at > scene.moment
        ],
    )


def released(scene: Scene, handle: Handle) -> Referral:
    """The officer let the person go, and nobody has met them yet: the time to begin with them runs from now.

    `handle`: the officer's own item.

    Raises:
        NotAvailable: not the officer's own item.
        NotAllowed: not an arrest diversion, or their seat is another now.
        AlreadyChanged: the time runs already, or it is over.
        NotOnRoster: no seat now.
    """
    item = scene.work.session.get(SealedItem, handle)
    mine = item is not None and item.recipient == scene.user and item.basis == Basis.OWN.value
    if item is None or not mine or item.withdrawn_at is not None:
        raise NotAvailable
    actor = the_actor(scene)
    referral = locked(scene.work, ReferralRef(item.subject))
    theirs = (referral.referrer, referral.referrer_agency) == (actor.user, actor.agency)
    if not theirs or referral.door != Door.ARREST_DIVERSION or not scene.vault.rows.row_holds(referral):
        raise NotAllowed
    if not may_be_released(Door(referral.door), State(referral.state), referral.intake_ends_at):
        raise AlreadyChanged(referral.state)
    begin_intake(scene, referral)
    referral.version += 1
    scene.vault.rows.sign_row(referral)
    scene.note(Verb.REFERRAL_CHANGED, (referral.ref,), "released")
    return referral


def may_be_released(door: Door, state: State, intake_ends_at: datetime | None) -> bool:
    """Whether "Released to LEAD" would begin the time now."""
    return door is Door.ARREST_DIVERSION and state in _BEFORE_MEETING and intake_ends_at is None


def intake_done(scene: Scene, referral: Referral) -> None:
    """Assessment is complete: no reminder comes any more (the caller has moved the state)."""
    call_off(scene.work, referral.ref, _STEPS, scene.moment)


def take_step(scene: Scene, step: DueStep) -> str:
    """A reminder, or the end of the clock. The state stays; nothing goes to the filing side."""
    referral = locked(scene.work, ReferralRef(step.subject))
    if not scene.vault.rows.row_holds(referral) or referral.state not in _RUNS_IN:
        return "settled"
    over = Step(step.step) is Step.INTAKE_OVER
    kind = Kind.INTAKE_OVER if over else Kind.INTAKE_DUE
    people = _asked(scene, referral, managers_too=over)
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(kind, one, f"{step.key}:{one}"[:160], subject=referral.ref, urgency=Urgency.ROUTINE)
            for one in people
        ],
    )
    return "asked" if people else "nobody"


def _asked(scene: Scene, referral: Referral, *, managers_too: bool) -> list[SlackUserId]:
    """Whoever it was given to; the project managers while it is nobody's, and at the end beside them."""
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    holder = _case_manager(scene, referral)
    if holder is None:
        return managers
    return list(dict.fromkeys([holder, *(managers if managers_too else [])]))


def _case_manager(scene: Scene, referral: Referral) -> SlackUserId | None:
    """The one it was given to, while they have the role."""
    if referral.case_manager is None:
        return None
    today = scene.rules.today(scene.moment)
    try:
        actor = find_actor(scene.work, scene.vault.rows, referral.case_manager, today)
    except NotOnRoster:
        return None
    return actor.user if actor.holds(Role.CASE_MANAGER) else None
