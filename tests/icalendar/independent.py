"""Asks ical.js and Node's own zone data when a rule comes true: nothing of it stands on python-dateutil."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from models.recurrence import Every, Rule
from tests.slack_types.check import install

HERE = Path(__file__).parent
ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "America/Phoenix",
    "Pacific/Honolulu",
    "Europe/Berlin",
    "Australia/Lord_Howe",  # half an hour
)
Readings = list[list[list[int | list[int]]]]  # rule, zone, occurrence
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEARS = 10


@dataclass(frozen=True)
class Case:
    """A rule and its hour."""

    rule: Rule
    at: time


def random_case(seed: int) -> Case:
    """Any rule that one could write, at any hour, most often at one that some day skips or has twice."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    begins = date(2024, 1, 1) + timedelta(days=dice.randrange(400))
    at = time(dice.choice([0, 1, 1, 2, 2, 2, 3, dice.randrange(24)]), dice.choice([0, 15, 30, 45, 59]))
    days = tuple(sorted(dice.sample(range(7), dice.randint(1, 5))))
    ends = begins + timedelta(days=dice.randrange(1, 3000)) if dice.random() < 0.3 else None
    left_out = frozenset(begins + timedelta(days=dice.randrange(4000)) for _ in range(dice.randrange(40)))
    match dice.choice(["week", "week", "month", "rotation"]):
        case "week":
            rule = Rule(begins, days, interval=dice.randint(1, 6), ends=ends, left_out=left_out)
        case "month":
            nth, interval = dice.choice([1, 2, 3, 4, -1]), dice.randint(1, 4)
            rule = Rule(begins, days, Every.MONTH, interval, nth, ends=ends, left_out=left_out)
        case _:
            on, off = dice.randint(1, 7), dice.randint(1, 14)
            rule = Rule(begins, on=on, off=off, ends=ends, left_out=left_out)
    return Case(rule, at)


def last_day(case: Case) -> date:
    """Ten years on."""
    return case.rule.begins.replace(day=1) + timedelta(days=365 * _YEARS)


def expanded(cases: Sequence[Case], last: date) -> Readings:
    """What the others say of each case in each zone, until `last`.

    Raises:
        NoNode: there is nothing to ask them with.
        subprocess.CalledProcessError: they could not be fetched, or stumbled.
    """
    install(HERE)
    asked = {"zones": ZONES, "last": last.isoformat(), "rules": [_as_ical(case) for case in cases]}
    node = shutil.which("node") or "node"
    said = subprocess.run(
        [node, str(HERE / "expand.mjs")],
        input=json.dumps(asked),
        text=True,
        capture_output=True,
        check=True,
        timeout=120,
    )
    answer: Readings = json.loads(said.stdout)
    return answer


def _as_ical(case: Case) -> dict[str, object]:
    rule = case.rule
    until = f";UNTIL={rule.ends:%Y%m%d}T235959" if rule.ends else ""
    if rule.on:  # RFC 5545 has no word for it: as many rules as days on, each every (on + off) days
        begins = [rule.begins + timedelta(days=ahead) for ahead in range(rule.on)]
        text = f"FREQ=DAILY;INTERVAL={rule.on + rule.off}{until}"
        rrules = [(day.isoformat(), text) for day in begins if rule.ends is None or day <= rule.ends]
    else:
        frequency = "MONTHLY" if rule.every is Every.MONTH else "WEEKLY"
        days = ",".join(f"{rule.nth or ''}{_DAYS[day]}" for day in rule.days)
        text = f"FREQ={frequency};INTERVAL={rule.interval};BYDAY={days};WKST=MO{until}"
        rrules = [(rule.begins.isoformat(), text)]
    return {
        "begins": rule.begins.isoformat(),
        "at": case.at.strftime("%H:%M"),
        "rrules": rrules,
        "exdates": [day.isoformat() for day in rule.left_out],
    }
