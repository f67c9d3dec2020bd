"""The roster as Block Kit: pages of seats, one seat with what can be done about it, receipts."""

from __future__ import annotations

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import Form, as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.members.roster_facts import Receipt, RosterFacts, SeatFacts, Standing, Waiting
from handlers.members.roster_forms import agency_name, role_name
from models.proposal import LAPSES_AFTER
from models.site import Contacts

_SAID = {
    "waits": "Noted. It waits for a second person of another agency.",
    "in_force": "Done. It is in force now.",
    "agreed": "Agreed. It comes into force on its day.",
    "declined": "Declined. Nothing was changed.",
    "taken_back": "Taken back. Nothing was changed.",
    "outdated": "What this was made against has changed meanwhile. It was set aside: propose it again.",
    "gone": "This waits no longer. What waits now stands below.",
}
_DONE = {
    "suspended": "Suspended. Access has ended.",
    "left": "The seat has ended. Access has ended.",
    "on_leave": "The leave is kept. Access rests while it runs and comes back by itself.",
    "leave_later": "The leave is kept. Access rests from its first day and comes back by itself.",
    "unchanged": "The seat is like this already. Nothing was changed.",
    "narrowed": "What they lose has ended.",
    "ended": "What they had has ended.",
    "proposed": "What is new waits for a second person of another agency.",
    "waiting": "The same waits for a second person already.",
}


def roster_view(facts: RosterFacts, told: str = "") -> View:
    """One page. `told`: what came of the last word on a proposal (a code)."""
    rows: list[Block] = [blocks.section(_SAID[told])] if told else []
    first = [
        blocks.button(Action.ROSTER_APPOINT.value, "Appoint", style="primary"),
        blocks.button(Action.ROTA_OPEN.value, "On call"),
    ]
    rows.append(blocks.actions("roster", first))
    if facts.waiting:
        rows.append(blocks.header("Waiting for a second person"))
    for number, waiting in enumerate(facts.waiting):
        rows += _waiting(number, waiting)
    if facts.waiting_more:
        rows.append(blocks.context(f"And {facts.waiting_more} more: decide the ones above first."))
    rows.append(blocks.header("Seats"))
    for number, seat in enumerate(facts.seats):
        change = blocks.button(Action.ROSTER_SEAT.value, "Change", value=seat.user)
        row = blocks.section(seat_line(seat)) if seat.over else blocks.with_button(seat_line(seat), change)
        rows.append({**row, "block_id": f"seat.{number}"})
    if facts.more_after:
        more = blocks.button(Action.ROSTER_MORE.value, "More", value=facts.more_after)
        rows.append(blocks.actions("roster.more", [more]))
    return blocks.modal(ViewId.ROSTER.value, "Roster", rows)


def _waiting(number: int, waiting: Waiting) -> list[Block]:
    by = "One person stands behind it." if waiting.second else "Nobody stands behind it yet."
    lines = [*waiting.lines, f"{by} It lapses {LAPSES_AFTER.days} days after it was made."]
    buttons = []
    if waiting.may_confirm:
        buttons.append(
            blocks.button(
                Action.PROPOSAL_CONFIRM.value,
                "Confirm",
                value=waiting.id,
                style="primary",
                confirm="You stand behind this change with your name in the audit log.",
            )
        )
    word = "Take back" if waiting.mine else "Decline"
    ask = "Nothing will be changed, and it waits no longer."
    buttons.append(blocks.button(Action.PROPOSAL_DECLINE.value, word, value=waiting.id, confirm=ask))
    return [blocks.section("\n".join(lines)), blocks.actions(f"waiting.{number}", buttons)]


def seat_line(seat: SeatFacts) -> str:
    """Name, roles, agency, regions and standing, on three lines."""
    roles = ", ".join(role_name(role) for role in seat.roles) or "no role"
    where = ", ".join(seat.regions) or "all regions"
    return f"{seat.name}: {roles}\n{agency_name(seat.agency)}, {where}\n{standing_words(seat)}"


def standing_words(seat: SeatFacts) -> str:
    """How the seat stands, with its dates."""
    day = seat.until.isoformat() if seat.until else ""
    words = {
        Standing.ACTIVE: f"Active, ends on {day}." if day else "Active.",
        Standing.LATER: f"Begins on {day}.",
        Standing.ON_LEAVE: f"On leave until {day}.",
        Standing.SUSPENDED: "Suspended.",
        Standing.ENDED: f"Ended on {day}.",
        Standing.ALTERED: "This row was altered in the database; it counts for nothing.",
    }[seat.standing]
    if seat.leave and seat.standing is Standing.ACTIVE:
        words += f" On leave from {seat.leave[0]} until {seat.leave[1]}."
    if seat.acting:
        words += f" Acting as {role_name(seat.acting[0])} until {seat.acting[1]}."
    return words


def seat_view(seat: SeatFacts) -> View:
    """One seat, and what its roster owner can do: taking away is at once, adding asks for a second person."""
    user = seat.user
    taking = [
        blocks.button(Action.SEAT_LEAVE.value, "Leave", value=user),
        blocks.button(
            Action.SEAT_SUSPEND.value, "Suspend", value=user, confirm="Their access ends now.", style="danger"
        ),
        blocks.button(
            Action.SEAT_DEPART.value,
            "Depart",
            value=user,
            confirm="Their access and their seat end now.",
            style="danger",
        ),
    ]
    adding = [
        blocks.button(Action.SEAT_TRANSFER.value, "Transfer", value=user),
        blocks.button(Action.SEAT_ACTING.value, "Acting role", value=user),
    ]
    rows = [blocks.section(seat_line(seat)), blocks.actions("seat.taking", taking)]
    return blocks.modal(ViewId.SEAT.value, "Seat", [*rows, blocks.actions("seat.adding", adding)])


def seat_form(form: Form, user: str = "") -> View:
    """A form about a seat; the view carries the Slack user id and nothing else."""
    return as_modal(form, private_metadata=user)


def receipt_view(receipt: Receipt, contacts: Contacts) -> View:
    """What was done, what was open, and what the person opened lately: by reference."""
    rows = [blocks.section(_DONE[code]) for code in receipt.done.split(";") if code]
    if receipt.taken_back:
        rows.append(blocks.section(f"Sealed items taken back: {receipt.taken_back}."))
    if receipt.done in {"left", "suspended"}:
        rows.append(blocks.section("Please take them out of the group's channels: the app cannot."))
    if receipt.done != "proposed":
        rows += blocks.sections(f"Open, with a part of theirs: {_listed(receipt.still_open)}.")
        rows += blocks.sections(f"Opened by them in the last 90 days: {_listed(receipt.opened)}.")
    rows.append(blocks.context(f"Team line: {contacts.team_line}."))
    return blocks.modal(ViewId.ROSTER_RECEIPT.value, "Done", rows)


def _listed(refs: tuple[str, ...]) -> str:
    return ", ".join(refs) or "none"
