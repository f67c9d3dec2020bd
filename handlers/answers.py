"""What was filled into a form: read, checked whatever Slack checked, or named at its field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from handlers.forms import VALUE, Choice, Draft, Field, Form, Kind, Mistakes, block_id
from handlers.golden_rule import look
from handlers.guard import (
    is_criminal_history,
    is_privileged,
    names_somebody,
    person_guard,
    points_to_one_person,
)
from models.classes import Category
from models.court_rules import GoldenRule
from models.sensitive import Sensitive

GUARDED = "That looks like a person's details. Please leave them out: this line is not sealed."
NOBODY_NAMED = (
    "That looks like somebody's name or details. Nothing was kept. Please write the place or the situation "
    'instead, as in "the bus shelter at Fifth and Anchor, mornings" or "help came after an hour". '
    "For a person: /lead refer."
)
POINTS_TO_ONE = (
    "That points to one person. Nothing was kept. Write what happens at the place instead, as in "
    '"people drink at the shelter, 4 to 7 pm; riders wait in the road", or start a person conference: '
    "/lead conference."
)
CRIMINAL_HISTORY = (
    "That looks like an extract of a person's record. It may not be kept or sent here. "
    "Leave it out: the office that holds it can be asked."
)
PRIVILEGED = (
    "That looks like what a client told counsel. It stays between the two: leave it out. "
    "Nothing of it was kept."
)
_PLEASE = "Please answer this."
_UNSEEN = "Please remove invisible or control characters."
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and signs that are drawn as nothing.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LINK_OR_MENTION = re.compile(
    r"https?://|www\.|<[@#!]|@(?:here|channel|everyone)\b|\bslack\.com/", re.IGNORECASE
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_USER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")
_PHONE = re.compile(r"[0-9+(). x#*-]+", re.IGNORECASE)


def read(form: Form, state: Mapping[str, Any]) -> Draft | Mistakes:
    """Read what Slack reports as `view.state.values`; everything is checked, whatever Slack checked."""
    answers = {question.id: _answer(form, question, state) for question in form.fields}
    mistakes = {
        block_id(form, question): words
        for question in form.fields
        if (words := _mistake(question, answers[question.id]))
    }
    if mistakes:
        return Mistakes(mistakes)
    codes: dict[str, str] = {}
    details: dict[Category, dict[str, Sensitive]] = {}
    for question in form.fields:
        text = answers[question.id].strip()
        kept_as = answers[question.kept_as].strip() if question.kept_as else ""
        if question.kept_as and not kept_as:
            continue  # nobody said as what: it is not kept
        category = Category(kept_as) if kept_as else question.category
        if category is None:
            codes[question.id] = text
        elif text:
            details.setdefault(category, {})[question.id] = Sensitive(text)
    return Draft(codes, details)


def answered(form: Form, name: str, state: Mapping[str, Any]) -> str:
    """What stands in a field of the form, whether it would be kept or not; empty = nothing."""
    question = next(one for one in form.fields if one.id == name)
    return _answer(form, question, state).strip()


def could_be_used(form: Form, draft: Draft, rule: GoldenRule) -> bool:
    """Whether an answer marked `golden_rule` tells what could be used against the person it is about.

    Asked before a text goes to police or prosecutors, and before anything of it is stored. A reminder for
    whoever writes, not a guarantee.
    """
    marked = {question.id for question in form.fields if question.golden_rule}
    return any(
        look(text.reveal(), rule.stop, rule.let_pass) is not None
        for fields in draft.details.values()
        for name, text in fields.items()
        if name in marked
    )


def _answer(form: Form, question: Field, state: Mapping[str, Any]) -> str:
    """The answer as text; a choice is its value. Anything of another shape counts as not answered."""
    element = _part(_part(state, block_id(form, question)), VALUE)
    match question.kind:
        case Kind.CHOICE:
            found = _part(element, "selected_option").get("value")
        case Kind.DATE:
            found = element.get("selected_date")
        case Kind.TIME:
            found = element.get("selected_time")
        case Kind.CHANNEL:
            found = element.get("selected_conversation")
        case Kind.USER:
            found = element.get("selected_user")
        case Kind.PEOPLE:
            people = element.get("selected_users")
            found = ";".join(map(str, people)) if isinstance(people, list) else ""
        case Kind.CONFIRM | Kind.MULTI_CHOICE:
            ticked = element.get("selected_options")
            ticks = ticked if isinstance(ticked, list) else []
            found = ";".join(str(tick.get("value")) for tick in ticks if isinstance(tick, dict))
        case _:
            found = element.get("value")
    return found if isinstance(found, str) else ""


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A mapping inside a mapping; empty where something else stands."""
    part = whole.get(name)
    return part if isinstance(part, dict) else {}


def _mistake(question: Field, answer: str) -> str:
    text = answer.strip()
    if not text:
        return _PLEASE if question.required else ""
    if question.kind in {Kind.CHOICE, Kind.CONFIRM, Kind.MULTI_CHOICE}:
        return _choice_mistake(question.choices, [text] if question.kind is Kind.CHOICE else text.split(";"))
    if question.kind in _PICKED:
        fits, words = _PICKED[question.kind]
        return "" if fits(text) else words
    if question.kind in {Kind.USER, Kind.PEOPLE}:
        return _people_mistake(text.split(";"), 1 if question.kind is Kind.USER else question.most)
    if not any(_is_seen(char) for char in text):
        return _PLEASE if question.required else _UNSEEN
    if len(answer) > question.max_length:
        return f"Please keep this under {question.max_length} characters."
    if question.kind is Kind.PHONE and not _PHONE.fullmatch(text):
        return "Please write a phone number: digits, spaces, + ( ) - only."
    return _hostile(text, lines=question.kind is Kind.LONG_TEXT) or _not_taken_here(question, text)


def _not_taken_here(question: Field, text: str) -> str:
    """A person's details on an open line; a criminal-history extract anywhere, sealed or not."""
    if question.about_place and points_to_one_person(text):
        return POINTS_TO_ONE
    if question.no_names and names_somebody(text):
        return NOBODY_NAMED
    if question.guarded and person_guard(text):
        return GUARDED
    if question.unprivileged and is_privileged(text):
        return PRIVILEGED
    return CRIMINAL_HISTORY if is_criminal_history(text) else ""


def _people_mistake(people: Sequence[str], most: int) -> str:
    if len(people) > most:
        return f"Please choose {most} at the most."
    return "" if all(_USER_ID.fullmatch(one) for one in people) else "Please choose somebody."


def _is_day(text: str) -> bool:
    """A day that somebody could mean: of a year like 9999 no hour can be told in every zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return day.isoformat() == text and _FIRST_YEAR <= day.year <= _LAST_YEAR


_PICKED: Mapping[Kind, tuple[Callable[[str], object], str]] = {
    Kind.DATE: (_is_day, "Please choose a day."),
    Kind.TIME: (_TIME.fullmatch, "Please choose a time."),
    Kind.CHANNEL: (_CHANNEL.fullmatch, "Please choose a private channel."),
}


def _choice_mistake(choices: Sequence[Choice], values: Sequence[str]) -> str:
    by_value = {choice.value: choice for choice in choices}
    chosen = [by_value.get(value) for value in values]
    if None in chosen:
        return "Please choose one of the answers."
    return next((choice.stops_with for choice in chosen if choice and choice.stops_with), "")


def _is_seen(char: str) -> bool:
    """Whether a reader sees anything of it: no space, no joiner, no filler."""
    return char not in _FILLERS and unicodedata.category(char)[0] not in "CZ"


def _hostile(text: str, *, lines: bool) -> str:
    allowed = "\n\r\t" if lines else ""
    for char in text:
        if char in _BIDI or (unicodedata.category(char) in {"Cc", "Cs"} and char not in allowed):
            return _UNSEEN
    if _LINK_OR_MENTION.search(text):
        return "Please write it without links or mentions."
    return ""
