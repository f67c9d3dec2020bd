"""What people see of the other lawyers in Slack: pure functions from facts to Block Kit."""

from __future__ import annotations

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.coordination import when
from handlers.forms import Form, as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.legal.facts import Asking, DatedMatter, Helping, OpenLawyers, Referred, TakenDown, card_handle
from handlers.legal.forms import help_form, number_form
from handlers.naming import day_words
from models.acts.contacts import Contact, Try, moment_of
from models.ping import Decision
from models.schema import Handle, ParticipantRef
from models.sensitive import Sensitive

_TITLE = "Lawyers"
_SCOPE = "You see this because you work on this person's care team, for as long as you do."
_TRY_WORDS = {Try.CALLED: "called", Try.LEFT_WORD: "left word"}
_REMOVING = "The card is gone then, with its calls."
_ACCEPTING = "Whoever referred them hears that you take it."
_DONE = "Whoever referred them hears that it is done."
_TRIES_SHOWN = 3
NO_COURTS = "The site file names no court yet, so nothing can be asked by number here. Please call {}."
NO_HELPERS = "Nobody of legal services is on the roster today. Please call {}."


def number_view(asking: Asking) -> View:
    """The form of a question by number."""
    if not asking.courts:
        return _said(NO_COURTS.format(asking.contacts.team_line))
    return as_modal(number_form(asking))


def taken_down_view(taken: TakenDown) -> View:
    """The receipt: the same words whether or not anybody is known by the number."""
    return _said(
        f"{taken.ref} is taken down until {day_words(taken.until)}.",
        "Nobody is told here whether somebody is known by a number. If there is an answer for you, it comes "
        "as a card. Its day over, it closes itself.",
    )


def _said(*sentences: str) -> View:
    return blocks.modal(
        ViewId.QUESTION_SENT.value, "Coordination", [blocks.section(one) for one in sentences]
    )


def form_about(form: Form, handle: str) -> View:
    """A form about an opened item, a contact card or a participant: only its random name goes along."""
    return as_modal(form, private_metadata=handle)


def help_view(helping: Helping) -> View:
    """The form of a referral to legal help."""
    if not helping.helpers:
        return _said(NO_HELPERS.format(helping.contacts.team_line))
    return as_modal(help_form(helping), private_metadata=helping.ref)


def referred_view(referred: Referred) -> View:
    """The last screen after referring."""
    wanted = f" An answer is wanted by {referred.wanted}." if referred.wanted else ""
    return blocks.modal(
        ViewId.LEGAL_DONE.value,
        "Legal help",
        [
            blocks.section(f"{referred.ref} has gone to {referred.agency}.{wanted}"),
            blocks.section("You hear what becomes of it, and nobody else does."),
        ],
    )


def room_saved_view() -> View:
    """What the agency says of its room stands now."""
    return blocks.modal(
        ViewId.LEGAL_DONE.value, "Taking referrals?", [blocks.section("Saved. It is shown from now on.")]
    )


def lawyers_view(lawyers: OpenLawyers, told: str = "") -> View:
    """Contact cards, dates that counsel can be told of, and the way to legal help."""
    rows: list[Block] = [blocks.header(f"{_TITLE} {lawyers.ref}")]
    if told:
        rows.append(blocks.section(told))
    add = blocks.button(Action.CONTACT_ADD.value, "Add a lawyer", value=lawyers.ref)
    refer = blocks.button(Action.LEGAL_REFER.value, "Refer to legal help", value=lawyers.ref)
    rows += [blocks.actions("lawyers.acts", [add, refer]), blocks.divider()]
    for number, card in enumerate(lawyers.cards):
        rows += _card(number, card, lawyers)
    if not lawyers.cards:
        rows.append(blocks.section("No lawyer outside this workspace is written down."))
    if lawyers.matters:
        rows.append(blocks.header("Dates in court"))
    rows += [_date(number, matter) for number, matter in enumerate(lawyers.matters)]
    rows += [blocks.divider(), blocks.context(_SCOPE, words.PART_2)]
    return blocks.modal(ViewId.LAWYERS.value, _TITLE, rows, private_metadata=lawyers.ref)


def _card(number: int, card: Contact, lawyers: OpenLawyers) -> list[Block]:
    def text(name: str) -> str:
        return card.fields.get(name, Sensitive("")).reveal()

    named = ", ".join(part for part in (text("who"), text("office")) if part)
    lines = [named, text("phone"), text("matter"), *_tries(card, lawyers)]
    handle = card_handle(lawyers.ref, card.page)
    buttons = [
        blocks.button(Action.CONTACT_CALLED.value, "Called", value=handle),
        blocks.button(Action.CONTACT_LEFT_WORD.value, "Left word", value=handle),
        blocks.button(Action.CONTACT_CHANGE.value, "Change", value=handle),
        blocks.button(Action.CONTACT_REMOVE.value, "Remove", value=handle, confirm=_REMOVING),
    ]
    shown = blocks.section("\n".join(line for line in lines if line))
    return [shown, blocks.actions(f"lawyers.card.{number}", buttons)]


def _tries(card: Contact, lawyers: OpenLawyers) -> list[str]:
    return [
        f"{when(moment_of(one), lawyers.zone)}: {_TRY_WORDS[one.what]}, {lawyers.names[one.by]}"
        for one in card.tries[:_TRIES_SHOWN]
    ]


def _date(number: int, matter: DatedMatter) -> Block:
    tell = blocks.button(Action.TELL_COUNSEL.value, "Tell counsel", value=matter.id)
    line = f"{matter.court}, {when(matter.hearing_at, matter.zone)}"
    return {**blocks.with_button(line, tell), "block_id": f"lawyers.date.{number}"}


def answer_button(handle: Handle) -> Block:
    """The care team's way to answer a question by number."""
    return blocks.button(Action.QUESTION_ANSWER.value, "Answer", value=handle, style="primary")


def noted_button(handle: Handle) -> Block:
    """Counsel's one tap."""
    return blocks.button(Action.COUNSEL_NOTED.value, "Noted", value=handle, style="primary")


def add_button(handle: Handle) -> Block:
    """Whoever referred adds what was asked for."""
    return blocks.button(Action.LEGAL_ADD.value, "Add what they asked for", value=handle, style="primary")


def help_buttons(handle: Handle, offered: tuple[Decision, ...]) -> list[Block]:
    """What legal services may answer where it stands."""
    made = {
        Decision.ACCEPT: blocks.button(
            Action.LEGAL_ACCEPT.value, "We take it", value=handle, style="primary", confirm=_ACCEPTING
        ),
        Decision.DONE: blocks.button(
            Action.LEGAL_DONE.value, "Done", value=handle, style="primary", confirm=_DONE
        ),
        Decision.RETURN: blocks.button(Action.LEGAL_RETURN.value, "Return it", value=handle),
        Decision.NEED_MORE: blocks.button(Action.LEGAL_MORE.value, "Ask for more", value=handle),
    }
    return [made[one] for one in offered]


def lawyers_gone_view(ref: ParticipantRef) -> View:
    """Saved, where the page below could not be drawn anew."""
    again = blocks.button(Action.OPEN_LAWYERS.value, "Open the lawyers", value=ref, style="primary")
    return blocks.modal(
        ViewId.LEGAL_DONE.value, _TITLE, [blocks.section("Saved."), blocks.actions("lawyers.next", [again])]
    )
