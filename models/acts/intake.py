"""The intake's clock: begins at the meeting, reminds case management, and asks people when it is over."""

from __future__ import annotations

from datetime import datetime, time

from models.acts.paging import project_managers
from models.audit import Verb
from models.deadlines import days_before, end_of_local_day
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import AlreadyChanged, NotAllowed
from models.notice import Kind, NewNotice, Urgency, post
from models.people import Role, find_actor
from models.referral import Door, Referral, State, locked
from models.scene import Scene
from models.schema import ReferralRef, SlackUserId

_MORNING = time(9)
_STEPS = (Step.INTAKE_REMINDER, Step.INTAKE_OVER)


def begin_intake(scene: Scene, referral: Referral) -> None:
    """Start the clock of a referral that was just met (locked by the caller, who signs it).

    Two clocks: the intake itself, in local calendar days up to 23:59:59; and, for an arrest diversion, the
    filing hold, which begins with the same end and which only the prosecutor's office extends.
    """
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


def intake_done(scene: Scene, referral: Referral) -> None:
    """Assessment is complete: no reminder comes any more (the caller has moved the state)."""
    call_off(scene.work, referral.ref, _STEPS, scene.moment)


def take_step(scene: Scene, step: DueStep) -> str:
    """A reminder, or the end of the clock. The state stays; nothing goes to the filing side."""
    referral = locked(scene.work, ReferralRef(step.subject))
    if not scene.vault.rows.row_holds(referral) or referral.state != State.MET:
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


def extend_filing(scene: Scene, referral: Referral, until: datetime) -> None:
    """The prosecutor's office holds filing longer; the intake's own clock is not theirs to move.

    Raises:
        NotAllowed: not a liaison prosecutor, or no such clock here.
        AlreadyChanged: the new end is not later than the present one.
    """
    actor = find_actor(scene.work, scene.vault.rows, scene.user, scene.rules.today(scene.moment))
    if not actor.holds(Role.LIAISON_PROSECUTOR) or referral.filing_ends_at is None:
        raise NotAllowed
    if until <= referral.filing_ends_at:
        raise AlreadyChanged(referral.state)
    referral.filing_ends_at = until
    referral.version += 1
    scene.vault.rows.sign_row(referral)
    scene.note(Verb.INTAKE_EXTENDED, (referral.ref,))


def _asked(scene: Scene, referral: Referral, *, managers_too: bool) -> list[SlackUserId]:
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    if referral.case_manager is None:
        return managers
    return list(dict.fromkeys([referral.case_manager, *(managers if managers_too else [])]))
