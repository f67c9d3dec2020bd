"""The fixed beats of every site."""

from __future__ import annotations

from datetime import timedelta

from scheduler.upkeep import fixed_ticks


def test_every_site_signs_checkpoints_drops_old_replays_and_looks_at_the_roster() -> None:
    done: list[str] = []
    ticks = fixed_ticks(
        checkpoint=lambda: done.append("checkpoint"),
        drop_old_replays=lambda: done.append("replays"),
        reconcile_roster=lambda: done.append("roster"),
    )
    for tick in ticks:
        tick.call()
    assert done == ["checkpoint", "replays", "roster"]
    assert {tick.name: tick.every for tick in ticks}["checkpoint"] == timedelta(minutes=15)
    assert {tick.name: tick.every for tick in ticks}["reconcile_roster"] <= timedelta(minutes=1)
    assert len({tick.name for tick in ticks}) == len(ticks)
