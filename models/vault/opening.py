"""The vault's way out: judges an opening in one transaction, writes it down, and only then unwraps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models import cipher
from models.access import Basis, Case, Category, refusal
from models.audit import AuditTrail, Verb
from models.database import UnitOfWork
from models.envelope import Envelope, Grant, RevocationMark, SealedItem
from models.errors import NotOnRoster, Unsafe
from models.journal import RevocationJournal
from models.keyring import KeyProvider
from models.people import Actor, Role, find_actor
from models.referral import Referral
from models.schema import Handle, ReferralRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault.custody import Custody, grant_terms, key_of, stored_body
from models.vault.rows import RowSealer

# What reading a row raises that holds a word or a kind of value which nobody of us wrote there.
_UNREADABLE = (ValueError, TypeError)


@dataclass(frozen=True, repr=False)
class Opened:
    """What the reader may see, per category: field id -> text. Lives only until the view is built."""

    handle: Handle
    subject: ReferralRef
    role: Role | None
    basis: Basis
    details: Mapping[Category, Mapping[str, Sensitive]]


@dataclass(frozen=True)
class Refused:
    """Nothing is shown. `reason` is for the audit only; every asker sees the same sentence."""

    reason: str


@dataclass(frozen=True)
class _Judged:
    """An item that its reader may open now, and the categories the rules leave."""

    item: SealedItem
    actor: Actor
    categories: frozenset[Category]


class Opener:
    """Opens sealed items for whom the rules allow at this moment."""

    def __init__(
        self,
        keys: KeyProvider,
        journal: RevocationJournal,
        audit: AuditTrail,
        rows: RowSealer,
        custody: Custody,
    ) -> None:
        self._keys = keys
        self._journal = journal
        self._audit = audit
        self._rows = rows
        self._custody = custody

    def open_item(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        handle: Handle,
        *,
        moment: datetime,
        request_id: str = "",
    ) -> Opened | Refused:
        """Judge, write `open.granted` or `open.refused`, unwrap. The caller commits before it shows anything.

        Order: the audit's turn, so that no grant is ever written behind a revocation it did not see; halted?
        roster; the handle is the clicker's; journal; referral row; rules; end of viewing; unwrap; audit. A
        writer that cannot append to the audit discloses nothing, because the commit is one.
        """
        self._audit.take_turn(work)
        judged = self._judge(work, rules, user, handle, moment)
        if isinstance(judged, Refused):
            self._note(work, Verb.OPEN_REFUSED, user, "", judged.reason, moment, request_id)
            return judged
        try:
            opened = self._unwrap(work, judged, moment)
        except (cipher.Unopenable, Unsafe, *_UNREADABLE):
            opened = None
        if opened is None or not opened.details:
            reason = "unopenable" if opened is None else "no_grant"
            self._note(work, Verb.OPEN_REFUSED, user, judged.item.subject, reason, moment, request_id)
            return Refused(reason)
        shown = ".".join(sorted(opened.details))
        self._note(work, Verb.OPEN_GRANTED, user, opened.subject, shown, moment, request_id)
        return opened

    def refuse(
        self, work: UnitOfWork, user: SlackUserId, reason: str, *, moment: datetime, request_id: str = ""
    ) -> Refused:
        """Write down a refusal whose cause lies outside the ground (Slack's word on the account)."""
        self._note(work, Verb.OPEN_REFUSED, user, "", reason, moment, request_id)
        return Refused(reason)

    def still_open(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        handle: Handle,
        moment: datetime,
    ) -> bool:
        """Whether the same opening would be granted now: asked before a card leaves and a view shows."""
        return not isinstance(self._judge(work, rules, user, handle, moment), Refused)

    def _judge(
        self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, handle: Handle, moment: datetime
    ) -> _Judged | Refused:
        if self._audit.halted:
            return Refused("halted")
        try:
            return self._by_the_rows(work, rules, user, handle, moment)
        except Unsafe:
            return Refused("journal")
        except _UNREADABLE:
            return Refused("altered")

    def _by_the_rows(
        self, work: UnitOfWork, rules: SiteRules, user: SlackUserId, handle: Handle, moment: datetime
    ) -> _Judged | Refused:
        try:
            actor = find_actor(work, self._rows, user, rules.today(moment))
        except NotOnRoster:
            return Refused("roster")
        item = work.session.get(SealedItem, handle, populate_existing=True)
        if item is None:
            return Refused("unknown_handle")
        if item.recipient != user:
            return Refused("not_the_recipient")
        if item.withdrawn_at is not None or not self._journal_allows(work, item):
            return Refused("withdrawn")
        return self._by_the_rules(work, actor, item, moment)

    def _by_the_rules(
        self, work: UnitOfWork, actor: Actor, item: SealedItem, moment: datetime
    ) -> _Judged | Refused:
        referral = work.session.get(Referral, ReferralRef(item.subject), populate_existing=True)
        if referral is None or not self._rows.row_holds(referral):
            return Refused("referral_row")
        role = Role(item.role) if item.role else None
        case = Case(actor, role, referral, moment)
        reasons = {category: refusal(Basis(item.basis), category, case) for category in Category}
        allowed = frozenset(category for category, reason in reasons.items() if reason is None)
        if not allowed:
            return Refused(next(iter(reasons.values())) or "no_rule")
        return _Judged(item, actor, allowed)

    def _journal_allows(self, work: UnitOfWork, item: SealedItem) -> bool:
        mark = work.session.get(RevocationMark, 1, populate_existing=True)
        complete = mark is None or self._journal.head() >= mark.sequence
        return complete and not self._journal.overtaken("sealed_items", item.handle, 0)

    def _unwrap(self, work: UnitOfWork, judged: _Judged, moment: datetime) -> Opened:
        item = judged.item
        rows = work.session.execute(
            select(Envelope, Grant)
            .join(Grant, Grant.envelope_id == Envelope.id)
            .where(Grant.handle == item.handle, Envelope.subject == item.subject)
            .order_by(Envelope.created, Envelope.id)
        )
        details: dict[Category, dict[str, Sensitive]] = {}
        for envelope, grant in rows:
            category = Category(envelope.category)
            over = bool(grant.not_after) and grant.not_after < rfc3339(moment)
            if category not in judged.categories or over:
                continue
            details.setdefault(category, {}).update(self._fields(item, envelope, grant))
        role = Role(item.role) if item.role else None
        return Opened(item.handle, ReferralRef(item.subject), role, Basis(item.basis), details)

    def _fields(self, item: SealedItem, envelope: Envelope, grant: Grant) -> dict[str, Sensitive]:
        terms = grant_terms(
            self._custody, envelope.id, item.recipient, item.role, item.handle, grant.not_after
        )
        if grant.purpose != terms.purpose:
            raise cipher.Unopenable
        wrap = cipher.Wrap(grant.kek_id, grant.nonce, grant.wrapped)
        data_key = cipher.unwrap_grant(key_of(self._keys, grant.kek_id), terms, wrap)
        plain = json.loads(cipher.open_body(stored_body(envelope), data_key))
        return {name: Sensitive(text) for name, text in plain.items()}

    def _note(
        self,
        work: UnitOfWork,
        verb: Verb,
        user: SlackUserId,
        subject: str,
        decision: str,
        moment: datetime,
        request_id: str,
    ) -> None:
        objects = (subject,) if subject else ()
        self._audit.append(
            work,
            moment=moment,
            actor=user,
            verb=verb,
            objects=objects,
            decision=decision,
            request_id=request_id,
        )
