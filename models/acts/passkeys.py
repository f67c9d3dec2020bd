"""Passkeys as rows: who may keep one, when one counts as shown, and what ends them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from models.audit import AuditTrail, Verb, audit_events
from models.database import UnitOfWork
from models.people import hold_seat
from models.scene import Scene, the_actor
from models.schema import SlackUserId
from models.secure_page import PageSession, Passkey
from models.vault import Vault
from models.vault.rows import RowSealer

KEEP_WITHIN = timedelta(minutes=10)
SHOWN_LASTS = timedelta(minutes=30)
_MOST = 5


class Came(StrEnum):
    """What came of a passkey that was kept or shown; also why one may not be kept. Codes for the log."""

    KEPT = "kept"
    SHOWN = "shown"
    LATE = "late"  # the link that led here was spent too long ago
    SHOW_FIRST = "show_first"  # a further one, and none of those before was shown
    ENOUGH = "enough"
    KNOWN = "known"  # the very same one is kept already
    ALTERED = "altered"  # a row was altered, put back or taken away
    UNKNOWN = "unknown"  # nobody's, somebody else's, or ended
    COUNTER = "counter"  # its counter did not go on: a copy of it may exist
    NOT_PROVED = "not_proved"  # the answer of the device proves nothing
    NO_SESSION = "no_session"
    NO_NAME = "no_name"  # the page's address is a number, for which browsers keep no passkey


@dataclass(frozen=True)
class Standing:
    """Somebody's passkeys, and whether another one may be kept now: `Came.KEPT`, else why not."""

    keys: tuple[Passkey, ...]
    shown: bool
    another: Came


def has_shown(work: UnitOfWork, rows: RowSealer, session: str, moment: datetime) -> bool:
    """Whether a passkey was shown in this session (by its hash) within the last half hour."""
    row = work.session.get(PageSession, session) if session else None
    if row is None or row.passkey_at is None or not row.lives_at(moment) or not rows.row_holds(row):
        return False
    return moment < row.passkey_at + SHOWN_LASTS


def standing(scene: Scene, session: str) -> Standing:
    """What stands for `scene.user` in this session (by its hash).

    Raises:
        NotOnRoster: they have no seat today.
    """
    the_actor(scene)
    every = _rows_of(scene.work, scene.user)
    held = [row for row in every if scene.vault.rows.row_holds(row)]
    live = tuple(row for row in held if row.ended_at is None)
    shown = has_shown(scene.work, scene.vault.rows, session, scene.moment)
    return Standing(live, shown, _another(scene, session, live, shown=shown, whole=len(held) == len(every)))


def keep(scene: Scene, session: str, credential: str, public: bytes, count: int) -> Came:
    """Keep a passkey that its owner has just made; it counts as shown. The caller commits.

    `credential`: base64url; `public`: the COSE key. Raises:
        NotOnRoster: they have no seat today.
    """
    hold_seat(scene.work, scene.user)
    may = standing(scene, session).another
    if may is Came.KEPT and scene.work.session.get(Passkey, credential) is not None:
        may = Came.KNOWN
    row = _session(scene, session)
    if may is not Came.KEPT or row is None:
        return refuse(scene, may if row is not None else Came.NO_SESSION)
    key = Passkey(
        credential=credential,
        member=scene.user,
        public=public,
        count=count,
        kept_at=scene.moment,
        used_at=scene.moment,
        version=1,
    )
    scene.vault.rows.sign_row(key)
    scene.work.session.add(key)
    scene.note(Verb.PASSKEY_KEPT, (scene.user,))
    return _count_as_shown(scene, row, Came.KEPT)


def show(scene: Scene, session: str, credential: str, count: int) -> Came:
    """Somebody proved that they hold this passkey, and the device knew them. The caller commits.

    `count`: the authenticator's signature counter, 0 where it keeps none. A counter that does not go on is
    refused (Web Authentication level 3, 6.1.1). Raises:
        NotOnRoster: they have no seat today.
    """
    the_actor(scene)
    query = select(Passkey).where(Passkey.credential == credential, Passkey.member == scene.user)
    key = scene.work.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    row = _session(scene, session)
    if row is None:
        return refuse(scene, Came.NO_SESSION)
    if key is None:
        return refuse(scene, Came.UNKNOWN)
    if not scene.vault.rows.row_holds(key):
        return refuse(scene, Came.ALTERED)
    if key.ended_at is not None:
        return refuse(scene, Came.UNKNOWN)
    if (count or key.count) and count <= key.count:
        return refuse(scene, Came.COUNTER)
    key.count, key.used_at = count, scene.moment
    scene.vault.rows.sign_row(key)
    scene.note(Verb.PASSKEY_SHOWN, (scene.user,))
    return _count_as_shown(scene, row, Came.SHOWN)


def refuse(scene: Scene, why: Came) -> Came:
    """Write down that a passkey was not taken, and answer why."""
    scene.note(Verb.PASSKEY_REFUSED, (scene.user,), why.value)
    return why


def end_all(
    work: UnitOfWork, vault: Vault, audit: AuditTrail, user: SlackUserId, moment: datetime, by: str
) -> int:
    """Every passkey of somebody ends, and none that was put back counts; answers how many ended.

    Afterwards one may be kept again: ask for it where a seat ends, or is given anew.
    """
    rows = [row for row in _rows_of(work, user) if row.ended_at is None or not vault.rows.row_holds(row)]
    for row in rows:
        row.version = vault.revoker.overtake(work, row, moment) + 1
        row.ended_at = row.ended_at or moment
        vault.rows.sign_row(row)
    work.session.flush()
    if rows or _kept_by_the_log(work, user):
        decision = f"passkeys:{len(rows)}"
        audit.append(
            work, moment=moment, actor=by, verb=Verb.PASSKEYS_ENDED, objects=(user,), decision=decision
        )
    return len(rows)


def _another(scene: Scene, session: str, live: Sequence[Passkey], *, shown: bool, whole: bool) -> Came:
    row = _session(scene, session)
    if row is None:
        return Came.NO_SESSION
    # Whoever takes rows away or alters them must not make room for a passkey of their own.
    if not whole or (not live and _kept_by_the_log(scene.work, scene.user)):
        return Came.ALTERED
    if len(live) >= _MOST:
        return Came.ENOUGH
    if live:
        return Came.KEPT if shown else Came.SHOW_FIRST
    return Came.KEPT if scene.moment < row.linked_at + KEEP_WITHIN else Came.LATE


def _session(scene: Scene, session: str) -> PageSession | None:
    """The session of this hash, if it is this person's, lives and holds."""
    row = scene.work.session.get(PageSession, session) if session else None
    if row is None or row.member != scene.user or not row.lives_at(scene.moment):
        return None
    return row if scene.vault.rows.row_holds(row) else None


def _count_as_shown(scene: Scene, row: PageSession, came: Came) -> Came:
    row.passkey_at = scene.moment
    scene.vault.rows.sign_row(row)
    scene.work.session.flush()
    return came


def _rows_of(work: UnitOfWork, user: SlackUserId) -> Sequence[Passkey]:
    query = select(Passkey).where(Passkey.member == user).order_by(Passkey.kept_at, Passkey.credential)
    return work.session.scalars(query.execution_options(populate_existing=True)).all()


def _kept_by_the_log(work: UnitOfWork, user: SlackUserId) -> bool:
    """Whether the log, to which rows are only added, knows of passkeys that nothing has ended."""
    verbs = (Verb.PASSKEY_KEPT.value, Verb.PASSKEYS_ENDED.value)
    query = select(audit_events.c.verb).where(audit_events.c.verb.in_(verbs), audit_events.c.objects == user)
    last = work.session.scalar(query.order_by(audit_events.c.seq.desc()).limit(1))
    return last == Verb.PASSKEY_KEPT.value
