"""What the bot tells about a referral outside any view: a reference and a state, in constant words."""

from __future__ import annotations

from handlers.standing import FIXED_LINE, ReferralFacts, local_time
from models.notice import Kind
from models.referral import Door
from models.site import Contacts

THANKS = "Our team has been out. Thank you. We can't share anything about any person."
STATE_KINDS = frozenset(
    {
        Kind.RECEIVED,
        Kind.LOOKING,
        Kind.ON_THE_WAY,
        Kind.ACKNOWLEDGED,
        Kind.ESTIMATED,
        Kind.MET,
        Kind.NOT_MET,
        Kind.WAITS_AGAIN,
        Kind.OPEN_WORK,
        Kind.NOBODY_ON_CALL,
        Kind.NOT_REACHED,
        Kind.NEEDS_INFO,
        Kind.WAITING,
        Kind.NO_ROOM,
        Kind.OUTSIDE_AREA,
        Kind.FIXED_LINE,
        Kind.REVIEW_DUE,
        Kind.INTAKE_DUE,
        Kind.INTAKE_OVER,
        Kind.NO_ANSWER_YET,
        Kind.CHOICES,
        Kind.TIME_IS_OVER,
    }
)
# Under these an officer who stands and waits finds buttons: the options they have.
OPTION_KINDS = frozenset(
    {Kind.WAITS_AGAIN, Kind.NOBODY_ON_CALL, Kind.NO_ANSWER_YET, Kind.CHOICES, Kind.TIME_IS_OVER}
)


def words_for(kind: Kind, facts: ReferralFacts, contacts: Contacts, *, to_referrer: bool) -> str:
    """The sentence of a notice. It holds the reference, a state and a time; never a name, place or reason."""
    ref, line = facts.ref, contacts.team_line
    if kind in {Kind.MET, Kind.NOT_MET} and facts.door is Door.COMMUNITY:
        return THANKS  # the same words, whoever was or was not found
    said = {
        Kind.RECEIVED: _received(facts, line),
        Kind.LOOKING: f"{ref}: being looked at.",
        Kind.ON_THE_WAY: f"{ref}: outreach has been asked to go.",
        Kind.ACKNOWLEDGED: f"{ref}: a responder has it and is getting ready.",
        Kind.ESTIMATED: f"{ref}: help is on the way, expected about {local_time(facts.eta_at, facts.zone)}.",
        Kind.MET: f"{ref}: met. Thank you.",
        Kind.NOT_MET: f"{ref}: no meeting this time. Thank you for trying.",
        Kind.WAITS_AGAIN: f"{ref}: waiting for a responder again. We will tell you when somebody has it.",
        Kind.OPEN_WORK: f"{ref}: somebody who had a part in this has left. Please see who goes on with it.",
        Kind.NOBODY_ON_CALL: _nobody(ref, line, to_referrer=to_referrer),
        Kind.NEEDS_INFO: f"{ref}: we have a question. Please call {line}.",
        Kind.WAITING: f"{ref}: waiting for a place. We will tell you when that changes.",
        Kind.NO_ROOM: f"{ref}: we have no room now. It is counted, so that there will be.",
        Kind.OUTSIDE_AREA: f"{ref}: outside the area we serve. It is counted, so that this can change.",
        Kind.FIXED_LINE: f"{ref}: {FIXED_LINE}",
        Kind.REVIEW_DUE: f"{ref}: please look at it again. /lead queue shows it.",
        Kind.INTAKE_DUE: f"{ref}: the intake's time ends on {_day(facts)}. /lead queue shows it.",
        Kind.INTAKE_OVER: f"{ref}: the intake's time has ended. Nothing changes by itself: please decide.",
        Kind.NO_ANSWER_YET: f"{ref}: no responder yet. More people have been asked. Team line: {line}.",
        Kind.CHOICES: (
            f"{ref}: the hand-off time runs until {local_time(facts.clock_ends_at, facts.zone)}. You need "
            f"not wait for it: you decide how you go on. Team line: {line}."
        ),
        Kind.TIME_IS_OVER: (
            f"{ref}: the hand-off time is over, and it is nobody's doing. You decide how you go on. "
            f"Team line: {line}."
        ),
        Kind.NOT_REACHED: f"{ref}: somebody could not be reached in Slack. Please call {line}.",
    }
    return said[kind]


def _received(facts: ReferralFacts, line: str) -> str:
    match facts.door:
        case Door.ARREST_DIVERSION | Door.FIELD_HELP:
            return (
                f"{facts.ref}: received. You hear here as soon as a responder has it. The hand-off time runs "
                f"until {local_time(facts.clock_ends_at, facts.zone)}. Team line: {line}."
            )
        case Door.SOCIAL_CONTACT:
            return f"{facts.ref}: received. We will tell you when it is looked at."
        case Door.COMMUNITY:
            return f"{facts.ref}: received. Thank you."


def _day(facts: ReferralFacts) -> str:
    """The day on which the intake's time ends, by the site's calendar."""
    return facts.intake_ends_on.strftime("%a %d %b") if facts.intake_ends_on else "a day to come"


def _nobody(ref: str, line: str, *, to_referrer: bool) -> str:
    if to_referrer:
        return f"{ref}: nobody is on call for this region now. Please call {line}, or use your other options."
    return f"{ref}: nobody on the rota could be paged for this hand-off. Please see to it now."
