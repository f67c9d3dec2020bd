"""What people see of a referral in Slack: pure functions from facts to Block Kit."""

from __future__ import annotations

from handlers import blocks, words
from handlers.blocks import Block, View
from handlers.forms import as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.referrals.becoming import becoming_rows
from handlers.referrals.doors import ARREST_REST, as_asked, form_for, label_of
from handlers.referrals.facts import Doors, OpenedItem, Receipt
from handlers.referrals.options import may_choose, options_row, plan_line
from handlers.referrals.releasing import released_rows
from handlers.standing import DOOR_NAMES, ReferralFacts, state_line
from models.classes import Basis, Category
from models.duties import Act
from models.referral import URGENT, Door
from models.schema import Handle
from models.site import Contacts

# In the order of the screen: what cannot wait stands first.
_CHOOSE = {
    Door.FIELD_HELP: (
        Action.CHOOSE_FIELD_HELP,
        "Field help",
        "I need somebody here now, whatever it becomes.",
    ),
    Door.ARREST_DIVERSION: (Action.CHOOSE_ARREST, "Arrest diversion", "An arrest I could make now."),
    Door.SOCIAL_CONTACT: (Action.CHOOSE_SOCIAL, "Social contact", "Somebody I know; no arrest."),
    Door.COMMUNITY: (Action.CHOOSE_COMMUNITY, "Community", "Somebody in the neighborhood."),
}
_HEADINGS = {
    Category.LOCATION: "Where",
    Category.IDENTITY: "Who",
    Category.INCIDENT: "What happened",
}
_SITUATION_INSTEAD = {
    **blocks.with_button(
        "No single person is meant, but a place or a pattern?",
        blocks.button(Action.RAISE_SITUATION.value, "Report a situation instead"),
    ),
    "block_id": "community.situation",
}
_MINUTES = (5, 10, 15, 20, 30, 45, 60)
_ACT_BUTTONS = {
    Act.ACKNOWLEDGE: (Action.ACKNOWLEDGE, "I have it", "primary", ""),
    Act.MET: (Action.MET, "We met", "primary", "Mark that you have met? The referrer hears it."),
    Act.NOT_MET: (Action.NOT_MET, "No meeting", "", "Mark that you could not meet this time?"),
    Act.SEND_OUTREACH: (Action.SEND_OUTREACH, "Send outreach", "primary", ""),
}


def first_view(doors: Doors) -> View:
    """Where `/lead refer` begins: the choice of doors, or the form itself where there is only one."""
    if len(doors.doors) == 1:
        return door_form(doors.doors[0], doors)
    rows: list[Block] = []
    for door in (one for one in _CHOOSE if one in doors.doors):
        action, name, what = _CHOOSE[door]
        style = "primary" if door is Door.FIELD_HELP else ""
        rows.append(blocks.section(what))
        rows.append(blocks.actions(f"choose.{door.value}", [blocks.button(action.value, name, style=style)]))
    return blocks.modal(ViewId.CHOOSE_DOOR.value, "Refer to LEAD", rows, close="Cancel")


def door_form(door: Door, doors: Doors) -> View:
    """The door's first form."""
    above = [_SITUATION_INSTEAD] if door is Door.COMMUNITY else []
    return as_modal(form_for(door, doors.regions, doors.contacts, doors.criteria), above=above)


def rest_form(handle: Handle) -> View:
    """The second screen of an arrest diversion; `handle` is the author's own item."""
    return as_modal(ARREST_REST, private_metadata=handle)


def receipt_view(receipt: Receipt, contacts: Contacts) -> View:
    """The last screen after a submission."""
    lines = [f"Received. Your reference is {receipt.ref}."]
    if receipt.door in URGENT:
        lines.append("The bot tells you when a responder answers. You decide how long you can wait.")
        lines.append(
            "If nobody can come in time, it asks you how to go on: the station, the diversion center, "
            "outreach later, or stop."
        )
    else:
        lines.append("The project manager has been asked to look at it.")
    lines.append(f"Team line: {contacts.team_line}.")
    return blocks.modal(ViewId.RECEIPT.value, "Thank you", [blocks.section(line) for line in lines])


def opened_view(item: OpenedItem, told: str = "") -> View:
    """The opened item: plain text only, the acts of its reader, and the two statements it needs.

    `told` is one sentence about what the reader just did.
    """
    rows: list[Block] = [blocks.header(f"{DOOR_NAMES[item.facts.door]} {item.facts.ref}")]
    if told:
        rows.append(blocks.section(told))
    rows.append(blocks.section(_standing(item)))
    if plan := plan_line(item.facts):
        rows.append(blocks.section(plan))
    rows += _act_rows(item)
    if item.opened.basis is Basis.OWN and may_choose(item.facts):
        rows.append(options_row(item.opened.handle))
    if item.opened.basis is Basis.OWN:
        rows += [*becoming_rows(item.facts), *released_rows(item.facts)]
    seal = blocks.button(Action.SEAL_ABOUT.value, "Seal a message", value=item.opened.handle)
    rows += [blocks.actions("seal", [seal]), blocks.divider()]
    for category, heading in _HEADINGS.items():
        rows += _details(item, category, heading)
    rows += [blocks.divider(), blocks.context(_scope(item), words.PART_2)]
    return blocks.modal(ViewId.OPENED.value, "Sealed item", rows, private_metadata=item.opened.handle)


def _standing(item: OpenedItem) -> str:
    """Where it stands; a community referrer learns nothing of it here either."""
    if item.facts.door is Door.COMMUNITY and item.opened.basis is Basis.OWN:
        return words.COMMUNITY_RECEIPT
    return state_line(item.facts)


def _details(item: OpenedItem, category: Category, heading: str) -> list[Block]:
    fields = item.opened.details.get(category)
    if not fields:
        return []
    rows: list[Block] = [blocks.header(heading)]
    for field_id in as_asked(item.facts.door, fields):
        label, text = label_of(item.facts.door, field_id, fields[field_id].reveal())
        rows += [blocks.context(label), *blocks.sections(text)]
    return rows


def _act_rows(item: OpenedItem) -> list[Block]:
    if not item.acts:
        return []
    elements: list[Block] = []
    for act in item.acts:
        if act is Act.ESTIMATE:
            choices = [blocks.option(str(minutes), f"{minutes} minutes") for minutes in _MINUTES]
            elements.append(blocks.select(Action.ESTIMATE.value, "I'll be there in", choices))
            continue
        action, text, style, confirm = _ACT_BUTTONS[act]
        if Act.ACKNOWLEDGE in item.acts and act is not Act.ACKNOWLEDGE:
            style = ""  # one stands out: what comes next
        elements.append(blocks.button(action.value, text, style=style, confirm=confirm))
    return [blocks.actions("acts", elements)]


def _scope(item: OpenedItem) -> str:
    if item.opened.basis is Basis.OWN:
        return "You see what you wrote yourself."
    if item.opened.basis is Basis.CARE_TEAM:
        return "You see this because it goes on with a person of your team."
    if item.role and item.facts.dispatched_at:
        return "You see this to reach the person: until you have met and 24 hours more."
    return "You see this to screen the referral, while it is open."


def status_text(facts: ReferralFacts, *, referrer_only_hears_thanks: bool) -> str:
    """The answer to `/lead status`."""
    if referrer_only_hears_thanks:
        return f"{facts.ref}: {words.COMMUNITY_RECEIPT}"
    return f"{facts.ref}: {state_line(facts)}"


def help_view(contacts: Contacts) -> View:
    """Help as a modal."""
    return blocks.modal(ViewId.HELP.value, "Help", help_blocks(contacts))


def help_blocks(contacts: Contacts) -> list[Block]:
    """What one can do, and whom to call."""
    rows = [blocks.section(f"{command}\n{what}") for command, what in words.HELP_LINES]
    rows.append(blocks.context(f"Team line: {contacts.team_line}. In danger: {contacts.emergency}."))
    return rows
