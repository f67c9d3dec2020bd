"""The vault's way out: has an opening judged in one transaction, writes it down, and only then unwraps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models import cipher
from models.classes import Basis, Category
from models.database import UnitOfWork
from models.envelope import Envelope, Grant, SealedItem
from models.errors import Unsafe
from models.keyring import KeyProvider
from models.people import Role
from models.schema import Handle, SlackUserId, rfc3339
from models.second_factor import require_passkey
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault.custody import Custody, grant_terms, key_of, stored_body
from models.vault.judging import UNREADABLE, Judge, Judged, Refused
from models.vault.recording import Asked, Recorder, Shown, codes_of


@dataclass(frozen=True, repr=False)
class Opened:
    """What the reader may see, per category: field id -> text. Lives only until the view is built.

    `subject` is the referral's or message's reference; `about` the participant's (or the referral's again).
    """

    handle: Handle
    subject: str
    role: Role | None
    basis: Basis
    details: Mapping[Category, Mapping[str, Sensitive]]
    about: str = ""
    authorities: tuple[str, ...] = ()


class Opener:
    """Opens sealed items for whom the rules allow at this moment."""

    def __init__(self, keys: KeyProvider, recorder: Recorder, judge: Judge, custody: Custody) -> None:
        self._keys = keys
        self._recorder = recorder
        self._judge = judge
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

        Whatever comes of it is one commit with what was written down. Raises:
            PasskeyWanted: the site wants one for a class of it.
        """
        asked = Asked(user, moment, request_id)
        self._recorder.take_turn(work)
        judged = self._judge.item(work, rules, user, handle, moment)
        if isinstance(judged, Refused):
            return self._recorder.refused(work, asked, judged.reason)
        try:
            opened = self._unwrap(work, rules, judged, moment)
        except (cipher.Unopenable, Unsafe, *UNREADABLE):
            opened = None
        if opened is None or not opened.details:
            reason = "unopenable" if opened is None else "no_grant"
            return self._recorder.refused(work, asked, reason, judged.item.subject)
        objects = (opened.subject, opened.about, *opened.authorities)
        self._recorder.granted(work, asked, objects, codes_of(opened.details), _accounted(judged, opened))
        return opened

    def refuse(
        self, work: UnitOfWork, user: SlackUserId, reason: str, *, moment: datetime, request_id: str = ""
    ) -> Refused:
        """Write down a refusal whose cause lies outside the ground (Slack's word on the account)."""
        return self._recorder.refused(work, Asked(user, moment, request_id), reason)

    def still_open(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        handle: Handle,
        moment: datetime,
    ) -> bool:
        """Whether the same opening would be granted now: asked before a card leaves and a view shows."""
        return not isinstance(self._judge.item(work, rules, user, handle, moment), Refused)

    def _unwrap(self, work: UnitOfWork, rules: SiteRules, judged: Judged, moment: datetime) -> Opened:
        item = judged.item
        query = (
            select(Envelope, Grant)
            .join(Grant, Grant.envelope_id == Envelope.id)
            .where(Grant.handle == item.handle, Envelope.subject == item.subject)
            .order_by(Envelope.created, Envelope.id)
        )
        rows = [
            (envelope, grant)
            for envelope, grant in work.session.execute(query)
            if _stands(envelope, grant, judged, moment)
        ]
        require_passkey(work, rules, lambda: {Category(envelope.category) for envelope, _ in rows})
        details: dict[Category, dict[str, Sensitive]] = {}
        for envelope, grant in rows:
            fields = self._fields(item, envelope, grant)
            details.setdefault(Category(envelope.category), {}).update(fields)
        authorities = {judged.categories[category] for category in details} - {""}
        return Opened(
            item.handle,
            item.subject,
            judged.role,
            Basis(item.basis),
            details,
            judged.about,
            tuple(sorted(authorities)),
        )

    def _fields(self, item: SealedItem, envelope: Envelope, grant: Grant) -> dict[str, Sensitive]:
        terms = grant_terms(
            self._custody,
            envelope.id,
            item.recipient,
            item.role,
            item.handle,
            envelope.purpose,
            grant.not_after,
        )
        if grant.purpose != terms.purpose:
            raise cipher.Unopenable
        wrap = cipher.Wrap(grant.kek_id, grant.nonce, grant.wrapped)
        data_key = cipher.unwrap_grant(key_of(self._keys, grant.kek_id), terms, wrap)
        plain = json.loads(cipher.open_body(stored_body(envelope), data_key))
        return {name: Sensitive(text) for name, text in plain.items()}


def _stands(envelope: Envelope, grant: Grant, judged: Judged, moment: datetime) -> bool:
    """Of a class that the rules leave, for this purpose, and its time is not over."""
    over = bool(grant.not_after) and grant.not_after < rfc3339(moment)
    allowed = Category(envelope.category) in judged.categories
    return allowed and not over and envelope.purpose == judged.purpose.value


def _accounted(judged: Judged, opened: Opened) -> tuple[Shown, ...]:
    """What an author sees of their own was told to nobody; every other opening is accounted for."""
    if opened.basis is Basis.OWN:
        return ()
    line = Shown(
        about=opened.about,
        item=opened.subject,
        reader=judged.actor,
        role=judged.role,
        categories=opened.details,
        purpose=judged.purpose,
        basis=opened.basis,
        authority=opened.authorities[:6],
    )
    return (line,)
