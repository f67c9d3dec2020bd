"""An agenda built in this process from ever more open items: read, written, and drawn for the channel."""

from __future__ import annotations

import time
from datetime import timedelta

from benchmarks.figures import Load, Rounds, Verdict, heading, p50
from benchmarks.plan import Bench
from benchmarks.processes import lay_site
from bot.commands.running import settle
from bot.floor import lay_floor
from handlers.agenda.notices import agenda_words
from handlers.agenda.reading import lines_of
from handlers.deps import Ground
from models.action import Action, ActionKind, ActionState, Sphere
from models.acts.agenda import build
from models.acts.meetings import new_meeting
from models.admin_issue import AdminIssue, IssueState
from models.schema import CROCKFORD, SlackUserId
from models.situation import Situation, SituationState

_MANAGER = SlackUserId("UFENNIM01")
_AGENCY = "project_management:Lantern Harbor Common Table"
_P50_MS = 200
_WORDS = "The form asks the same question twice, and the second time it is not clear which of them counts"


def measure(bench: Bench) -> list[Verdict]:
    """Each round builds some on either site, and forgets them; answers the p50 of the larger."""
    amounts = bench.amounts
    grounds = {}
    for size in amounts.agenda:
        site = lay_site(bench.folder / f"agenda{size}", bench.slack.api_url)
        grounds[size] = lay_floor(site.settings).ground
        _fill(grounds[size], size)
    settle()  # as `leadbot run` does at its start: a full pass over all that was imported is not the agenda's
    builds, drawings = ({size: Rounds() for size in grounds} for _ in range(2))
    for round_ in range(amounts.rounds + 1):
        for size, ground in grounds.items():
            built, drawn = _build(ground, amounts.agendas)
            if round_:
                builds[size].loads.append(built)
                drawings[size].loads.append(drawn)
    for ground in grounds.values():
        ground.database.close()
    heading("An agenda built, then drawn for the channel, by open items (rate, p50, p99)")
    for size in grounds:
        print(builds[size].line(f"built, {size} open"))
        print(drawings[size].line(f"drawn, {size} open"))
    least, most = min(grounds), max(grounds)
    each = builds[most].median(p50) / most * 1000
    print(
        f"  {each:.1f} microseconds an item at {most}; p50 against {least}: "
        f"{builds[most].against(builds[least], p50):.1f}"
    )
    return [Verdict(f"agenda: built from {most} open items, p50", builds[most].median(p50), _P50_MS, "ms")]


def _fill(ground: Ground, count: int) -> None:
    """A third each of situations to look back at, issues, and actions of as many closed issues."""
    with ground.database.work() as work:
        now = ground.now()
        today = now.date()
        situations = [
            {
                "ref": _ref("S", number),
                "group_code": "owg",
                "region": "north",
                "place": f"Bus shelter {number}",
                "times": "",
                "pattern": "Loud evenings",
                "harms": "",
                "tried": "",
                "raised_by": _MANAGER,
                "came_from": "",
                "owner": _MANAGER,
                "state": SituationState.OPEN.value,
                "raised_at": now,
                "review_on": today,
                "looked_back": 0,
                "ended": "",
                "version": 1,
            }
            for number in range(count // 3)
        ]
        issues = [
            {
                "ref": _ref("A", number),
                "words": _WORDS,
                "raised_by": _MANAGER,
                "came_from": "",
                "theme": "",
                "schedule": "",
                "owner": _MANAGER,
                "state": IssueState.OPEN.value,
                "raised_at": now - timedelta(minutes=number),
                "group_code": "owg",
                "ended": "",
                "version": 1,
            }
            for number in range(count // 3)
        ]
        actions = [
            {
                "ref": _ref("T", number),
                "kind": ActionKind.PLAN.value,
                "came_from": _ref("A", count + number),
                "meeting": "",
                "group_code": "owg",
                "participant": "",
                "sphere": Sphere.COORDINATION.value,
                "words": _WORDS,
                "proposed_by": _MANAGER,
                "proposer_agency": _AGENCY,
                "owner": _MANAGER,
                "owner_agency": _AGENCY,
                "due_on": today,
                "state": ActionState.TAKEN.value,
                "fund": "",
                "approval": "",
                "proposed_at": now,
                "carried": 0,
                "version": 1,
                "mac": b"",
            }
            for number in range(count - 2 * (count // 3))
        ]
        work.insert(Situation, situations)
        work.insert(AdminIssue, issues)
        work.insert(Action, actions)
        work.commit()


def _ref(letter: str, number: int) -> str:
    """`S-000A7`: of a count, where random ones would be."""
    digits = ""
    for _ in range(5):
        number, rest = divmod(number, len(CROCKFORD))
        digits = CROCKFORD[rest] + digits
    return f"{letter}-{digits}"


def _build(ground: Ground, times: int) -> tuple[Load, Load]:
    """So many agendas, each in a unit of work that is written and not kept."""
    built, drawn = [], []
    for _ in range(times):
        with ground.database.work() as work:
            scene = ground.scene(work, _MANAGER)
            group = scene.rules.groups_or_default()[0]
            starts_at = scene.moment + timedelta(days=1)
            meeting = new_meeting(scene, group, starts_at.date(), starts_at, 60, _MANAGER)
            work.session.add(meeting)
            work.session.flush()
            began = time.perf_counter()
            build(scene, meeting, group)
            work.session.flush()
            built.append(time.perf_counter() - began)
            began = time.perf_counter()
            agenda_words(lines_of(work, meeting))
            drawn.append(time.perf_counter() - began)
    return Load(built, sum(built)), Load(drawn, sum(drawn))
