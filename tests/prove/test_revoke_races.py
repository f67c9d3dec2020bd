"""Races of revoking against opening: no grant is ever written behind the revocation it should have seen."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import select

from handlers.blocks import View
from handlers.deps import Ground
from handlers.desk import Desk, Entry, Opens, Ready, Request, SealedItems
from models.acts.revocation import revoke
from models.audit import AuditTrail, audit_events
from models.consent import Ended
from models.database import Database, UnitOfWork
from models.migrations.steps import upgrade
from models.notice import Kind, Notice
from models.people import Account
from models.schema import Handle, MessageRef, SlackUserId
from models.site import SiteRules
from models.site_versions import SiteBook
from models.vault import Opened, Refused
from models.vault.judging import Judged
from models.vault.opening import Opener
from models.vault.recording import Recorder
from tests.databases import BOTH, fresh_url
from tests.factories import NOON, PROSECUTOR, lay
from tests.models.sharing import COLLEAGUE, TEXT, Sharing, defenders, office, scene_of, share

FEW, MANY = 12, 200
SPREAD = 0.03  # seconds: about what an opening takes, so that either side comes first about as often
READERS = (PROSECUTOR, COLLEAGUE)


class LiveAccounts:
    """Everybody's account is as it should be."""

    def holds(self, user: SlackUserId, expected: Account) -> bool:
        return True


class Glass:
    """Screens that keep what they were last shown, by the view's id."""

    def __init__(self) -> None:
        self.shown: dict[str, View] = {}

    def show(self, view_id: str, hash_: str, view: View) -> bool:
        self.shown[view_id] = view
        return True


def face(work: UnitOfWork, rules: SiteRules, opened: Opened, request: Request) -> Ready:
    """The text of the message as the view's title."""
    texts = [text.reveal() for fields in opened.details.values() for text in fields.values()]
    return Ready(opened.subject, lambda told: {"type": "modal", "title": texts})


@dataclass
class Watched:
    """The way in to sealed items, with the moment at which each last look began and what it said."""

    inner: Entry
    looks: list[tuple[SlackUserId, float, bool]] = field(default_factory=list)

    def open(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> Ready | None:
        return self.inner.open(work, rules, request, moment)

    def still(self, work: UnitOfWork, rules: SiteRules, request: Request, moment: datetime) -> bool:
        began = time.perf_counter()
        said = self.inner.still(work, rules, request, moment)
        self.looks.append((request.user, began, said))
        return said


@dataclass(frozen=True)
class Row:
    """One row of the audit."""

    seq: int
    actor: str
    verb: str
    objects: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What one race left behind."""

    consent: str
    message: MessageRef
    rows: tuple[Row, ...]
    looks: tuple[tuple[SlackUserId, float, bool], ...]
    revoked_at: float  # perf_counter, when the revocation's commit had returned
    seen: frozenset[SlackUserId]  # who has the text on the screen
    still_to_blank: frozenset[SlackUserId]  # who has a view that is not due to go blank at once

    def granted(self) -> list[Row]:
        """The grants of this message under this consent."""
        return [row for row in self.rows if row.verb == "open.granted" and self.consent in row.objects]

    def revoked(self) -> int:
        """Where the revocation stands in the log."""
        [row] = [row for row in self.rows if row.verb == "consent.revoked" and self.consent in row.objects]
        return row.seq


def behind(outcome: Outcome) -> list[Row]:
    """The grants that stand behind the revocation: there must be none."""
    return [row for row in outcome.granted() if row.seq > outcome.revoked()]


def audit_of(sharing: Sharing) -> tuple[Row, ...]:
    columns = audit_events.c
    query = select(columns.seq, columns.actor, columns.verb, columns.objects).order_by(columns.seq)
    with sharing.ground.database.look() as work:
        return tuple(
            Row(row.seq, row.actor, row.verb, tuple(row.objects.split()))
            for row in work.session.execute(query)
        )


@contextmanager
def stage(kind: str, folder: Path) -> Iterator[Sharing]:
    """A participant on a database of this kind, and room for one in each race with the same case manager."""
    with fresh_url(kind, folder) as url:
        database = Database(url)
        upgrade(database)
        laid = lay(database, folder)
        room = laid.rules.capacity.model_copy(update={"ceiling": MANY + 1})
        yield share(replace(laid, rules=laid.rules.model_copy(update={"capacity": room})))
        database.close()


def ground_of(sharing: Sharing) -> Ground:
    laid = sharing.ground
    book = SiteBook(laid.vault.rows)
    return Ground(laid.database, laid.vault, laid.audit, book, now=lambda: NOON, wake=lambda: None)


def race(sharing: Sharing, seed: int) -> Outcome:
    """Two readers open while the case manager revokes; who is first is the seed's and the machine's."""
    drawn = random.Random(seed)  # noqa: S311 - a seed, no secret
    consent, _ = sharing.sign(office(), defenders())
    message = sharing.seal(*READERS)
    ground, glass = ground_of(sharing), Glass()
    watched = Watched(SealedItems(ground, {"M": face}))
    desk = Desk(
        ground,
        LiveAccounts(),
        glass,
        {Opens.ITEM: watched},
        log_error=lambda what, trouble: None,
        pause=lambda seconds: None,
    )
    start = Barrier(len(READERS) + 1)

    def read(user: SlackUserId, handle: Handle, wait: float) -> None:
        start.wait()
        time.sleep(wait)
        desk.open_now(Request(user, handle, f"V{seed}{user}", "h0", f"{seed}.{user}"))

    def end(wait: float) -> float:
        start.wait()
        time.sleep(wait)
        sharing.revoke(consent)
        return time.perf_counter()

    with ThreadPoolExecutor(len(READERS) + 1) as pool:
        reading = [
            pool.submit(read, user, sharing.handle(message, user), drawn.uniform(0, SPREAD))
            for user in READERS
        ]
        revoked_at = pool.submit(end, drawn.uniform(0, SPREAD)).result(60)
        for one in reading:
            one.result(60)
    desk.close()
    return Outcome(
        consent,
        message,
        audit_of(sharing),
        tuple(watched.looks),
        revoked_at,
        frozenset(user for user in READERS if TEXT in str(glass.shown[f"V{seed}{user}"])),
        frozenset(late_blanks(sharing, seed)),
    )


def late_blanks(sharing: Sharing, seed: int) -> list[SlackUserId]:
    query = select(Notice).where(Notice.kind == Kind.BLANK_VIEW.value, Notice.due_at > NOON)
    with sharing.ground.database.look() as work:
        waiting = {row.target: row.recipient for row in work.session.scalars(query)}
    return [user for view, user in waiting.items() if view.startswith(f"V{seed}U")]


def check(outcome: Outcome) -> str:
    """Everything that must hold of one race; answers who was first, for the count."""
    assert behind(outcome) == []
    granted = {row.actor for row in outcome.granted()}
    shown = {row.actor for row in outcome.rows if row.verb == "open.shown" and outcome.message in row.objects}
    assert shown == set(outcome.seen) <= granted
    for user, began, said in outcome.looks:
        assert user in granted
        assert (user in shown) == said
        if began > outcome.revoked_at:
            assert not said, "a last look behind the revocation showed something"
    assert outcome.still_to_blank == frozenset(), "a view stays open for its ten minutes"
    if not granted:
        return "revoked first"
    return "shown and blanked" if shown == granted else "granted and not shown"


def run(kind: str, folder: Path, count: int) -> Counter[str]:
    with stage(kind, folder) as sharing:
        # A participant each: with many ended releases of one, every opening would have to read them all.
        ended = Counter(check(race(share(sharing.ground), seed)) for seed in range(count))
        assert sharing.ground.audit.verify(sharing.ground.database).code == 0
    return ended


@pytest.mark.parametrize("kind", BOTH)
def test_a_few_races_of_revoking_against_opening(tmp_path: Path, kind: str) -> None:
    assert run(kind, tmp_path, FEW).total() == FEW


@pytest.mark.prove
@pytest.mark.parametrize("kind", BOTH)
def test_two_hundred_seeded_races_of_revoking_against_opening(tmp_path: Path, kind: str) -> None:
    ended = run(kind, tmp_path, MANY)
    print(kind, dict(ended))
    assert ended.total() == MANY
    assert ended["revoked first"] >= MANY // 20, ended
    assert MANY - ended["revoked first"] >= MANY // 20, ended


# --- that the proof can fail --------------------------------------------------------------------------


class NoTurn(AuditTrail):
    """An audit in which nobody waits for their turn."""

    @staticmethod
    def take_turn(work: UnitOfWork) -> None:
        del work


class Pausing(Opener):
    """Waits between unwrapping and writing it down, as a slow machine might."""

    unwrapped: Event
    go: Event

    def _unwrap(self, work: UnitOfWork, rules: SiteRules, judged: Judged, moment: datetime) -> Opened:
        opened = super()._unwrap(work, rules, judged, moment)
        self.unwrapped.set()
        assert self.go.wait(30)
        return opened


def slow_opening(sharing: Sharing, audit: AuditTrail, while_waiting: Callable[[Event], None]) -> Outcome:
    """An opening by `audit` that stands still before it writes, while somebody revokes."""
    consent, _ = sharing.sign(office(), defenders())
    message = sharing.seal()
    laid = sharing.ground
    opener = Pausing(laid.keys, Recorder(audit), laid.vault.judge, laid.custody)
    opener.unwrapped, opener.go = Event(), Event()

    def read() -> Opened | Refused:
        with laid.database.work() as work:
            opened = opener.open_item(work, laid.rules, PROSECUTOR, sharing.handle(message), moment=NOON)
            work.commit()
            return opened

    def end() -> float:
        with laid.database.work() as work:
            revoke(scene_of(laid, work), sharing.ref, [consent], Ended.SPOKEN)
            work.commit()
        revoked.set()
        return time.perf_counter()

    revoked = Event()
    with ThreadPoolExecutor(2) as pool:
        reading = pool.submit(read)
        assert opener.unwrapped.wait(30)
        ending = pool.submit(end)
        while_waiting(revoked)
        opener.go.set()
        assert isinstance(reading.result(60), Opened)
        at = ending.result(60)
    return Outcome(consent, message, audit_of(sharing), (), at, frozenset(), frozenset())


def test_without_the_audits_turn_a_grant_comes_behind_its_revocation_and_the_proof_sees_it(
    tmp_path: Path,
) -> None:
    # On SQLite there is one writer anyway: only PostgreSQL can show it.
    with stage("postgresql", tmp_path) as sharing:
        laid = sharing.ground
        turnless = NoTurn(laid.audit._signer, laid.audit._head_file)
        outcome = slow_opening(sharing, turnless, lambda revoked: _must(revoked.wait(30)))
    assert len(behind(outcome)) == 1
    with pytest.raises(AssertionError):
        check(outcome)


def _must(came: bool) -> None:
    assert came


@pytest.mark.parametrize("kind", BOTH)
def test_with_it_whoever_revokes_waits_until_the_grant_is_written(tmp_path: Path, kind: str) -> None:
    with stage(kind, tmp_path) as sharing:
        outcome = slow_opening(sharing, sharing.ground.audit, lambda revoked: _must(not revoked.wait(0.3)))
    assert len(outcome.granted()) == 1
    assert behind(outcome) == []
