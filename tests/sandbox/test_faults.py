"""Ordered faults are used up in order, by what they hit."""

import pytest

from sandbox.faults import Faults


def test_faults_are_used_up_in_order() -> None:
    faults = Faults()
    faults.add("chat.postMessage", "slow", times=2)
    faults.add("*", "server_error")
    kinds = [fault.kind if (fault := faults.take("chat.postMessage", "*")) else None for _ in range(4)]
    assert kinds == ["slow", "slow", "server_error", None]
    assert faults.rules() == []


def test_a_fault_waits_for_what_it_hits() -> None:
    faults = Faults()
    faults.add("delivery", "lost_ack")
    assert faults.take("chat.postMessage", "*") is None
    assert faults.take("delivery") is not None


@pytest.mark.parametrize(
    ("method", "kind", "times"),
    [("delivery", "drop_socket", 1), ("socket", "slow", 1), ("*", "lost_ack", 1), ("*", "slow", 0)],
)
def test_a_fault_that_cannot_be_is_refused(method: str, kind: str, times: int) -> None:
    with pytest.raises(ValueError, match="cannot be ordered"):
        Faults().add(method, kind, times)


def test_cleared_faults_do_not_happen() -> None:
    faults = Faults()
    faults.add("*", "timeout", times=5)
    faults.clear()
    assert faults.take("*") is None
