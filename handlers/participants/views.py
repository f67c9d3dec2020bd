"""What a care team sees of its participants in Slack: pure functions from facts to Block Kit."""

from __future__ import annotations

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.forms import Form, as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.participants.facts import FolderFacts, People, goal_handle
from handlers.participants.questions import DETAILS, edit_goal_form
from handlers.standing import RUNG_WORDS
from models.caseload import Person
from models.duties import Duty
from models.goal import Goal
from models.people import Role
from models.schema import ParticipantRef

_SCOPE = "You see this because you work on this person's care team, for as long as you do."
_HEADINGS = {question.id: question.label for question in DETAILS} | {"called": "Called"}
_ROLE_NAMES = {
    Role.CASE_MANAGER: "case manager",
    Role.LEGAL_SYSTEM_ADVOCATE: "legal system advocate",
    Role.CLINICAL_SUPERVISOR: "clinical supervisor",
}
_MOST_GOALS = 30  # of a view's hundred blocks a goal takes one, and a second one when it is long
_RESTS = "Not active just now: they leave room for somebody else."
CHANGED = "This goal has been changed meanwhile. Close this, and open the folder again to see it."


def begun_view(ref: ParticipantRef) -> View:
    """The last screen after a beginning."""
    return _one_step(ViewId.PARTICIPANT_BEGUN, f"{ref} has begun. Only the care team opens the folder.", ref)


def saved_view(ref: ParticipantRef) -> View:
    """Saved, where the folder below could not be drawn anew."""
    return _one_step(ViewId.PARTICIPANT_BEGUN, "Saved.", ref)


def _one_step(view: ViewId, sentence: str, ref: ParticipantRef) -> View:
    opens = blocks.button(Action.OPEN_FOLDER.value, "Open the folder", value=ref, style="primary")
    rows = [blocks.section(sentence), blocks.actions("folder.next", [opens])]
    return blocks.modal(view.value, "My people", rows)


def people_view(people: People) -> View:
    """The list of one's participants, by reference."""
    rows = [_person(person, people) for person in people.shown]
    if people.more:
        more = blocks.button(Action.MORE_PEOPLE.value, "More", value=str(people.more))
        rows.append(blocks.actions("people.more", [more]))
    if not people.shown:
        rows.append(blocks.section("Nobody else."))
    return blocks.modal(ViewId.PEOPLE.value, "My people", rows)


def _person(person: Person, people: People) -> Block:
    line = f"{person.ref}, {people.regions.get(person.region, person.region)}. {RUNG_WORDS[person.rung]}."
    return blocks.with_button(line, blocks.button(Action.OPEN_FOLDER.value, "Open", value=person.ref))


def form_about(form: Form, ref: ParticipantRef) -> View:
    """A form about one participant; only the reference goes with it."""
    return as_modal(form, private_metadata=ref)


def folder_view(facts: FolderFacts, told: str = "") -> View:
    """The open folder: plain text only, what the reader may do, and the two statements it needs."""
    rows: list[Block] = [blocks.header(facts.ref)]
    if told:
        rows.append(blocks.section(told))
    resting = "" if facts.active else f" {_RESTS}"
    rows.append(blocks.section(f"{facts.region}. {RUNG_WORDS[facts.rung]}.{resting}"))
    rows += _buttons(facts)
    rows.append(blocks.divider())
    for question in DETAILS:
        answer = facts.details.get(question.category, {}).get(question.id) if question.category else None
        if answer is not None:
            rows += [blocks.context(_HEADINGS[question.id]), *blocks.sections(answer.reveal())]
    rows += _goals(facts)
    rows.append(blocks.header("Team"))
    rows.append(blocks.section(_team(facts)))
    rows += [blocks.divider(), blocks.context(_SCOPE, words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, "Folder", rows, private_metadata=facts.ref)


def _buttons(facts: FolderFacts) -> list[Block]:
    offered = (
        (Duty.KEEP_FOLDER, Action.EDIT_DETAILS, "Edit details"),
        (Duty.KEEP_GOALS, Action.ADD_GOAL, "Add a goal"),
        (Duty.KEEP_FOLDER, Action.CHANGE_RUNG, "Change rung"),
        (Duty.CHANGE_TEAM, Action.CHANGE_TEAM, "Team"),
        (Duty.REVOKE_RELEASE, Action.OPEN_RELEASES, "Releases"),
        (Duty.KEEP_COURT, Action.OPEN_COURT, "Court"),
        (Duty.KEEP_COURT, Action.OPEN_LAWYERS, "Lawyers"),
        (Duty.ASK, Action.PING_START, "Ask the prosecutor's office"),
    )
    elements = [
        blocks.button(action.value, text, value=facts.ref)
        for duty, action, text in offered
        if duty in facts.duties
    ]
    if Duty.KEEP_FOLDER in facts.duties:
        elements.append(_rests(facts) if facts.active else _resumes(facts))
    return [blocks.actions("folder.acts", elements)] if elements else []


def _rests(facts: FolderFacts) -> Block:
    asked = "They stay your participant, and leave room for somebody else until they are active again."
    return blocks.button(Action.PERSON_RESTS.value, "Not active just now", value=facts.ref, confirm=asked)


def _resumes(facts: FolderFacts) -> Block:
    return blocks.button(Action.PERSON_RESUMES.value, "Active again", value=facts.ref)


def _goals(facts: FolderFacts) -> list[Block]:
    rows: list[Block] = [blocks.header("Goals")]
    if not facts.goals:
        rows.append(blocks.section("None written down."))
    for goal in facts.goals[:_MOST_GOALS]:
        first, *rest = blocks.sections(_goal_text(goal))
        if Duty.KEEP_GOALS in facts.duties:
            first["accessory"] = blocks.button(Action.EDIT_GOAL.value, "Edit", value=goal.page)
        rows += [first, *rest[:1]]
    if facts.goals[_MOST_GOALS:]:
        rows.append(blocks.context("More goals are kept than fit here: put some away to see the others."))
    return rows


def _goal_text(goal: Goal) -> str:
    steps = [f"{'Done' if step.done else 'Not done'}: {step.text.reveal()}" for step in goal.steps]
    return "\n".join([goal.words.reveal(), *steps])


def _team(facts: FolderFacts) -> str:
    return "\n".join(f"{one.name}, {_ROLE_NAMES[one.role]}" for one in facts.team) or "Nobody now."


def goal_view(ref: ParticipantRef, goal: Goal) -> View:
    """One goal with the form that changes it: its words stand above; the answers hold numbers only."""
    view = as_modal(edit_goal_form(goal), private_metadata=goal_handle(ref, goal.page))
    steps = [
        f"Step {number} ({'done' if step.done else 'not done'}): {step.text.reveal()}"
        for number, step in enumerate(goal.steps, start=1)
    ]
    above = [blocks.section(line) for line in (goal.words.reveal(), *steps)]
    view["blocks"] = [*above, blocks.divider(), *view["blocks"], blocks.context(_SCOPE, words.PART_2)]
    return view
