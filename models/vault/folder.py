"""The vault's folder of a participant: who they are and what they want, opened by their care team only."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from models import cipher
from models.access import POLICY_VERSION, Case
from models.audit import AuditTrail, Verb
from models.classes import Basis, Category, Purpose
from models.database import UnitOfWork
from models.disclosure import Disclosure
from models.duties import DUTIES, Duty
from models.envelope import CustodyWrap, Envelope
from models.errors import NotAvailable, NotOnRoster, Unsafe
from models.keyring import KeyProvider, Kind
from models.participant import circle_of
from models.people import Actor, Role, find_actor
from models.schema import ParticipantRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from models.site import SiteRules
from models.vault.custody import Custody, body_row, key_of, stored_body, wrap_columns
from models.vault.judging import UNREADABLE, Judge, Refused
from models.vault.rows import RowSealer


class Shelf(StrEnum):
    """What a page of the folder is; it stands as the purpose of its envelope."""

    DIRECTORY = "directory"
    GOAL = "goal"
    RELEASE = "release"
    COURT = "court"
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


@dataclass(frozen=True, repr=False)
class OpenFolder:
    """What a member of the care team sees. Lives only until the view is built."""

    ref: ParticipantRef
    actor: Actor
    role: Role
    pages: tuple[Page, ...]


class Folders:
    """Keeps folders. There is no grant: the care team's standing is asked at every opening."""

    def __init__(
        self, keys: KeyProvider, audit: AuditTrail, judge: Judge, rows: RowSealer, custody: Custody
    ) -> None:
        self._keys = keys
        self._audit = audit
        self._judge = judge
        self._rows = rows
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

        The caller has asked for the duty (`standing`). Raises:
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
                before.update(self._page(body, custody).fields)
        except (cipher.Unopenable, *UNREADABLE):
            raise Unsafe(_ALTERED) from None
        for one in [body.id for body, _ in rows]:
            self.remove(work, ref, shelf, one)
        after = change(before)
        return self.write(work, author, ref, shelf, category, after, moment=moment) if after else ""

    def standing(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        ref: ParticipantRef,
        duty: Duty,
        moment: datetime,
    ) -> tuple[Actor, Role] | Refused:
        """In which role somebody may do this duty for the participant today."""
        if self._audit.halted:
            return Refused("halted")
        try:
            actor = find_actor(work, self._rows, user, rules.today(moment))
            circle = circle_of(work, self._rows, ref)
            whole = self._judge.journal_whole(work)
        except NotOnRoster:
            return Refused("roster")
        except Unsafe:
            return Refused("journal")
        except UNREADABLE:
            return Refused("altered")
        if not whole:
            return Refused("journal")
        if circle is None:
            return Refused("no_participant")
        roles = (role for role in sorted(DUTIES[duty]) if actor.holds(role) and circle.has(actor, role))
        role = next(roles, None)
        return (actor, role) if role else Refused("not_on_the_team")

    def open(
        self,
        work: UnitOfWork,
        rules: SiteRules,
        user: SlackUserId,
        ref: ParticipantRef,
        shelves: Collection[Shelf],
        *,
        duty: Duty = Duty.KEEP_FOLDER,
        moment: datetime,
        request_id: str = "",
    ) -> OpenFolder | Refused:
        """Judge, write it down, unseal the shelves. The caller commits before it shows anything."""
        self._audit.take_turn(work)
        standing = self.standing(work, rules, user, ref, duty, moment)
        if isinstance(standing, Refused):
            self._note(work, Verb.OPEN_REFUSED, user, (), standing.reason, moment, request_id)
            return standing
        actor, role = standing
        case = Case(
            actor=actor,
            role=role,
            basis=Basis.CARE_TEAM,
            category=Category.IDENTITY,
            purpose=Purpose.COORDINATION,
            moment=moment,
            today=rules.today(moment),
            author=SlackUserId(""),
            author_agency="",
        )
        whole = self._judge.with_surroundings(work, case, ref)
        left = self._judge.categories(whole) if whole else "no_participant"
        try:
            pages = () if isinstance(left, str) else tuple(self._pages(work, ref, shelves, left))
        except (cipher.Unopenable, Unsafe, *UNREADABLE):
            left = "unopenable"
        if isinstance(left, str):
            self._note(work, Verb.OPEN_REFUSED, user, (ref,), left, moment, request_id)
            return Refused(left)
        shown = ".".join(sorted({page.category for page in pages})) or "empty"
        self._note(work, Verb.OPEN_GRANTED, user, (ref,), shown, moment, request_id)
        row = {
            "about": ref,
            "item": ref,
            "reader": user,
            "agency": actor.agency,
            "role": role.value,
            "categories": shown,
            "purpose": Purpose.COORDINATION.value,
            "basis": Basis.CARE_TEAM.value,
            "authority": "",
            "at": moment,
        }
        work.insert(Disclosure, [row])
        return OpenFolder(ref, actor, role, pages)

    def _pages(
        self,
        work: UnitOfWork,
        ref: ParticipantRef,
        shelves: Collection[Shelf],
        allowed: Collection[Category],
    ) -> list[Page]:
        rows = work.session.execute(
            select(Envelope, CustodyWrap)
            .join(CustodyWrap, CustodyWrap.envelope_id == Envelope.id)
            .where(Envelope.subject == ref, Envelope.purpose.in_([shelf.value for shelf in shelves]))
            .order_by(Envelope.created, Envelope.id)
        )
        return [self._page(body, wrap) for body, wrap in rows if Category(body.category) in allowed]

    def _page(self, row: Envelope, custody: CustodyWrap) -> Page:
        wrap = cipher.Wrap(custody.kek_id, custody.nonce, custody.wrapped)
        secret = cipher.unwrap_custody(key_of(self._keys, custody.kek_id), row.id, wrap)
        plain = json.loads(cipher.open_body(stored_body(row), secret))
        fields = {name: Sensitive(text) for name, text in plain.items()}
        return Page(row.id, Shelf(row.purpose), Category(row.category), fields, row.created)

    def _note(
        self,
        work: UnitOfWork,
        verb: Verb,
        user: SlackUserId,
        objects: tuple[str, ...],
        decision: str,
        moment: datetime,
        request_id: str,
    ) -> None:
        self._audit.append(
            work,
            moment=moment,
            actor=user,
            verb=verb,
            objects=objects,
            decision=decision,
            request_id=request_id,
        )
