"""What a leader and the project manager see: numbers and themes, guarded words, signs; never who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.rollcall.facts import Digest, Overview, ShiftFacts, is_seen_to, source_of
from handlers.rollcall.notices import THEME_WORDS, days_ago, digest_words, signal_words
from handlers.rollcall.questions import FOR_SHIFT, SKIP
from models.acts.shift_tally import Told, Visit, Words
from models.schema import IssueRef, SituationRef

_QUIET_TELLS = (
    "Quiet tells something about the process, and nothing about anybody. Late answers are as welcome."
)
_FEW = "Of a shift below five, or where none or all answered, nothing more is told."
_EARLIER = "Written to earlier roll calls, late or in time:"
_MOST = 20  # three rows each at the most: a view holds a hundred
_MOST_SIGNS = 20
_MOST_SHIFTS = 40


def digest_view(facts: Digest) -> View:
    """One roll call for its leader: how it went, what was in the way, and what to do now."""
    rows = _went(facts)
    rows += [_theme(facts, theme.value) for theme in facts.seen.themes]
    rows.append(blocks.context(_QUIET_TELLS))
    change = blocks.button(Action.SCHEDULE_CHANGE.value, "Wrong time", value=facts.schedule)
    asks = [
        blocks.button(Action.ROLLCALL_IN_PERSON.value, "Ask in person", value=facts.firing),
        blocks.button(Action.ROLLCALL_FOR_SHIFT.value, "Answer for the shift", value=facts.firing),
    ]
    if not facts.skipped:
        asks.append(blocks.button(Action.ROLLCALL_SKIP.value, "Skip, with a reason", value=facts.firing))
    rows.append(blocks.actions("rollcall.choices", [change, *asks]))
    return blocks.modal(ViewId.ROLLCALL_DIGEST.value, "How it went", rows, private_metadata=facts.firing)


def _went(facts: Digest) -> list[Block]:
    rows = [blocks.section(digest_words(facts.name, facts.seen))]
    if facts.skipped:
        rows.append(blocks.section("Skipped: it counts as nothing."))
    if facts.seen.told in {Told.ANSWERS, Told.QUIET}:
        rows.append(blocks.context(_FEW))
    return rows


def _theme(facts: Digest, code: str) -> Block:
    theme = next(one for one in facts.seen.themes if one.value == code)
    if ref := facts.issues.get(theme):
        return _seen_to(THEME_WORDS[theme], ref)
    make = blocks.button(Action.ISSUE_FROM_THEME.value, "Make it an issue", value=code)
    return {**blocks.with_button(THEME_WORDS[theme], make), "block_id": f"rollcall.theme.{code}"}


def _seen_to(what: str, ref: IssueRef) -> Block:
    return blocks.section(f"{what}: somebody sees to it ({ref}).")


def skip_view(firing: str) -> View:
    """Why this one does not count."""
    return as_modal(SKIP, firing)


def for_shift_view(firing: str) -> View:
    """The leader's answer for the shift."""
    return as_modal(FOR_SHIFT, firing)


def kept_view(sentence: str) -> View:
    """After a leader's choice."""
    return blocks.modal(ViewId.ROLLCALL_THANKS.value, "Noted", [blocks.section(sentence)])


def issue_made_view(ref: IssueRef) -> View:
    """After "Make it an issue"."""
    return kept_view(f"{ref} is an issue now, and somebody sees to it. Whoever raised it hears how it ends.")


def situation_made_view(ref: SituationRef) -> View:
    """After "Make it a situation"."""
    return kept_view(
        f"{ref} is a situation now: yours to see to, and in the group's channel when a day is over. "
        "Whoever named the place hears what was done about it."
    )


def overview_view(facts: Overview) -> View:
    """The project manager's page: signs, every shift, what small shifts wrote together, open issues."""
    rows: list[Block] = [blocks.header("Signs to look at")]
    rows += [blocks.section(signal_words(one)) for one in facts.signals[:_MOST_SIGNS]]
    if not facts.signals:
        rows.append(blocks.section("None now."))
    rows.append(blocks.header("Shifts"))
    for shift in facts.shifts[:_MOST_SHIFTS]:
        look = blocks.button(Action.ROLLCALL_SHIFT.value, "Look", value=shift.id)
        rows.append(
            {
                **blocks.with_button(f"{shift.name}. {shift.line}", look),
                "block_id": f"rollcall.shift.{shift.id}",
            }
        )
    if facts.small:
        rows += [blocks.header("Small shifts together"), *_words(facts.small, facts.raised, _MOST // 2)]
    issues = blocks.button(Action.ISSUE_LIST.value, f"Open issues: {facts.open_issues}")
    return blocks.modal(
        ViewId.ROLLCALL_OVERVIEW.value, "What came in", [*rows, blocks.actions("rollcall.issues", [issues])]
    )


def shift_view(facts: ShiftFacts) -> View:
    """One shift: its newest roll call with what was written, how long it has been quiet."""
    rows: list[Block] = [blocks.header(facts.name[:150])]
    if facts.quiet_weeks:
        rows.append(blocks.section(f"Quiet weeks in a row: {facts.quiet_weeks}."))
    if facts.diversion_days is not None:
        ago = days_ago(facts.diversion_days)
        rows.append(blocks.section(f"Last arrest diversion in its region: {ago}."))
    digest, metadata, room = facts.digest, "", _MOST
    if digest is not None:
        metadata, room = digest.firing, max(0, _MOST - len(digest.seen.words))
        rows += _went(digest)
        rows += [_theme(digest, theme.value) for theme in digest.seen.themes]
        rows += _words(digest.seen.words, digest.raised, _MOST)
    elif facts.asked:
        rows.append(blocks.section("No roll call has closed yet."))
    if facts.earlier[:room]:
        rows += [blocks.context(_EARLIER), *_words(facts.earlier, facts.raised, room)]
    rows += [_visit(visit, facts.raised) for visit in facts.visits[:_MOST]]
    if digest is not None:
        rows.append(blocks.context(_QUIET_TELLS))
    title = "Roll call" if facts.asked else "Visits"
    return blocks.modal(ViewId.ROLLCALL_SHIFT.value, title, rows, private_metadata=metadata)


def _words(words: Sequence[Words], raised: Mapping[str, IssueRef], most: int) -> list[Block]:
    rows = []
    # What is no issue yet comes first: where there is no room for all, the others follow then.
    waits = sorted(words, key=lambda one: is_seen_to(one, raised))
    for one in waits[:most]:
        for text, said, action in (
            ("In the way", one.blocker, Action.ISSUE_FROM_WORDS),
            ("A place to look at", one.place, Action.ISSUE_FROM_PLACE),
        ):
            source = source_of(one.handle, place=action is Action.ISSUE_FROM_PLACE)
            if said and source in raised:
                rows.append(_seen_to(f"{text}: {said.rstrip('.')}", raised[source]))
            elif said:
                make = blocks.button(action.value, "Make it an issue", value=one.handle)
                block_id = f"{action.value}.{one.handle}"
                rows.append({**blocks.with_button(f"{text}: {said}", make), "block_id": block_id})
        if one.place:
            place = Action.SITUATION_FROM_PLACE.value
            look = blocks.button(place, "Make it a situation", value=one.handle)
            rows.append(blocks.actions(f"{place}.{one.handle}", [look]))
    return rows


def _visit(visit: Visit, raised: Mapping[str, IssueRef]) -> Block:
    themes = ", ".join(THEME_WORDS[theme] for theme in visit.themes)
    came_up = ". ".join(part for part in (themes, visit.came_up) if part)
    line = f"In person, {visit.heads} there. {came_up}".strip()
    if not came_up:
        return blocks.section(line)
    if ref := raised.get(visit.id):
        return _seen_to(line.rstrip("."), ref)
    make = blocks.button(Action.ISSUE_FROM_VISIT.value, "Make it an issue", value=visit.id)
    return {**blocks.with_button(line, make), "block_id": f"rollcall.visit.{visit.id}"}
