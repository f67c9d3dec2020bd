"""Suspending: the seat, what was handed out and the open views end at once, whatever the row says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models.acts.suspend import suspend
from models.database import Database
from models.errors import NotOnRoster
from models.notice import Kind, NewNotice, Notice, post
from models.people import Member, find_actor
from models.schema import SlackUserId
from models.vault import Opened, Refused
from tests.factories import BACKUP, NOON, RESPONDER, Laid, intrude, laid_on_sqlite, lay

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def suspended(ground: Laid, user: SlackUserId = RESPONDER) -> int:
    with ground.database.work() as work:
        count = suspend(work, ground.vault, ground.audit, user, LATER, by="UFENNIM01")
        work.commit()
        return count


def active(ground: Laid) -> bool:
    with ground.database.look() as work:
        try:
            find_actor(work, ground.vault.rows, RESPONDER, ground.rules.today(LATER))
        except NotOnRoster:
            return False
    return True


def row_of(ground: Laid) -> dict[str, object]:
    with ground.database.look() as work:
        member = work.session.get_one(Member, RESPONDER)
        return {name: getattr(member, name) for name in ("version", "mac", "suspended_at")}


def write(ground: Laid, **columns: object) -> None:
    with ground.database.work() as work:
        intrude(work, update(Member).where(Member.slack_user_id == RESPONDER).values(columns))
        work.commit()


def test_a_suspended_member_cannot_open_details_and_a_colleague_still_can(
    database: Database, tmp_path: Path
) -> None:
    ground = lay(database, tmp_path)
    told = [ground.refer(), ground.refer()]
    assert suspended(ground) == 2
    for each in told:
        assert ground.open(RESPONDER, each.handles[RESPONDER], LATER) == Refused("roster")
        assert isinstance(ground.open(BACKUP, each.handles[BACKUP], LATER), Opened)
    rows = ground.audit_rows()
    assert ("UFENNIM01", "member.suspended", RESPONDER, "") in rows
    assert ("UFENNIM01", "revocation.recorded", RESPONDER, "items:2") in rows


def test_somebody_who_is_not_there_cannot_be_suspended(ground: Laid) -> None:
    with pytest.raises(NotOnRoster):
        suspended(ground, SlackUserId("USTRANGE1"))


def test_suspending_twice_changes_nothing_more(ground: Laid) -> None:
    ground.refer()
    assert suspended(ground) == 1
    row, head = row_of(ground), ground.journal.head()
    assert suspended(ground) == 0
    assert (row_of(ground), ground.journal.head()) == (row, head)
    assert [row[1] for row in ground.audit_rows()].count("member.suspended") == 1


def test_views_that_are_open_go_blank_now_and_those_of_others_do_not(ground: Laid) -> None:
    due = LATER + timedelta(minutes=9)
    with ground.database.work() as work:
        post(
            work,
            NOON,
            [
                NewNotice(Kind.BLANK_VIEW, user, f"blank:{user}", target=f"V{user}", due_at=due)
                for user in (RESPONDER, BACKUP)
            ]
            + [NewNotice(Kind.RECEIVED, RESPONDER, "received:one", due_at=due)],
        )
        work.commit()
    suspended(ground)
    with ground.database.look() as work:
        found = {notice.dedupe_key: notice.due_at for notice in work.session.scalars(select(Notice))}
    assert found == {f"blank:{RESPONDER}": LATER, f"blank:{BACKUP}": due, "received:one": due}


def test_a_suspension_that_is_not_committed_is_only_stricter(ground: Laid) -> None:
    handle = ground.refer().handles[RESPONDER]
    with ground.database.work() as work:
        suspend(work, ground.vault, ground.audit, RESPONDER, LATER, by="operator")
    assert not active(ground), "the journal knows, though the row does not"
    assert ground.open(RESPONDER, handle, LATER) == Refused("roster")
    suspended(ground)
    assert row_of(ground)["suspended_at"] == LATER


@pytest.mark.parametrize(
    "lie", [{"version": 0}, {"suspended_at": NOON}, {"version": 0, "suspended_at": NOON}]
)
def test_a_row_altered_beforehand_and_put_back_afterwards_is_suspended_all_the_same(
    ground: Laid, lie: dict[str, object]
) -> None:
    ground.reappoint(RESPONDER, regions="north")
    honest = row_of(ground)
    write(ground, **lie)
    suspended(ground)
    write(ground, **honest)
    assert not active(ground)
