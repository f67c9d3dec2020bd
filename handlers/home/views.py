"""The Home tab as Block Kit."""

from __future__ import annotations

from datetime import date

from handlers import blocks, words
from handlers.alarm import critical_button
from handlers.blocks import Block, View
from handlers.coordination import standing_line
from handlers.home.facts import (
    HomeFacts,
    MyCoordination,
    MyPeople,
    MyReferral,
    MyRoom,
    OpenItem,
    SentMessage,
    WaitingMessage,
    WaitingPair,
)
from handlers.home.leadership_view import leadership_rows
from handlers.home.situations_view import due_rows, situation_rows
from handlers.ids import Action
from handlers.naming import day_words
from handlers.reminding import word_button
from handlers.standing import DOOR_NAMES, RUNG_WORDS, state_line
from handlers.todo import todo_rows
from models.acts.funds import Balance, cents_words
from models.referral import Door, State


def home_view(facts: HomeFacts) -> View:
    """What waits for me, my referrals, refer, help."""
    rows: list[Block] = [blocks.actions("home.start", _start(facts)), blocks.header("Waiting for you")]
    rows += _what_waits(facts) or [blocks.section("Nothing is waiting for you.")]
    if facts.more:
        rows.append(blocks.context(f"And {facts.more} more: close the ones above first."))
    rows += _referrals(facts.referrals)
    if facts.mail and facts.mail.sent:
        rows += [blocks.header("Sent"), *(row for message in facts.mail.sent for row in _sent(message))]
    if facts.coordination:
        rows += [blocks.header("Coordination"), *(_coordination(one) for one in facts.coordination)]
    rows += situation_rows(facts.situations)
    if facts.actions:
        rows += [blocks.header("Your actions"), *todo_rows(facts.actions)]
    rows += [_fund(fund, may_add=facts.may_add) for fund in facts.funds]
    if facts.people:
        rows += _people(facts.people)
    rows += [_room(facts.room)] if facts.room else []
    rows += leadership_rows(facts.leadership) if facts.leadership else []
    if facts.stops:
        rows.append(blocks.context(stops_line(facts.stops)))
    if facts.guarded:
        rows.append(blocks.context(guarded_line(facts.guarded)))
    rows.append(
        blocks.context(f"Team line: {facts.contacts.team_line}. In danger: {facts.contacts.emergency}.")
    )
    return blocks.home(rows)


def _what_waits(facts: HomeFacts) -> list[Block]:
    rows = [row for number, item in enumerate(facts.items) for row in _item(number, item)]
    rows += [_waiting(message) for message in (facts.mail.waiting if facts.mail else ())]
    rows += [_coordination(one) for one in facts.answers_wanted]
    rows += [_pair(pair) for pair in facts.pairs]
    return [*rows, *due_rows(facts.situations)]


def _referrals(mine: tuple[MyReferral, ...]) -> list[Block]:
    rows = [blocks.header("Your referrals")] if mine else []
    return [*rows, *(row for number, one in enumerate(mine) for row in _mine(number, one))]


def _start(facts: HomeFacts) -> list[Block]:
    buttons = []
    if facts.may_refer:
        buttons.append(blocks.button(Action.START_REFERRAL.value, "Refer a person", style="primary"))
    if facts.mail and facts.mail.may_seal:
        buttons.append(blocks.button(Action.SEAL_MESSAGE.value, "Seal a message"))
    if facts.asks_by_number:
        buttons.append(blocks.button(Action.PING_START.value, "Ask by case number"))
    if facts.may_calendar:
        buttons.append(blocks.button(Action.COURT_CALENDAR.value, "Court calendar"))
    if facts.may_hold:
        buttons.append(blocks.button(Action.FILING_HOLDS.value, "Filing holds"))
    if facts.sees_openings:
        buttons.append(blocks.button(Action.OPENINGS.value, "Openings"))
    if facts.may_call:
        buttons.append(critical_button())
    if facts.may_talk:
        buttons.append(word_button())
    return [*buttons, blocks.button(Action.SHOW_HELP.value, "Help")]


def _room(room: MyRoom) -> Block:
    said = f"no room until {day_words(room.not_until)}" if room.not_until else "taking referrals"
    change = blocks.button(Action.LEGAL_ROOM.value, "Change")
    return {**blocks.with_button(f"Your agency: {said}.", change), "block_id": "home.room"}


def _fund(fund: Balance, *, may_add: bool) -> Block:
    line = f"{fund.name}: {cents_words(fund.cents)} left."
    add = blocks.button(Action.FUND_ADD.value, "Add", value=fund.code)
    row = blocks.with_button(line, add) if may_add else blocks.section(line)
    return {**row, "block_id": f"home.fund.{fund.code}"}


def _waiting(message: WaitingMessage) -> Block:
    open_it = blocks.button(Action.OPEN_ITEM.value, "Open", value=message.handle, style="primary")
    return {
        **blocks.with_button(f"Sealed message {message.ref}.", open_it),
        "block_id": f"home.waiting.{message.handle}",
    }


def _coordination(one: MyCoordination) -> Block:
    open_it = blocks.button(Action.OPEN_ITEM.value, "Open", value=one.handle)
    line = f"Coordination {one.standing.ref}. {standing_line(one.standing)}"
    return {**blocks.with_button(line, open_it), "block_id": f"home.ping.{one.handle}"}


def _pair(pair: WaitingPair) -> Block:
    if pair.confirmed:
        line, button = "are one person.", blocks.button(Action.MERGE_PAIR.value, "Merge", value=pair.id)
    else:
        line, button = (
            "may be the same person.",
            blocks.button(Action.LOOK_AT_PAIR.value, "Look at both", value=pair.id),
        )
    both = " and ".join(pair.refs)
    return {**blocks.with_button(f"{both} {line}", button), "block_id": f"home.pair.{pair.id}"}


def _sent(message: SentMessage) -> list[Block]:
    if message.taken_back:
        return [blocks.section(f"{message.ref}: taken back.")]
    state = f"opened {message.opened_at}" if message.opened_at else "not opened yet"
    buttons = [blocks.button(Action.OPEN_ITEM.value, "What I wrote", value=message.handle)]
    if not message.opened_at:
        buttons.append(
            blocks.button(
                Action.TAKE_BACK.value, "Take it back", value=message.handle, confirm=words.TAKING_BACK
            )
        )
    actions = blocks.actions(f"home.sent.{message.handle}", buttons)
    return [blocks.section(f"{message.ref}: {state}."), actions]


def _people(people: MyPeople) -> list[Block]:
    rows: list[Block] = [blocks.header("My people")]
    for number, person in enumerate(people.shown):
        line = f"{person.ref}, {person.region}. {RUNG_WORDS[person.rung]}."
        opens = blocks.button(Action.OPEN_FOLDER.value, "Open", value=person.ref)
        rows.append({**blocks.with_button(line, opens), "block_id": f"home.person.{number}"})
    buttons = []
    if people.may_begin:
        buttons.append(blocks.button(Action.BEGIN_PARTICIPANT.value, "Add a person"))
    if people.may_ask:
        buttons.append(blocks.button(Action.PING_START.value, "Ask the prosecutor's office"))
    if people.more:
        buttons.append(blocks.button(Action.MORE_PEOPLE.value, "More", value=str(len(people.shown))))
    return [*rows, blocks.actions("home.people", buttons)] if buttons else rows


def stops_line(months: tuple[tuple[str, int], ...]) -> str:
    """How often the Golden Rule's reminder came up, by month, on the whole site."""
    told = (f"{date.fromisoformat(f'{month}-01'):%B %Y}: {stops}" for month, stops in months)
    return f"Golden Rule reminders, the whole site together. {'. '.join(told)}."


def guarded_line(channels: tuple[str, ...]) -> str:
    """Which channels the guard looks at, as far as the site file knows: Home asks Slack nothing."""
    named = ", ".join(channels)
    return (
        f"Guarded for personal details, where the app is a member: {named}, and other private channels. "
        "Whoever runs the bot can see where that is."
    )


def one_sentence_view(sentence: str) -> View:
    """For people who are not on the roster, and for when nothing can be shown."""
    return blocks.home([blocks.section(sentence)])


def _item(number: int, item: OpenItem) -> list[Block]:
    open_it = blocks.button(Action.OPEN_ITEM.value, "Open", value=item.handle, style="primary")
    line = f"{DOOR_NAMES[item.standing.door]} {item.standing.ref}. {state_line(item.standing)}"
    return [blocks.section(line), blocks.actions(f"home.item.{number}", [open_it])]


def _mine(number: int, mine: MyReferral) -> list[Block]:
    standing = mine.standing
    # A community referral has no window: its referrer hears two receipts and nothing between.
    told = "Received. Thank you." if standing.door is Door.COMMUNITY else state_line(standing)
    buttons = [blocks.button(Action.OPEN_ITEM.value, "What I wrote", value=mine.handle)]
    waits = standing.state is State.DISPATCHED and not standing.completed
    if standing.door is Door.ARREST_DIVERSION and waits:
        add = blocks.button(Action.ADD_DETAILS.value, "Add the rest", value=mine.handle, style="primary")
        buttons.insert(0, add)
    return [
        blocks.section(f"{DOOR_NAMES[standing.door]} {standing.ref}. {told}"),
        blocks.actions(f"home.mine.{number}", buttons),
    ]
