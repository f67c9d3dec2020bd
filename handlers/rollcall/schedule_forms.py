"""The forms of schedules, what stands in them already, and what they say as a schedule that is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.rollcall.schedule_facts import Offer, When, day_words
from models.acts.schedules import Wanted
from models.recurrence import Every, Rule
from models.rollcall import Asked, SkipReason
from models.schema import SlackUserId

ROTATION = "rotation"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RHYTHMS = {
    "w1": "Every week",
    "w2": "Every 2 weeks",
    "w3": "Every 3 weeks",
    "w4": "Every 4 weeks",
    "m1": "First of the month",
    "m2": "Second of the month",
    "m3": "Third of the month",
    "m4": "Fourth of the month",
    "m-1": "Last of the month",
    ROTATION: "Days on, days off",
}
_LENGTHS = {"30": "30 minutes", "60": "1 hour", "120": "2 hours", "240": "4 hours", "720": "12 hours"}
_LEADS = {"0": "The same day", "1": "The day before", "2": "2 days before", "7": "A week before"}
_REASONS: Mapping[str, str] = {
    SkipReason.CALL_OUT: "Called out",
    SkipReason.COURT: "Court",
    SkipReason.LEAVE: "Leave",
    SkipReason.OTHER: "Something else",
}
_MOST_OFFICERS, _MOST_DAYS_ON = 40, 28
# Which question a rule that can never come true is about.
FIELD_OF_RULE = {"days": "days", "interval": "rhythm", "nth": "rhythm", "rotation": "on", "ends": "ends"}
WORDS_OF_RULE = {
    "days": "Please choose one day at least.",
    "interval": "Please choose how often.",
    "nth": "Please choose how often.",
    "rotation": "Please say how many days on and how many off.",
    "ends": "Please choose a last day that does not lie before the first.",
}


def _choices(words: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, text) for value, text in words.items())


def _rule_fields() -> tuple[Field, ...]:
    days = tuple(Choice(str(number), name) for number, name in enumerate(_DAYS))
    counts = tuple(Choice(str(n), str(n)) for n in range(1, _MOST_DAYS_ON + 1))
    return (
        Field("rhythm", "How often?", Kind.CHOICE, None, choices=_choices(_RHYTHMS)),
        Field(
            "days",
            "On which days?",
            Kind.MULTI_CHOICE,
            None,
            required=False,
            choices=days,
            hint="For days on, days off leave this empty.",
        ),
        Field("on", "Days on", Kind.CHOICE, None, required=False, choices=counts),
        Field("off", "Days off", Kind.CHOICE, None, required=False, choices=counts),
        Field("at", "At", Kind.TIME, None, hint="By the clock on the region's wall."),
        Field("begins", "First day", Kind.DATE, None),
        Field("ends", "Last day", Kind.DATE, None, required=False),
        Field(
            "holidays",
            "Leave out holidays of",
            Kind.TEXT,
            None,
            required=False,
            max_length=10,
            hint="A country, or country and region: US-WA.",
            guarded=True,
        ),
    )


def _region(offer: Offer) -> Field:
    return Field("region", "Region", Kind.CHOICE, None, choices=_choices(dict(offer.regions)))


def schedule_form(offer: Offer, *, seen: bool = False) -> Form:
    """A shift's roll call. `seen`: its next ten stand above, and sending it keeps it."""
    return Form(
        ViewId.SCHEDULE_FORM,
        "Roll call",
        "Save" if seen else "Look at it",
        (
            _region(offer),
            Field(
                "name",
                "Name of the shift",
                Kind.TEXT,
                None,
                max_length=60,
                hint="Such as: North night.",
                guarded=True,
                no_names=True,
            ),
            *_rule_fields(),
            Field(
                "officers",
                "Officers",
                Kind.PEOPLE,
                None,
                required=False,
                most=_MOST_OFFICERS,
                hint="Nobody named: all officers of the region.",
            ),
            Field("leader", "Who leads the shift?", Kind.USER, None),
            Field(
                "length",
                "Time to answer",
                Kind.CHOICE,
                None,
                required=False,
                choices=_choices(_LENGTHS),
                hint="1 hour if nothing is chosen. One reminder comes halfway.",
            ),
            Field(
                "channel",
                "The shift's private channel",
                Kind.CHANNEL,
                None,
                required=False,
                hint="For themes, without anybody's name. Invite LEAD to it first.",
            ),
        ),
    )


def visits_form(offer: Offer, *, seen: bool = False) -> Form:
    """Who goes and listens, in turn."""
    return Form(
        ViewId.VISITS_FORM,
        "Visits",
        "Save" if seen else "Look at it",
        (
            _region(offer),
            *(
                [
                    Field(
                        "what",
                        "What is visited?",
                        Kind.CHOICE,
                        None,
                        required=False,
                        choices=_choices(dict(offer.visited)),
                    )
                ]
                if offer.visited
                else []
            ),
            Field(
                "name",
                "Something else",
                Kind.TEXT,
                None,
                required=False,
                max_length=60,
                hint="Such as: Quay business owners.",
                guarded=True,
                no_names=True,
            ),
            Field(
                "officers",
                "Who goes, in turn?",
                Kind.PEOPLE,
                None,
                most=_MOST_OFFICERS,
                hint="In the order in which they are chosen.",
            ),
            *_rule_fields(),
            Field("lead", "Reminder", Kind.CHOICE, None, choices=_choices(_LEADS)),
        ),
    )


def form_of(offer: Offer, asks: Asked, *, seen: bool = False) -> Form:
    """The form of what is asked."""
    return (visits_form if asks is Asked.VISIT else schedule_form)(offer, seen=seen)


def skip_form(coming: Sequence[When]) -> Form:
    """Which date, and why."""
    return Form(
        ViewId.SCHEDULE_SKIP,
        "Skip one",
        "Skip",
        (
            Field("day", "Which?", Kind.CHOICE, None, choices=_dates([when.day for when in coming])),
            Field("reason", "Why?", Kind.CHOICE, None, choices=_choices(_REASONS)),
        ),
        note="It counts as nothing: neither quiet nor answered.",
    )


def move_form(coming: Sequence[When]) -> Form:
    """Which date, and where to."""
    return Form(
        ViewId.SCHEDULE_MOVE,
        "Move one",
        "Move",
        (
            Field("day", "Which?", Kind.CHOICE, None, choices=_dates([when.day for when in coming])),
            Field("to_day", "To this day", Kind.DATE, None, hint="Within two weeks of its own."),
            Field("to_at", "At", Kind.TIME, None),
        ),
        note="Only this one. The others come as before.",
    )


def put_back_form(changed: Sequence[date]) -> Form:
    """Which moved or skipped date comes as the others do."""
    return Form(
        ViewId.SCHEDULE_PUT_BACK,
        "Put one back",
        "Put back",
        (Field("day", "Which?", Kind.CHOICE, None, choices=_dates(changed)),),
    )


def _dates(days: Sequence[date]) -> tuple[Choice, ...]:
    return tuple(Choice(day.isoformat(), day_words(day)) for day in days)


def rule_in(codes: Mapping[str, str]) -> Rule:
    """What the form says of the dates.

    Raises:
        ValueError: it could never come true; see `FIELD_OF_RULE`.
    """
    rhythm, on, off = codes["rhythm"], codes["on"], codes["off"]
    ends = date.fromisoformat(codes["ends"]) if codes["ends"] else None
    begins = date.fromisoformat(codes["begins"])
    if rhythm == ROTATION:
        if not (on and off):
            raise ValueError("rotation")
        return Rule(begins, on=int(on), off=int(off), ends=ends)
    days = tuple(int(day) for day in codes["days"].split(";") if day)
    if rhythm.startswith("m"):
        return Rule(begins, days, Every.MONTH, nth=int(rhythm[1:]), ends=ends)
    return Rule(begins, days, interval=int(rhythm[1:]), ends=ends)


def wanted_in(
    codes: Mapping[str, str], asks: Asked, user: SlackUserId, offer: Offer, shift: str = ""
) -> Wanted:
    """The schedule that the form describes; `user` fills it in, `shift` is the code it has already.

    Raises:
        ValueError: its dates could never come true.
    """
    visits = asks is Asked.VISIT
    length = int(codes.get("length") or 60)
    chosen = dict(offer.visited).get(codes.get("what", ""), "")
    return Wanted(
        asks=asks,
        region=codes["region"],
        shift=shift,
        name=(codes["name"] or chosen)[:60],
        rule=rule_in(codes),
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


def given_by(wanted: Wanted) -> dict[str, str]:
    """What stands in the form of a schedule that is there already."""
    rule = wanted.rule
    rhythm = f"m{rule.nth}" if rule.every is Every.MONTH else f"w{rule.interval}"
    return {
        "region": wanted.region,
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
    days = ", ".join(_DAYS[day] for day in rule.days)
    if rule.every is Every.MONTH:
        often = _RHYTHMS[f"m{rule.nth}"]
        return f"{often}{'' if rule.interval == 1 else f', every {rule.interval} months'}: {days} at {hour}"
    often = _RHYTHMS.get(f"w{rule.interval}", f"Every {rule.interval} weeks")
    return f"{often}: {days} at {hour}"
