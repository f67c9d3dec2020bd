"""What was typed waits for its author alone, in its own form, sealed, for five minutes, once."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from handlers.page.drafts import KEPT_SECONDS, Drafts, about
from models.schema import SlackUserId

ZEBULON, JUNO = SlackUserId("UZEBULON1"), SlackUserId("UJUNO0001")
FORM = about({"callback_id": "seal_message", "private_metadata": "aa"})
OTHER = about({"callback_id": "seal_message", "private_metadata": "bb"})
TYPED = {"seal_message.text|value": ["Dock shelter, 555-0107"], "seal_message.kind|value": []}


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_its_author_goes_on_in_the_same_form_and_once() -> None:
    drafts = Drafts()
    assert drafts.keep(ZEBULON, FORM, TYPED)
    assert drafts.waits(ZEBULON, FORM)
    assert drafts.take(ZEBULON, FORM) == TYPED
    assert not drafts.waits(ZEBULON, FORM)
    assert drafts.take(ZEBULON, FORM) is None


def test_nobody_else_and_no_other_form_gets_it() -> None:
    drafts = Drafts()
    drafts.keep(ZEBULON, FORM, TYPED)
    assert not drafts.waits(JUNO, FORM)
    assert drafts.take(JUNO, FORM) is None
    assert not drafts.waits(ZEBULON, OTHER)
    assert drafts.take(ZEBULON, OTHER) is None
    assert drafts.take(ZEBULON, FORM) == TYPED, "asking in vain costs its author nothing"


def test_it_is_gone_after_five_minutes() -> None:
    clock = Clock()
    drafts = Drafts(clock)
    drafts.keep(ZEBULON, FORM, TYPED)
    clock.at += KEPT_SECONDS - 0.01
    assert drafts.waits(ZEBULON, FORM)
    clock.at += 0.02
    assert not drafts.waits(ZEBULON, FORM)
    assert drafts.take(ZEBULON, FORM) is None


def test_the_last_one_of_each_person_counts() -> None:
    drafts = Drafts()
    drafts.keep(ZEBULON, FORM, TYPED)
    drafts.keep(ZEBULON, OTHER, {"a|value": ["2"]})
    assert drafts.take(ZEBULON, FORM) is None
    assert drafts.take(ZEBULON, OTHER) == {"a|value": ["2"]}


def test_in_memory_it_is_sealed_and_too_much_is_not_kept() -> None:
    drafts = Drafts()
    drafts.keep(ZEBULON, FORM, TYPED)
    assert b"555-0107" not in pickle.dumps(drafts._kept)
    assert not drafts.keep(JUNO, FORM, {"a|value": ["x" * 70_000]})
    assert not drafts.waits(JUNO, FORM)


def test_many_people_push_out_the_oldest() -> None:
    drafts = Drafts()
    for number in range(501):
        drafts.keep(SlackUserId(f"U{number:08}"), FORM, TYPED)
    assert not drafts.waits(SlackUserId("U00000000"), FORM)
    assert drafts.waits(SlackUserId("U00000500"), FORM)


def test_a_form_without_a_name_is_offered_to_nobody() -> None:
    assert not Drafts().waits(ZEBULON, "")


@given(st.dictionaries(st.text(), st.lists(st.text(), max_size=3), max_size=5), st.text(), st.text())
def test_what_was_sealed_opens_for_its_person_and_place_and_no_other(
    typed: dict[str, list[str]], place: str, other: str
) -> None:
    drafts = Drafts()
    sealed = drafts.seal(ZEBULON, place, typed)
    assert drafts.unseal(ZEBULON, place, sealed) == typed
    assert drafts.unseal(JUNO, place, sealed) is None
    assert Drafts().unseal(ZEBULON, place, sealed) is None, "another process has another key"
    if other != place:
        assert drafts.unseal(ZEBULON, other, sealed) is None


@given(st.data())
def test_a_flipped_bit_opens_nothing(data: st.DataObject) -> None:
    drafts = Drafts()
    sealed = bytearray(drafts.seal(ZEBULON, "place", TYPED))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    assert drafts.unseal(ZEBULON, "place", bytes(sealed)) is None
