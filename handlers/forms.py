"""Forms as data: fields, limits, help, category of detail; rendered to Block Kit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from handlers.blocks import (
    Block,
    View,
    context,
    conversation_select,
    date_picker,
    modal,
    multi_select,
    option,
    people_select,
    plain,
    section,
    select,
    time_picker,
    user_select,
)
from handlers.ids import View as ViewId
from models.classes import Category
from models.sensitive import Sensitive

VALUE = "value"  # the action id of every input: the block id already says which field it is
_MOST_PEOPLE = 10


class Kind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    PHONE = "phone"
    CHOICE = "choice"
    CONFIRM = "confirm"
    MULTI_CHOICE = "multi_choice"  # read as values with `;` between
    DATE = "date"  # read as 2026-01-31
    TIME = "time"  # read as 09:30, on the clock of whatever place the form means
    USER = "user"  # read as a Slack user id
    PEOPLE = "people"  # read as Slack user ids with `;` between
    CHANNEL = "channel"  # read as a channel's id


@dataclass(frozen=True)
class Choice:
    """One answer of a CHOICE. `stops_with`: choosing it ends the form with this sentence, nothing kept."""

    value: str
    text: str
    stops_with: str = ""


@dataclass(frozen=True)
class Field:
    """One question. `category` None = open plane (a code of ours); else the envelope its answer goes into.

    `kept_as` names the choice of the same form whose answer is that category.
    """

    id: str
    label: str
    kind: Kind
    category: Category | None
    required: bool = True
    max_length: int = 300
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    kept_as: str = ""
    guarded: bool = False  # set for every free text of the open plane: details of a person are refused
    unprivileged: bool = False  # what a client told counsel is refused
    golden_rule: bool = False  # looked at before it goes to police or prosecutors: see `could_be_used`
    first: str = ""  # the choice that is chosen already when the form opens
    most: int = _MOST_PEOPLE  # of PEOPLE
    no_names: bool = False  # set where no person has a place at all: a name alone is refused, too
    about_place: bool = False  # set where a place is told: whoever could be one person is refused


@dataclass(frozen=True)
class Form:
    """A whole form. `intro` stands above the fields, `below` beneath them; `callback` names it everywhere."""

    callback: ViewId
    title: str
    submit: str
    fields: tuple[Field, ...]
    intro: tuple[str, ...] = ()
    note: str = ""
    below: tuple[str, ...] = ()

    def with_field(self, extra: Field) -> Form:
        """The same form with one more question at its end."""
        return replace(self, fields=(*self.fields, extra))


@dataclass(frozen=True)
class Draft:
    """A form that was read and found good: open codes apart, details sorted by category."""

    codes: Mapping[str, str]
    details: Mapping[Category, Mapping[str, Sensitive]] = field(repr=False)


@dataclass(frozen=True)
class Mistakes:
    """What is to be mended: block id -> sentence. A sentence never repeats what was typed."""

    by_block: Mapping[str, str]


def block_id(form: Form, question: Field) -> str:
    """The block id of a field: the name under which Slack reports its errors."""
    return f"{form.callback.value}.{question.id}"


def as_modal(
    form: Form,
    private_metadata: str = "",
    *,
    given: Mapping[str, str] | None = None,
    above: Sequence[Block] = (),
) -> View:
    """The form as a Slack modal. `given`: answers that stand in it already, as `read` reads them."""
    blocks: list[Block] = [*above, *(section(line) for line in form.intro)]
    blocks += [
        _input(form, question, (given or {}).get(question.id, question.first)) for question in form.fields
    ]
    blocks += [section(line) for line in form.below]
    if form.note:
        blocks.append(context(form.note))
    return modal(
        form.callback.value,
        form.title,
        blocks,
        submit=form.submit,
        close="Cancel",
        private_metadata=private_metadata,
    )


def _input(form: Form, question: Field, given: str) -> Block:
    made: Block = {
        "type": "input",
        "block_id": block_id(form, question),
        "label": plain(question.label),
        "optional": not question.required,
        "element": _element(question) | (_given(question, given) if given else {}),
    }
    if question.hint:
        made["hint"] = plain(question.hint)
    return made


def _given(question: Field, given: str) -> Block:
    """What is answered already, as Slack has it for this kind of element."""
    match question.kind:
        case Kind.CHOICE:
            found = next((one for one in question.choices if one.value == given), None)
            return {"initial_option": option(found.value, found.text)} if found else {}
        case Kind.MULTI_CHOICE | Kind.CONFIRM:
            taken = [one for one in question.choices if one.value in given.split(";")]
            return {"initial_options": [option(one.value, one.text) for one in taken]} if taken else {}
        case Kind.DATE:
            return {"initial_date": given}
        case Kind.USER:
            return {"initial_user": given}
        case Kind.PEOPLE:
            return {"initial_users": given.split(";")}
        case Kind.TIME:
            return {"initial_time": given}
        case Kind.CHANNEL:
            return {"initial_conversation": given}
        case _:
            return {"initial_value": given}


def _element(question: Field) -> Block:
    options = [option(choice.value, choice.text) for choice in question.choices]
    match question.kind:
        case Kind.CHOICE:
            return select(VALUE, "Choose", options)
        case Kind.MULTI_CHOICE:
            return multi_select(VALUE, "Choose", options)
        case Kind.CONFIRM:
            return {"type": "checkboxes", "action_id": VALUE, "options": options}
        case Kind.TEXT | Kind.LONG_TEXT | Kind.PHONE:
            return {
                "type": "plain_text_input",
                "action_id": VALUE,
                "multiline": question.kind is Kind.LONG_TEXT,
                "max_length": question.max_length,
            }
        case Kind.PEOPLE:
            return people_select(VALUE, "Choose people", question.most)
        case _:
            return _PICKERS[question.kind]


_PICKERS: Mapping[Kind, Block] = {
    Kind.DATE: date_picker(VALUE, "Choose a day"),
    Kind.TIME: time_picker(VALUE, "Choose a time"),
    Kind.USER: user_select(VALUE, "Choose somebody"),
    Kind.CHANNEL: conversation_select(VALUE, "Choose a channel"),
}
