"""The forms a sealed message is written in: a new one, one about an opened item, a reply."""

from __future__ import annotations

from handlers.forms import Choice, Field, Form, Kind
from handlers.ids import View as ViewId
from handlers.messages.facts import Composing
from handlers.naming import CATEGORY_WORDS, PURPOSE_WORDS, agency_words, role_words
from models.acts.addressing import Post
from models.classes import Purpose
from models.people import Role

SUBJECT_LENGTH, TEXT_LENGTH = 150, 3000
NOW = "now"
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


def form_for(callback: ViewId, composing: Composing, first_line: str = "") -> Form:
    """The form of this name, for somebody who may write these kinds. `first_line` stands above all else.

    `composing.vacant` is for reading it only: it is not offered to choose from.
    """
    title, intro = _TITLES[callback]
    fields = (*_about(callback, composing), *_whom(callback, composing), *_what(callback, composing))
    lines = tuple(line for line in (first_line, intro) if line)
    return Form(callback, title, "Seal", fields, lines, _PHONE.format(composing.contacts.team_line))


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
    kinds = tuple(Choice(kind.value, CATEGORY_WORDS[kind]) for kind in composing.kinds)
    purposes = tuple(Choice(one.value, _capital(PURPOSE_WORDS[one])) for one in Purpose)
    wanted = (Choice(NOW, "Now"), Choice("today", "Today"))
    kind = Field("kind", "What kind of detail", Kind.CHOICE, None, choices=kinds, hint="One kind a message.")
    purpose = Field("purpose", "What for", Kind.CHOICE, None, choices=purposes)
    return (
        kind,
        *(() if callback is ViewId.SEAL_REPLY else (purpose,)),
        Field("wanted", "Please open it", Kind.CHOICE, None, choices=wanted),
        Field("subject", "Subject (sealed)", Kind.TEXT, None, max_length=SUBJECT_LENGTH, kept_as="kind"),
        Field("text", "Text (sealed)", Kind.LONG_TEXT, None, max_length=TEXT_LENGTH, kept_as="kind"),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
