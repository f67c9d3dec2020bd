"""`/lead queue` in this process beside ever more closed referrals; what is open stays the same."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import update

from benchmarks.figures import Load, Rounds, Verdict, heading, p50, p99
from benchmarks.history import fill
from benchmarks.plan import Bench
from benchmarks.processes import lay_site
from bot.floor import lay_floor
from handlers.deps import Ground
from handlers.queue.service import Queue
from handlers.queue.views import queue_view
from models.referral import Door, Referral, State, reserve
from models.schema import SlackUserId

_MANAGER, _CASE_MANAGER, _OFFICER = map(SlackUserId, ("UFENNIM01", "UBRAMBL01", "UMARROW01"))
_P99_MS = 150
_GROWTH = 1.2
_STATES = (State.SUBMITTED, State.WAITLISTED, State.NEEDS_INFO, State.DISPATCHED, State.MET)


def measure(bench: Bench) -> list[Verdict]:
    """Interleaved on sites that differ in closed referrals only; prints each and answers p99 and growth."""
    amounts = bench.amounts
    grounds = {}
    for size in amounts.closed:
        site = lay_site(bench.folder / f"queue{size}", bench.slack.api_url)
        fill(site, size)
        grounds[size] = lay_floor(site.settings).ground
        _open(grounds[size], amounts.open)
    figures = {size: Rounds() for size in grounds}
    for round_ in range(amounts.rounds + 1):
        for size, ground in grounds.items():
            load = _look(Queue(ground), max(1, amounts.queues // amounts.rounds))
            if round_:
                figures[size].loads.append(load)
    for ground in grounds.values():
        ground.database.close()
    heading(f"/lead queue in process, {amounts.open} open (rate, p50, p99)")
    for size, seen in figures.items():
        print(seen.line(f"{size} closed"))
    least, most = min(figures), max(figures)
    return [
        Verdict(f"queue: p99 beside {most} closed", figures[most].median(p99), _P99_MS, "ms"),
        Verdict(
            f"queue: p50 beside {most} closed against {least}",
            figures[most].against(figures[least], p50),
            _GROWTH,
        ),
    ]


def _open(ground: Ground, count: int) -> None:
    """So many open ones in five states; a part of the closed ones was somebody's."""
    with ground.database.work() as work:
        work.session.execute(update(Referral).values(case_manager=_CASE_MANAGER))
        for number in range(count):
            referral = Referral.open(
                ref=reserve(work)[0],
                door=Door.SOCIAL_CONTACT,
                region="quay",
                priority=1 + number % 3,
                referrer=_OFFICER,
                agency="police:Lantern Harbor PD",
                view_id=None,
                moment=ground.now() - timedelta(hours=number),
                hand_off=timedelta(minutes=30),
            )
            referral.state = _STATES[number % len(_STATES)].value
            ground.vault.rows.sign_row(referral)
            work.insert(Referral, [referral.as_row()])
        work.commit()


def _look(queue: Queue, times: int) -> Load:
    """The first page, read and drawn, so many times."""
    seconds = []
    for _ in range(times):
        began = time.perf_counter()
        queue_view(queue.page(_MANAGER))
        seconds.append(time.perf_counter() - began)
    return Load(seconds, sum(seconds))
