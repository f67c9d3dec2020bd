"""The queue's order: what falls due first stands first, and of two due at once the older."""

from __future__ import annotations

from datetime import timedelta

from handlers.queue.service import Queue
from models.referral import Door
from tests.handlers.harbor import MANAGER, START, Harbor


def test_of_what_falls_due_together_the_oldest_stands_first(harbor: Harbor) -> None:
    harbor.time.moment = START.replace(hour=20) + timedelta(days=1)  # noon over there: no midnight between
    refs = []
    for number in range(8):
        refs.append(harbor.refer(door=Door.SOCIAL_CONTACT, form=f"VFORM{number}").ref)
        harbor.time.go(timedelta(seconds=1))
    lines = Queue(harbor.ground).page(MANAGER).lines
    assert len({line.due_at for line in lines}) == 1, "the same working day's end"
    assert [line.seen.ref for line in lines] == refs
