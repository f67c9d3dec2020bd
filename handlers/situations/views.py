"""Situations as Block Kit: the form, the list, one with its numbers, and what its owner does with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import Form, as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import day_words
from handlers.situations.facts import SituationFacts, SituationLine, Spot, Tally
from handlers.situations.questions import COUNTED_WORDS, form_for, mend_form
from models.schema import SituationRef

_MOST = 40
_MOST_NUMBERS = 12  # of a kind, the newest
_LONGEST = 20  # of a bar, in characters
_WORDS = 2800
_ONE_PERSON = (
    "If one person stands behind it, ask for a conference about them instead. "
    "Nothing of that is written here or in the thread."
)


def raise_view(spots: Sequence[Spot]) -> View:
    """The form."""
    return as_modal(form_for(spots))


def received_view(ref: SituationRef) -> View:
    """After raising one."""
    lines = (
        f"Received: {ref}. It stands in the group's channel, and somebody sees to it.",
        "You hear here what was done about the place.",
    )
    return blocks.modal(ViewId.SITUATION_NOTED.value, "Thank you", [blocks.section(one) for one in lines])


def noted_view(sentence: str = "Noted. Whoever it concerns is told.") -> View:
    """After anything else."""
    return blocks.modal(ViewId.SITUATION_NOTED.value, "Noted", [blocks.section(sentence)])


def list_view(lines: Sequence[SituationLine]) -> View:
    """Those of my groups."""
    report = blocks.button(Action.RAISE_SITUATION.value, "Report a situation", style="primary")
    rows: list[Block] = [blocks.actions("situations.start", [report])]
    rows += [_row(one) for one in lines[:_MOST]]
    if not lines:
        rows.append(blocks.section("No open situations in your groups."))
    if len(lines) > _MOST:
        rows.append(blocks.context(f"And {len(lines) - _MOST} more: the next to look back at stand first."))
    return blocks.modal(ViewId.SITUATIONS.value, "Situations", rows)


def _row(one: SituationLine) -> Block:
    when = "the day to look back has come" if one.due else f"next look {day_words(one.review_on)}"
    whose = "You see" if one.mine else f"{one.owner} sees"
    look = blocks.button(Action.SITUATION_OPEN.value, "Open", value=one.ref)
    return {
        **blocks.with_button(f"{one.ref}. {one.place}\n{whose} to it, {when}.", look),
        "block_id": f"situation.{one.ref}",
    }


def situation_view(facts: SituationFacts) -> View:
    """One situation: what was told, its numbers, how it stands, and what the reader can do."""
    rows: list[Block] = [blocks.header(f"{facts.ref}: {facts.place}"[:150])]
    rows += [blocks.section(f"{label}: {words}"[:_WORDS]) for label, words in _told(facts) if words]
    rows += _numbers(facts.tallies)
    if facts.open:
        rows.append(blocks.context(_standing(facts)))
        rows += _what_can_be_done(facts)
    else:
        rows.append(blocks.section(f"Closed. What was done: {facts.ended}"[:_WORDS]))
    return blocks.modal(ViewId.SITUATION.value, "Situation", rows, private_metadata=facts.ref)


def _told(facts: SituationFacts) -> tuple[tuple[str, str], ...]:
    where = ", ".join(part for part in (facts.group, facts.region) if part)
    return (
        ("Group", where),
        ("Where", facts.place),
        ("When", facts.times),
        ("What happens", facts.pattern),
        ("Harm", facts.harms),
        ("Tried", facts.tried),
        ("Conference asked for", facts.confers),
    )


def _standing(facts: SituationFacts) -> str:
    age = {0: "since today", 1: "for 1 day"}.get(facts.days, f"for {facts.days} days")
    return f"{facts.owner} sees to it, open {age}. Next look: {day_words(facts.review_on)}."


def _what_can_be_done(facts: SituationFacts) -> list[Block]:
    ref = facts.ref
    buttons = [blocks.button(Action.MY_ACTION.value, "My action", value=ref)]
    if facts.may_mend:
        buttons.append(blocks.button(Action.SITUATION_MEND.value, "Change the words", value=ref))
    if facts.may_keep:
        buttons += [
            blocks.button(Action.SITUATION_COUNT.value, "Add a number", value=ref),
            blocks.button(Action.SITUATION_RENEW.value, "Look again later", value=ref),
            blocks.button(Action.SITUATION_GIVE.value, "Somebody else sees to it", value=ref),
            blocks.button(Action.SITUATION_CLOSE.value, "Close the situation", value=ref),
        ]
    rows: list[Block] = [blocks.actions("situation.do", buttons)]
    if facts.may_begin_on_one:
        on_one = [
            blocks.button(Action.CONFERENCE_PERSON.value, "About a participant"),
            blocks.button(Action.CONFERENCE_POTENTIAL.value, "About a potential referral"),
        ]
        rows += [blocks.context(_ONE_PERSON), blocks.actions("situation.one", on_one)]
    return rows


def _numbers(tallies: Sequence[Tally]) -> list[Block]:
    """For each kind its spans, the oldest first, each with how many that is a week as a bar."""
    rows: list[Block] = []
    by_kind = sorted(tallies, key=lambda one: (list(COUNTED_WORDS).index(one.counted), one.until, one.since))
    for kind, spans in groupby(by_kind, key=lambda one: one.counted):
        shown = list(spans)[-_MOST_NUMBERS:]
        most = max(one.a_week for one in shown) or 1
        lines = [f"{COUNTED_WORDS[kind]}, by what a week had:", *(_bar(one, most) for one in shown)]
        rows.append(blocks.section("\n".join(lines)))
    return rows


def _bar(one: Tally, most: float) -> str:
    bar = "\u2588" * round(one.a_week / most * _LONGEST) or "\u258f"
    span = f"{one.since:%b} {one.since.day} to {one.until:%b} {one.until.day}"
    return f"{bar} {one.a_week:.0f} a week ({span}: {one.number})"


def form_view(form: Form, ref: SituationRef, given: Mapping[str, str] | None = None) -> View:
    """What its keeper fills; `given`: what stands in it already."""
    return as_modal(form, ref, given=given)


def mend_view(facts: SituationFacts) -> View:
    """Its words, to be put right; the form carries which version of them was seen."""
    given = {
        "place": facts.place,
        "times": facts.times,
        "pattern": facts.pattern,
        "harms": facts.harms,
        "tried": facts.tried,
    }
    return as_modal(mend_form(renewed=facts.renewed), f"{facts.ref}:{facts.version}", given=given)
