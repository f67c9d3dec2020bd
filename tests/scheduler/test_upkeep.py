"""The fixed beats of every site."""

from __future__ import annotations

from datetime import timedelta

from scheduler.upkeep import fixed_ticks


def test_every_site_signs_checkpoints_each_quarter_of_an_hour_and_drops_old_replays() -> None:
    done: list[str] = []
    ticks = fixed_ticks(
        checkpoint=lambda: done.append("checkpoint"), drop_old_replays=lambda: done.append("replays")
    )
    for tick in ticks:
        tick.call()
    assert done == ["checkpoint", "replays"]
    assert {tick.name: tick.every for tick in ticks}["checkpoint"] == timedelta(minutes=15)
    assert len({tick.name for tick in ticks}) == len(ticks)
