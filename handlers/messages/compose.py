"""The forms a sealed message is written in: a new one, one about an opened item, a reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.answers import answered, read
from handlers.forms import Choice, Draft, Field, Form, Kind, Mistakes
from handlers.ids import View as ViewId
from handlers.messages.facts import Composing
from handlers.naming import CATEGORY_WORDS, PURPOSE_WORDS, agency_words, role_words
from handlers.reminding import PLEASE_ANSWER, ROUTINE, SEND, TWO_AT_ONCE, routine_field
from models.acts.addressing import Post
from models.classes import Purpose
from models.people import Role

SUBJECT_LENGTH, TEXT_LENGTH = 150, 3000
NOW = "now"
ALONE = "routine"
VACANT = "Nobody holds this role there today. Choose another, or a person."
DELETE_FIRST = (
    "Please delete the original now: point at the message (or hold a finger on it), More actions, "
    "Delete message. Nothing of it was copied; write here only what is needed."
)
_MOST_CHOICES = (
    100  # of one select: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
)
_OPTION_LENGTH = 75
_NEW = "Only the people you name can open it, and only while the rules let them. Write the least that helps."
_REPLY = "It goes sealed to the one who wrote to you, and to nobody else."
_PHONE = "If it cannot wait, call as well: {}."
_TITLES = {
    ViewId.SEAL_MESSAGE: ("Seal a message", _NEW),
    ViewId.SEAL_ABOUT: ("Seal a message", _NEW),
    ViewId.SEAL_REPLY: ("Reply", _REPLY),
}


def form_for(
    callback: ViewId, composing: Composing, first_line: str = "", *, routine_alone: bool = False
) -> Form:
    """The form of this name, for somebody who may write these kinds. `first_line` stands above all else.

    `composing.vacant` is for reading it only: it is not offered to choose from. `routine_alone`: as it stands
    after a stop, when the routine update is what goes.
    """
    title, intro = _TITLES[callback]
    send = (_send(alone=routine_alone),) if composing.routine or routine_alone else ()
    what = (*_purpose(callback),) if routine_alone else _what(callback, composing)
    fields = (*send, *_about(callback, composing), *_whom(callback, composing), *what)
    lines = tuple(line for line in (first_line, intro) if line)
    return Form(callback, title, "Seal", fields, lines, _PHONE.format(composing.contacts.team_line))


def read_form(callback: ViewId, composing: Composing, state: Mapping[str, Any]) -> Draft | Mistakes:
    """Read what was sent of it, with the routine update or without."""
    alone = f"{callback.value}.{ALONE}" in state
    form = form_for(callback, composing, routine_alone=alone)
    draft = read(form, state)
    if isinstance(draft, Mistakes) or alone or SEND not in draft.codes:
        return draft
    wrong = _two_at_once(form, state) if is_routine(draft) else _left_open(draft)
    return Mistakes({f"{callback.value}.{name}": said for name, said in wrong.items()}) if wrong else draft


def _send(*, alone: bool) -> Field:
    """Alone it has a name of its own: Slack would keep an answer that it does not offer."""
    field = routine_field(alone=alone)
    return replace(field, id=ALONE) if alone else field


def is_routine(draft: Draft) -> bool:
    """Whether the routine update is what goes."""
    return draft.codes.get(SEND) == ROUTINE or ALONE in draft.codes


def _two_at_once(form: Form, state: Mapping[str, Any]) -> dict[str, str]:
    """Nobody believes to have sent what they typed while the routine update went instead."""
    return {SEND: TWO_AT_ONCE} if any(answered(form, name, state) for name in ("subject", "text")) else {}


def _left_open(draft: Draft) -> dict[str, str]:
    wanted = {name: PLEASE_ANSWER for name in ("kind", "wanted") if not draft.codes.get(name)}
    if wanted:
        return wanted
    kept = {name for fields in draft.details.values() for name in fields}
    return {name: PLEASE_ANSWER for name in ("subject", "text") if name not in kept}


def post_value(post: Post) -> str:
    """A post as the value of a choice; Slack takes 150 characters, and a longer agency would not be found."""
    return f"{post.role.value}@{post.agency}"[:150]


def post_of(value: str, posts: tuple[Post, ...]) -> Post | None:
    """The post that was chosen."""
    return next((post for post in posts if post_value(post) == value), None)


def _about(callback: ViewId, composing: Composing) -> tuple[Field, ...]:
    if callback is not ViewId.SEAL_MESSAGE:
        return ()
    subjects = composing.subjects[:_MOST_CHOICES]
    choices = tuple(Choice(ref, words[:_OPTION_LENGTH]) for ref, words in subjects)
    return (Field("about", "About", Kind.CHOICE, None, choices=choices),)


def _whom(callback: ViewId, composing: Composing) -> tuple[Field, ...]:
    if callback is ViewId.SEAL_REPLY:
        return ()
    roles = Field(
        "role",
        "To a role",
        Kind.CHOICE,
        None,
        required=False,
        hint="Reaches those who hold it and may read this kind, also whoever is appointed while it runs.",
        choices=_role_choices(composing),
    )
    people = Field("people", "To people", Kind.PEOPLE, None, required=False)
    return (roles, people) if roles.choices else (people,)


def _role_choices(composing: Composing) -> tuple[Choice, ...]:
    held = [Choice(post_value(post), _post_words(post)) for post in composing.held[:_MOST_CHOICES]]
    # A post that fell vacant while the form stood open is answered by its own sentence.
    return (*held, *(Choice(post_value(post), _post_words(post), VACANT) for post in composing.vacant))


def _post_words(post: Post) -> str:
    return f"{role_words(Role(post.role).value).capitalize()}, {agency_words(post.agency)}"[:_OPTION_LENGTH]


def _what(callback: ViewId, composing: Composing) -> tuple[Field, ...]:
    must = not composing.routine  # else only where more is written: see `read_form`
    kinds = tuple(Choice(kind.value, CATEGORY_WORDS[kind]) for kind in composing.kinds)
    wanted = (Choice(NOW, "Now"), Choice("today", "Today"))
    one_kind = "One kind a message."
    return (
        Field("kind", "What kind of detail", Kind.CHOICE, None, required=must, choices=kinds, hint=one_kind),
        *_purpose(callback),
        Field("wanted", "Please open it", Kind.CHOICE, None, required=must, choices=wanted),
        _sealed("subject", "Subject (sealed)", Kind.TEXT, SUBJECT_LENGTH, must=must),
        _sealed("text", "Text (sealed)", Kind.LONG_TEXT, TEXT_LENGTH, must=must),
    )


def _purpose(callback: ViewId) -> tuple[Field, ...]:
    if callback is ViewId.SEAL_REPLY:
        return ()
    purposes = tuple(Choice(one.value, _capital(PURPOSE_WORDS[one])) for one in Purpose)
    return (Field("purpose", "What for", Kind.CHOICE, None, choices=purposes),)


def _sealed(name: str, label: str, kind: Kind, length: int, *, must: bool) -> Field:
    return Field(name, label, kind, None, required=must, max_length=length, kept_as="kind", golden_rule=True)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
