"""What somebody with the whole database and no key tries: altered, swapped, self-made and old rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table

from models import cipher
from models.acts.suspend import suspend
from models.audit import audit_events
from models.classes import Basis, Category
from models.database import Database, UnitOfWork
from models.envelope import CustodyWrap, Envelope, Grant, RevocationMark, SealedItem
from models.errors import Unsafe
from models.people import Member, Role
from models.referral import Door, Referral, State
from models.schema import Base, Handle, SlackUserId, new_handle
from models.site_versions import SiteBook, SiteVersion
from models.vault import Opened, Refused
from tests.factories import (
    BACKUP,
    DETAILS,
    NOON,
    OFFICER,
    RESPONDER,
    TEAM,
    Laid,
    Told,
    intrude,
    laid_on_sqlite,
    lay,
    revealed,
    seat_of,
    table_of,
)

ONE = {Category.LOCATION: DETAILS[Category.LOCATION]}
BODY = ("nonce", "commitment", "details_sealed")
WRAP = ("kek_id", "nonce", "wrapped")
# What stands beside the deciding fields: an alteration shows nothing to anybody who could not see it before.
DECIDES_NOTHING = {
    "grants": {"id"},
    "sealed_items": {"created_at"},
    "referrals": {
        "priority",
        "view_id",
        "submitted_at",
        "clock_ends_at",
        "completed_at",
        "acknowledged_at",
        "acknowledged_by",
        "eta_at",
        "not_met_at",
        "reason",
        "waitlisted_at",
        "reviewed_at",
        "intake_ends_at",
        "intake_done_at",
        "filing_ends_at",
        "fallback",
        "missed_at",
        "first_door",
    },
}
OTHER_WORDS = {
    "category": Category.INCIDENT.value,
    "role": Role.CLINICAL_SUPERVISOR.value,
    "roles": Role.CLINICAL_SUPERVISOR.value,
    "basis": Basis.OWN.value,
    "door": Door.COMMUNITY.value,
    "state": State.NOT_MET.value,
    "account": "guest",
    "recipient": BACKUP,
    "region": "quay",
    "kek_id": "grant-2",
    "agency": "case_management:Somebody Else (fictional)",
}


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    return lay(database, tmp_path)


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Laid]:
    """On SQLite, for what does not hang on the dialect."""
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def altered(name: str, value: Any) -> list[Any]:
    """Values one step away from the stored one."""
    match value:
        case bytes():
            spots = (0, len(value) // 2, len(value) - 1)
            return [value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :] for at in spots]
        case int():
            return [value ^ 1, value + 2]
        case datetime():
            return [value + timedelta(hours=1)]
        case date():
            return [value + timedelta(days=1)]
        case str():
            return altered_text(name, value)
    if name.startswith(("active_", "leave_")) or name in {"acting_from", "acting_until"}:
        return [date(2026, 9, 15)]
    if name == "merged_into":
        return ["R-77777"]
    return [NOON - timedelta(hours=1)] if name.endswith("_at") else ["USTRANGE1"]


def altered_text(name: str, text: str) -> list[Any]:
    """Another word that the column may hold, and a word with one bit flipped."""
    other = [word for word in (OTHER_WORDS.get(name),) if word not in {None, text}]
    if name in {"door", "state"}:  # these two stand under a CHECK, too
        return other
    return [*other, chr(ord(text[0]) ^ 1) + text[1:] if text else "x"]


def alterations(work: UnitOfWork, row: type[Base], key: str) -> Iterator[tuple[str, Any]]:
    table = table_of(row)
    (identity,) = table.primary_key.columns
    stored = work.session.execute(select(table).where(identity == key)).mappings().one()
    for column in table.columns:
        for value in altered(column.name, stored[column.name]):
            yield column.name, value


def key_of(work: UnitOfWork, row: type[Base], handle: Handle) -> str:
    """The primary key of the row behind this opening."""
    grant = work.session.scalars(select(Grant).where(Grant.handle == handle)).one()
    item = work.session.get_one(SealedItem, handle)
    return {
        "grants": grant.id,
        "envelopes": grant.envelope_id,
        "sealed_items": handle,
        "members": item.recipient,
        "referrals": item.subject,
    }[row.__tablename__]


def last_audit(work: UnitOfWork) -> tuple[str, str, str]:
    columns = audit_events.c
    query = select(columns.verb, columns.actor, columns.decision).order_by(columns.seq.desc()).limit(1)
    verb, actor, decision = work.session.execute(query).one()
    return verb, actor, decision


@pytest.mark.parametrize(
    "row", [Envelope, Grant, SealedItem, Member, Referral], ids=lambda row: row.__tablename__
)
def test_an_altered_column_opens_nothing(ground: Laid, row: type[Base]) -> None:
    handle = ground.refer(details=ONE).handles[RESPONDER]
    with ground.database.look() as work:
        key = key_of(work, row, handle)
        todo = list(alterations(work, row, key))
    assert {name for name, _ in todo} == set(table_of(row).columns.keys())
    (identity,) = table_of(row).primary_key.columns
    for name, value in todo:
        with ground.database.work() as work:
            intrude(work, update(row).where(identity == key).values({name: value}))
            outcome = ground.open_within(work, RESPONDER, handle)
            if name in DECIDES_NOTHING.get(row.__tablename__, ()):
                assert revealed(outcome) == ONE, name
                continue
            assert isinstance(outcome, Refused), (name, value)
            assert last_audit(work) == ("open.refused", RESPONDER, outcome.reason), name
    assert revealed(ground.open(RESPONDER, handle)) == ONE, "nothing of this was kept"


def test_values_of_a_strange_kind_open_nothing_on_a_database_that_takes_them(lone: Laid) -> None:
    handle = lone.refer(details=ONE).handles[RESPONDER]
    rows: tuple[type[Base], ...] = (Envelope, Grant, SealedItem, Member, Referral)
    for row in rows:
        with lone.database.look() as work:
            key = key_of(work, row, handle)
        table = table_of(row)
        (identity,) = table.primary_key.columns
        for column in table.columns:
            if column is identity or column.name in {"door", "state"}:
                continue
            for strange in (b"\xff\xfe", "no such word"):
                with lone.database.work() as work:
                    plain = sql_table(table.name, *(sql_column(each.name) for each in table.columns))
                    change = update(plain).values({column.name: bindparam("strange", strange)})
                    intrude(work, change.where(plain.c[identity.name] == key))
                    outcome = lone.open_within(work, RESPONDER, handle)
                    if column.name not in DECIDES_NOTHING.get(table.name, ()):
                        assert isinstance(outcome, Refused), (table.name, column.name, strange)
                    assert last_audit(work)[1:] == (
                        RESPONDER,
                        outcome.reason if isinstance(outcome, Refused) else "location",
                    )


def test_altered_rules_of_the_site_are_refused(ground: Laid) -> None:
    with ground.database.look() as work:
        stored = work.session.scalars(select(SiteVersion)).one()
        assert SiteBook(ground.vault.rows).current(work) == ground.rules
    for name in table_of(SiteVersion).columns.keys():  # noqa: SIM118 - no dict
        for value in altered(name, getattr(stored, name)):
            with ground.database.work() as work:
                intrude(work, update(SiteVersion).values({name: value}))
                with pytest.raises(Unsafe):
                    SiteBook(ground.vault.rows).current(work)


@pytest.mark.parametrize("columns", [BODY, ("id",)], ids=".".join)
def test_bodies_swapped_between_referrals_open_for_nobody(ground: Laid, columns: tuple[str, ...]) -> None:
    one, two = ground.refer(details=ONE), ground.refer(details=ONE)
    with ground.database.work() as work:
        first, second = (
            work.session.scalars(select(Envelope).where(Envelope.subject == told.ref)).one()
            for told in (one, two)
        )
        for name in columns:
            spare = {name: getattr(first, name)}, {name: getattr(second, name)}
            if name == "id":
                swap = update(Envelope).where(Envelope.id == first.id)
                intrude(
                    work,
                    swap.values(id="spare"),
                    update(Envelope).where(Envelope.id == second.id).values(id=first.id),
                    update(Envelope).where(Envelope.id == "spare").values(id=second.id),
                )
                continue
            intrude(
                work,
                update(Envelope).where(Envelope.id == first.id).values(spare[1]),
                update(Envelope).where(Envelope.id == second.id).values(spare[0]),
            )
        for told in (one, two):
            for user in (OFFICER, RESPONDER):
                assert isinstance(ground.open_within(work, user, told.handles[user]), Refused)


def test_wraps_swapped_between_recipients_or_referrals_open_for_nobody(ground: Laid) -> None:
    one, two = ground.refer(details=ONE), ground.refer(details=ONE)
    pairs = (
        (one.handles[RESPONDER], one.handles[BACKUP]),
        (one.handles[RESPONDER], two.handles[RESPONDER]),
        (one.handles[RESPONDER], one.handles[OFFICER]),
    )
    for here, there in pairs:
        with ground.database.work() as work:
            first, second = (
                work.session.scalars(select(Grant).where(Grant.handle == handle)).one()
                for handle in (here, there)
            )
            wraps = [{name: getattr(grant, name) for name in WRAP} for grant in (first, second)]
            intrude(
                work,
                update(Grant).where(Grant.id == first.id).values(wraps[1]),
                update(Grant).where(Grant.id == second.id).values(wraps[0]),
            )
            assert ground.open_within(work, RESPONDER, here) == Refused("unopenable")


def test_a_handle_moved_to_another_recipient_opens_for_neither(ground: Laid) -> None:
    told = ground.refer(details=ONE)
    mine, theirs = told.handles[RESPONDER], told.handles[BACKUP]
    with ground.database.work() as work:
        intrude(work, update(SealedItem).where(SealedItem.handle == mine).values(recipient=BACKUP))
        assert ground.open_within(work, BACKUP, mine) == Refused("unopenable")
        assert ground.open_within(work, RESPONDER, mine) == Refused("not_the_recipient")
        assert revealed(ground.open_within(work, BACKUP, theirs)) == ONE


def self_grant(work: UnitOfWork, told: Told, user: SlackUserId, **wrap: Any) -> Handle:
    """Rows that somebody without keys writes for themselves."""
    handle = new_handle()
    model = work.session.scalars(select(Grant).where(Grant.handle == told.handles[RESPONDER])).one()
    grant = {name: getattr(model, name) for name in table_of(Grant).columns.keys()}  # noqa: SIM118
    item = {
        "handle": handle,
        "subject": told.ref,
        "recipient": user,
        "role": Role.OUTREACH_RESPONDER.value,
        "basis": Basis.REFERRAL.value,
        "created_at": NOON,
    }
    intrude(
        work,
        insert(SealedItem).values(item),
        insert(Grant).values({**grant, "id": "self-made", "handle": handle, **wrap}),
    )
    return handle


def test_nobody_can_grant_themselves_anything(ground: Laid) -> None:
    told = ground.refer(details=ONE)
    strangers_key = cipher.Key("grant-1", b"g" * 32)
    with ground.database.work() as work:
        envelope = work.session.scalars(select(Envelope)).one()
        custody = work.session.scalars(select(CustodyWrap)).one()
    wraps: tuple[dict[str, Any], ...] = (
        {},  # a colleague's wrap
        {name: getattr(custody, name) for name in WRAP},  # the custodian's own
        {"kek_id": custody.kek_id},  # a key of another label
        {"kek_id": "grant-9"},  # a key that nobody has
    )
    for wrap in wraps:
        with ground.database.work() as work:
            handle = self_grant(work, told, BACKUP, **wrap)
            assert ground.open_within(work, BACKUP, handle) == Refused("unopenable")
    with ground.database.work() as work:
        handle = self_grant(work, told, BACKUP)
        terms = cipher.GrantTerms(
            envelope.id, f"{TEAM}:{BACKUP}", Role.OUTREACH_RESPONDER, "referral", handle, ""
        )
        made = cipher.wrap_grant(strangers_key, terms, b"d" * 32)
        intrude(
            work, update(Grant).where(Grant.handle == handle).values(nonce=made.nonce, wrapped=made.wrapped)
        )
        assert ground.open_within(work, BACKUP, handle) == Refused("unopenable")


def test_a_relabelled_key_opens_nothing_even_when_the_ring_has_it(ground: Laid) -> None:
    handle = ground.refer(details=ONE).handles[RESPONDER]
    ground.keys.new("grant", NOON)
    with ground.database.work() as work:
        intrude(work, update(Grant).where(Grant.handle == handle).values(kek_id="grant-2"))
        assert ground.open_within(work, RESPONDER, handle) == Refused("unopenable")
    assert revealed(ground.open(RESPONDER, handle)) == ONE, "the former key goes on opening"


def test_a_suspended_member_cannot_open_and_old_rows_put_back_do_not_help(ground: Laid) -> None:
    told = ground.refer()
    handle = told.handles[RESPONDER]
    backup = backup_of(ground)
    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, RESPONDER, NOON, by="operator")
        work.commit()
    assert ground.open(RESPONDER, handle) == Refused("roster")
    with ground.database.work() as work:
        put_back(work, backup, Member)
        assert ground.open_within(work, RESPONDER, handle) == Refused("roster")
    ground.reappoint(RESPONDER, suspended_at=None)
    with ground.database.work() as work:
        put_back(work, backup, SealedItem, Grant)
        assert ground.open_within(work, RESPONDER, handle) == Refused("withdrawn")
        assert isinstance(ground.open_within(work, BACKUP, told.handles[BACKUP]), Opened)
    with ground.database.work() as work:
        put_back(work, backup, Grant)
        assert ground.open_within(work, RESPONDER, handle) == Refused("withdrawn")


def backup_of(ground: Laid) -> dict[type[Base], list[dict[str, Any]]]:
    rows: tuple[type[Base], ...] = (Member, SealedItem, Grant)
    with ground.database.look() as work:
        return {
            row: [dict(found) for found in work.session.execute(select(table_of(row))).mappings()]
            for row in rows
        }


def put_back(work: UnitOfWork, backup: dict[type[Base], list[dict[str, Any]]], *rows: type[Base]) -> None:
    for row in rows:
        intrude(work, delete(row), insert(row).values(backup[row]))


def test_a_journal_that_was_cut_or_altered_or_taken_away_opens_nothing(lone: Laid) -> None:
    told = lone.refer(seats=(seat_of(RESPONDER), seat_of(BACKUP)))
    handle = told.handles[BACKUP]
    with lone.database.work() as work:
        suspend(work, lone.vault, lone.audit, RESPONDER, NOON, by="operator")
        work.commit()
    whole = lone.journal_file.read_bytes()
    lines = whole.splitlines(keepends=True)
    assert len(lines) == 2
    spoiled = (b"", lines[0], whole[:-9], lines[1] + lines[0], whole.replace(b'"version":1', b'"version":0'))
    for content in spoiled:
        lone.journal_file.write_bytes(content)
        again = lay(lone.database, lone.folder.parent, people=False)  # as after a restart
        with lone.database.work() as work:
            outcome = again.open_within(work, BACKUP, handle)
            assert outcome in {Refused("journal"), Refused("withdrawn")}, content
            assert last_audit(work) == ("open.refused", BACKUP, outcome.reason)
            assert not again.vault.opener.still_open(work, again.rules, BACKUP, handle, NOON)
    lone.journal_file.write_bytes(whole)
    assert isinstance(lone.open(BACKUP, handle), Opened), "put back whole, it serves again"
    lone.journal_file.unlink()
    assert lone.open(BACKUP, handle) == Refused("journal")


def test_a_mark_ahead_of_the_journal_opens_nothing(ground: Laid) -> None:
    handle = ground.refer().handles[RESPONDER]
    with ground.database.work() as work:
        work.session.add(RevocationMark(id=1, sequence=1))
        work.session.flush()
        assert ground.open_within(work, RESPONDER, handle) == Refused("withdrawn")


def test_an_item_pointed_at_another_referral_does_not_open_the_closed_one(ground: Laid) -> None:
    closed, open_ = ground.refer(details=ONE), ground.refer(details=ONE)
    ground.change(closed.ref, closed_at=NOON)
    handle = closed.handles[RESPONDER]
    with ground.database.work() as work:
        intrude(work, update(SealedItem).where(SealedItem.handle == handle).values(subject=open_.ref))
        assert ground.open_within(work, RESPONDER, handle) == Refused("no_grant")
        intrude(work, update(Envelope).where(Envelope.subject == closed.ref).values(subject=open_.ref))
        assert ground.open_within(work, RESPONDER, handle) == Refused("unopenable")
