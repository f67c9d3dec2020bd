"""A detail gives itself up to one word only, and to nothing that prints, copies or stores."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest

from models.sensitive import Sensitive

WORDS = "Zebulon Testperson, 555-0102"
DETAIL = Sensitive(WORDS)


@dataclass
class Card:
    detail: Sensitive


@pytest.mark.parametrize(
    "leak",
    [
        str,
        format,
        json.dumps,
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        lambda detail: f"{detail}",
        lambda detail: f"{detail:>40}",
        lambda detail: "%s" % detail,  # noqa: UP031 - the old way must be closed, too
        lambda detail: "x" + detail,
        lambda detail: asdict(Card(detail)),
        vars,
        list,
        len,
        bytes,
    ],
)
def test_every_other_way_to_the_words_is_closed(leak: Callable[[Sensitive], object]) -> None:
    with pytest.raises(TypeError) as told:
        leak(DETAIL)
    assert "Zebulon" not in str(told.value)


def test_only_reveal_gives_the_words() -> None:
    assert DETAIL.reveal() == WORDS


def test_its_repr_says_nothing_alone_or_inside_others() -> None:
    assert repr(DETAIL) == "<Sensitive>"
    assert "Zebulon" not in repr({"detail": [DETAIL, Card(DETAIL)]})
    assert f"{DETAIL!r}" == "<Sensitive>"


def test_a_logger_cannot_carry_it(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("a.test").warning("%r", DETAIL)
    assert "Zebulon" not in caplog.text


def test_two_with_the_same_words_are_not_the_same() -> None:
    assert Sensitive(WORDS) != DETAIL
    words: object = WORDS
    assert words != DETAIL


def test_it_is_true_when_it_holds_something() -> None:
    assert DETAIL
    assert not Sensitive("")


def test_nothing_can_be_hung_onto_it() -> None:
    with pytest.raises(AttributeError):
        DETAIL.note = "x"  # type: ignore[attr-defined]
