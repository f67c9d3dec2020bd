"""The outbox at work: leases, tokens, lanes and the sleep until the next moment, on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models import outbox
from models.database import Database
from models.notice import Again, Kind, Never, NewNotice, Notice, Outcome, Sent, Urgency, post
from models.schema import SlackUserId
from tests import databases

NOON = datetime(2031, 5, 6, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)
SECOND = timedelta(seconds=1)
ARRIVED = Sent("D0ZEBULON", "1.2")


@pytest.fixture(params=databases.BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with databases.fresh(request.param, tmp_path, Notice) as fresh:
        yield fresh


def put(database: Database, key: str, **fields: object) -> None:
    recipient = SlackUserId(str(fields.pop("recipient", f"U{key}")))
    with database.work() as work:
        post(work, NOON, [NewNotice(Kind.RECEIVED, recipient, key, **fields)])  # type: ignore[arg-type]
        work.commit()


def claim(database: Database, moment: datetime = NOON, limit: int = 100) -> list[Notice]:
    with database.work() as work:
        found = outbox.claim(work, moment, lease=LEASE, limit=limit)
        work.commit()
    return found


def settle(database: Database, notice: Notice, outcome: Outcome, moment: datetime = NOON) -> bool:
    with database.work() as work:
        mine = outbox.settle(work, notice, outcome, moment)
        work.commit()
    return mine


def keys(found: list[Notice]) -> list[str]:
    return [notice.dedupe_key for notice in found]


def stored(database: Database, key: str) -> Notice:
    with database.look() as work:
        return work.session.scalars(select(Notice).where(Notice.dedupe_key == key)).one()


def sleeps_until(database: Database) -> datetime | None:
    with database.look() as work:
        return outbox.next_due(work, NOON + timedelta(hours=2))


def test_the_most_urgent_is_claimed_first_then_the_longest_due(database: Database) -> None:
    put(database, "routine", urgency=Urgency.ROUTINE, due_at=NOON - 9 * SECOND)
    put(database, "late-alert", due_at=NOON - SECOND)
    put(database, "older-alert", due_at=NOON - 2 * SECOND)
    assert keys(claim(database)) == ["older-alert", "late-alert", "routine"]


def test_what_is_not_due_stays(database: Database) -> None:
    put(database, "tomorrow", due_at=NOON + timedelta(days=1))
    assert claim(database) == []


def test_a_claim_holds_what_its_row_now_says(database: Database) -> None:
    put(database, "a")
    (held,) = claim(database)
    row = stored(database, "a")
    for field in ("attempts", "lease_token", "lease_until", "first_tried_at"):
        assert getattr(held, field) == getattr(row, field)
    assert (held.attempts, held.lease_until, held.may_have_arrived) == (1, NOON + LEASE, False)


def test_a_claimed_notice_is_not_claimed_again_before_its_lease_ends(database: Database) -> None:
    put(database, "a")
    claim(database)
    assert claim(database, NOON + LEASE - SECOND) == []
    (again,) = claim(database, NOON + LEASE)
    assert (again.attempts, again.may_have_arrived, again.first_tried_at) == (2, True, NOON)


def test_of_one_lane_one_at_a_time_and_in_order(database: Database) -> None:
    for key in ("first", "second", "third"):
        put(database, key, recipient="UZEBULON1")
    order = []
    for _ in range(3):
        (notice,) = claim(database)
        assert claim(database) == []
        order.append(notice.dedupe_key)
        settle(database, notice, ARRIVED)
    assert order == ["first", "second", "third"]


def test_nothing_overtakes_an_older_one_that_waits_for_another_try(database: Database) -> None:
    put(database, "first", recipient="UZEBULON1")
    put(database, "second", recipient="UZEBULON1")
    (first,) = claim(database)
    settle(database, first, Again(timedelta(minutes=5)))
    assert claim(database, NOON + timedelta(minutes=4)) == []
    assert keys(claim(database, NOON + timedelta(minutes=5))) == ["first"]


def test_a_settled_one_keeps_its_receipt(database: Database) -> None:
    put(database, "a")
    (held,) = claim(database)
    assert settle(database, held, ARRIVED, NOON + SECOND)
    row = stored(database, "a")
    assert (row.outcome, row.channel, row.ts, row.settled_at) == ("sent", "D0ZEBULON", "1.2", NOON + SECOND)


def test_a_never_keeps_its_short_reason(database: Database) -> None:
    put(database, "a")
    (held,) = claim(database)
    settle(database, held, Never("gave_up"))
    assert stored(database, "a").outcome == "never:gave_up"
    assert claim(database, NOON + timedelta(days=9)) == []


@pytest.mark.parametrize("outcome", [ARRIVED, Again(SECOND), Never("gave_up")])
def test_an_answer_after_the_lease_passed_on_changes_nothing(database: Database, outcome: Outcome) -> None:
    put(database, "a")
    (slow,) = claim(database)
    (quick,) = claim(database, NOON + LEASE)
    assert not settle(database, slow, outcome)
    assert stored(database, "a").lease_token == quick.lease_token
    assert settle(database, quick, ARRIVED)
    assert not settle(database, quick, outcome)


@pytest.mark.parametrize(
    ("outcome", "attempts", "may_have_arrived"),
    [
        (Again(SECOND), 2, False),
        (Again(SECOND, unknown=True), 2, True),
        (Again(SECOND, rate_limited=True), 1, False),
    ],
)
def test_the_next_try_knows_what_the_last_one_left(
    database: Database, outcome: Again, attempts: int, may_have_arrived: bool
) -> None:
    put(database, "a")
    (held,) = claim(database)
    settle(database, held, outcome)
    (again,) = claim(database, NOON + SECOND)
    assert (again.attempts, again.may_have_arrived) == (attempts, may_have_arrived)


def test_one_no_does_not_make_an_older_unknown_certain(database: Database) -> None:
    put(database, "a")
    (first,) = claim(database)
    settle(database, first, Again(SECOND, unknown=True))
    (second,) = claim(database, NOON + SECOND)
    settle(database, second, Again(SECOND, rate_limited=True))
    (third,) = claim(database, NOON + 2 * SECOND)
    assert third.may_have_arrived


def test_what_is_given_back_was_never_tried(database: Database) -> None:
    put(database, "a")
    (held,) = claim(database)
    with database.work() as work:
        outbox.give_back(work, [(held, NOON + SECOND)])
        work.commit()
    assert claim(database) == []
    (again,) = claim(database, NOON + SECOND)
    assert (again.attempts, again.may_have_arrived) == (1, False)


def test_giving_back_forgets_no_unknown_try(database: Database) -> None:
    put(database, "a")
    claim(database)
    (held,) = claim(database, NOON + LEASE)
    with database.work() as work:
        outbox.give_back(work, [(held, NOON + LEASE)])
        work.commit()
    (again,) = claim(database, NOON + LEASE)
    assert again.may_have_arrived


def test_many_are_given_back_at_once_each_until_its_own_moment_but_only_ours(database: Database) -> None:
    for key in ("a", "b", "c"):
        put(database, key)
    held = claim(database)
    held[1].lease_token = "somebody-else"
    with database.work() as work:
        outbox.give_back(work, [(notice, NOON + (at + 1) * SECOND) for at, notice in enumerate(held)])
        outbox.give_back(work, [])
        work.commit()
    assert keys(claim(database, NOON + SECOND)) == ["a"]
    assert keys(claim(database, NOON + 9 * SECOND)) == ["c"]


def test_many_that_arrived_are_settled_at_once_but_only_ours(database: Database) -> None:
    for key in ("a", "b", "c"):
        put(database, key)
    held = claim(database)
    held[1].lease_token = "somebody-else"
    with database.work() as work:
        count = outbox.settle_sent(work, [(notice, ARRIVED) for notice in held], NOON)
        work.commit()
    assert count == 2
    assert [stored(database, key).outcome for key in ("a", "b", "c")] == ["sent", None, "sent"]


def test_settling_none_settles_none(database: Database) -> None:
    with database.work() as work:
        assert outbox.settle_sent(work, [], NOON) == 0


def test_the_sleep_ends_with_the_first_due_moment(database: Database) -> None:
    assert sleeps_until(database) is None
    put(database, "later", due_at=NOON + 9 * SECOND)
    put(database, "sooner", due_at=NOON + 5 * SECOND)
    assert sleeps_until(database) == NOON + 5 * SECOND


def test_the_sleep_looks_no_further_than_it_is_told(database: Database) -> None:
    put(database, "next-month", due_at=NOON + timedelta(days=30))
    assert sleeps_until(database) is None


def test_sixty_that_wait_for_another_try_do_not_hide_one_that_is_due(database: Database) -> None:
    for number in range(60):
        put(database, f"waits-{number}", due_at=NOON - timedelta(hours=1))
    for notice in claim(database):
        settle(database, notice, Again(timedelta(hours=1)))
    assert sleeps_until(database) == NOON + timedelta(hours=1)
    put(database, "due")
    assert sleeps_until(database) == NOON


def test_what_stands_behind_another_in_its_lane_does_not_end_the_sleep(database: Database) -> None:
    put(database, "first", recipient="UZEBULON1")
    put(database, "second", recipient="UZEBULON1")
    claim(database)
    assert sleeps_until(database) == NOON + LEASE


def test_the_waiting_are_counted_with_the_oldest_moment(database: Database) -> None:
    put(database, "a", due_at=NOON - SECOND)
    put(database, "b")
    put(database, "tomorrow", due_at=NOON + timedelta(days=1))
    with database.look() as work:
        assert outbox.waiting(work, NOON) == (2, NOON - SECOND)


def test_four_that_claim_at_once_never_claim_the_same(database: Database) -> None:
    with database.work() as work:
        rows = [NewNotice(Kind.RECEIVED, SlackUserId(f"U{n % 40}"), f"n{n}") for n in range(120)]
        post(work, NOON, rows)
        work.commit()
    start = threading.Barrier(4)
    seen: list[Notice] = []

    def work_through() -> None:
        start.wait()
        empty = 0
        while empty < 3:
            found = claim(database, limit=5)
            seen.extend(found)
            for notice in found:
                assert settle(database, notice, ARRIVED)
            empty = 0 if found else empty + 1

    threads = [threading.Thread(target=work_through) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while rest := claim(database):  # a lane whose head was locked just then may leave a rest
        seen.extend(rest)
        for notice in rest:
            settle(database, notice, ARRIVED)
    assert max(Counter(keys(seen)).values()) == 1
    assert len(seen) == 120
    for lane in {notice.lane for notice in seen}:
        numbers = [int(notice.dedupe_key[1:]) for notice in seen if notice.lane == lane]
        assert numbers == sorted(numbers)
