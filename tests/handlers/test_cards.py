"""The constant card and what is said under it: one button, one thread, nothing else."""

from __future__ import annotations

from handlers.cards import card, with_open
from models.schema import Handle
from sandbox.limits import check_message

HANDLE = Handle("0" * 32)


def test_text_and_blocks_of_a_card_say_the_same() -> None:
    made = card("You have a sealed item.", "X" * 20, HANDLE)
    check_message(made.text, made.blocks)
    assert made.blocks is not None
    said = [made.blocks[0]["text"]["text"], made.blocks[1]["elements"][0]["text"]]
    assert made.text == " ".join(said)


def test_one_button_opens_the_item() -> None:
    for made in (card("A card.", "X" * 20, HANDLE), with_open("A state.", HANDLE)):
        assert made.blocks is not None
        [button] = made.blocks[-1]["elements"]
        assert (button["action_id"], button["value"], button["text"]["text"]) == ("open_item", HANDLE, "Open")
        assert not made.aloud
