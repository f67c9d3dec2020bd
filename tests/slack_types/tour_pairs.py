"""The tour's way past a pair of references: found, looked at, said, and merged."""

from __future__ import annotations

from datetime import timedelta

from tests.stage import MANAGER, Stage

_SUPERVISOR = "UHOLLY001"


def pairs(stage: Stage) -> None:
    """Two referrals of the day name the same person; nobody but these two hears of it."""
    supervisor, manager = stage.person(_SUPERVISOR), stage.person(MANAGER)
    stage.move_clock(timedelta(seconds=10))
    found = supervisor.wait_dm(lambda dm: "may be the same person" in dm.text)
    supervisor.click("Look at both", message=found)
    supervisor.wait_view(callback_id="pair")
    supervisor.click("Same person")
    supervisor.wait_view(predicate=lambda view: "Written down" in view.words)
    supervisor.close(clear=True)
    said = manager.wait_dm(lambda dm: "are one person" in dm.text)
    manager.click("Merge", message=said)
    manager.wait_view(callback_id="merge_pair")
    assert manager.submit() == {}
    manager.wait_view(predicate=lambda view: "Merged." in view.words)
    manager.close(clear=True)
