"""What the care team sees of releases in Slack: pure functions from facts to Block Kit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.consents.facts import Entered, OpenReleases, Withdrawn
from handlers.consents.release_forms import NO_EVIDENCE
from handlers.consents.terms import (
    ENDED_WORDS,
    SIGNED_WORDS,
    categories_words,
    purposes_words,
)
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.naming import agency_words, day_words, role_words
from handlers.standing import RUNG_WORDS
from models.caseload import Person
from models.releases import Force, RecipientFacts, ReleaseFacts
from models.sensitive import Sensitive

_MOST_BLOCKS = 92  # of Slack's hundred; the rest is for what stands above and below the releases
_MOST_PEOPLE = 45
_SCOPE = "You see this as somebody of the care team. Nothing of it leaves the team but what a release says."
_IN_COURT = (
    "A release lets people be told. It never lets anybody use it against the person in a case "
    "(42 CFR 2.12, 2.32)."
)
# In our own words, what 42 CFR 2.32(a)(1) wants said with every disclosure.
_IN_PROCEEDINGS = (
    "Do not use or pass on the record, or what you know from it, in any prosecution, lawsuit, hearing or "
    "inquiry against the person it is about. That takes the person's own written consent to "
    "that very use, or a court's order under 42 CFR 2.64 or 2.65 (42 CFR 2.12(c)(5) names the exception). "
    "A subpoena alone is not enough."
)
_PASSING_ON = (
    "Do not pass it on to anybody else, unless the release you were shown it under allows that, or another "
    "part of the rule does. A general release for health or other information is not enough "
    "(42 CFR 2.31, 2.33)."
)
FULL_NOTICE = (
    "What you are shown here comes from records that 42 CFR part 2 protects.",
    _IN_PROCEEDINGS,
    _PASSING_ON,
    "Each view says in one line which release it was opened under: who is named, for what, and until when.",
)


def caseload_view(people: Sequence[Person], regions: Mapping[str, str]) -> View:
    """The reader's participants, by reference."""
    if not people:
        return _modal([blocks.section("No participant is assigned to you.")], callback=ViewId.MY_RELEASES)
    rows: list[Block] = []
    for number, one in enumerate(people[:_MOST_PEOPLE]):
        where = regions.get(one.region, one.region)
        buttons = [
            blocks.button(Action.OPEN_RELEASES.value, "Releases", value=one.ref),
            blocks.button(Action.OPEN_FOLDER.value, "Folder", value=one.ref),
        ]
        rows.append(blocks.section(f"{one.ref} - {where} - {RUNG_WORDS[one.rung]}"))
        rows.append(blocks.actions(f"person.{number}", buttons))
    if len(people) > _MOST_PEOPLE:
        rows.append(blocks.context("There are more. Type /lead consent and the reference."))
    return _modal(rows, callback=ViewId.MY_RELEASES)


def releases_view(opened: OpenReleases, told: str = "") -> View:
    """A participant's releases. `told` is one sentence about what the reader just did."""
    rows: list[Block] = [blocks.header(f"Releases {opened.ref}")]
    if told:
        rows.append(blocks.section(told))
    rows.append(blocks.actions("releases", _buttons(opened)))
    if not opened.releases:
        rows.append(blocks.section("No release has been signed. Nothing leaves the care team."))
    for release in opened.releases:
        more = _release_rows(opened, release)
        if len(rows) + len(more) > _MOST_BLOCKS:
            rows.append(blocks.context("Older releases, all of them over, are not shown here."))
            break
        rows += more
    rows += [blocks.divider(), blocks.context(_SCOPE, _IN_COURT, words.PART_2)]
    return _modal(rows, metadata=opened.ref)


def _buttons(opened: OpenReleases) -> list[Block]:
    new = blocks.button(Action.NEW_RELEASE.value, "New release", value=opened.ref, style="primary")
    log = blocks.button(Action.SHOW_LOG.value, "Who was told what", value=opened.ref)
    return [
        *([new] if opened.may_sign else []),
        *([log] if opened.may_read_log else []),
        blocks.button(Action.OPEN_FOLDER.value, "Folder", value=opened.ref),
        blocks.button(Action.SHOW_PART_2.value, "The full notice"),
    ]


def _release_rows(opened: OpenReleases, release: ReleaseFacts) -> list[Block]:
    signed = f"Signed {day_words(release.signed_on)}, {SIGNED_WORDS[release.signed_how]}"
    rows = [blocks.divider(), blocks.section(f"{signed}. {_until(release)} {_discloser(release)}")]
    sealed = opened.sealed.get(release.id)
    rows.append(blocks.section(_sealed_lines(sealed) if sealed else "Its sealed part cannot be shown."))
    rows += [_recipient_row(opened, one) for one in release.recipients]
    if release.by_event and release.runs:
        sure = "End this release for everybody it names?"
        happened = blocks.button(
            Action.EVENT_HAPPENED.value, "The event has happened", value=release.id, confirm=sure
        )
        rows.append(blocks.actions(f"event.{release.id}", [happened]))
    return rows


def _until(release: ReleaseFacts) -> str:
    if release.expires_on is None:
        return "It ends with its event."
    also = ", or with its event before" if release.by_event else ""
    return f"Its last day is {day_words(release.expires_on)}{also}."


def _discloser(release: ReleaseFacts) -> str:
    return f"{agency_words(release.discloser)} may tell."


def _sealed_lines(sealed: Mapping[str, Sensitive]) -> str:
    labels = {"person": "Name on the form", "signature": "Signature", "event": "Event"}
    return "\n".join(f"{label}: {sealed[name].reveal()}" for name, label in labels.items() if name in sealed)


def _recipient_row(opened: OpenReleases, one: RecipientFacts) -> Block:
    who = f"{role_words(one.role.value).capitalize()}, {agency_words(one.agency)}"
    lines = [f"{who}: {_force(opened, one)}"]
    if one.categories:
        regions = "; ".join(sorted(opened.regions.get(code, code) for code in one.regions)) or "all regions"
        lines.append(
            f"{categories_words(one.categories)}. For: {purposes_words(one.purposes)}. In: {regions}."
        )
    if one.lacks_its_form:
        lines.append("The written form has not come yet.")
        came = blocks.button(Action.WRITTEN_FORM_CAME.value, "The written form came", value=one.id)
        return blocks.with_button("\n".join(lines), came)
    if one.force in {Force.RUNS, Force.BEGINS_LATER}:
        end = blocks.button(Action.WITHDRAW_RELEASE.value, "Withdraw", value=one.id, style="danger")
        return blocks.with_button("\n".join(lines), end)
    return blocks.section("\n".join(lines))


def _force(opened: OpenReleases, one: RecipientFacts) -> str:
    if one.force is Force.ENDED and one.ended_at is not None:
        how = f", {ENDED_WORDS[one.ended_how]}" if one.ended_how else ""
        return f"ended {day_words(one.ended_at.astimezone(opened.zone).date())}{how}."
    said = {
        Force.RUNS: "in force.",
        Force.BEGINS_LATER: "in force from the day it was signed for.",
        Force.OVER: "over, its last day has passed.",
    }
    return said.get(one.force, "not in force. Its row was altered; please tell whoever runs the bot.")


def entered_view(entered: Entered, within: timedelta) -> View:
    """After a form was entered: what counts now, and the way to the next recipient. No detail stands here."""
    lines = [f"{entered.ref}: it is in force. Recipients of this form so far: {entered.count}."]
    if not entered.held:
        lines.append("Nobody holds this role there today; it will hold for whoever is appointed.")
    minutes = int(within.total_seconds() // 60)
    lines.append(f"If the same form names somebody else, too, add them now: within {minutes} minutes.")
    buttons = [
        blocks.button(Action.ADD_RECIPIENT.value, "Add another recipient", value=entered.release),
        blocks.button(Action.OPEN_RELEASES.value, "Show the releases", value=entered.ref, style="primary"),
    ]
    rows = [*(blocks.section(line) for line in lines), blocks.actions("entered", buttons)]
    return _modal([*rows, blocks.context(NO_EVIDENCE)], callback=ViewId.RELEASE_DONE)


def withdrawn_view(done: Withdrawn) -> View:
    """After a withdrawal: what it met, by reference, and what is still to be asked for."""
    lines = [f"{done.ref}: withdrawn, and it counts now. Cards in Slack stay as they are and open nothing."]
    if not done.ended:
        lines = [f"{done.ref}: it had ended before. Nothing was changed."]
    elif done.unopened:
        lines.append(f"Withdrawn before it was opened: {', '.join(done.unopened)}.")
    else:
        lines.append("Nothing was waiting to be opened.")
    if done.opened:
        lines.append(f"Opened before, in reliance on the release: {', '.join(done.opened)}.")
    buttons = [
        blocks.button(Action.OPEN_RELEASES.value, "Show the releases", value=done.ref, style="primary")
    ]
    if done.asks_form:
        lines.append("Please ask for the written form. You are reminded tomorrow, unless it has come.")
        came = blocks.button(Action.WRITTEN_FORM_CAME.value, "The written form came", value=done.consent)
        buttons.append(came)
    rows = [*(blocks.section(line) for line in lines), blocks.actions("withdrawn", buttons)]
    return _modal(rows, callback=ViewId.RELEASE_DONE, metadata=done.ref)


def full_notice_view() -> View:
    """The long statement: the same for everybody, everywhere."""
    return blocks.modal(ViewId.PART_2.value, "About these records", [blocks.section(p) for p in FULL_NOTICE])


def _modal(rows: Sequence[Block], *, callback: ViewId = ViewId.OPENED, metadata: str = "") -> View:
    return blocks.modal(callback.value, "Releases", rows, private_metadata=metadata)
