"""Put back from an old backup: rows as they were before something ended open nothing, one by one or all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert, select

from models.acts.messages import take_back
from models.acts.participants import climb, join_team, leave_team
from models.acts.suspend import suspend
from models.classes import Category
from models.consent import Consent, Ended, Release
from models.database import Database, UnitOfWork
from models.envelope import CustodyWrap, Envelope, Grant, RevocationMark, SealedItem
from models.message import SealedMessage
from models.participant import Assignment, Participant, Rung
from models.people import Member, Role
from models.schema import Base, Handle, MessageRef, SlackUserId
from models.sensitive import Sensitive
from models.vault import Opened, OpenFolder, Refused, Shelf
from tests.factories import BACKUP, CASE_MANAGER, CLINICIAN, NOON, PROSECUTOR, intrude, lay, table_of
from tests.models.sharing import Sharing, defenders, office, share

ROWS: tuple[type[Base], ...] = (
    Member,
    Participant,
    Assignment,
    Release,
    Consent,
    SealedMessage,
    Envelope,
    CustodyWrap,
    SealedItem,
    Grant,
    RevocationMark,
)
Backup = Mapping[Table, Sequence[Mapping[str, Any]]]


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    ground = made.ground
    ground.reappoint(BACKUP, roles="case_manager")
    circle = made.circle()
    made.act(lambda scene: join_team(scene, circle, BACKUP, Role.CASE_MANAGER), CLINICIAN)
    with ground.database.work() as work:
        ground.vault.pages.write(
            work,
            made.actor(CASE_MANAGER),
            made.ref,
            Shelf.DIRECTORY,
            Category.IDENTITY,
            {"name": Sensitive("Zebulon Testperson")},
            moment=NOON,
        )
        work.commit()
    return made


def backup_of(sharing: Sharing) -> Backup:
    with sharing.ground.database.look() as work:
        return {
            table_of(row): [dict(found) for found in work.session.execute(select(table_of(row))).mappings()]
            for row in ROWS
        }


def put_back(work: UnitOfWork, backup: Backup, rows: Iterable[type[Base]]) -> None:
    for row in rows:
        table = table_of(row)
        intrude(work, delete(table))
        if backup[table]:
            intrude(work, insert(table).values(backup[table]))


def opens_nothing(sharing: Sharing, backup: Backup, tried: Callable[[UnitOfWork], object]) -> None:
    """Each table put back alone, then all of them together: the try ends in a refusal."""
    for rows in [*((row,) for row in ROWS), ROWS]:
        with sharing.ground.database.work() as work:
            put_back(work, backup, rows)
            outcome = tried(work)
            assert isinstance(outcome, Refused), [row.__tablename__ for row in rows]


def item(sharing: Sharing, user: SlackUserId, handle: Handle) -> Callable[[UnitOfWork], object]:
    return lambda work: sharing.ground.open_within(work, user, handle)


def folder(sharing: Sharing, user: SlackUserId) -> Callable[[UnitOfWork], object]:
    ground = sharing.ground
    return lambda work: ground.vault.folders.open(
        work, ground.rules, user, sharing.ref, list(Shelf), moment=NOON
    )


def message_of(sharing: Sharing) -> tuple[MessageRef, str]:
    [mine, _] = sharing.sign(office(), defenders())
    message = sharing.seal()
    assert sharing.reads(message)
    return message, mine


def test_after_a_revocation_nothing_that_is_put_back_opens_for_that_recipient(sharing: Sharing) -> None:
    message, mine = message_of(sharing)
    backup = backup_of(sharing)
    sharing.revoke(mine)
    opens_nothing(sharing, backup, item(sharing, PROSECUTOR, sharing.handle(message)))


def test_a_consent_put_back_lets_no_new_message_be_sent_either(sharing: Sharing) -> None:
    _, mine = message_of(sharing)
    backup = backup_of(sharing)
    sharing.revoke(mine, how=Ended.WRITTEN)
    with sharing.ground.database.work() as work:
        put_back(work, backup, ROWS)
        work.commit()
    assert mine not in {one.id for one in sharing.circle().consents}
    assert len(sharing.circle().consents) == 1, "the defenders' stands as it stood"


def test_a_message_that_was_taken_back_opens_for_nobody_when_it_is_put_back(sharing: Sharing) -> None:
    message, _ = message_of(sharing)
    backup = backup_of(sharing)
    sharing.act(lambda scene: take_back(scene, message))
    for user in (PROSECUTOR, CASE_MANAGER):
        opens_nothing(sharing, backup, item(sharing, user, sharing.handle(message, user)))


def test_an_assignment_that_is_put_back_opens_no_folder_and_no_message(sharing: Sharing) -> None:
    message = sharing.seal(BACKUP)
    assert sharing.reads(message, BACKUP)
    with sharing.ground.database.work() as work:
        assert isinstance(folder(sharing, BACKUP)(work), OpenFolder)
    backup, circle = backup_of(sharing), sharing.circle()
    sharing.act(lambda scene: leave_team(scene, circle, BACKUP), CLINICIAN)
    opens_nothing(sharing, backup, folder(sharing, BACKUP))
    opens_nothing(sharing, backup, item(sharing, BACKUP, sharing.handle(message, BACKUP)))
    with sharing.ground.database.work() as work:
        assert isinstance(folder(sharing, CASE_MANAGER)(work), OpenFolder), "the team goes on"


def test_a_participant_of_before_a_step_on_the_ladder_closes_everything_around_them(
    sharing: Sharing,
) -> None:
    message, _ = message_of(sharing)
    backup = backup_of(sharing)
    sharing.act(lambda scene: climb(scene, sharing.ref, Rung.ENROLLED))
    assert sharing.reads(message)
    for tried in (folder(sharing, CASE_MANAGER), item(sharing, PROSECUTOR, sharing.handle(message))):
        with sharing.ground.database.work() as work:
            put_back(work, backup, [Participant])
            assert isinstance(tried(work), Refused)


def test_a_seat_that_is_put_back_opens_neither_item_nor_folder(sharing: Sharing) -> None:
    message, _ = message_of(sharing)
    backup = backup_of(sharing)
    ground = sharing.ground
    with ground.database.work() as work:
        for user in (PROSECUTOR, BACKUP):
            suspend(work, ground.vault, ground.audit, user, NOON, by="operator")
        work.commit()
    opens_nothing(sharing, backup, item(sharing, PROSECUTOR, sharing.handle(message)))
    opens_nothing(sharing, backup, folder(sharing, BACKUP))


def test_the_same_rows_open_when_nothing_was_ended_so_that_the_proof_can_tell(sharing: Sharing) -> None:
    message, _ = message_of(sharing)
    backup = backup_of(sharing)
    with sharing.ground.database.work() as work:
        put_back(work, backup, ROWS)
        assert isinstance(item(sharing, PROSECUTOR, sharing.handle(message))(work), Opened)
        assert isinstance(folder(sharing, BACKUP)(work), OpenFolder)
