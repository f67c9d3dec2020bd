"""What a form of a schedule says, as the schedule that is wanted; and a schedule as it stands in its form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from handlers.rollcall.schedule_facts import Offer
from handlers.rollcall.schedule_forms import DAYS, RHYTHMS, ROTATION
from models.acts.groups import only_region
from models.acts.schedules import Wanted
from models.recurrence import Every, Rule
from models.rollcall import Asked
from models.schema import SlackUserId
from models.site import Group

# Which question a rule that can never come true is about.
FIELD_OF_RULE = {"days": "days", "interval": "rhythm", "nth": "rhythm", "rotation": "on", "ends": "ends"}
WORDS_OF_RULE = {
    "days": "Please choose one day at least.",
    "interval": "Please choose how often.",
    "nth": "Please choose how often.",
    "rotation": "Please say how many days on and how many off.",
    "ends": "Please choose a last day that does not lie before the first.",
}

_NOT_SAID = -1  # no number of days: a rotation without one is refused with the rest


def rule_in(codes: Mapping[str, str]) -> Rule:
    """What the form says of the dates.

    Raises:
        ImpossibleRule: it could never come true; see `FIELD_OF_RULE`.
    """
    rhythm, on, off = codes["rhythm"], codes["on"], codes["off"]
    ends = date.fromisoformat(codes["ends"]) if codes["ends"] else None
    begins = date.fromisoformat(codes["begins"])
    if rhythm == ROTATION:
        return Rule(begins, on=int(on or _NOT_SAID), off=int(off or _NOT_SAID), ends=ends)
    days = tuple(int(day) for day in codes["days"].split(";") if day)
    if rhythm.startswith("m"):
        return Rule(begins, days, Every.MONTH, nth=int(rhythm[1:]), ends=ends)
    return Rule(begins, days, interval=int(rhythm[1:]), ends=ends)


def wanted_in(
    codes: Mapping[str, str], rule: Rule, asks: Asked, user: SlackUserId, offer: Offer, shift: str = ""
) -> Wanted:
    """The schedule that the form describes; `user` fills it in, `shift` is the code it has already."""
    visits = asks is Asked.VISIT
    length = int(codes.get("length") or 60)
    chosen = dict(offer.visited).get(codes.get("what", ""), "")
    return Wanted(
        asks=asks,
        region=codes["region"],
        shift=shift,
        name=(codes["name"] or chosen)[:60],
        rule=rule,
        at=time.fromisoformat(codes["at"]),
        leader=user if visits else SlackUserId(codes["leader"]),
        seats=tuple(SlackUserId(one) for one in codes["officers"].split(";") if one),
        holidays=codes["holidays"],
        nudge_minutes=length // 2,
        # Whoever visits is reminded all day, should the bot have been down at the hour.
        close_minutes=24 * 60 if visits else length,
        lead_days=int(codes["lead"]) if visits else 0,
        channel="" if visits else codes["channel"],
    )


def meeting_in(codes: Mapping[str, str], rule: Rule, group: Group) -> Wanted:
    """The meeting that the form describes."""
    return Wanted(
        asks=Asked.MEETING,
        region=only_region(group),
        shift=group.code,
        name=codes["name"],
        rule=rule,
        at=time.fromisoformat(codes["at"]),
        leader=SlackUserId(codes["leader"]),
        holidays=codes["holidays"],
        close_minutes=int(codes["length"]),
        lead_days=int(codes["lead"]),
        channel=group.channel,
    )


def given_by(wanted: Wanted) -> dict[str, str]:
    """What stands in the form of a schedule that is there already."""
    rule = wanted.rule
    rhythm = f"m{rule.nth}" if rule.every is Every.MONTH else f"w{rule.interval}"
    return {
        "region": wanted.region,
        "group": wanted.shift,
        "name": wanted.name,
        "rhythm": ROTATION if rule.on else rhythm,
        "days": ";".join(str(day) for day in rule.days),
        "on": str(rule.on or ""),
        "off": str(rule.off or ""),
        "at": wanted.at.strftime("%H:%M"),
        "begins": rule.begins.isoformat(),
        "ends": rule.ends.isoformat() if rule.ends else "",
        "holidays": wanted.holidays,
        "officers": ";".join(wanted.seats),
        "leader": wanted.leader,
        "length": str(wanted.close_minutes),
        "channel": wanted.channel,
        "lead": str(wanted.lead_days),
    }


def rhythm_words(rule: Rule, at: time) -> str:
    """`Every 2 weeks: Monday, Friday at 06:45`."""
    hour = at.strftime("%H:%M")
    if rule.on:
        return f"{rule.on} days on, {rule.off} days off, at {hour}"
    days = ", ".join(DAYS[day] for day in rule.days)
    if rule.every is Every.MONTH:
        often = RHYTHMS[f"m{rule.nth}"]
        return f"{often}{'' if rule.interval == 1 else f', every {rule.interval} months'}: {days} at {hour}"
    often = RHYTHMS.get(f"w{rule.interval}", f"Every {rule.interval} weeks")
    return f"{often}: {days} at {hour}"
