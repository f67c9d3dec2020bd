"""The vault's way in: seals each category into an envelope of its own and grants it to the seats that may."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from models import cipher
from models.access import POLICY_VERSION, admitted
from models.classes import Category
from models.database import UnitOfWork
from models.envelope import CustodyWrap, Envelope, Grant, SealedItem
from models.errors import Unsafe
from models.keyring import KeyProvider
from models.people import Actor
from models.schema import Handle, new_handle, rfc3339
from models.sensitive import Sensitive
from models.vault.custody import (
    Custody,
    Sealable,
    Seat,
    body_row,
    grant_terms,
    key_of,
    stored_body,
    wrap_columns,
)

_ALTERED = "A sealed detail was altered in the database. Run `leadbot doctor`."
Details = Mapping[Category, Mapping[str, Sensitive]]


@dataclass(frozen=True, repr=False)
class _DataKey:
    """The key of one envelope, alive only within one unit of work."""

    envelope_id: str
    category: Category
    secret: bytes


class Sealer:
    """Seals what people wrote. Nothing here decides who may read: that is asked again at every opening."""

    def __init__(self, keys: KeyProvider, custody: Custody) -> None:
        self._keys = keys
        self._custody = custody

    def seal(
        self,
        work: UnitOfWork,
        author: Actor,
        about: Sealable,
        details: Details,
        seats: Sequence[Seat],
        *,
        moment: datetime,
        destroy_after: timedelta,
    ) -> dict[Seat, Handle]:
        """Seal each category and grant it; answers each seat's handle.

        A seat that holds an item of the same subject already gets the new envelopes under the same handle.

        Raises:
            Unsafe: a key is missing.
            ValueError: a category holds more than 16 383 bytes.
        """
        epoch = key_of(self._keys, self._keys.epoch_for((moment + destroy_after).strftime("%Y-%m")))
        bodies, wraps, data_keys = [], [], []
        for category, fields in details.items():
            header = self._header(author, about, category, moment)
            secret = cipher.new_data_key()
            text = json.dumps({name: value.reveal() for name, value in fields.items()}, ensure_ascii=False)
            bodies.append(body_row(cipher.seal(header, text.encode(), secret)))
            wrap = cipher.wrap_custody(epoch, header.envelope_id, secret)
            wraps.append({"envelope_id": header.envelope_id, **wrap_columns(wrap)})
            data_keys.append(_DataKey(header.envelope_id, category, secret))
        work.insert(Envelope, bodies)
        work.insert(CustodyWrap, wraps)
        return self._hand_out(work, about, seats, data_keys, moment)

    def share(
        self,
        work: UnitOfWork,
        about: Sealable,
        seats: Sequence[Seat],
        moment: datetime,
        besides: Category | None = None,
    ) -> dict[Seat, Handle]:
        """Grant what is sealed already to further people, out of the custodian wraps; answers the new ones.

        `besides`: a class that is not handed on.

        Raises:
            Unsafe: a key is missing, or a wrap was altered.
        """
        rows = work.session.execute(
            select(Envelope.category, CustodyWrap)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(Envelope.subject == about.ref)
        )
        data_keys = [self._from_custody(category, row) for category, row in rows if category != besides]
        standing = _standing_items(work, about)
        fresh = [seat for seat in seats if _key_of(seat) not in standing]
        return self._hand_out(work, about, fresh, data_keys, moment)

    def unseen(self, work: UnitOfWork, about: Sealable, details: Details) -> Details:
        """The categories of `details` that say something else than what is sealed; nobody is shown any.

        Raises:
            Unsafe: a key is missing, or what is sealed was altered.
        """
        rows = work.session.execute(
            select(Envelope, CustodyWrap)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(Envelope.subject == about.ref)
            .order_by(Envelope.created, Envelope.id)
        )
        standing: dict[str, dict[str, str]] = {}
        for envelope, wrap in rows:
            try:
                key = self._from_custody(envelope.category, wrap)
                text = cipher.open_body(stored_body(envelope), key.secret)
            except cipher.Unopenable:
                raise Unsafe(_ALTERED) from None
            standing.setdefault(envelope.category, {}).update(json.loads(text))
        return {
            category: fields
            for category, fields in details.items()
            if any(standing.get(category, {}).get(name) != text.reveal() for name, text in fields.items())
        }

    def _from_custody(self, category: str, row: CustodyWrap) -> _DataKey:
        wrap = cipher.Wrap(row.kek_id, row.nonce, row.wrapped)
        try:
            secret = cipher.unwrap_custody(key_of(self._keys, row.kek_id), row.envelope_id, wrap)
            return _DataKey(row.envelope_id, Category(category), secret)
        except (cipher.Unopenable, ValueError):
            raise Unsafe(_ALTERED) from None

    def _hand_out(
        self,
        work: UnitOfWork,
        about: Sealable,
        seats: Sequence[Seat],
        data_keys: Sequence[_DataKey],
        moment: datetime,
    ) -> dict[Seat, Handle]:
        standing = _standing_items(work, about) if about.version > 1 else {}
        kek = key_of(self._keys, self._keys.active("grant"))
        handles: dict[Seat, Handle] = {}
        items, grants = [], []
        for seat in seats:
            handle = standing.get(_key_of(seat))
            if handle is None:
                handle = new_handle()
                items.append(_item_row(handle, about, seat, moment))
            handles[seat] = handle
            within = admitted(seat.basis, seat.role)
            grants += [
                self._grant(kek, key, seat, handle, about) for key in data_keys if key.category in within
            ]
        work.insert(SealedItem, items)
        work.insert(Grant, grants)
        return handles

    def _grant(
        self, kek: cipher.Key, key: _DataKey, seat: Seat, handle: Handle, about: Sealable
    ) -> dict[str, Any]:
        role = seat.role.value if seat.role else ""
        terms = grant_terms(
            self._custody, key.envelope_id, seat.user, role, handle, about.purpose, about.not_after
        )
        return {
            "id": str(uuid.uuid4()),
            "handle": handle,
            "envelope_id": key.envelope_id,
            "purpose": terms.purpose,
            "not_after": terms.not_after,
            **wrap_columns(cipher.wrap_grant(kek, terms, key.secret)),
        }

    def _header(self, author: Actor, about: Sealable, category: Category, moment: datetime) -> cipher.Header:
        return cipher.Header(
            envelope_id=str(uuid.uuid4()),
            site=self._custody.site_id,
            sender=f"{self._custody.team_id}:{author.user}",
            custodian=author.agency,
            subject=about.ref,
            category=category.value,
            purpose=about.purpose,
            created=rfc3339(moment),
            policy_version=POLICY_VERSION,
        )


def _key_of(seat: Seat) -> tuple[str, str, str]:
    return seat.user, seat.basis.value, seat.role.value if seat.role else ""


def _standing_items(work: UnitOfWork, about: Sealable) -> dict[tuple[str, str, str], Handle]:
    query = select(SealedItem).where(SealedItem.subject == about.ref, SealedItem.withdrawn_at.is_(None))
    return {(item.recipient, item.basis, item.role): item.handle for item in work.session.scalars(query)}


def _item_row(handle: Handle, about: Sealable, seat: Seat, moment: datetime) -> dict[str, Any]:
    return {
        "handle": handle,
        "subject": about.ref,
        "recipient": seat.user,
        "role": seat.role.value if seat.role else "",
        "basis": seat.basis.value,
        "created_at": moment,
    }
