"""What is read of a message event: its texts wherever they stand, and nothing of what needs no look."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.guarding.posted import read_posted

TYPED = "Zebulon Testperson 01/01/1901"


def event(**more: Any) -> dict[str, Any]:
    return {"type": "message", "channel_type": "group", "channel": "C1", "ts": "7.1", "user": "U1", **more}


def test_a_message_is_read_with_its_place_and_its_files_names() -> None:
    file = {"name": "a.pdf", "title": "b", "preview": "c"}
    posted = read_posted(event(text=TYPED, thread_ts="5.0", subtype="file_share", files=[file]))
    assert posted is not None
    assert posted.texts == (TYPED, "a.pdf", "b", "c")
    assert (posted.channel, posted.ts, posted.thread_ts, posted.user) == ("C1", "7.1", "5.0", "U1")
    assert posted.changed_at == ""


def test_an_edit_is_read_with_what_stood_before_and_whose_it_is() -> None:
    inner = {"user": "U2", "ts": "7.1", "text": TYPED}
    posted = read_posted(
        event(
            subtype="message_changed", ts="9.9", user=None, message=inner, previous_message={"text": "hello"}
        )
    )
    assert posted is not None
    assert (posted.user, posted.ts, posted.changed_at) == ("U2", "7.1", "9.9")
    assert (posted.texts, posted.before) == ((TYPED,), ("hello",))


def test_what_was_forwarded_is_read_and_a_links_preview_is_not() -> None:
    forwarded = [{"is_share": True, "text": TYPED}, {"text": "a page", "title_link": "x"}]
    posted = read_posted(event(text="", attachments=forwarded))
    assert posted is not None
    assert posted.texts == ("", TYPED)


def test_an_apps_message_has_no_writer() -> None:
    posted = read_posted(event(text=TYPED, bot_id="B7"))
    assert posted is not None
    assert (posted.user, posted.bot_id) == ("", "B7")


@pytest.mark.parametrize(
    "more",
    [
        {"channel_type": "im"},
        {"channel_type": "channel"},
        {"subtype": "message_deleted", "previous_message": {"text": TYPED}},
        {"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": "7.1"}},
        {"ts": None},
    ],
    ids=["direct message", "public channel", "deleted", "deleted with a thread", "without a stamp"],
)
def test_what_needs_no_look_is_not_read(more: dict[str, Any]) -> None:
    assert read_posted(event(text=TYPED, **more)) is None


def test_what_was_typed_is_in_no_repr() -> None:
    assert TYPED not in repr(read_posted(event(text=TYPED)))
