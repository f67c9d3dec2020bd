"""What a form of times wants, and everything that is wrong with it: said at once, each at its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.rollcall.schedule_answers import FIELD_OF_RULE, WORDS_OF_RULE, meeting_in, rule_in, wanted_in
from handlers.rollcall.schedule_meetings import hour_problem
from handlers.rollcall.schedule_reading import changeable, coming, keeper, offer_of, regions_of
from models.acts.schedules import Wanted, unsaved, whom_it_asks
from models.errors import DomainError, NotAllowed, NotAvailable, NotOnRoster
from models.people import Role, find_actor
from models.recurrence import ImpossibleRule, Rule, is_known_holiday_code
from models.rollcall import Asked
from models.scene import Scene
from models.schema import SlackUserId

_ABOUT_DATES = frozenset(FIELD_OF_RULE.values())


class CannotKeep(DomainError):
    """The form cannot be kept: field -> sentence. Nothing was changed."""

    code = "cannot_keep"

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__()
        self.by_field = by_field


def wanted_by(scene: Scene, asks: Asked, codes: Mapping[str, str], schedule: str) -> Wanted:
    """What the form wants; with `schedule` "" a new one.

    Raises:
        CannotKeep: it cannot be kept as it is.
        NotOnRoster, NotAllowed, NotAvailable: it is not theirs.
    """
    actor = keeper(scene, asks)
    if asks is Asked.MEETING:
        return _meeting_by(scene, codes, schedule)
    if codes["region"] not in dict(regions_of(scene, actor, asks)):
        raise NotAllowed("schedules")
    shift = changeable(scene, schedule).shift if schedule else ""
    rule, found = _rule_by(codes)
    wanted = wanted_in(codes, rule, asks, scene.user, offer_of(scene, actor, asks), shift)
    found |= _nobody(scene, wanted)
    if not wanted.name:
        found["name"] = "Please say what is visited."
    found |= _never(scene, wanted)
    if found:
        raise CannotKeep(found)
    return wanted


def _meeting_by(scene: Scene, codes: Mapping[str, str], schedule: str) -> Wanted:
    group = scene.rules.group(codes["group"])
    if schedule:
        changeable(scene, schedule)
    if group is None:
        raise NotAvailable
    rule, found = _rule_by(codes)
    wanted = meeting_in(codes, rule, group)
    if not _has_seat(scene, wanted.leader):
        found["leader"] = "Please choose somebody of the roster."
    never = _never(scene, wanted)
    if not (found.keys() & _ABOUT_DATES or never) and (problem := hour_problem(scene, wanted, schedule)):
        found["at"] = problem
    found |= never
    if found:
        raise CannotKeep(found)
    return wanted


def _rule_by(codes: Mapping[str, str]) -> tuple[Rule, dict[str, str]]:
    """The form's rule, and what is wrong with it by field; then another one stands in for it."""
    try:
        return rule_in(codes), {}
    except ImpossibleRule as wrong:
        found = {FIELD_OF_RULE[code]: WORDS_OF_RULE[code] for code in wrong.codes}
        ends = date.fromisoformat(codes["ends"]) if codes["ends"] and "ends" not in found else None
        return Rule(date.fromisoformat(codes["begins"]), days=tuple(range(7)), ends=ends), found


def _never(scene: Scene, wanted: Wanted) -> dict[str, str]:
    """Holidays that nobody knows, or dates that never come."""
    if wanted.holidays and not is_known_holiday_code(wanted.holidays):
        return {"holidays": "No such country or region. Such as: US, US-WA. Or leave it empty."}
    if not coming(scene, unsaved(wanted), {}):
        return {"ends": "It would never come. Please look at the days and at the last day."}
    return {}


def _nobody(scene: Scene, wanted: Wanted) -> dict[str, str]:
    """Whoever is named and could not be asked, by field."""
    if wanted.asks is Asked.VISIT:
        able = all(_has_seat(scene, user) for user in wanted.seats)
        return {} if able else {"officers": "Please choose people of the roster who have their seat now."}
    found = {}
    if not whom_it_asks(scene, wanted):
        found["officers"] = (
            "None of them is an officer of the roster now."
            if wanted.seats
            else "No officer of the roster serves this region. Please name who is asked."
        )
    if not _has_seat(scene, wanted.leader, Role.POLICE_SUPERVISOR):
        found["leader"] = "Please choose a police supervisor of the roster."
    return found


def _has_seat(scene: Scene, user: SlackUserId, *roles: Role) -> bool:
    today = scene.rules.today(scene.moment)
    try:
        actor = find_actor(scene.work, scene.vault.rows, user, today)
    except NotOnRoster:
        return False
    return not roles or actor.holds(*roles)
