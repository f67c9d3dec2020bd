"""The Postman on real databases: once, in order, at Slack's pace, and never silently lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models import outbox
from models.database import Database
from models.notice import Again, Kind, Never, Notice, Outcome, Sent, Urgency
from scheduler.delivery import scopes_of
from scheduler.rates import WORKSPACE, Limit, Rates
from tests import databases
from tests.scheduler.postoffice import ROOMY, TABLES, Carrier, Office


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path, *TABLES) as fresh:
        yield fresh


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def test_what_is_due_is_delivered_settled_and_counted(office: Office) -> None:
    office.put("a")
    office.put("later", after=60)
    office.time.go(3)
    assert office.postman().deliver_due() == 1
    assert office.outcomes() == {"a": "sent", "later": None}
    assert office.tally.settled == [(Kind.RECEIVED, "sent", 3.0)]


def test_an_empty_outbox_lets_the_loop_sleep_its_full_time(office: Office) -> None:
    turn = office.postman().turn()
    assert (turn.handed, turn.rest) == (0, 0.05)


def test_the_loop_sleeps_no_longer_than_until_the_next_due_moment(office: Office) -> None:
    office.put("soon", after=0.02)
    assert office.postman().turn().rest == pytest.approx(0.02)


def test_the_messenger_runs_outside_every_transaction(office: Office) -> None:
    def write_meanwhile(notice: Notice) -> Outcome:
        office.put(f"answer-to-{notice.dedupe_key}", after=60)  # would wait 2 s and raise under a held lock
        return Sent("D0ZEBULON", "1.0")

    office.carrier.behave = write_meanwhile
    office.put("a")
    office.postman().deliver_due()
    assert office.outcomes() == {"a": "sent", "answer-to-a": None}


def test_a_lane_keeps_its_order_while_others_go_on(office: Office) -> None:
    for number in range(12):
        office.put(f"{number:02d}", recipient=f"U{number % 3}")
    assert office.postman().deliver_due() == 12
    for lane in range(3):
        keys = [notice.dedupe_key for notice in office.carrier.tried if notice.recipient == f"U{lane}"]
        assert keys == sorted(keys)
        assert len(keys) == 4


def test_a_slow_delivery_holds_up_nobody_else(office: Office) -> None:
    door = threading.Event()
    office.carrier.behave = lambda notice: (
        Sent("D0", "1.0") if notice.dedupe_key != "slow" or door.wait(5) else Never("stuck")
    )
    office.put("slow")
    postman = office.postman()
    postman.turn()
    office.put("alert")
    end = time.monotonic() + 3
    while office.outcomes().get("alert") is None and time.monotonic() < end:
        postman.turn()
    assert office.outcomes() == {"slow": None, "alert": "sent"}
    door.set()
    postman.deliver_due()
    assert office.outcomes()["slow"] == "sent"


def test_a_raising_messenger_stops_nothing_and_may_have_sent(office: Office) -> None:
    def trip(notice: Notice) -> Outcome:
        if notice.dedupe_key == "trips" and not notice.may_have_arrived:
            raise RuntimeError("Zebulon Testperson, 555-0100")
        return Sent("D0", "1.0")

    office.carrier.behave = trip
    office.put("trips")
    office.put("a")
    postman = office.postman()
    postman.deliver_due()
    assert office.outcomes() == {"trips": None, "a": "sent"}
    office.time.go(1)
    postman.deliver_due()
    assert office.outcomes()["trips"] == "sent"
    assert office.carrier.tried[-1].may_have_arrived


def test_killed_between_sending_and_settling_the_next_process_looks_first(office: Office) -> None:
    office.put("first", recipient="UZEBULON1")
    office.put("second", recipient="UZEBULON1")
    with office.database.work() as work:  # a process that claims, sends and dies
        outbox.claim(work, office.time(), lease=timedelta(seconds=30), limit=8)
        work.commit()
    postman = office.postman()
    assert postman.deliver_due() == 0, "nothing may overtake what is in somebody's hands"
    office.time.go(30)
    assert postman.deliver_due() == 2
    assert [(n.dedupe_key, n.may_have_arrived) for n in office.carrier.tried] == [
        ("first", True),
        ("second", False),
    ]


def test_a_delivery_that_outlives_its_lease_is_not_sent_twice(office: Office) -> None:
    door = threading.Event()
    office.carrier.behave = lambda _: Sent("D0", "1.0") if door.wait(5) else Never("stuck")
    office.put("slow")
    postman = office.postman()
    postman.turn()
    office.time.go(31)
    assert postman.turn().handed == 0
    door.set()
    postman.deliver_due()
    assert office.carrier.keys() == ["slow"]
    assert office.outcomes() == {"slow": "sent"}


def test_never_tells_the_people_concerned_in_the_same_transaction(office: Office) -> None:
    office.carrier.behave = lambda notice: (
        Never("not_in_slack") if notice.kind == Kind.RECEIVED else Sent("D0", "1.0")
    )
    office.put("gone")
    office.postman().deliver_due()
    assert office.told == [("gone", "not_in_slack")]
    assert office.outcomes() == {"gone": "never:not_in_slack", "told:gone": "sent"}


def test_telling_that_breaks_keeps_the_notice_and_the_others(office: Office) -> None:
    class Breaks(Exception):
        pass

    def tell(*_: object) -> None:
        raise Breaks

    office.carrier.behave = lambda notice: Never("gone") if notice.dedupe_key == "bad" else Sent("D0", "1.0")
    office.put("bad")
    office.put("good")
    postman = office.postman()
    postman._undelivered = tell
    with pytest.raises(Breaks):
        postman.deliver_due()
    postman.deliver_due()
    assert office.outcomes() == {"bad": None, "good": "sent"}
    postman._undelivered = office.tell
    office.time.go(31)
    postman.deliver_due()
    assert office.outcomes()["bad"] == "never:gone"


def test_a_page_nobody_could_be_given_is_told_within_minutes(office: Office) -> None:
    office.carrier.behave = lambda notice: (
        Again(timedelta(0)) if notice.kind == Kind.CARD_NOW else Sent("D0", "1.0")
    )
    office.put("page", kind=Kind.CARD_NOW)
    postman = office.postman()
    for _ in range(40):
        postman.deliver_due()
        office.time.go(10)
    assert office.told == [("page", "gave_up")]
    assert office.outcomes() == {"page": "never:gave_up", "told:page": "sent"}


def test_slacks_pace_is_kept_and_alerts_go_before_routine(office: Office) -> None:
    office.rates = Rates({**ROOMY, WORKSPACE: Limit(rate=1, burst=2)})
    for number in range(4):
        office.put(f"routine-{number}", urgency=Urgency.ROUTINE)
    postman = office.postman()
    assert postman.deliver_due() == 2
    office.put("alert")
    for _ in range(4):
        office.time.go(1)
        postman.deliver_due()
    assert len(office.carrier.tried) == 5
    assert office.carrier.keys()[2] == "alert"
    assert {notice.attempts for notice in office.carrier.tried} == {1}


def test_a_refused_pace_pauses_the_workspace_and_loses_nothing(office: Office) -> None:
    refuse = Again(timedelta(seconds=20), rate_limited=True)
    office.carrier.behave = lambda _: refuse if len(office.carrier.tried) == 1 else Sent("D0", "1.0")
    office.put("a")
    postman = office.postman()
    postman.deliver_due()
    office.put("b")
    office.time.go(19)
    assert postman.deliver_due() == 0
    office.time.go(2)
    postman.deliver_due()
    assert office.outcomes() == {"a": "sent", "b": "sent"}
    assert [notice.attempts for notice in office.carrier.tried] == [1, 1, 1]


def test_only_the_holder_of_the_seat_delivers(office: Office) -> None:
    other = Office(office.database, time=office.time, holder="another-process")
    first, second = office.postman(), other.postman()
    first.turn()
    office.put("a")
    assert second.deliver_due() == 0
    assert first.deliver_due() == 1
    office.put("b")
    office.time.go(13)  # the first process is gone; its seat lapses
    assert second.deliver_due() == 1
    assert other.carrier.keys() == ["b"]


def test_closing_lets_what_is_in_hand_finish_and_frees_the_seat(office: Office) -> None:
    office.carrier.behave = lambda _: Sent("D0", "1.0") if time.sleep(0.2) is None else Never("x")  # type: ignore[func-returns-value]
    office.put("a")
    postman = office.postman()
    postman.turn()
    office.put("b")
    postman.close(3)
    assert office.outcomes() == {"a": "sent", "b": None}
    other = Office(office.database, time=office.time, holder="another-process")
    assert other.postman().deliver_due() == 1


def test_closing_waits_no_longer_than_it_was_given(office: Office) -> None:
    door = threading.Event()
    office.carrier.behave = lambda _: Sent("D0", "1.0") if door.wait(20) else Never("stuck")
    office.put("stuck")
    postman = office.postman()
    postman.turn()
    began = time.monotonic()
    postman.close(0.3)
    assert time.monotonic() - began < 2
    door.set()
    assert office.outcomes() == {"stuck": None}


def test_four_postmen_in_turn_of_one_seat_deliver_each_notice_once(database: Database) -> None:
    carrier = Carrier()
    offices = [Office(database, carrier=carrier, holder=f"process-{n}") for n in range(4)]
    for number in range(80):
        offices[0].put(f"{number:03d}", recipient=f"U{number % 10}")

    def work(office: Office) -> None:
        postman = office.postman()
        for _ in range(6):
            postman.deliver_due()
        postman.close(1)

    threads = [threading.Thread(target=work, args=(office,)) for office in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    offices[0].postman().deliver_due()
    assert max(Counter(carrier.keys()).values()) == 1
    assert len(carrier.tried) == 80
    for lane in range(10):
        keys = [notice.dedupe_key for notice in carrier.tried if notice.recipient == f"U{lane}"]
        assert keys == sorted(keys)


def test_a_view_uses_up_no_channels_room() -> None:
    view = Notice(kind=Kind.BLANK_VIEW, recipient="UZEBULON1")
    card = Notice(kind=Kind.CARD_NOW, recipient="UZEBULON1")
    assert scopes_of(view) == ("method:views.update",)
    assert scopes_of(card) == (WORKSPACE, "channel:UZEBULON1")
