"""The threads that carry notices, and the tray."""

from __future__ import annotations

import threading
import time

from models.notice import Again, Kind, Notice, Outcome, Sent
from scheduler.carriers import Carriers
from tests.scheduler.postoffice import Carrier

ARRIVED = Sent("D0ZEBULON", "1.0")


def a_notice(number: int) -> Notice:
    return Notice(id=number, kind=Kind.RECEIVED, recipient="UZEBULON1", dedupe_key=str(number))


def wait_for_tray(carriers: Carriers, count: int) -> list[tuple[Notice, Outcome]]:
    end = time.monotonic() + 3
    while len(carriers.tray()) < count and time.monotonic() < end:
        time.sleep(0.005)
    return carriers.tray()


def test_what_came_back_stays_on_the_tray_until_it_is_put_away() -> None:
    rung = threading.Event()
    carriers = Carriers(Carrier(lambda _: ARRIVED), 2, rung.set)
    notice = a_notice(1)
    carriers.hand_over(notice)
    assert rung.wait(3)
    assert carriers.tray() == [(notice, ARRIVED)]
    assert not carriers.is_idle()
    assert carriers.room() == 1
    carriers.put_away(1)
    assert carriers.is_idle()
    assert carriers.room() == 2
    carriers.dismiss()


def test_as_many_are_carried_at_once_as_there_are_threads() -> None:
    together = threading.Barrier(3)

    def meet(notice: Notice) -> Outcome:
        together.wait(3)
        return ARRIVED

    carriers = Carriers(Carrier(meet), 3, lambda: None)
    for number in range(3):
        carriers.hand_over(a_notice(number))
    assert carriers.room() == 0
    assert [outcome for _, outcome in wait_for_tray(carriers, 3)] == [ARRIVED] * 3
    carriers.dismiss()


def test_an_exception_is_an_unknown_outcome_and_the_thread_lives_on() -> None:
    def trip(notice: Notice) -> Outcome:
        if notice.id == 1:
            raise KeyError("Zebulon")
        return ARRIVED

    carriers = Carriers(Carrier(trip), 1, lambda: None)
    for number in (1, 2):
        carriers.hand_over(a_notice(number))
    (_, first), (_, second) = wait_for_tray(carriers, 2)
    assert isinstance(first, Again)
    assert first.unknown
    assert second == ARRIVED
    carriers.dismiss()


def test_a_notice_in_hand_takes_over_the_token_of_its_new_claim() -> None:
    door = threading.Event()

    def wait(notice: Notice) -> Outcome:
        door.wait(3)
        return ARRIVED

    carriers = Carriers(Carrier(wait), 1, lambda: None)
    carriers.hand_over(a_notice(1))
    newer = a_notice(1)
    assert carriers.adopt(newer)
    assert not carriers.adopt(a_notice(2))
    door.set()
    ((settled, _),) = wait_for_tray(carriers, 1)
    assert settled is newer
    carriers.dismiss()


def test_dismissed_threads_end() -> None:
    carriers = Carriers(Carrier(lambda _: ARRIVED), 2, lambda: None)
    carriers.hand_over(a_notice(1))
    wait_for_tray(carriers, 1)
    carriers.dismiss()
    (thread,) = carriers._started
    thread.join(3)
    assert not thread.is_alive()
