"""The faces of what the other lawyers ask and are asked, and the way in to a participant's lawyers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from handlers.blocks import Block
from handlers.coordination import DECISION_WORDS, standing_line, standing_of
from handlers.deps import Ground
from handlers.desk import Face, Ready, Request
from handlers.legal import views
from handlers.legal.facts import DatedMatter, OpenLawyers
from handlers.legal.forms import BECAUSE_WORDS, HELP_WORDS
from handlers.naming import day_words
from handlers.pings.facts import OpenedPing, Step
from handlers.pings.opened import opened_ping
from handlers.pings.views import opened_view
from models.acts.contacts import contacts_among
from models.acts.legal_help import Because, answers_to
from models.acts.matters import matters_of
from models.acts.ping_answer import answer_id
from models.acts.ping_people import READER
from models.classes import Basis, Category
from models.database import UnitOfWork
from models.duties import Duty
from models.people import Member
from models.ping import RUNNING, Decision, Ping, PingState, Side
from models.schema import ParticipantRef, PingRef, SlackUserId
from models.site import SiteRules
from models.vault import Opened, Refused, Shelf

# Field id -> heading, in the order in which it is read.
_ROWS: Mapping[Side, Mapping[str, str]] = {
    Side.QUESTION: {"number": "Case number", "words": "In their words", "answer": "The team's answer"},
    Side.SCHEDULING: {
        "help": "What would help",
        "number": "Case number",
        "words": "In their words",
        "answer": "The team's answer",
    },
    Side.COUNSEL: {"number": "Your case number", "line": "From LEAD"},
    Side.LEGAL_SERVICES: {
        "need": "What it is about",
        "dates": "Dates and papers",
        "name": "Their name",
        "reach": "How to reach them",
    },
}
_MORE = "more."
_BLIND = "Whether anybody is known by the number is not said here."
Buttons = Callable[[Ping, Opened], list[Block]]


def legal_faces() -> Mapping[Side, Face]:
    """The faces of every side but the prosecutors'."""
    return {
        Side.QUESTION: _face(_answer_buttons),
        Side.SCHEDULING: _face(_answer_buttons),
        Side.COUNSEL: _face(_counsel_buttons),
        Side.LEGAL_SERVICES: _face(_help_buttons),
    }


def _face(buttons: Buttons) -> Face:
    def face(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
        del request
        ping = work.session.get_one(Ping, PingRef(opened.subject), populate_existing=True)
        item = opened_ping(work, rules, ping, opened, _steps(ping, opened))
        shown = _as_this_side(rules, ping, opened, item)
        more = buttons(ping, opened)
        return Ready(opened.subject, lambda told: opened_view(shown, told, more))

    return face


def _steps(ping: Ping, opened: Opened) -> tuple[Step, ...]:
    own = opened.basis is Basis.OWN
    return (Step.CLOSE,) if own and ping.closed_at is None else ()


def _as_this_side(rules: SiteRules, ping: Ping, opened: Opened, item: OpenedPing) -> OpenedPing:
    side = Side(ping.side)
    rows = (*(row for row in item.rows if row[0] in {"What about", "In court"}), *_rows(side, opened))
    if side in {Side.QUESTION, Side.SCHEDULING}:
        # What whoever asked may read is the same whether anybody is known, whatever was answered.
        return replace(
            item,
            rows=rows,
            given=None,
            said="",
            standing=_stands(ping, opened),
            to="the LEAD care teams",
        )
    if side is Side.COUNSEL:
        return replace(item, rows=rows, given=None, said="", standing=_noted(rules, ping))
    given = replace(item.given, words=_given(ping)) if item.given else None
    return replace(item, rows=rows, given=given, said=_said(ping, opened))


def _rows(side: Side, opened: Opened) -> list[tuple[str, str]]:
    fields = {name: text for those in opened.details.values() for name, text in those.items()}
    rows = [(heading, fields[name].reveal()) for name, heading in _ROWS[side].items() if name in fields]
    rows = [(heading, HELP_WORDS.get(text, text)) for heading, text in rows]
    later = sorted(name for name in fields if name.startswith(_MORE))
    return [*rows, *(("Added later", fields[name].reveal()) for name in later)]


def _stands(ping: Ping, opened: Opened) -> str:
    if ping.closed_at is not None:
        return "Its day is over, and it has closed itself." if opened.basis is Basis.OWN else "Closed."
    until = f"It stands until {day_words(ping.office_by)}." if ping.office_by else ""
    if opened.basis is Basis.OWN:
        return f"{until} {_BLIND}"
    answered = "Answered." if ping.decided_at else "Not answered yet."
    return f"{until} {answered}" if opened.basis is Basis.CARE_TEAM else until


def _noted(rules: SiteRules, ping: Ping) -> str:
    if PingState(ping.state) is PingState.ASKED:
        return "Nothing is asked of you."
    return "Noted." if ping.decision == Decision.NOTED.value else standing_line(standing_of(ping, rules))


def _given(ping: Ping) -> str:
    words = {Decision.NEED_MORE.value: "More is asked for"}
    return words.get(ping.decision, DECISION_WORDS[Decision(ping.decision)])


def _said(ping: Ping, opened: Opened) -> str:
    """The words of the answer that stands; a return begins with its code."""
    said = opened.details.get(Category.LEGAL_CALENDAR, {}).get(answer_id(ping.decision))
    if said is None or not ping.decision:
        return ""
    first, _, rest = said.reveal().partition("\n")
    if ping.decision != Decision.RETURN.value or first not in set(Because):
        return said.reveal()
    return "\n".join(part for part in (f"{BECAUSE_WORDS[Because(first)]}.", rest) if part)


def _asked(ping: Ping, opened: Opened) -> bool:
    """Whether the reader is one of those who were asked."""
    return opened.basis is not Basis.OWN and opened.role is READER[Side(ping.side)]


def _answer_buttons(ping: Ping, opened: Opened) -> list[Block]:
    open_yet = ping.closed_at is None and ping.decided_at is None
    return [views.answer_button(opened.handle)] if open_yet and _asked(ping, opened) else []


def _counsel_buttons(ping: Ping, opened: Opened) -> list[Block]:
    running = PingState(ping.state) in RUNNING and ping.closed_at is None
    return [views.noted_button(opened.handle)] if running and _asked(ping, opened) else []


def _help_buttons(ping: Ping, opened: Opened) -> list[Block]:
    state = PingState(ping.state)
    if opened.basis is Basis.OWN:
        return [views.add_button(opened.handle)] if state is PingState.NEEDS_MORE else []
    return views.help_buttons(opened.handle, answers_to(state)) if _asked(ping, opened) else []


class LawyersEntry:
    """The lawyers around a participant; the request's handle is their reference."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        """As `handlers.desk.Entry.open`."""
        ref = ParticipantRef(request.handle)
        opened = self._ground.vault.folders.open(
            work,
            rules,
            request.user,
            ref,
            [Shelf.CONTACT],
            duty=Duty.KEEP_COURT,
            moment=moment,
            request_id=request.request_id,
            only=[Category.LEGAL_CALENDAR],
        )
        if isinstance(opened, Refused):
            return None
        cards = contacts_among(opened.pages)
        lawyers = OpenLawyers(
            ref=ref,
            cards=cards,
            names={one.by: _name(work, one.by) for card in cards for one in card.tries},
            matters=self._matters(work, request.user, rules, ref, moment),
            zone=rules.zone_of(),
        )
        return Ready(ref, lambda told: views.lawyers_view(lawyers, told))

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        """As `handlers.desk.Entry.still`."""
        ref = ParticipantRef(request.handle)
        folders = self._ground.vault.folders
        standing = folders.standing(work, rules, request.user, ref, Duty.KEEP_COURT, moment)
        return not isinstance(standing, Refused)

    def _matters(
        self, work: UnitOfWork, user: SlackUserId, rules: SiteRules, ref: ParticipantRef, moment: datetime
    ) -> tuple[DatedMatter, ...]:
        """The open matters with a date to come, the nearest first."""
        dated = []
        for row in matters_of(self._ground.scene(work, user), ref):
            court = rules.court(row.court)
            if court is not None and row.hearing_at is not None and row.hearing_at > moment:
                dated.append(DatedMatter(row.id, court.name, row.hearing_at, court.zone()))
        return tuple(dated)


def _name(work: UnitOfWork, user: SlackUserId) -> str:
    member = work.session.get(Member, user)
    return member.display_name if member else "somebody"
