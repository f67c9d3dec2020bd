"""The face of a sealed action: what its reader sees, and what they may do about it."""

from __future__ import annotations

from handlers.actions import views
from handlers.actions.facts import OpenedAction
from handlers.actions.questions import FUND_WORDS
from handlers.deps import Ground
from handlers.desk import Face, Ready, Request
from handlers.naming import agency_words, shared_under
from models.action import Action, ActionKind, ActionState
from models.acts.action_lists import one
from models.acts.actions import OWN_WORDS, PROPOSED_WORDS
from models.acts.funds import Approval, may_decide
from models.classes import Basis, Purpose
from models.consent import Consent
from models.database import UnitOfWork
from models.participant import circle_of
from models.people import Member
from models.scene import the_actor
from models.schema import ActionRef, ParticipantRef
from models.site import SiteRules
from models.vault import Opened

_SCOPES = {
    Basis.OWN: "You see what you wrote yourself.",
    Basis.CARE_TEAM: "You see this because you work with this person, and while you do.",
    Basis.REFERRAL: "You see this because the work group asked your team.",
}
_PLAN_WORDS = {PROPOSED_WORDS: "What will be done", OWN_WORDS: "In their own words, who does it"}


def action_face(ground: Ground) -> Face:
    """The face by which the desk shows a sealed action."""

    def face(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
        del rules
        scene = ground.scene(work, request.user)
        row = work.session.get_one(Action, ActionRef(opened.subject), populate_existing=True)
        circle = circle_of(work, ground.vault.rows, ParticipantRef(row.participant))
        waits = row.approval == Approval.WAITS and row.state == ActionState.TAKEN
        item = OpenedAction(
            listed=one(scene, row.ref),
            handle=opened.handle,
            sender=_sender(work, row),
            about=opened.about if opened.basis is not Basis.CONSENT else "",
            rows=_rows(row, opened),
            scope=_scope(work, opened),
            decides=waits and may_decide(scene, circle, the_actor(scene), row),
            points=row.kind == ActionKind.LEGAL_HELP and row.owner == request.user,
        )
        return Ready(opened.subject, lambda told: views.opened_view(item, told))

    return face


def _rows(row: Action, opened: Opened) -> tuple[tuple[str, str], ...]:
    """The owner's own words go before what was proposed; of a fund, in the order of its form."""
    fields = {name: text.reveal() for kept in opened.details.values() for name, text in kept.items()}
    if row.kind == ActionKind.FUND:
        found = [(label, fields[name]) for name, label in FUND_WORDS.items() if name in fields]
        return (*found, ("Decision", _DECISIONS[Approval(row.approval)]))
    return tuple((_PLAN_WORDS[name], fields[name]) for name in (OWN_WORDS, PROPOSED_WORDS) if name in fields)


_DECISIONS = {
    Approval.NONE: "None is needed.",
    Approval.WAITS: "A clinical supervisor has not decided yet.",
    Approval.YES: "Yes, by a clinical supervisor.",
    Approval.NO: "No, by a clinical supervisor.",
}


def _sender(work: UnitOfWork, row: Action) -> str:
    member = work.session.get(Member, row.proposed_by)
    return f"{member.display_name if member else 'somebody'}, {agency_words(row.proposer_agency)}"


def _scope(work: UnitOfWork, opened: Opened) -> str:
    consent = work.session.get(Consent, opened.authorities[0]) if opened.authorities else None
    if consent is None:
        return _SCOPES.get(opened.basis, _SCOPES[Basis.OWN])
    return shared_under(consent.agency, consent.role, Purpose.CONFERENCE, consent.expires_on)
