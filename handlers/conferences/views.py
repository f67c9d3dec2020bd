"""What people see of conferences in Slack: pure functions from facts to Block Kit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.conferences.facts import (
    Asker,
    Bringing,
    Composing,
    Guest,
    Hours,
    OpenedConference,
    Start,
    Step,
    Wanted,
    Whom,
)
from handlers.conferences.forms import (
    CLOSE,
    GROUND_RULES,
    add_form,
    apart_form,
    barred_lines,
    brief_form,
    invite_form,
    move_form,
    potential_form,
    whom_form,
    wish_form,
)
from handlers.forms import Form, as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import agency_words, role_words

_TITLE = "Conference"
RECEIVED = "Received. You will be invited if a release covers you."
PROPOSED = "Received. Those whom a release covers are told, and so are you, by a direct message."
BROUGHT = (
    "Received. The case-management team reads it around the hour of the conference. Nobody will say whether "
    "the person is known."
)
COMING = "Noted, if you are invited. Whoever runs it sees how many come, and not who."
STEPPED_BACK = "You do not take part. Nobody asks why, and nothing more is needed from you."
DECLINED = "Noted: there is no conference now."
MOVED = "Noted. Everybody invited hears the new hour."
CLOSED = "Noted."
INVITED = "Noted: they are told."
APART = "Noted. Nobody is named."
NOBODY_YET = (
    "There is nobody yet about whom you could ask: you work with no participant, and no referral is yours. "
    "The person's case manager or their clinical supervisor can."
)
_NOBODY = "No live release names anybody for a case conference yet."
_STEPS: Mapping[Step, tuple[Action, str]] = {
    Step.INVITE: (Action.CONFERENCE_INVITE, "Invite"),
    Step.MOVE: (Action.CONFERENCE_MOVE, "Another hour"),
    Step.CLOSE: (Action.CONFERENCE_CLOSE, "Close the conference"),
    Step.COMING: (Action.CONFERENCE_COMING, "Coming"),
    Step.STEP_BACK: (Action.CONFERENCE_STEP_BACK, "I do not take part"),
}


def start_view(start: Start) -> View:
    """What a conference can be about."""
    kinds = []
    if start.team or start.wishes:
        kinds.append(blocks.button(Action.CONFERENCE_PERSON.value, "A person"))
    if start.brings:
        kinds.append(blocks.button(Action.CONFERENCE_POTENTIAL.value, "A potential referral"))
    kinds.append(blocks.button(Action.RAISE_SITUATION.value, "A situation"))
    rows = [
        blocks.section("What is it about?"),
        blocks.actions("conference.kind", kinds),
        blocks.context("A situation is a place or a pattern, without anybody in it."),
    ]
    more = [blocks.button(Action.SITUATION_LIST.value, "Situations of my groups")]
    if start.adds:
        more.append(blocks.button(Action.CONFERENCE_ADD.value, "Add to what your agency brought"))
    if start.team:
        more.append(blocks.button(Action.CONFERENCE_APART.value, "Keep two people apart"))
    rows.append(blocks.actions("conference.more", more))
    return blocks.modal(ViewId.CONFERENCE_START.value, _TITLE, rows)


def whom_view(whom: Whom) -> View:
    """About whom."""
    return as_modal(whom_form(whom))


def brief_view(composing: Composing) -> View:
    """The form; where nobody could be invited, why, and the mend."""
    if not composing.guests:
        return _said(_NOBODY, *barred_lines(composing))
    return as_modal(brief_form(composing), private_metadata=composing.ref)


def wish_view(known: Whom, about: str = "") -> View:
    """Asking for one; `about`: the reference that was typed already."""
    if about:
        known = Whom(((about, about),))
    return as_modal(wish_form(known), private_metadata=about, given={"about": about} if about else None)


def potential_view(bringing: Bringing) -> View:
    """What an agency brings."""
    return as_modal(potential_form(bringing))


def add_view(theirs: Whom) -> View:
    """What a colleague adds."""
    return as_modal(add_form(theirs))


def apart_view(whom: Whom) -> View:
    """Two people."""
    return as_modal(apart_form(whom))


def close_view(ref: str, coming: int | None) -> View:
    """How it ends; `coming`: how many mean to be there."""
    return _about(replace(CLOSE, note=_coming_words(coming)), ref)


def move_view(hours: Hours, ref: str, coming: int | None) -> View:
    """Another hour."""
    return _about(replace(move_form(hours), note=_coming_words(coming)), ref)


def _coming_words(coming: int | None) -> str:
    return "" if coming is None else f"Have said that they come: {coming}."


def invite_view(guests: tuple[Guest, ...], ref: str) -> View:
    """Somebody more."""
    return _about(invite_form(guests), ref) if guests else _said(_NOBODY)


def _about(form: Form, ref: str) -> View:
    return as_modal(form, private_metadata=ref)


def wanted_view(wanted: Wanted) -> View:
    """What was asked for, and what can be done."""
    rows: list[Block] = [
        blocks.header(f"{_TITLE} {wanted.ref}"),
        blocks.section(f"About {wanted.about}. {wanted.standing}"),
        blocks.section(f"Why: {wanted.reason}. How soon: {wanted.urgency}."),
    ]
    for asker in wanted.askers:
        covered = "a release covers them" if asker.may_come else "no place for them now"
        rows.append(blocks.section(f"{asker.words} asks: {covered}.{_wished(asker)}"))
    taps = []
    if wanted.may_set:
        taps.append(
            blocks.button(Action.CONFERENCE_SET.value, "Set it up", value=wanted.ref, style="primary")
        )
    if any(one.may_come for one in wanted.askers):
        taps.append(blocks.button(Action.CONFERENCE_INVITE.value, "Invite", value=wanted.ref))
    if wanted.may_decline:
        taps.append(blocks.button(Action.CONFERENCE_DECLINE.value, "Not now", value=wanted.ref))
    if taps:
        rows.append(blocks.actions("conference.wanted", taps))
    return blocks.modal(ViewId.CONFERENCE_WANTED.value, _TITLE, rows, private_metadata=wanted.about)


def _wished(asker: Asker) -> str:
    kinds = ", ".join(role_words(role.value) for role in asker.partners)
    return f" Would like to see there: {kinds}." if kinds else ""


def done_view(sentence: str) -> View:
    """One sentence at the end."""
    return _said(sentence)


def _said(*sentences: str) -> View:
    return blocks.modal(ViewId.CONFERENCE_DONE.value, _TITLE, [blocks.section(one) for one in sentences])


def opened_view(item: OpenedConference, told: str = "") -> View:
    """The opened brief: plain text only, the ground rules, and the statement it needs."""
    rows: list[Block] = [blocks.header(f"{_TITLE} {item.ref}")]
    if told:
        rows.append(blocks.section(told))
    rows.append(blocks.section(item.standing))
    rows.append(blocks.context(f"From {item.sender}."))
    if item.about:
        rows.append(blocks.context(f"About {item.about}."))
    rows.append(blocks.context(" ".join(GROUND_RULES)))
    if item.guests:
        rows.append(blocks.context(f"Invited: {item.guests}."[:1900]))
    if item.guests and item.coming is not None:
        rows.append(blocks.context(_coming_words(item.coming)))
    buttons = [blocks.button(_STEPS[step][0].value, _STEPS[step][1], value=item.ref) for step in item.steps]
    if buttons:
        rows.append(blocks.actions("conference", buttons))
    rows.append(blocks.divider())
    for heading, text in item.rows:
        rows += [blocks.context(heading), *blocks.sections(text)]
    rows += [blocks.divider(), blocks.context(item.scope, words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, _TITLE, rows, private_metadata=item.handle)


def guest_words(name: str, agency: str) -> str:
    """As a guest is named to the team."""
    return f"{name} ({agency_words(agency)})"
