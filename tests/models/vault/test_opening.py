"""Opening: who reads what and when, and what the log says about it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from models.acts.suspend import suspend
from models.audit import audit_events
from models.classes import Basis, Category
from models.database import Database
from models.envelope import Grant
from models.errors import StorageUnavailable
from models.keyring import FileKeyRing
from models.people import Role
from models.referral import Door, State
from models.schema import Handle, SlackUserId, new_handle
from models.vault import Opened, Refused, Seat, open_vault
from tests.factories import (
    BACKUP,
    DETAILS,
    MANAGER,
    NOON,
    OFFICER,
    QUAY_OFFICER,
    RESPONDER,
    Laid,
    laid_on_sqlite,
    lay,
    revealed,
)

ONE = {Category.LOCATION: DETAILS[Category.LOCATION]}


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    return lay(database, tmp_path)


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Laid]:
    """On SQLite, for what does not hang on the dialect."""
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def test_who_was_handed_an_item_reads_what_was_written_and_the_log_says_so(ground: Laid) -> None:
    told = ground.refer()
    for user in (OFFICER, RESPONDER, BACKUP):
        opened = ground.open(user, told.handles[user])
        assert isinstance(opened, Opened)
        assert revealed(opened) == DETAILS
        assert (opened.subject, opened.handle) == (told.ref, told.handles[user])
        assert "Zebulon" not in repr(opened)
    granted = [row for row in ground.audit_rows() if row[1] == "open.granted"]
    assert granted == [
        (user, "open.granted", told.ref, "identity.incident.location")
        for user in (OFFICER, RESPONDER, BACKUP)
    ]


BODY = ("nonce", "commitment", "details_sealed")
WRAP = ("kek_id", "nonce", "wrapped")


def test_somebody_elses_handle_and_an_unknown_one_are_refused_alike(ground: Laid) -> None:
    told = ground.refer()
    assert ground.open(BACKUP, told.handles[RESPONDER]) == Refused("not_the_recipient")
    assert ground.open(RESPONDER, new_handle()) == Refused("unknown_handle")
    assert ground.open(SlackUserId("USTRANGE1"), told.handles[RESPONDER]) == Refused("roster")
    assert [row for row in ground.audit_rows() if row[1].startswith("open.")] == [
        (BACKUP, "open.refused", "", "not_the_recipient"),
        (RESPONDER, "open.refused", "", "unknown_handle"),
        ("USTRANGE1", "open.refused", "", "roster"),
    ]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"active_until": date(2026, 9, 14)}, "roster"),
        ({"active_from": date(2026, 9, 16)}, "roster"),
        ({"roles": "case_manager"}, "still_holds_role"),
        ({"agency": "service:Tidewater Shelter"}, "role_of_another_kind"),
    ],
)
def test_a_change_of_the_seat_counts_at_once(lone: Laid, columns: dict[str, Any], reason: str) -> None:
    handle = lone.refer().handles[RESPONDER]
    lone.reappoint(RESPONDER, **columns)
    assert lone.open(RESPONDER, handle) == Refused(reason)


def test_the_last_day_of_a_term_is_the_sites_own(lone: Laid) -> None:
    handle = lone.refer().handles[RESPONDER]
    lone.reappoint(RESPONDER, active_until=date(2026, 9, 15))
    midnight = datetime(2026, 9, 16, 7, tzinfo=UTC)  # in Los Angeles
    assert isinstance(lone.open(RESPONDER, handle, midnight - timedelta(seconds=1)), Opened)
    assert lone.open(RESPONDER, handle, midnight) == Refused("roster")


def test_the_team_reads_for_a_day_after_it_met_and_the_author_longer(lone: Laid) -> None:
    told = lone.refer()
    lone.change(told.ref, state=State.MET.value, met_at=NOON)
    day = timedelta(hours=24)
    assert isinstance(
        lone.open(RESPONDER, told.handles[RESPONDER], NOON + day - timedelta(seconds=1)), Opened
    )
    assert lone.open(RESPONDER, told.handles[RESPONDER], NOON + day) == Refused("within_a_day_of_meeting")
    assert isinstance(lone.open(OFFICER, told.handles[OFFICER], NOON + 2 * day), Opened)


def test_a_closed_referral_opens_for_nobody(lone: Laid) -> None:
    told = lone.refer()
    lone.change(told.ref, closed_at=NOON)
    assert lone.open(OFFICER, told.handles[OFFICER]) == Refused("is_open_to_its_author")
    for user in (RESPONDER, BACKUP):
        assert lone.open(user, told.handles[user]) == Refused("is_open")


def test_an_author_who_changed_agency_no_longer_reads_what_the_agency_wrote(lone: Laid) -> None:
    handle = lone.refer().handles[OFFICER]
    lone.reappoint(OFFICER, agency="community:Quay Business District")
    assert lone.open(OFFICER, handle) == Refused("is_author")


def test_a_project_manager_opens_what_is_screened_and_no_arrest_diversion(lone: Laid) -> None:
    seat = Seat(MANAGER, Role.PROJECT_MANAGER, Basis.REFERRAL)
    screened = lone.refer(Door.SOCIAL_CONTACT, seats=(seat,))
    diverted = lone.refer(Door.ARREST_DIVERSION, seats=(seat,))
    assert isinstance(lone.open(MANAGER, screened.handles[MANAGER]), Opened)
    assert lone.open(MANAGER, diverted.handles[MANAGER]) == Refused("is_screened_here")


def test_a_seat_that_no_rule_names_holds_no_key_and_opens_nothing(lone: Laid) -> None:
    told = lone.refer(seats=(Seat(QUAY_OFFICER, Role.OFFICER, Basis.REFERRAL),))
    with lone.database.look() as work:
        grants = work.session.scalars(select(Grant).where(Grant.handle == told.handles[QUAY_OFFICER])).all()
    assert grants == []
    assert lone.open(QUAY_OFFICER, told.handles[QUAY_OFFICER]) == Refused("accusing_side_without_consent")


def test_a_halted_log_discloses_nothing(ground: Laid) -> None:
    handle = ground.refer().handles[RESPONDER]
    ground.audit.halted = "audit_forked"
    assert ground.open(RESPONDER, handle) == Refused("halted")
    ground.audit.halted = None
    assert isinstance(ground.open(RESPONDER, handle), Opened)


def test_an_opening_that_cannot_be_written_down_discloses_nothing(ground: Laid) -> None:
    handle = ground.refer().handles[RESPONDER]
    shown: list[Opened | Refused] = []
    with ground.database.work() as work:
        work.session.execute(text("ALTER TABLE audit_events RENAME TO audit_events_gone"))
        work.commit()
    with pytest.raises(StorageUnavailable):
        shown.append(ground.open(RESPONDER, handle))
    assert shown == []


def open_until_full(ground: Laid, handle: Handle, shown: list[Opened | Refused]) -> None:
    while len(shown) < 200:
        shown.append(ground.open(RESPONDER, handle))


def test_an_opening_on_a_full_disk_discloses_nothing(lone: Laid) -> None:
    handle = lone.refer().handles[RESPONDER]
    before = lone.audit_rows()
    shown: list[Opened | Refused] = []
    with lone.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    # The pool hands the same connection to the next in line: openings go on until the last page is full.
    with pytest.raises(StorageUnavailable):
        open_until_full(lone, handle, shown)
    assert 0 < len(shown) < 200
    assert len(lone.audit_rows()) - len(before) == len(shown), "what was shown is written down, one for one"


def test_a_refusal_from_outside_is_written_down_with_its_code(lone: Laid) -> None:
    with lone.database.work() as work:
        refused = lone.vault.opener.refuse(work, RESPONDER, "account", moment=NOON, request_id="req-9")
        work.commit()
    assert refused == Refused("account")
    assert lone.audit_rows()[-1] == (RESPONDER, "open.refused", "", "account")


def test_the_log_never_holds_a_detail(lone: Laid) -> None:
    told = lone.refer()
    lone.open(RESPONDER, told.handles[RESPONDER])
    lone.open(BACKUP, told.handles[RESPONDER])
    with lone.database.look() as work:
        rows = str(work.session.execute(select(audit_events)).all())
    assert "open.granted" in rows
    assert "open.refused" in rows
    for fields in DETAILS.values():
        for words in fields.values():
            assert words not in rows


def test_still_open_asks_the_same_rules_and_writes_nothing(lone: Laid) -> None:
    told = lone.refer()
    before = lone.audit_rows()

    def still(user: SlackUserId) -> bool:
        with lone.database.look() as work:
            return lone.vault.opener.still_open(work, lone.rules, user, told.handles[RESPONDER], NOON)

    assert still(RESPONDER)
    assert not still(BACKUP)
    lone.change(told.ref, closed_at=NOON)
    assert not still(RESPONDER)
    assert lone.audit_rows() == before


def test_no_opening_is_written_behind_a_revocation_it_did_not_see(ground: Laid) -> None:
    handle = ground.refer().handles[RESPONDER]
    outcomes: list[Opened | Refused] = []
    waiting = threading.Event()

    def open_late() -> None:
        waiting.set()
        outcomes.append(ground.open(RESPONDER, handle))

    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, RESPONDER, NOON, by="operator")
        late = threading.Thread(target=open_late)
        late.start()
        waiting.wait(5)
        late.join(0.2)
        assert late.is_alive(), "the opening waits for the revocation to be settled"
        work.commit()
    late.join(5)
    assert outcomes == [Refused("roster")]


class RingThatWaits:
    """The ring, with something to do when a grant's key is taken: after judging, before the log."""

    def __init__(self, ring: FileKeyRing, meanwhile: Callable[[], None]) -> None:
        self._ring = ring
        self._meanwhile = meanwhile
        self.active, self.epoch_for, self.fingerprint = ring.active, ring.epoch_for, ring.fingerprint

    def secret(self, key_id: str) -> bytes:
        if key_id == "grant-1":
            self._meanwhile()
        return self._ring.secret(key_id)


def test_a_revocation_that_comes_while_an_opening_is_judged_is_written_after_it(ground: Laid) -> None:
    handle = ground.refer(details=ONE).handles[RESPONDER]

    def take_back() -> None:
        with ground.database.work() as work:
            suspend(work, ground.vault, ground.audit, RESPONDER, NOON, by="operator")
            work.commit()

    revoking = threading.Thread(target=take_back)

    def meanwhile() -> None:
        revoking.start()
        revoking.join(0.2)
        assert revoking.is_alive(), "the revocation waits for the opening to be settled"

    keys = RingThatWaits(ground.keys, meanwhile)
    opener = open_vault(keys, ground.journal, ground.audit, ground.custody).opener
    with ground.database.work() as work:
        opened = opener.open_item(work, ground.rules, RESPONDER, handle, moment=NOON)
        work.commit()
    revoking.join(5)
    assert isinstance(opened, Opened)
    verbs = [row[1] for row in ground.audit_rows()]
    assert verbs.index("open.granted") < verbs.index("member.suspended")
    assert ground.open(RESPONDER, handle) == Refused("roster")
