"""Proposals as Block Kit: one with where it stands, the forms, what to pass on."""

from __future__ import annotations

from itertools import groupby

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import day_words
from handlers.policy.facts import Asked, PolicyFacts, ToPassOn
from handlers.policy.questions import ANSWER, CHOOSE, PROPOSE, SOUNDING, STANCE_WORDS, TOUCHES_WORDS
from models.acts.rule_changes import Standing
from models.acts.soundings import Spoken
from models.policy import PolicyState, Stance

_CHANGE_WORDS = {
    Standing.WANTED: "It changes the site's rules: the change has to be filled in.",
    Standing.WAITS: "The change of the rules waits for a second person of another agency: /lead roster.",
    Standing.DECLINED: "The change of the rules did not go through: it can be filled in again.",
}
_MOST_SAID = 40
_NOTED = "Noted. You can change it until the policy group has answered. Only the project manager reads it."
_BEFORE = "It stands on the policy group's agenda. What was said can still be changed until they answer."


def policy_view(facts: PolicyFacts) -> View:
    """One proposal, and what the reader may do about it."""
    rows: list[Block] = [
        *blocks.sections(f"{facts.ref}. Background: {facts.background}"),
        *blocks.sections(f"Options: {facts.options}"),
        blocks.context(f"It would change: {TOUCHES_WORDS[facts.touches]}."),
        blocks.section(_standing(facts)),
    ]
    if facts.answer:
        rows += blocks.sections(f"The policy group: {facts.answer}")
    if words := _change(facts):
        rows.append(blocks.section(words))
    if buttons := _buttons(facts):
        rows.append(blocks.actions("policy", buttons))
    if facts.passings:
        rows.append(blocks.header("Passed on"))
        rows += [blocks.section(_passing_line(one.agency, one.name, done=one.done)) for one in facts.passings]
    if facts.said is not None:
        rows += _said(facts.said)
    return blocks.modal(ViewId.POLICY.value, "Proposal", rows)


def _standing(facts: PolicyFacts) -> str:
    match facts.state:
        case PolicyState.SOUNDING:
            return "Everybody of the work group is asked what they say to it."
        case PolicyState.BEFORE_GROUP:
            return "It is before the policy group."
        case PolicyState.CONSENSUS:
            return "Consensus reached."
        case PolicyState.DEFERRED:
            day = f" until {day_words(facts.day)}" if facts.day else ""
            return f"Put off{day}. It is before the group again then."
        case PolicyState.NEEDS_MORE:
            return "They need more: it can be written anew."
        case PolicyState.WITHDRAWN:
            return "Its issue has ended: it goes no further."


def _change(facts: PolicyFacts) -> str:
    if facts.change is Standing.AGREED and facts.day:
        return f"The change of the rules is agreed. It comes into force on {day_words(facts.day)}."
    if facts.change is Standing.IN_FORCE and facts.day:
        return f"The change of the rules is in force since {day_words(facts.day)}."
    return _CHANGE_WORDS.get(facts.change, "")


def _buttons(facts: PolicyFacts) -> list[Block]:
    made = [
        (facts.may_answer, Action.POLICY_ANSWER, "Enter their answer"),
        (facts.may_fill, Action.RULES_CHANGE, "Fill in the change"),
        (facts.may_write, Action.PROPOSE_POLICY, "Write it anew"),
        (
            facts.said is not None and bool(facts.passings),
            Action.PASS_ON_CHOOSE,
            "Somebody else passes it on",
        ),
    ]
    buttons = [blocks.button(action.value, text, value=facts.ref) for may, action, text in made if may]
    if facts.may_put_before:
        text = "Put it before the group"
        buttons.insert(
            0,
            blocks.button(
                Action.POLICY_PUT_BEFORE.value, text, value=facts.ref, style="primary", confirm=_BEFORE
            ),
        )
    return buttons


def _passing_line(agency: str, name: str, *, done: bool) -> str:
    return f"{agency}: {name} has passed it on." if done else f"{agency}: {name} is to pass it on."


def _said(said: tuple[Spoken, ...]) -> list[Block]:
    """Grouped, with nobody counted, and nobody listed who said nothing."""
    rows: list[Block] = [
        blocks.header("What was said"),
        blocks.context("For you alone. No votes are counted."),
    ]
    for stance, several in groupby(said[:_MOST_SAID], key=lambda one: one.stance):
        rows.append(blocks.section(f"{STANCE_WORDS[stance]}:"))
        rows += [blocks.section(f"{one.name}: {one.words}" if one.words else one.name) for one in several]
    if len(said) > _MOST_SAID:
        rows.append(blocks.context("And others: please ask them."))
    return rows


def propose_view(ref: str, facts: PolicyFacts | None) -> View:
    """The form; with what stands there where it is written anew."""
    if facts is None:
        return as_modal(PROPOSE, ref)
    given = {"background": facts.background, "options": facts.options, "touches": facts.touches.value}
    return as_modal(PROPOSE, ref, given=given)


def sounding_view(asked: Asked, stance: Stance) -> View:
    """What is proposed, and the form with what was tapped."""
    above = [
        *blocks.sections(f"{asked.ref}. Background: {asked.background}"),
        *blocks.sections(f"Options: {asked.options}"),
    ]
    given = {"stance": stance.value, "words": asked.words}
    return as_modal(SOUNDING, asked.ref, given={k: v for k, v in given.items() if v}, above=above)


def answer_view(ref: str) -> View:
    """The policy group's answer."""
    return as_modal(ANSWER, ref)


def choose_view(ref: str) -> View:
    """Somebody else passes it on."""
    return as_modal(CHOOSE, ref)


def pass_on_view(decision: ToPassOn) -> View:
    """A decision, and that it is passed on."""
    rows: list[Block] = [
        *blocks.sections(f"{decision.ref}. The policy group: {decision.answer}"),
        *blocks.sections(f"Background: {decision.background}"),
        *blocks.sections(f"Options: {decision.options}"),
    ]
    if decision.done:
        rows.append(blocks.section("You have passed it on. Thank you."))
    else:
        tap = blocks.button(Action.PASSED_ON.value, "Passed on", value=decision.ref, style="primary")
        rows.append(blocks.section("Please tell everybody in your agency whom it concerns."))
        rows.append(blocks.actions("pass_on", [tap]))
    return blocks.modal(ViewId.PASS_ON.value, "Pass it on", rows)


def sent_view() -> View:
    """After proposing."""
    words = "Sent. Everybody of the work group is asked; the project manager reads what they say."
    return blocks.on_top(blocks.modal(ViewId.POLICY.value, "Proposal", [blocks.section(words)]))


def said_view() -> View:
    """After saying what one thinks."""
    return blocks.modal(ViewId.POLICY.value, "Thank you", [blocks.section(_NOTED)])


def kept_view() -> View:
    """After the group's answer, or after choosing somebody."""
    return blocks.modal(ViewId.POLICY.value, "Noted", [blocks.section("Noted. Whoever it concerns is told.")])
