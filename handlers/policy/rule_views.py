"""Changes of the rules as Block Kit: the forms with today's values, what is new, every version."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.policy.facts import ChangeOffer, HistoryFacts, VersionFacts
from handlers.policy.questions import CHANGES
from models.acts.rule_readings import Changed
from models.policy import Touches

_MOST_CHANGES = 12
_LONG = 400
_WAITS = "It waits for a second person of another agency: /lead roster shows it to them."
_CLINICAL = "It waits for a second person of another agency; one of the two is a clinical supervisor."
_TOO_LONG = (
    "What stands there today is too long for a form. Whoever runs the bot changes it in the site file."
)


def change_view(offer: ChangeOffer) -> View:
    """The form of this kind of change, with today's values."""
    if offer.too_long:
        return blocks.modal(ViewId.POLICY.value, "Site's rules", [blocks.section(_TOO_LONG)])
    above = [blocks.section("Today:\n" + "\n".join(offer.today))] if offer.today else []
    return as_modal(CHANGES[offer.touches], offer.ref, given=offer.given, above=above)


def proposed_view(touches: Touches) -> View:
    """After the form."""
    words = _CLINICAL if touches is Touches.GUARD_LIST else _WAITS
    return blocks.modal(ViewId.POLICY.value, "Noted", [blocks.section(words)])


def reading_view(version: VersionFacts, ref: str, *, read: bool) -> View:
    """What is new, and that one has read it."""
    rows = _version(version)
    if read:
        rows.append(blocks.section("You have read this. Thank you."))
    else:
        tap = blocks.button(Action.RULES_READ.value, "I have read this", value=ref, style="primary")
        rows.append(blocks.actions("rules.read", [tap]))
    return blocks.modal(ViewId.RULES_READING.value, "The rules", rows)


def history_view(facts: HistoryFacts) -> View:
    """Every version, the newest first; for project managers, who has still to read one."""
    rows: list[Block] = []
    for one in facts.unread[:_MOST_CHANGES]:
        words = f"Version {one.number} still to be read by: {', '.join(one.names)}."
        rows += blocks.sections(words)
    for version in facts.versions:
        rows += _version(version)
    return blocks.modal(ViewId.RULES_HISTORY.value, "The rules", rows[:95])


def _version(version: VersionFacts) -> list[Block]:
    by = f"by {version.issue}" if version.issue else "by the site file"
    rows: list[Block] = [blocks.section(f"Version {version.number}, since {version.since}, {by}.")]
    if version.changes:
        lines = [_line(one) for one in version.changes[:_MOST_CHANGES]]
        more = ["And more: see the site file."] if len(version.changes) > _MOST_CHANGES else []
        rows += blocks.sections("\n".join([*lines, *more]))
    return rows


def _line(changed: Changed) -> str:
    if not (changed.before or changed.after):
        return f"{changed.key}: changed"
    before, after = changed.before[:_LONG] or "nothing", changed.after[:_LONG] or "nothing"
    return f"{changed.key}: {before} -> {after}"
