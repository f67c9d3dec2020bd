"""The labelled set holds what its README says, nobody real is in it, and its maker writes it again."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tests.handlers.guard_set.make_set import (
    HERE,
    QUOTAS,
    Message,
    as_lines,
    make_messages,
    read_by_hand,
    read_frames,
)

KINDS = {"name_dob", "dob", "phone", "ssn", "case", "booking", "plate", "none"}
SSN_SHAPE = re.compile(r"(?<![\d-])(\d{3})[-. ](\d{2})[-. ](\d{4})(?![\d-])")
# Ten digits in the spellings of a phone; the dial code is left aside.
PHONE_SHAPE = re.compile(r"(?<![\d-])\(?\d{3}\)?[-. /]?(\d{3})[-. /]?(\d{4})(?![\d-])")


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    lines = (HERE / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_file_is_what_its_maker_writes() -> None:
    assert (HERE / "messages.jsonl").read_text(encoding="utf-8") == as_lines(make_messages())


def test_the_set_is_large_and_about_45_percent_of_it_is_true(messages: list[Message]) -> None:
    assert len(messages) >= 2400
    share = sum(message["label"] for message in messages) / len(messages)
    assert 0.42 <= share <= 0.48


def test_every_message_is_there_once(messages: list[Message]) -> None:
    counts = Counter(message["text"].casefold() for message in messages)
    assert [text for text, met in counts.items() if met > 1] == []


def test_every_line_has_the_four_fields_and_no_other(messages: list[Message]) -> None:
    for message in messages:
        assert set(message) == {"text", "label", "kind", "note"}
        assert message["text"].strip()
        assert message["note"].strip()


def test_the_label_says_the_same_as_the_kind(messages: list[Message]) -> None:
    assert [message for message in messages if message["label"] != (message["kind"] != "none")] == []


def test_every_kind_is_present_in_numbers_that_can_be_measured(messages: list[Message]) -> None:
    counts = Counter(message["kind"] for message in messages)
    assert set(counts) == KINDS == set(QUOTAS)
    assert min(counts.values()) >= 70
    assert counts["name_dob"] >= 400


def test_at_least_400_lines_were_written_by_hand_and_all_are_in_the_set(messages: list[Message]) -> None:
    by_hand = read_by_hand()
    assert len(by_hand) >= 400
    assert all(line in messages for line in by_hand)
    marked = [message for message in messages if message["note"].startswith("by hand: ")]
    assert len(marked) == len(by_hand)
    assert {line["kind"] for line in by_hand} == KINDS


def test_office_lines_stay_under_forty(messages: list[Message]) -> None:
    lines = [message for message in messages if "office line" in message["note"]]
    assert 0 < len(lines) < 40
    assert not any(line["label"] for line in lines)


def test_no_slot_is_left_open_and_every_frame_is_used(messages: list[Message]) -> None:
    assert [
        message["text"] for message in messages if re.search(r"\{(?!date_short|time)\w+\}", message["text"])
    ] == []
    assert {(frame.kind, frame.note) for frame in read_frames()} <= {
        (message["kind"], message["note"]) for message in messages
    }


def test_social_security_numbers_are_of_ranges_never_issued(messages: list[Message]) -> None:
    met = [match for message in messages for match in SSN_SHAPE.findall(message["text"])]
    assert len(met) > 40
    assert [number for number in met if number[0] != "000" and number[0][0] != "9"] == []


def test_phones_are_of_the_range_kept_for_stories(messages: list[Message]) -> None:
    texts = [
        message["text"]
        for message in messages
        if message["kind"] == "phone" or "office line" in message["note"]
    ]
    met = [match for text in texts for match in PHONE_SHAPE.findall(text)]
    assert len(met) > 100
    assert [
        number for number in met if number[0] not in {"555", "800"} or not number[1].startswith("01")
    ] == []


def test_the_readme_tells_the_counts_that_stand(messages: list[Message]) -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    by_hand = Counter(line["kind"] for line in read_by_hand())
    for kind, count in Counter(message["kind"] for message in messages).items():
        assert f"| {kind} | {by_hand[kind]} | {count - by_hand[kind]} | {count} |" in readme
    assert f"| all | {by_hand.total()} | {len(messages) - by_hand.total()} | {len(messages)} |" in readme
