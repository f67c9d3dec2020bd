"""The sealed pages of a participant's folder: written, rewritten, taken out, and unsealed for the folder."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from models import cipher
from models.access import POLICY_VERSION
from models.classes import Category
from models.database import UnitOfWork
from models.envelope import CustodyWrap, Envelope
from models.errors import NotAvailable, Unsafe
from models.keyring import KeyProvider, Kind
from models.people import Actor
from models.schema import ParticipantRef, rfc3339
from models.sensitive import Sensitive
from models.vault.custody import Custody, body_row, key_of, stored_body, wrap_columns
from models.vault.judging import UNREADABLE


class Shelf(StrEnum):
    """What a page of the folder is; it stands as the purpose of its envelope."""

    DIRECTORY = "directory"
    GOAL = "goal"
    RELEASE = "release"
    COURT = "court"
    POSSIBLE = "possible"  # a row of a calendar that may be theirs: nothing that anybody has confirmed
    CONTACT = "contact"


# Each shelf stands under its own kind of key, so that one can be given up without the other.
_KEY_KIND: Mapping[Shelf, Kind] = {**dict.fromkeys(Shelf, "dir"), Shelf.RELEASE: "consent"}
_ALTERED = "A page of a folder was altered in the database. Run `leadbot doctor`."


@dataclass(frozen=True, repr=False)
class Page:
    """One sealed page, open: `id` names it for a rewrite."""

    id: str
    shelf: Shelf
    category: Category
    fields: Mapping[str, Sensitive]
    created: str


class Pages:
    """Keeps sealed pages. Nobody's right is asked here: whoever writes has asked for the duty before."""

    def __init__(self, keys: KeyProvider, custody: Custody) -> None:
        self._keys = keys
        self._custody = custody

    def write(
        self,
        work: UnitOfWork,
        author: Actor,
        ref: ParticipantRef,
        shelf: Shelf,
        category: Category,
        fields: Mapping[str, Sensitive],
        *,
        moment: datetime,
        instead_of: str = "",
    ) -> str:
        """Seal a page and answer its id. `instead_of`: the page it takes the place of, which is deleted.

        The caller has asked for the duty (`Folders.standing`). Raises:
            Unsafe: a key is missing.
            ValueError: more than 16 383 bytes.
        """
        if instead_of:
            self.remove(work, ref, shelf, instead_of)
        header = cipher.Header(
            envelope_id=str(uuid.uuid4()),
            site=self._custody.site_id,
            sender=f"{self._custody.team_id}:{author.user}",
            custodian=author.agency,
            subject=ref,
            category=category.value,
            purpose=shelf.value,
            created=rfc3339(moment),
            policy_version=POLICY_VERSION,
        )
        secret = cipher.new_data_key()
        text = json.dumps({name: value.reveal() for name, value in fields.items()}, ensure_ascii=False)
        body = cipher.seal(header, text.encode(), secret)
        key = key_of(self._keys, self._keys.active(_KEY_KIND[shelf]))
        wrap = cipher.wrap_custody(key, header.envelope_id, secret)
        work.insert(Envelope, [body_row(body)])
        work.insert(CustodyWrap, [{"envelope_id": header.envelope_id, **wrap_columns(wrap)}])
        return header.envelope_id

    def remove(self, work: UnitOfWork, ref: ParticipantRef, shelf: Shelf, page: str) -> None:
        """Take a page out.

        Raises:
            NotAvailable: there is none of that id in this folder.
        """
        mine = (Envelope.id == page, Envelope.subject == ref, Envelope.purpose == shelf.value)
        if work.session.scalar(select(Envelope.id).where(*mine)) is None:
            raise NotAvailable
        work.session.execute(delete(CustodyWrap).where(CustodyWrap.envelope_id == page))
        work.session.execute(delete(Envelope).where(*mine))

    def rewrite(
        self,
        work: UnitOfWork,
        author: Actor,
        ref: ParticipantRef,
        shelf: Shelf,
        category: Category,
        change: Callable[[Mapping[str, Sensitive]], Mapping[str, Sensitive]],
        *,
        moment: datetime,
        page: str = "",
    ) -> str:
        """Seal anew what `change` makes of the fields that stand there, and answer the new page's id.

        `page`: which one to rewrite; without it, all of this category on the shelf become one. No field left
        means no page, and an empty id. The caller has asked for the duty and holds the participant's row.
        What stood there is seen by `change` only. Raises:
            NotAvailable: there is no such page any more.
            Unsafe: a key is missing, or the page was altered.
            ValueError: more than 16 383 bytes.
        """
        mine = [Envelope.subject == ref, Envelope.purpose == shelf.value, Envelope.category == category.value]
        query = select(Envelope, CustodyWrap).join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
        query = query.where(*mine, *([Envelope.id == page] if page else []))
        rows = work.session.execute(query.order_by(Envelope.created, Envelope.id)).all()
        if page and not rows:
            raise NotAvailable
        before: dict[str, Sensitive] = {}
        try:
            for body, custody in rows:
                before.update(self._unsealed(body, custody).fields)
        except (cipher.Unopenable, *UNREADABLE):
            raise Unsafe(_ALTERED) from None
        for one in [body.id for body, _ in rows]:
            self.remove(work, ref, shelf, one)
        after = change(before)
        return self.write(work, author, ref, shelf, category, after, moment=moment) if after else ""

    def read(
        self,
        work: UnitOfWork,
        ref: ParticipantRef,
        shelves: Collection[Shelf],
        allowed: Collection[Category],
    ) -> tuple[Page, ...]:
        """Unseal the pages of these shelves and classes, the oldest first, for `Folders.open`.

        Raises:
            cipher.Unopenable, Unsafe: a page was altered, or its key is missing. As `UNREADABLE` says, too.
        """
        rows = work.session.execute(
            select(Envelope, CustodyWrap)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(Envelope.subject == ref, Envelope.purpose.in_([shelf.value for shelf in shelves]))
            .order_by(Envelope.created, Envelope.id)
        )
        return tuple(self._unsealed(body, wrap) for body, wrap in rows if Category(body.category) in allowed)

    def classes(
        self,
        work: UnitOfWork,
        ref: ParticipantRef,
        shelves: Collection[Shelf],
        allowed: Collection[Category],
    ) -> frozenset[Category]:
        """The classes of what `read` would unseal; nothing is unsealed for it."""
        rows = work.session.scalars(
            select(Envelope.category)
            .where(Envelope.subject == ref, Envelope.purpose.in_([shelf.value for shelf in shelves]))
            .distinct()
        )
        return frozenset(Category(row) for row in rows) & frozenset(allowed)

    def _unsealed(self, row: Envelope, custody: CustodyWrap) -> Page:
        wrap = cipher.Wrap(custody.kek_id, custody.nonce, custody.wrapped)
        secret = cipher.unwrap_custody(key_of(self._keys, custody.kek_id), row.id, wrap)
        plain = json.loads(cipher.open_body(stored_body(row), secret))
        fields = {name: Sensitive(text) for name, text in plain.items()}
        return Page(row.id, Shelf(row.purpose), Category(row.category), fields, row.created)
