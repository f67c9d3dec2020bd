"""The small forms that ask for a reason, and every code of a decision in words."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import Action
from handlers.ids import View as ViewId
from models.acts.decision import Decision, Service, WhyFirst
from models.referral import State
from models.states import MOVES, Move, Reason

STATE_WORDS: Mapping[State, str] = {
    State.SUBMITTED: "to be screened",
    State.NEEDS_INFO: "a question is open",
    State.WAITLISTED: "waiting for a place",
    State.DISPATCHED: "outreach is asked to go",
    State.NOT_MET: "no meeting yet",
    State.MET: "met, the intake runs",
    State.INTAKE_DONE: "the intake is done",
    State.DECLINED: "not taken in",
    State.OTHER_SERVICES: "other services",
    State.WITHDRAWN: "withdrawn",
    State.MERGED: "goes on under another reference",
    State.CLOSED: "closed",
}
REASON_WORDS: Mapping[Reason, str] = {
    Reason.CAPACITY: "No room now",
    Reason.OUTSIDE_AREA: "Outside the area we serve",
    Reason.OUTSIDE_CRITERIA: "Outside the site's criteria",
    Reason.DUPLICATE: "The same as another reference",
    Reason.ALREADY_ENROLLED: "Already with LEAD",
    Reason.CANNOT_LOCATE: "Could not be found",
    Reason.DECLINED_OFFER: "The person said no, for now",
    Reason.REFERRER_WITHDREW: "The referrer took it back",
    Reason.PERSON_WITHDREW: "The person took it back",
    Reason.MOVED: "The person moved away",
    Reason.DECEASED: "The person has died",
    Reason.ENROLLED: "Enrolled: it goes on as a participant",
    Reason.BETTER_ELSEWHERE: "Other services fit better",
    Reason.ANOTHER_FIRST: "Out of turn, for a reason",
}
WHY_FIRST_WORDS: Mapping[WhyFirst, str] = {
    WhyFirst.REACHABLE_NOW: "Can be reached now, and perhaps not later",
    WhyFirst.NEAR_A_TEAM: "A team is near anyway",
    WhyFirst.FITS_THE_PLACE: "The free place fits this one and not those above",
    WhyFirst.GROUP_DECIDED: "The policy group decided so",
}
SERVICE_WORDS: Mapping[Service, str] = {
    Service.SHELTER: "Shelter or housing",
    Service.FOOD: "Food",
    Service.HEALTH_CARE: "Health care",
    Service.INCOME: "Benefits or work",
    Service.LEGAL_AID: "Legal aid",
    Service.PAPERS: "Identity papers",
    Service.FAMILY: "Family and children's services",
    Service.ANOTHER_PROGRAM: "Another program",
}
MOVE_WORDS: Mapping[Move, str] = {
    Move.SEND_OUTREACH: "Send outreach",
    Move.WAITLIST: "Waitlist",
    Move.ASK_MORE: "Ask more",
    Move.DECLINE: "Decline",
    Move.OTHER_SERVICES: "Other services",
    Move.WITHDRAW: "Withdraw",
    Move.INTAKE_DONE: "Intake done",
    Move.CLOSE: "Close referral",
}
ACTION_OF: Mapping[Move, Action] = {
    Move.SEND_OUTREACH: Action.QUEUE_SEND,
    Move.WAITLIST: Action.QUEUE_WAITLIST,
    Move.ASK_MORE: Action.QUEUE_ASK,
    Move.DECLINE: Action.QUEUE_DECLINE,
    Move.OTHER_SERVICES: Action.QUEUE_OTHER,
    Move.WITHDRAW: Action.QUEUE_WITHDRAW,
    Move.INTAKE_DONE: Action.QUEUE_INTAKE_DONE,
    Move.CLOSE: Action.QUEUE_CLOSE,
}
_COUNTED = "Codes only: do not write who it is or why in any other place."


def _reason(move: Move) -> Field:
    reasons = MOVES[move].reasons
    fitting = tuple(Choice(code.value, text) for code, text in REASON_WORDS.items() if code in reasons)
    return Field("reason", "Why?", Kind.CHOICE, None, choices=fitting)


WAITLIST = Form(
    ViewId.QUEUE_WAITLIST,
    "Waitlist",
    "Waitlist",
    (
        Field(
            "priority",
            "Priority, if not the door's own",
            Kind.CHOICE,
            None,
            required=False,
            choices=tuple(Choice(str(one), f"{one}{' (first)' if one == 1 else ''}") for one in range(1, 10)),
        ),
    ),
    intro=("For when there is no place yet. It waits by priority, then by age, and comes up for review.",),
    note="The referrer hears that it waits. Nobody leaves the list without somebody's decision.",
)
DECLINE = Form(
    ViewId.QUEUE_DECLINE,
    "Decline",
    "Decline",
    (_reason(Move.DECLINE),),
    note="Of the reasons the referrer hears room and area only; both are counted.",
)
OTHER = Form(
    ViewId.QUEUE_OTHER,
    "Other services",
    "Save",
    (
        Field(
            "services",
            "Where to go?",
            Kind.MULTI_CHOICE,
            None,
            choices=tuple(Choice(code.value, text) for code, text in SERVICE_WORDS.items()),
        ),
    ),
    intro=("Other services fit better: an outcome of its own, neither a no nor a lack of room.",),
    note=_COUNTED,
)
WITHDRAW = Form(ViewId.QUEUE_WITHDRAW, "Withdraw", "Withdraw", (_reason(Move.WITHDRAW),), note=_COUNTED)
CLOSE = Form(ViewId.QUEUE_CLOSE, "Close referral", "Close it", (_reason(Move.CLOSE),), note=_COUNTED)
FIRST = Form(
    ViewId.QUEUE_FIRST,
    "Out of turn",
    "Send outreach",
    (
        Field(
            "why",
            "Why this one first?",
            Kind.CHOICE,
            None,
            choices=tuple(Choice(code.value, text) for code, text in WHY_FIRST_WORDS.items()),
        ),
    ),
    intro=("Others stand before it on the waitlist. That it goes first is written down with its reason.",),
)
FORMS: Mapping[Move, Form] = {
    Move.WAITLIST: WAITLIST,
    Move.DECLINE: DECLINE,
    Move.OTHER_SERVICES: OTHER,
    Move.WITHDRAW: WITHDRAW,
    Move.CLOSE: CLOSE,
}
MOVE_OF: Mapping[ViewId, tuple[Move, Form]] = {
    **{form.callback: (move, form) for move, form in FORMS.items()},
    ViewId.QUEUE_FIRST: (Move.SEND_OUTREACH, FIRST),
}


def decision_of(move: Move, codes: Mapping[str, str]) -> Decision:
    """The decision that a form's answers are (read already, so every code is one of the form's)."""
    match move:
        case Move.SEND_OUTREACH:
            return Decision(move, Reason.ANOTHER_FIRST, (WhyFirst(codes["why"]),))
        case Move.WAITLIST:
            priority = codes["priority"]
            return Decision(move, Reason.CAPACITY, priority=int(priority) if priority else None)
        case Move.OTHER_SERVICES:
            services = dict.fromkeys(codes["services"].split(";"))
            return Decision(move, Reason.BETTER_ELSEWHERE, tuple(Service(one) for one in services))
        case _:
            return Decision(move, Reason(codes["reason"]))
