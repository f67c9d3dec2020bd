"""Who looked lately is known for half an hour, and of so many people."""

from __future__ import annotations

from handlers.home.lookers import LATELY, MOST, Lookers
from models.schema import SlackUserId

ONE, OTHER = SlackUserId("UQUILL001"), SlackUserId("ULARKSP01")


def test_whoever_looked_is_known_for_half_an_hour_after_their_last_look() -> None:
    moment = [0.0]
    lookers = Lookers(lambda: moment[0])
    first = lookers.look(ONE)
    moment[0] = LATELY
    assert lookers.lately(ONE) is first
    assert lookers.look(ONE) is first
    moment[0] = 2 * LATELY
    assert lookers.lately(ONE) is first
    moment[0] += 1
    assert lookers.lately(ONE) is None
    assert lookers.look(ONE) is not first


def test_whoever_never_looked_is_not_known() -> None:
    assert Lookers(lambda: 0.0).lately(ONE) is None


def test_of_too_many_those_are_forgotten_whose_look_is_longest_ago() -> None:
    lookers = Lookers(lambda: 0.0)
    for user in (ONE, OTHER, ONE, *(SlackUserId(f"U{number}") for number in range(MOST - 1))):
        lookers.look(user)
    assert lookers.lately(OTHER) is None
    assert lookers.lately(ONE) is not None
