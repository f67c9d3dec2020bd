"""The face of a coordination: what its reader sees and may do; and the memo for their office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handlers.coordination import ASK_WORDS, DECISION_WORDS, standing_line, standing_of, when
from handlers.desk import Face, Ready, Request
from handlers.naming import agency_words, day_words, shared_under
from handlers.pings import views
from handlers.pings.compose import WORDS_OF
from handlers.pings.facts import Given, Memo, OpenedPing, Step
from models.acts.ping_answer import answer_id
from models.acts.ping_people import READER
from models.classes import Basis, Category, Purpose
from models.consent import Consent
from models.database import UnitOfWork
from models.people import Member, Role
from models.ping import BLIND, RUNNING, UNHEARD, Ask, Decision, Ping, PingState, Side
from models.schema import PingRef, SlackUserId
from models.site import SiteRules
from models.vault import Opened

_HANDED_ON = frozenset({PingState.ASKED, PingState.TAKEN, PingState.WITH_OFFICE})
_SCOPES = {
    Basis.OWN: "You see what you wrote yourself, and what was answered.",
    Basis.CARE_TEAM: "You see this because you work with this person, and while you do.",
}
_MORE = "more."


def ping_face(others: Mapping[Side, Face] | None = None) -> Face:
    """The face by which the desk shows a coordination; `others`: those of sides with a face of their own."""
    of_other_sides = others or {}

    def face(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
        ping = work.session.get_one(Ping, PingRef(opened.subject), populate_existing=True)
        other = of_other_sides.get(Side(ping.side))
        if other is not None:
            return other(work, rules, opened, request)
        item = opened_ping(work, rules, ping, opened, steps_of(ping, opened))
        return Ready(opened.subject, lambda told: views.opened_view(item, told))

    return face


def memo_face(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
    """What the reader may tell their office; for whoever was shown it on another basis, the item itself."""
    del request
    consent = work.session.get(Consent, opened.authorities[0]) if opened.authorities else None
    ping = work.session.get_one(Ping, PingRef(opened.subject))
    if consent is None:
        item = opened_ping(work, rules, ping, opened, steps_of(ping, opened))
        return Ready(opened.subject, lambda told: views.opened_view(item, told))
    memo = Memo(
        handle=opened.handle,
        ref=ping.ref,
        office=consent.agency,
        role=Role(consent.role),
        categories=tuple(Category(one) for one in consent.categories.split(";")),
        purposes=tuple(Purpose(one) for one in consent.purposes.split(";")),
        until=consent.expires_on,
    )
    return Ready(opened.subject, lambda _: views.memo_view(memo))


def opened_ping(
    work: UnitOfWork, rules: SiteRules, ping: Ping, opened: Opened, steps: tuple[Step, ...]
) -> OpenedPing:
    """What stands in the view of any side, for a reader who may do these steps."""
    return OpenedPing(
        handle=opened.handle,
        ref=ping.ref,
        sender=f"{_name(work, ping.asker)}, {agency_words(ping.asker_agency)}",
        asked_at=_local(rules, ping.asked_at),
        to=agency_words(ping.office),
        about=opened.about if opened.basis is not Basis.CONSENT else "",
        standing=_standing(rules, ping),
        given=_given(work, ping),
        said=_said(ping, opened),
        rows=tuple(_rows(rules, ping, opened)),
        steps=steps,
        scope=_scope(work, ping, opened),
    )


def steps_of(ping: Ping, opened: Opened) -> tuple[Step, ...]:
    """What would change something now, for this reader; every tap is judged again."""
    state, side = PingState(ping.state), Side(ping.side)
    if opened.basis is Basis.OWN:
        more = [Step.MORE] if state is PingState.NEEDS_MORE else []
        close = [Step.CLOSE] if ping.closed_at is None and side not in BLIND else []
        return (*more, *close)
    if side is not Side.PROSECUTOR or opened.role is not READER[side]:
        return ()
    steps = [Step.TAKE] if state in UNHEARD else []
    steps += [Step.DECIDE] if state in RUNNING and ping.closed_at is None else []
    steps += [Step.TO_OFFICE, Step.NOT_MINE] if state in _HANDED_ON else []
    return (*steps, Step.MEMO)


def _rows(rules: SiteRules, ping: Ping, opened: Opened) -> list[tuple[str, str]]:
    """Ask, date, number, what is wanted, and the rest in the order of the form.

    What about, where and when is of the class of court dates: whoever is not shown that class sees none.
    """
    rows = []
    if Category.LEGAL_CALENDAR in opened.details:
        rows.append(("What about", ASK_WORDS[Ask(ping.ask)]))
        rows += _in_court(rules, ping)
    for name, (label, category, _) in WORDS_OF.items():
        text = opened.details.get(category, {}).get(name)
        if text is not None:
            rows.append((label, text.reveal()))
    later = [
        (name, text)
        for fields in opened.details.values()
        for name, text in fields.items()
        if name.startswith(_MORE)
    ]
    rows += [("Added later", text.reveal()) for _, text in sorted(later, key=lambda one: one[0])]
    return rows


def _in_court(rules: SiteRules, ping: Ping) -> list[tuple[str, str]]:
    court = rules.court(ping.court)
    if court is None:
        return []
    at = f", {when(ping.hearing_at, court.zone())}" if ping.hearing_at else ""
    return [("In court", f"{court.name}{at}")]


def _standing(rules: SiteRules, ping: Ping) -> str:
    line = standing_line(standing_of(ping, rules))
    if PingState(ping.state) is PingState.WITH_OFFICE and ping.office_by is not None:
        return f"{line} There will be an answer by {day_words(ping.office_by)}."
    return line


def _given(work: UnitOfWork, ping: Ping) -> Given | None:
    if not ping.decision or ping.decided_by is None:
        return None
    return Given(
        words=DECISION_WORDS[Decision(ping.decision)],
        by=_name(work, ping.decided_by),
        office=agency_words(ping.office),
        until=day_words(ping.hold_until) if ping.hold_until else "",
        independent=bool(ping.independent),
    )


def _said(ping: Ping, opened: Opened) -> str:
    """The words that came with the answer that stands."""
    fields = opened.details.get(Category.LEGAL_CALENDAR, {})
    said = fields.get(answer_id(ping.decision))
    return said.reveal() if said is not None and ping.decision else ""


def _scope(work: UnitOfWork, ping: Ping, opened: Opened) -> str:
    consent = work.session.get(Consent, opened.authorities[0]) if opened.authorities else None
    if consent is None:
        return _SCOPES.get(opened.basis, _SCOPES[Basis.OWN])
    return shared_under(consent.agency, consent.role, Purpose(ping.purpose), consent.expires_on)


def _local(rules: SiteRules, moment: datetime) -> str:
    return when(moment, rules.zone_of())


def _name(work: UnitOfWork, user: SlackUserId) -> str:
    member = work.session.get(Member, user)
    return member.display_name if member else "somebody"
