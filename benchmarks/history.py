"""Years of fictional referrals in one go: closed, delivered, recorded, in as many rows as real ones."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, create_engine, func, insert, select

from benchmarks import payloads
from benchmarks.processes import Site
from models.audit_chain import GENESIS, Leaf, leaf_digest
from models.audit_rows import Verb, audit_events
from models.envelope import CustodyWrap, Envelope, Grant, SealedItem
from models.notice import Kind, Notice
from models.referral import Door, Referral, State
from models.schema import rfc3339

_BATCH = 2000
_APART = timedelta(minutes=5)
_PEOPLE = (("UQUILL001", "own"), ("ULARKSP01", "referral"), ("UMOTHW001", "referral"))
# No safety and no care for the disk while filling: the file is thrown away if this is interrupted.
_PRAGMAS = ("synchronous=OFF", "secure_delete=OFF", "foreign_keys=OFF", "cache_size=-100000")
_TABLES: dict[str, Any] = {
    kind.__tablename__: kind.__table__
    for kind in (Referral, Envelope, CustodyWrap, SealedItem, Grant, Notice)
} | {"audit_events": audit_events}

Rows = dict[str, list[dict[str, Any]]]


def fill(site: Site, count: int) -> None:
    """So many closed referrals, five minutes apart, the newest some days ago."""
    engine = create_engine(site.environment["LEADBOT_DATABASE_URL"])
    with engine.connect() as link:
        for pragma in _PRAGMAS:
            link.exec_driver_sql(f"PRAGMA {pragma}")
        last = _tail(link)
        for first in range(0, count, _BATCH):
            rows, last = _batch(range(first, min(first + _BATCH, count)), count, last)
            for name, values in rows.items():
                link.execute(insert(_TABLES[name]), values)
            link.commit()
    engine.dispose()


def _tail(link: Connection) -> Leaf:
    newest = select(func.max(audit_events.c.seq)).scalar_subquery()
    row = link.execute(
        select(audit_events.c.seq, audit_events.c.digest).where(audit_events.c.seq == newest)
    ).first()
    return Leaf(row.seq, row.digest) if row else GENESIS


def _batch(numbers: range, count: int, last: Leaf) -> tuple[Rows, Leaf]:
    rows: Rows = defaultdict(list)
    until = datetime.now(UTC) - timedelta(days=3)
    for number in numbers:
        ref, moment = f"R-{number:06d}", until - (count - number) * _APART
        rows["referrals"].append(_referral(ref, moment))
        for name, row in _sealed(ref, moment):
            rows[name].append(row)
        fields = (rfc3339(moment), payloads.OFFICER, Verb.REFERRAL_SUBMITTED.value, ref, "")
        last = Leaf(last.seq + 1, leaf_digest(last, (*fields, "1", "")))
        values = (last.seq, *fields, 1, "", last.digest)
        rows["audit_events"].append(dict(zip(audit_events.c.keys(), values, strict=True)))
    return rows, last


def _referral(ref: str, moment: datetime) -> dict[str, Any]:
    return {
        "ref": ref,
        "door": Door.ARREST_DIVERSION.value,
        "region": "north",
        "state": State.MET.value,
        "priority": 1,
        "referrer": payloads.OFFICER,
        "referrer_agency": "police:Lantern Harbor PD",
        "view_id": f"V{ref}",
        "submitted_at": moment,
        "dispatched_at": moment,
        "met_at": moment + timedelta(hours=1),
        "closed_at": moment + timedelta(days=2),
        "version": 3,
        "mac": secrets.token_bytes(40),
    }


def _sealed(ref: str, moment: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    envelope = secrets.token_hex(18)
    wrap = {"kek_id": "grant-0001", "nonce": secrets.token_bytes(12), "wrapped": secrets.token_bytes(48)}
    yield "envelopes", _envelope(envelope, ref, moment)
    yield "custody_wraps", {"envelope_id": envelope, **wrap}
    for user, basis in _PEOPLE:
        handle = secrets.token_hex(16)
        item = {"handle": handle, "subject": ref, "recipient": user, "role": "", "basis": basis}
        yield "sealed_items", item | {"created_at": moment}
        grant = {
            "id": secrets.token_hex(18),
            "handle": handle,
            "envelope_id": envelope,
            "purpose": "referral",
        }
        yield "grants", grant | wrap | {"not_after": ""}
        yield "notices", _notice(ref, user, handle, moment)


def _envelope(id_: str, ref: str, moment: datetime) -> dict[str, Any]:
    return {
        "id": id_,
        "subject": ref,
        "category": "location",
        "site": secrets.token_hex(18),
        "sender": f"{payloads.TEAM}:{payloads.OFFICER}",
        "custodian": "police:Lantern Harbor PD",
        "purpose": "referral",
        "created": rfc3339(moment),
        "policy_version": 1,
        "version": 1,
        "suite": 1,
        "nonce": secrets.token_bytes(12),
        "commitment": secrets.token_bytes(32),
        "details_sealed": secrets.token_bytes(272),
    }


def _notice(ref: str, user: str, handle: str, moment: datetime) -> dict[str, Any]:
    return {
        "kind": Kind.CARD_NOW.value,
        "subject": ref,
        "recipient": user,
        "lane": user,
        "dedupe_key": f"card.now:{handle}",
        "handle": handle,
        "target": "",
        "receipt": handle[:20].upper(),
        "urgency": 0,
        "created_at": moment,
        "due_at": moment,
        "attempts": 1,
        "settled_at": moment,
        "outcome": "sent",
        "channel": "D0BENCH01",
        "ts": "1.1",
    }
