"""When somebody looks at a referral again: the clock of each state, and what happens when it rings."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from models.acts.chain import settled
from models.acts.closed_loop import follow
from models.acts.decision import may_decide
from models.acts.intake import intake_done
from models.acts.paging import project_managers
from models.acts.waitlist import propose_next
from models.audit import Verb
from models.deadlines import days_before, next_working_day
from models.due import DueStep, Planned, Step, call_off, plan
from models.errors import AlreadyChanged, NotAllowed
from models.notice import Kind, NewNotice, Urgency, post
from models.referral import OVER, Referral, State, locked
from models.scene import Scene, the_actor
from models.schema import ReferralRef
from models.states import Move

_MORNING = time(9)
_REVIEW_CLOCKS = (Step.SCREENING_DUE, Step.WAITLIST_REVIEW, Step.OUTREACH_DUE)


def change_clocks(scene: Scene, referral: Referral) -> None:
    """The clocks of the former state end, that of the new one begins."""
    call_off(scene.work, referral.ref, _REVIEW_CLOCKS, scene.moment)
    state = State(referral.state)
    if state in OVER:
        settled(scene, referral)
    if state in OVER | {State.INTAKE_DONE}:
        intake_done(scene, referral)
    follow(scene, referral)
    plan_review(scene, referral)


def plan_review(scene: Scene, referral: Referral) -> None:
    """The next moment at which somebody is asked about a referral that waits."""
    zone = scene.rules.zone_of(referral.region)
    when: tuple[Step, datetime] | None = None
    match State(referral.state):
        case State.SUBMITTED | State.NEEDS_INFO:
            when = (Step.SCREENING_DUE, next_working_day(scene.moment, time(17), zone))
        case State.WAITLISTED:
            days = scene.rules.clocks.waitlist_review_days
            when = (Step.WAITLIST_REVIEW, days_before(scene.moment + timedelta(days=days), 0, _MORNING, zone))
        case State.DISPATCHED | State.NOT_MET:
            hours = timedelta(hours=scene.rules.clocks.outreach_hours)
            when = (Step.OUTREACH_DUE, scene.moment + hours)
        case _:
            return
    step, at = when
    key = f"{step.value}:{referral.ref}:{referral.version}:{at.date()}"
    plan(scene.work, [Planned(step, referral.ref, at, key)])


def keep_waiting(scene: Scene, ref: ReferralRef, *, seen: int | None = None) -> Referral:
    """It was looked at and goes on waiting: the next review is planned from today.

    It is whoever's may send outreach. `seen`: the version on the screen. Raises:
        NotAllowed: not theirs.
        AlreadyChanged: it does not wait any more, or somebody changed it meanwhile.
        NotOnRoster, UnknownReference: as they say.
    """
    actor = the_actor(scene)
    referral = locked(scene.work, ref)
    if not scene.vault.rows.row_holds(referral) or not may_decide(actor, referral, Move.SEND_OUTREACH):
        raise NotAllowed
    if seen is not None and referral.version != seen:
        raise AlreadyChanged(referral.state)
    referral.keep_waiting(scene.moment)
    scene.vault.rows.sign_row(referral)
    scene.work.session.flush()
    call_off(scene.work, referral.ref, (Step.WAITLIST_REVIEW,), scene.moment)
    plan_review(scene, referral)
    scene.note(Verb.REFERRAL_DECIDED, (referral.ref,), "keep_waiting")
    return referral


def take_step(scene: Scene, step: DueStep) -> str:
    """A review falls due: its owner is asked, and the next review is planned. Nobody expires by a clock."""
    referral = locked(scene.work, ReferralRef(step.subject))
    if not scene.vault.rows.row_holds(referral) or referral.closed_at is not None:
        return "settled"
    managers = project_managers(scene.work, scene.vault.rows, scene.rules, scene.moment)
    post(
        scene.work,
        scene.moment,
        [
            NewNotice(
                Kind.REVIEW_DUE,
                one,
                f"{step.key}:{one}"[:160],
                subject=referral.ref,
                urgency=Urgency.ROUTINE,
            )
            for one in managers
        ],
    )
    plan_review(scene, referral)
    if referral.state == State.WAITLISTED:
        propose_next(scene, [referral.region])
    return "asked" if managers else "nobody"
