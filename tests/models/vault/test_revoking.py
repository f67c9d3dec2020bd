"""Taking back: the journal first, then the rows, and nothing that was signed before comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.database import Database
from models.envelope import Grant, RevocationMark, SealedItem
from models.errors import StorageUnavailable
from models.people import Member
from models.schema import SlackUserId
from models.vault import Refused
from tests.factories import BACKUP, NOON, RESPONDER, Laid, intrude, laid_on_sqlite, lay, revealed


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def withdraw(ground: Laid, user: SlackUserId) -> list[str]:
    with ground.database.work() as work:
        handles = ground.vault.revoker.withdraw_from(work, user, by="operator", moment=NOON)
        work.commit()
    return list(map(str, handles))


def test_what_one_person_was_handed_is_taken_back_and_the_others_keep_theirs(
    database: Database, tmp_path: Path
) -> None:
    ground = lay(database, tmp_path)
    told = [ground.refer(), ground.refer()]
    assert sorted(withdraw(ground, RESPONDER)) == sorted(each.handles[RESPONDER] for each in told)
    for each in told:
        assert ground.open(RESPONDER, each.handles[RESPONDER]) == Refused("withdrawn")
        assert revealed(ground.open(BACKUP, each.handles[BACKUP])) != {}
    with ground.database.look() as work:
        gone = (
            select(func.count()).select_from(Grant).join(SealedItem).where(SealedItem.recipient == RESPONDER)
        )
        assert work.session.scalar(gone) == 0
        assert work.session.get_one(RevocationMark, 1).sequence == ground.journal.head() == 2
    assert ("operator", "revocation.recorded", RESPONDER, "items:2") in ground.audit_rows()


def test_taking_back_twice_finds_nothing_more(ground: Laid) -> None:
    ground.refer()
    assert len(withdraw(ground, RESPONDER)) == 1
    assert withdraw(ground, RESPONDER) == []
    assert ground.journal.head() == 1


def test_the_journal_knows_before_the_commit_so_that_a_lost_commit_is_only_stricter(ground: Laid) -> None:
    handle = ground.refer().handles[RESPONDER]
    with ground.database.work() as work:
        ground.vault.revoker.withdraw_from(work, RESPONDER, by="operator", moment=NOON)
    with ground.database.look() as work:
        assert work.session.get_one(SealedItem, handle).withdrawn_at is None
    assert ground.open(RESPONDER, handle) == Refused("withdrawn")


def test_a_journal_that_cannot_be_written_revokes_nothing(ground: Laid) -> None:
    handle = ground.refer().handles[RESPONDER]
    ground.journal_file.mkdir(mode=0o700)  # where the file should go
    with pytest.raises(StorageUnavailable):
        withdraw(ground, RESPONDER)
    ground.journal_file.rmdir()
    assert revealed(ground.open(RESPONDER, handle)) != {}


def test_every_version_up_to_the_present_one_is_overtaken(ground: Laid) -> None:
    with ground.database.work() as work:
        member = work.session.get_one(Member, RESPONDER)
        assert ground.vault.revoker.overtake(work, member, NOON) == 1
        assert not ground.vault.rows.row_holds(member)
        member.version = 2
        ground.vault.rows.sign_row(member)
        assert ground.vault.rows.row_holds(member)
        work.commit()


def test_a_row_that_lies_about_its_version_loses_every_version_it_can_have_had(ground: Laid) -> None:
    ground.reappoint(RESPONDER, regions="north")
    ground.reappoint(RESPONDER, regions="quay")
    with ground.database.look() as work:
        standing = work.session.get_one(Member, RESPONDER)
        work.session.expunge(standing)
    assert (standing.version, ground.vault.rows.row_holds(standing)) == (3, True)
    for _ in range(2):
        with ground.database.work() as work:
            lowered = work.session.get_one(Member, RESPONDER)
            lowered.version = 0
            reached = ground.vault.revoker.overtake(work, lowered, NOON)
            work.commit()
        assert reached > standing.version
        assert not ground.vault.rows.row_holds(standing), "put back, the former row decides nothing"
        standing.version = reached + 1
        ground.vault.rows.sign_row(standing)
        assert ground.vault.rows.row_holds(standing), "and a row signed from now on does"


def test_a_mark_never_goes_back(ground: Laid) -> None:
    ground.refer()
    with ground.database.work() as work:
        work.session.add(RevocationMark(id=1, sequence=9))
        work.session.flush()
        ground.vault.revoker.withdraw_from(work, RESPONDER, by="operator", moment=NOON)
        intrude(work)
        assert work.session.get_one(RevocationMark, 1).sequence == 9
