"""A small vocabulary for saying what a JSON value may be; every check adds Slack-like problem lines."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

# A check looks at a value standing at a JSON pointer and appends one line for every problem it sees.
Check = Callable[[Any, str, list[str]], None]


def problem(words: str, pointer: str) -> str:
    """One line of `response_metadata.messages`."""
    return f"[ERROR] {words} [json-pointer:{pointer or '/'}]"


def string(most: int, least: int = 0) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, str):
            problems.append(problem("must provide a string", pointer))
        elif len(value) > most:
            problems.append(problem(f"must be less than {most + 1} characters", pointer))
        elif len(value) < least:
            problems.append(problem(f"must be more than {least - 1} characters", pointer))

    return check


def matching(pattern: str, what: str) -> Check:
    """A string that a regular expression matches whole."""
    compiled = re.compile(pattern)

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            problems.append(problem(f"must be {what}", pointer))

    return check


def choice(*words: str) -> Check:
    """One of a few fixed words."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if value not in words:
            problems.append(problem(f"value must be one of: {', '.join(words)}", pointer))

    return check


def whole(least: int, most: int) -> Check:
    """A whole number between two others."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            problems.append(problem("must provide an integer", pointer))
        elif not least <= value <= most:
            problems.append(problem(f"must be between {least} and {most}", pointer))

    return check


def flag(value: Any, pointer: str, problems: list[str]) -> None:
    """True or false."""
    if not isinstance(value, bool):
        problems.append(problem("must provide a boolean", pointer))


def items(check_one: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` things of one shape."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, Sequence) or isinstance(value, str):
            problems.append(problem("must provide an array", pointer))
            return
        if len(value) > most:
            problems.append(problem(f"no more than {most} items allowed", pointer))
        if len(value) < least:
            problems.append(problem(f"no fewer than {least} items allowed", pointer))
        for place, one in enumerate(value):
            check_one(one, f"{pointer}/{place}", problems)

    return check


def thing(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these keys and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, Mapping):
            problems.append(problem("must provide an object", pointer))
            return
        missing = [name for name in required if value.get(name) is None]
        problems.extend(problem(f"missing required field: {name}", pointer) for name in missing)
        for name, inner in value.items():
            if name not in known:
                problems.append(problem(f"invalid additional property: {name}", pointer))
            elif inner is not None:
                known[name](inner, f"{pointer}/{name}", problems)

    return check


def kinds(table: Mapping[str, Check]) -> Check:
    """An object whose `type` chooses the check."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, Mapping):
            problems.append(problem("must provide an object", pointer))
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in table:
            problems.append(problem(f"unsupported type: {kind}", f"{pointer}/type"))
            return
        table[kind](value, pointer, problems)

    return check


def both(*checks: Check) -> Check:
    """Checks in turn until one sees a problem, so that later ones may trust the shape."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        before = len(problems)
        for one in checks:
            if len(problems) == before:
                one(value, pointer, problems)

    return check


def exactly_one(*names: str) -> Check:
    """Of these keys exactly one is given."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        given = [name for name in names if isinstance(value, Mapping) and value.get(name) is not None]
        if len(given) != 1:
            problems.append(problem(f"must provide exactly one of: {', '.join(names)}", pointer))

    return check


def text(most: int, *allowed: str, least: int = 1) -> Check:
    """A text object; plain_text and mrkdwn unless `allowed` says otherwise."""
    shapes = {
        "plain_text": thing({"type": string(20), "text": string(most, least)}, {"emoji": flag}),
        "mrkdwn": thing({"type": string(20), "text": string(most, least)}, {"verbatim": flag}),
    }
    return kinds({kind: shapes[kind] for kind in allowed or tuple(shapes)})


def plain(most: int) -> Check:
    """A plain_text object of at most that many characters."""
    return text(most, "plain_text")
