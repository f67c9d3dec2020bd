"""What Slack accepts of blocks, messages, modals and homes; everything else is refused by name.

Source: https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/views.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.elements import ACCESSORY, ACTION, IMAGE, INPUT
from sandbox.shapes import Check, both, flag, items, kinds, plain, problem, string, text, thing
from sandbox.wire import Json, Refusal

MESSAGE_TEXT = 4_000
MESSAGE_BLOCKS = 50
MESSAGE_BLOCK_CHARACTERS = 13_200
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000


def block(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A block with a type and an optional block_id beside its own keys."""
    return thing({"type": string(50), **required}, {"block_id": string(255, 1), **(optional or {})})


def says_something(value: Any, pointer: str, problems: list[str]) -> None:
    """A section needs a text or fields."""
    if value.get("text") is None and not value.get("fields"):
        problems.append(problem("missing required field: text", pointer))


def rich_leaf(value: Any, pointer: str, problems: list[str]) -> None:
    """A leaf or branch of rich text; its own keys are not looked at further (see README)."""
    known = {"text", "link", "user", "channel", "emoji", "usergroup", "broadcast", "date", "color"}
    if not isinstance(value, Mapping) or value.get("type") not in known | {"rich_text_section"}:
        problems.append(problem("unsupported rich text element", pointer))
    elif value["type"] == "text":
        thing({"type": string(4), "text": string(3000, 1)}, {"style": lambda *_: None})(
            value, pointer, problems
        )


RICH_PART = kinds(
    {
        kind: thing(
            {"type": string(50), "elements": items(rich_leaf, most=1000, least=0)},
            {name: lambda *_: None for name in ("style", "indent", "border", "offset")},
        )
        for kind in ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    }
)
CONTEXT_PART = kinds({"plain_text": text(3000), "mrkdwn": text(3000), **IMAGE})
BLOCKS: Mapping[str, Check] = {
    "section": both(
        block(
            {},
            {
                "text": text(3000),
                "fields": items(text(2000), most=10),
                "accessory": ACCESSORY,
                "expand": flag,
            },
        ),
        says_something,
    ),
    "header": block({"text": plain(150)}),
    "divider": block({}),
    "context": block({"elements": items(CONTEXT_PART, most=10)}),
    "actions": block({"elements": items(ACTION, most=25)}),
    "image": block({"image_url": string(3000, 1), "alt_text": string(2000, 1)}, {"title": plain(2000)}),
    "input": block(
        {"label": plain(2000), "element": INPUT},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": block({"elements": items(RICH_PART, most=1000)}),
}
ANY_BLOCK = kinds(BLOCKS)
VIEW_KEYS: Mapping[str, Check] = {
    "type": string(10),
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
VIEWS: Mapping[str, Check] = {
    "modal": thing(
        {"type": string(10), "title": plain(24), "blocks": items(ANY_BLOCK, VIEW_BLOCKS, least=0)},
        {
            **VIEW_KEYS,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
    "home": thing({"type": string(10), "blocks": items(ANY_BLOCK, VIEW_BLOCKS, least=0)}, VIEW_KEYS),
}


def block_elements(one: Mapping[str, Any]) -> Iterator[Json]:
    """The interactive elements of a block, wherever they stand in it."""
    inner = [one.get("accessory"), one.get("element")]
    if one.get("type") == "actions":
        inner += list(one.get("elements") or ())
    yield from (part for part in inner if isinstance(part, dict) and part.get("type") != "image")


def _repeated(blocks: Any, pointer: str, problems: list[str]) -> None:
    """Two blocks with one block_id, two elements of a block with one action_id, two focuses."""
    for name, times in Counter(one["block_id"] for one in blocks if one.get("block_id")).items():
        if times > 1:
            problems.append(problem(f"block_id must be unique: {name}", pointer))
    for place, one in enumerate(blocks):
        actions = Counter(part["action_id"] for part in block_elements(one) if part.get("action_id"))
        problems.extend(
            problem(f"action_id must be unique in a block: {name}", f"{pointer}/{place}")
            for name, times in actions.items()
            if times > 1
        )
    if sum(bool(part.get("focus_on_load")) for one in blocks for part in block_elements(one)) > 1:
        problems.append(problem("only one element may have focus_on_load", pointer))


def _submit_is_there(view: Any, pointer: str, problems: list[str]) -> None:
    """A modal with input blocks needs a submit button."""
    if not view.get("submit") and any(one["type"] == "input" for one in view["blocks"]):
        problems.append(problem("missing required field: submit", pointer))


def _view_repeats(view: Any, pointer: str, problems: list[str]) -> None:
    _repeated(view["blocks"], f"{pointer}/blocks", problems)


MESSAGE_CHECK = both(items(ANY_BLOCK, MESSAGE_BLOCKS, least=0), _repeated)
VIEW_CHECKS: Mapping[str, Check] = {
    "modal": both(kinds({"modal": VIEWS["modal"]}), _view_repeats, _submit_is_there),
    "home": both(kinds({"home": VIEWS["home"]}), _view_repeats),
}


def check_message(body: str | None, blocks: Any) -> None:
    """Raise `Refusal` unless Slack would take this text and these blocks as a message."""
    if not body and not blocks:
        raise Refusal("no_text")
    if body is not None and len(body) > MESSAGE_TEXT:
        raise Refusal("msg_too_long")
    if blocks is None:
        return
    problems: list[str] = []
    MESSAGE_CHECK(blocks, "/blocks", problems)
    if problems:
        raise Refusal("invalid_blocks", errors=problems, response_metadata={"messages": problems})
    if len(json.dumps(blocks, ensure_ascii=False)) > MESSAGE_BLOCK_CHARACTERS:
        raise Refusal("msg_blocks_too_long")


def check_view(view: Any, kind: str) -> None:
    """Raise `Refusal` unless Slack would take this as a view of that kind, `modal` or `home`."""
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refusal("view_too_large")
    problems: list[str] = []
    VIEW_CHECKS[kind](view, "/view", problems)
    if problems:
        raise Refusal("invalid_arguments", response_metadata={"messages": problems})
