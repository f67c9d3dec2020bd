"""Triggers live three seconds and once, response URLs thirty minutes and five times."""

import pytest

from sandbox.triggers import RESPONSE_SECONDS, Triggers
from sandbox.wire import Refusal


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def __call__(self) -> float:
        return self.moment


def test_a_trigger_names_its_person_once() -> None:
    triggers = Triggers(Hand())
    trigger_id = triggers.new_trigger("U1")
    assert triggers.exchange(trigger_id) == "U1"
    with pytest.raises(Refusal, match="exchanged_trigger_id"):
        triggers.exchange(trigger_id)
    with pytest.raises(Refusal, match="invalid_trigger_id"):
        triggers.exchange("nonsense")


@pytest.mark.parametrize(("seconds", "lives"), [(3.0, True), (3.1, False)])
def test_a_trigger_lives_three_seconds(seconds: float, lives: bool) -> None:
    hand = Hand()
    triggers = Triggers(hand)
    trigger_id = triggers.new_trigger("U1")
    hand.moment += seconds
    if lives:
        assert triggers.exchange(trigger_id) == "U1"
    else:
        with pytest.raises(Refusal, match="expired_trigger_id"):
            triggers.exchange(trigger_id)


def test_a_response_url_is_good_for_five() -> None:
    triggers = Triggers(Hand())
    key = triggers.new_response_url("U1", "C1", "1.0")
    for _ in range(5):
        assert triggers.use_response_url(key).channel == "C1"
    with pytest.raises(Refusal, match="used_url"):
        triggers.use_response_url(key)


def test_a_response_url_ends_after_half_an_hour() -> None:
    hand = Hand()
    triggers = Triggers(hand)
    key = triggers.new_response_url("U1", "C1")
    hand.moment += RESPONSE_SECONDS + 1
    with pytest.raises(Refusal, match="expired_url"):
        triggers.use_response_url(key)
    with pytest.raises(Refusal, match="invalid_url"):
        triggers.use_response_url("guessed")
