"""The queue as Block Kit: a page in one look, one referral with its decisions, the forms behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers import blocks
from handlers.blocks import Block, View
from handlers.forms import Form, as_modal
from handlers.ids import Action
from handlers.ids import View as ViewId
from handlers.queue.facts import Capacity, ItemFacts, Line, Load, QueueFacts, Seen, Urge
from handlers.queue.questions import ACTION_OF, MOVE_WORDS, STATE_WORDS
from handlers.standing import DOOR_NAMES
from models.referral import State
from models.states import Move

_URGE_WORDS = {Urge.LATE: "Late", Urge.DUE: "Due", Urge.WAITS: "Waits"}
_TOP_HEAVY = (
    "More than half of the waitlist shares its first priority. Forecast has the question to the policy group."
)
_CONFIRM = {
    Move.SEND_OUTREACH: "",
    Move.ASK_MORE: "The referrer is asked to call the team line.",
    Move.INTAKE_DONE: "The assessment is complete, and no reminder comes any more.",
}
_TAKERS = 100  # a Slack select holds no more


def queue_view(facts: QueueFacts, told: str = "") -> View:
    """One page. `told`: what came of the last decision."""
    rows: list[Block] = [blocks.section(told)] if told else []
    late, due, waits = facts.counts
    rows.append(blocks.section(f"Late: {late}. Due: {due}. Waits: {waits}."))
    if facts.capacity:
        rows.append(blocks.section(capacity_words(facts.capacity)))
    if facts.top_heavy:
        rows.append(blocks.section(_TOP_HEAVY))
    rows.append(blocks.actions("queue.top", _top(facts)))
    heading = ""
    for number, line in enumerate(facts.lines):
        if (now := _heading(line)) != heading:
            heading = now
            rows.append(blocks.header(heading))
        rows += _line(number, line, facts.now)
    if not facts.lines:
        rows.append(blocks.section("Nothing waits."))
    return blocks.modal(ViewId.QUEUE.value, "Queue", rows)


def _top(facts: QueueFacts) -> list[Block]:
    page, pages = facts.page, facts.pages
    made = [blocks.button(Action.QUEUE_PAGE.value, "Look again", value=str(page))]
    if facts.capacity:
        made.append(blocks.button(Action.QUEUE_FORECAST.value, "Forecast"))
    if page + 1 < pages:
        made.append(_turn(f"Next page ({page + 2} of {pages})", page + 1))
    elif page:
        made.append(_turn("First page", 0))
    return made


def _turn(text: str, page: int) -> Block:
    # Slack wants every action id of a row once: "Look again" has the other one.
    return blocks.button(Action.QUEUE_TURN.value, text, value=str(page))


def _heading(line: Line) -> str:
    if line.state is State.WAITLISTED:
        return "Waitlist: priority, then age"
    return "No clock" if line.due_at is None else _URGE_WORDS[line.urge]


def _line(number: int, line: Line, now: datetime) -> list[Block]:
    more = blocks.button(Action.QUEUE_ITEM.value, "More", value=line.seen.value)
    words = {**blocks.with_button(line_words(line, now), more), "block_id": f"more.{number}"}
    doing = _next_action(line)
    return [words, blocks.actions(f"queue.{number}", doing)] if doing else [words]


def _next_action(line: Line) -> list[Block]:
    """The one thing to do next, and in a review the other one; giving it to somebody has its own view."""
    if line.moves and line.moves[0] in {Move.SEND_OUTREACH, Move.INTAKE_DONE}:
        looked_at = line.urge is not Urge.WAITS and _waits_for_its_reader(line)
        return [_move_button(line.moves[0], line.seen), *([_keep_button(line.seen)] if looked_at else [])]
    if line.approve:
        return [_approve_button(line.seen)]
    return []


def _move_button(move: Move, seen: Seen) -> Block:
    style = "primary" if move in {Move.SEND_OUTREACH, Move.INTAKE_DONE} else ""
    return blocks.button(
        ACTION_OF[move].value, MOVE_WORDS[move], value=seen.value, style=style, confirm=_CONFIRM.get(move, "")
    )


def _waits_for_its_reader(line: Line) -> bool:
    return line.state is State.WAITLISTED and Move.SEND_OUTREACH in line.moves


def _keep_button(seen: Seen) -> Block:
    return blocks.button(Action.QUEUE_KEEP.value, "Keep waiting", value=seen.value)


def _approve_button(seen: Seen) -> Block:
    return blocks.button(Action.QUEUE_APPROVE.value, "Approve", value=seen.value, style="primary")


def line_words(line: Line, now: datetime) -> str:
    """Reference, door, region; state and age; clock and owner."""
    if not line.holds:
        return f"{line.seen.ref}: this row was altered in the database. Whoever runs the bot should look."
    place = f", place {line.rank}, priority {line.priority}" if line.rank else ""
    approval = f" Intake: {line.approval}." if line.approval else ""
    return (
        f"{line.seen.ref}  {DOOR_NAMES[line.door]}, {line.region}\n"
        f"{STATE_WORDS[line.state].capitalize()}{place}, {age_words(now - line.since)} old.{approval}\n"
        f"{clock_words(line)} Owner: {line.owner}."
    )


def clock_words(line: Line) -> str:
    """When somebody has to look at it, in the region's local time."""
    if line.due_at is None:
        return "No clock."
    what = "Review" if line.state is State.WAITLISTED else "Due"
    return f"{what} {moment_words(line.due_at, line.zone)}."


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """`Mon 30 Nov 09:00 PST`."""
    return moment.astimezone(zone).strftime("%a %d %b %H:%M %Z")


def age_words(age: timedelta) -> str:
    """`40 min`, `5 h`, `9 days`."""
    minutes = max(0, int(age.total_seconds()) // 60)
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004 - two days, still in hours


def capacity_words(capacity: Capacity) -> str:
    """The average against what is planned, who has how many, and the free places of each region."""
    amber = " AMBER: above what is planned." if capacity.amber else ""
    lines = [f"Capacity: {capacity.average:.1f} for each case manager, planned {capacity.planned}.{amber}"]
    lines += [load_words(load) for load in capacity.loads]
    places = ", ".join(f"{name} {room}" for name, room in capacity.free)
    lines.append(f"Free places: {places}." if places else "No region is served.")
    return "\n".join(lines)


def load_words(load: Load) -> str:
    """`Ottoline Bramblewick: 24 of 25 (23 active, 1 given; 2 inactive)`."""
    counted = load.active + load.referrals
    parts = f"{load.active} active, {load.referrals} given; {load.inactive} inactive"
    full = ", no room" if not load.room else ""
    return f"{load.name}: {counted} of {load.ceiling} ({parts}){full}"


def item_view(facts: ItemFacts) -> View:
    """One referral with everything its reader may decide."""
    line = facts.line
    rows: list[Block] = [blocks.section(line_words(line, facts.now))]
    if line.moves:
        keep = [_keep_button(line.seen)] if _waits_for_its_reader(line) else []
        rows.append(
            blocks.actions("queue.moves", [*(_move_button(move, line.seen) for move in line.moves), *keep])
        )
    if line.approve:
        rows.append(blocks.section("Approval opens LEAD intake and nothing else: outreach may go before it."))
        refuse = blocks.button(Action.QUEUE_NOT_APPROVE.value, "Not approved", value=line.seen.value)
        rows.append(blocks.actions("queue.approval", [_approve_button(line.seen), refuse]))
    if line.give:
        rows += _givers(facts.takers)
    back = blocks.button(Action.QUEUE_PAGE.value, "Back to the queue", value="0")
    rows.append(blocks.actions("queue.back", [back]))
    return blocks.modal(ViewId.QUEUE_ITEM.value, "Decide", rows, private_metadata=line.seen.value)


def _givers(takers: Sequence[Load]) -> list[Block]:
    if not takers:
        return [blocks.section("No other case manager serves this region.")]
    options = [blocks.option(one.member, _taker_words(one)) for one in takers[:_TAKERS]]
    return [
        blocks.section("Give it to a case manager:"),
        blocks.actions("queue.give", [blocks.select(Action.QUEUE_GIVE.value, "Choose", options)]),
    ]


def _taker_words(load: Load) -> str:
    """Name and load, within the 75 characters of an option."""
    counted = f": {load.active + load.referrals} of {load.ceiling}"
    return f"{load.name[: 75 - len(counted)]}{counted}"


def reason_form(form: Form, seen: Seen) -> View:
    """A form that asks why; the view carries the reference and the version that was on the screen."""
    return as_modal(form, private_metadata=seen.value)
