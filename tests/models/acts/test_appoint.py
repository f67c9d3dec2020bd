"""Taking a roster into force: idempotent, all or nothing, and no way back in for the suspended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models.acts.appoint import Appointed, appoint
from models.acts.suspend import suspend
from models.database import Database
from models.errors import NotOnRoster, StorageUnavailable
from models.notice import Kind, NewNotice, Notice, post
from models.people import Member, find_actor
from models.roster_file import Seating
from models.schema import SlackUserId
from models.vault import Opened
from tests.factories import NOON, OFFICER, RESPONDER, Laid, intrude, laid_on_sqlite, lay

TODAY, TOMORROW = date(2026, 9, 15), date(2026, 9, 16)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def imported(ground: Laid, seats: list[Seating]) -> Appointed:
    with ground.database.work() as work:
        result = appoint(work, ground.vault, ground.audit, ground.rules, seats, NOON)
        work.commit()
        return result


def line(ground: Laid, user: SlackUserId, **columns: object) -> Seating:
    return replace(next(seat for seat in ground.seats if seat.user == user), **columns)  # type: ignore[arg-type]


def member(ground: Laid, user: SlackUserId) -> Member:
    with ground.database.look() as work:
        return work.session.get_one(Member, user)


def active(ground: Laid, user: SlackUserId) -> bool:
    with ground.database.look() as work:
        try:
            find_actor(work, ground.vault.rows, user, TODAY)
        except NotOnRoster:
            return False
    return True


def suspended(ground: Laid, user: SlackUserId) -> None:
    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, user, NOON, by="operator")
        work.commit()


def test_a_roster_is_taken_in_and_the_same_file_again_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    ground = lay(database, tmp_path, people=False)
    count = len(ground.seats)
    assert imported(ground, ground.seats) == Appointed(count, 0, 0, 0)
    rows = ground.audit_rows()
    assert rows[0] == ("operator", "member.added", ground.seats[0].user, "")
    assert imported(ground, ground.seats) == Appointed(0, 0, count, 0)
    assert ground.audit_rows() == rows
    assert all(active(ground, seat.user) for seat in ground.seats)


def test_a_changed_line_changes_its_seat_only_and_the_old_row_counts_no_longer(ground: Laid) -> None:
    before = member(ground, OFFICER)
    result = imported(ground, [line(ground, OFFICER, regions=("north", "quay")), *ground.seats[1:]])
    assert result == Appointed(0, 1, len(ground.seats) - 1, 0)
    after = member(ground, OFFICER)
    assert (after.regions, after.version) == ("north;quay", 2)
    assert ground.vault.rows.row_holds(after)
    assert not ground.vault.rows.row_holds(before)
    assert ground.audit_rows()[-1] == ("operator", "member.changed", OFFICER, "")


def test_seats_that_the_file_does_not_name_stay(ground: Laid) -> None:
    imported(ground, [line(ground, OFFICER, display_name="Tansy Quillfeather-Example")])
    assert active(ground, RESPONDER)


def test_an_import_that_breaks_off_keeps_nothing(ground: Laid) -> None:
    newcomers = [replace(ground.seats[0], user=SlackUserId(f"UNEW{number:05d}")) for number in range(200)]
    rows = ground.audit_rows()
    with ground.database.engine.connect() as connection:  # a disk with room for one page more
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StorageUnavailable):
        imported(ground, newcomers)
    with ground.database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Member)) == len(ground.seats)
    assert ground.audit_rows() == rows
    assert active(ground, OFFICER)


def test_the_old_line_lets_no_suspended_member_back_in(ground: Laid) -> None:
    suspended(ground, OFFICER)
    for columns in ({}, {"regions": ()}, {"active_from": TODAY - timedelta(days=1)}):
        assert imported(ground, [line(ground, OFFICER, **columns)]) == Appointed(0, 0, 0, 1)
        assert not active(ground, OFFICER)


@pytest.mark.parametrize("begins", [TODAY, TOMORROW])
def test_a_new_appointment_lets_them_back_in_from_its_day(ground: Laid, begins: date) -> None:
    suspended(ground, OFFICER)
    assert imported(ground, [line(ground, OFFICER, active_from=begins)]) == Appointed(0, 1, 0, 0)
    assert active(ground, OFFICER) == (begins <= TODAY)
    assert ground.vault.rows.row_holds(member(ground, OFFICER))


def test_what_was_taken_back_stays_taken_back_after_a_new_appointment(ground: Laid) -> None:
    handle = ground.refer().handles[RESPONDER]
    suspended(ground, RESPONDER)
    imported(ground, [line(ground, RESPONDER, active_from=TODAY)])
    assert active(ground, RESPONDER)
    assert not isinstance(ground.open(RESPONDER, handle), Opened)


def test_an_import_does_not_sign_what_somebody_else_wrote(ground: Laid) -> None:
    suspended(ground, OFFICER)
    with ground.database.work() as work:
        mine = update(Member).where(Member.slack_user_id == OFFICER)
        intrude(work, mine.values(suspended_at=None))
        work.commit()
    for seat in (line(ground, OFFICER), line(ground, OFFICER, regions=())):
        assert imported(ground, [seat]) == Appointed(0, 0, 0, 1)
        assert not active(ground, OFFICER)


def test_an_import_does_not_renew_a_row_put_back_from_before_a_suspension(ground: Laid) -> None:
    before = member(ground, OFFICER)
    suspended(ground, OFFICER)
    with ground.database.work() as work:
        columns = {name: getattr(before, name) for name in ("version", "mac", "suspended_at")}
        intrude(work, update(Member).where(Member.slack_user_id == OFFICER).values(columns))
        work.commit()
    assert imported(ground, [line(ground, OFFICER, regions=())]) == Appointed(0, 0, 0, 1)
    assert not active(ground, OFFICER)
    assert imported(ground, [line(ground, OFFICER, active_from=TODAY)]) == Appointed(0, 1, 0, 0)
    assert active(ground, OFFICER), "a new appointment is the mend"


def test_what_a_former_role_has_open_goes_blank_when_the_role_changes(ground: Laid) -> None:
    with ground.database.work() as work:
        later = NOON + timedelta(minutes=9)
        for user in (OFFICER, RESPONDER):
            post(work, NOON, [NewNotice(Kind.BLANK_VIEW, user, f"blank:{user}", target="V1", due_at=later)])
        work.commit()
    imported(ground, [line(ground, RESPONDER, roles=("service_provider",))])
    with ground.database.look() as work:
        found = {notice.recipient: notice.due_at for notice in work.session.scalars(select(Notice))}
    assert found == {OFFICER: later, RESPONDER: NOON}
