"""A participant's folder: the care team opens it, today, and nothing that was moved about opens at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models.acts.participants import join_team
from models.audit import Verb
from models.classes import Category
from models.database import Database, UnitOfWork
from models.disclosure import Disclosure
from models.duties import DUTIES, Duty
from models.envelope import CustodyWrap, Envelope
from models.participant import Participant
from models.people import Role
from models.schema import ParticipantRef, SlackUserId
from models.vault import OpenFolder, Refused, Shelf
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NOON,
    OFFICER,
    PROSECUTOR,
    RESPONDER,
    Laid,
    intrude,
    lay,
    table_of,
)
from tests.models.foldering import NAME, lines, open_within, opened, plain, write
from tests.models.sharing import Sharing, share

BODY = ("nonce", "commitment", "details_sealed")
WRAP = ("kek_id", "nonce", "wrapped")


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def test_the_team_reads_what_was_written_in_the_order_of_writing(sharing: Sharing) -> None:
    write(sharing, Shelf.GOAL, Category.ENGAGEMENT, minutes=1, goal="A bed of my own")
    write(sharing, Shelf.DIRECTORY, Category.LOCATION, minutes=2, place="Dock shelter 7, Grüner Weg")
    page = write(sharing)
    for user in (CASE_MANAGER, CLINICIAN):
        folder = opened(sharing, user)
        assert plain(folder) == [
            (Shelf.DIRECTORY, Category.IDENTITY, {"name": NAME}),
            (Shelf.GOAL, Category.ENGAGEMENT, {"goal": "A bed of my own"}),
            (Shelf.DIRECTORY, Category.LOCATION, {"place": "Dock shelter 7, Grüner Weg"}),
        ]
        assert isinstance(folder, OpenFolder)
        assert (folder.ref, folder.actor.user) == (sharing.ref, user)
        assert folder.pages[0].id == page
        assert NAME not in repr(folder) + repr(folder.pages)
    assert lines(sharing, Verb.OPEN_GRANTED) == [
        (user, sharing.ref, "engagement.identity.location") for user in (CASE_MANAGER, CLINICIAN)
    ]


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, RESPONDER, MANAGER])
def test_nobody_else_reads_it_and_the_log_says_so(sharing: Sharing, user: SlackUserId) -> None:
    write(sharing)
    sharing.sign()
    assert opened(sharing, user) == Refused("not_on_the_team")
    assert lines(sharing, Verb.OPEN_REFUSED) == [(user, "", "not_on_the_team")]
    assert lines(sharing, Verb.OPEN_GRANTED) == []
    with sharing.ground.database.look() as work:
        assert work.session.scalar(select(func.count()).select_from(Disclosure)) == 0


def test_a_case_manager_who_is_not_assigned_reads_nothing(sharing: Sharing) -> None:
    write(sharing)
    sharing.ground.reappoint(BACKUP, roles="case_manager")
    assert opened(sharing, BACKUP) == Refused("not_on_the_team")


@pytest.mark.parametrize(
    "columns",
    [{"agency": "case_management:Another Agency"}, {"roles": "outreach_responder"}],
)
def test_who_changes_agency_or_role_leaves_the_team_with_it(
    sharing: Sharing, columns: dict[str, str]
) -> None:
    write(sharing)
    sharing.ground.reappoint(CASE_MANAGER, **columns)
    assert opened(sharing) == Refused("not_on_the_team")


def test_strangers_unknown_references_and_closed_folders_are_refused(sharing: Sharing) -> None:
    write(sharing)
    assert opened(sharing, SlackUserId("USTRANGE1")) == Refused("roster")
    nobody = Sharing(sharing.ground, ParticipantRef("C-NOONE"))
    assert opened(nobody) == Refused("no_participant")
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    assert opened(sharing) == Refused("not_on_the_team")


def test_a_halted_log_opens_no_folder(sharing: Sharing) -> None:
    write(sharing)
    sharing.ground.audit.halted = "audit_forked"
    assert opened(sharing) == Refused("halted")
    sharing.ground.audit.halted = None
    assert plain(opened(sharing))


def test_only_the_shelves_that_were_asked_for_are_opened(sharing: Sharing) -> None:
    write(sharing)
    write(sharing, Shelf.GOAL, Category.ENGAGEMENT, goal="A bed of my own")
    write(sharing, Shelf.RELEASE, Category.IDENTITY, signature="Z. Testperson")
    write(sharing, Shelf.COURT, Category.LEGAL_CALENDAR, number="2026-CR-0000")
    write(sharing, Shelf.POSSIBLE, Category.LEGAL_CALENDAR, said_number="2026-CR-0001")
    write(sharing, Shelf.CONTACT, Category.LEGAL_CALENDAR, counsel="Wilhelmina Counselperson")
    for shelf in Shelf:
        assert [page[0] for page in plain(opened(sharing, shelves=[shelf]))] == [shelf]
    two: Sequence[Shelf] = [Shelf.DIRECTORY, Shelf.GOAL]
    assert {page[0] for page in plain(opened(sharing, shelves=two))} == set(two)
    assert plain(opened(sharing, shelves=[])) == []


def test_classes_that_a_screen_has_no_use_for_stay_sealed_and_out_of_the_account(sharing: Sharing) -> None:
    write(sharing)
    write(sharing, Shelf.DIRECTORY, Category.DANGER, safety="A goose guards the door.")
    ground = sharing.ground
    with ground.database.work() as work:
        found = ground.vault.folders.open(
            work,
            ground.rules,
            CASE_MANAGER,
            sharing.ref,
            [Shelf.DIRECTORY],
            moment=NOON,
            only=[Category.IDENTITY],
        )
        work.commit()
    assert isinstance(found, OpenFolder)
    assert {page.category for page in found.pages} == {Category.IDENTITY}
    with ground.database.look() as work:
        assert work.session.scalars(select(Disclosure.categories)).all() == [Category.IDENTITY]


def test_an_empty_folder_opens_and_is_recorded_as_empty(sharing: Sharing) -> None:
    assert plain(opened(sharing)) == []
    assert lines(sharing, Verb.OPEN_GRANTED) == [(CASE_MANAGER, sharing.ref, "empty")]


def test_a_folder_never_shows_a_page_of_somebody_else(sharing: Sharing) -> None:
    other = share(sharing.ground)
    write(sharing)
    write(other, name="Quillon Nobody")
    assert [page[2] for page in plain(opened(sharing))] == [{"name": NAME}]
    assert [page[2] for page in plain(opened(other))] == [{"name": "Quillon Nobody"}]


def test_an_advocate_of_the_team_may_revoke_and_sees_the_classes_of_their_row(sharing: Sharing) -> None:
    sharing.ground.reappoint(BACKUP, roles="legal_system_advocate")
    circle = sharing.circle()
    sharing.act(lambda scene: join_team(scene, circle, BACKUP, Role.LEGAL_SYSTEM_ADVOCATE), CLINICIAN)
    write(sharing)
    write(sharing, category=Category.DANGER, danger="A dog")
    assert opened(sharing, BACKUP) == Refused("not_on_the_team"), "keeping the folder is not their duty"
    seen = plain(opened(sharing, BACKUP, duty=Duty.REVOKE_RELEASE))
    assert [page[1] for page in seen] == [Category.IDENTITY]


@pytest.mark.parametrize("duty", Duty)
def test_a_duty_is_done_by_the_roles_named_for_it(sharing: Sharing, duty: Duty) -> None:
    for user, role in ((CASE_MANAGER, Role.CASE_MANAGER), (CLINICIAN, Role.CLINICAL_SUPERVISOR)):
        with sharing.ground.database.look() as work:
            ground = sharing.ground
            standing = ground.vault.folders.standing(work, ground.rules, user, sharing.ref, duty, NOON)
        if role in DUTIES[duty]:
            assert standing == (sharing.actor(user), role)
        else:
            assert standing == Refused("not_on_the_team")


# --- with the database in hand ------------------------------------------------------------------------


def refused(sharing: Sharing, work: UnitOfWork) -> str:
    outcome = open_within(work, sharing)
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def _other(value: object) -> object:
    match value:
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case int():
            return value + 1
    text = str(value)
    return text[:-1] + chr(ord(text[-1]) ^ 1)


def test_an_altered_page_closes_the_folder(sharing: Sharing) -> None:
    page = write(sharing)
    write(sharing, Shelf.GOAL, Category.ENGAGEMENT, goal="A bed of my own")
    # Moved to another folder or shelf it is gone from this one; everything else is noticed.
    moved = {"subject", "purpose"}
    ids = {Envelope: Envelope.id, CustodyWrap: CustodyWrap.envelope_id}
    for row, identity in ids.items():
        for column in table_of(row).columns:
            if column.primary_key:
                continue
            with sharing.ground.database.work() as work:
                stored = getattr(work.session.get_one(row, page), column.name)
                intrude(work, update(row).where(identity == page).values({column.name: _other(stored)}))
                outcome = open_within(work, sharing)
                if column.name in moved:
                    assert [one[0] for one in plain(outcome)] == [Shelf.GOAL]
                else:
                    assert outcome == Refused("unopenable"), column.name
    assert len(plain(opened(sharing))) == 2


def test_a_page_put_onto_another_shelf_or_into_another_folder_closes_that_one(sharing: Sharing) -> None:
    other = share(sharing.ground)
    page = write(sharing, Shelf.RELEASE, signature="Z. Testperson")
    for columns in ({"purpose": Shelf.DIRECTORY.value}, {"category": Category.DANGER.value}):
        with sharing.ground.database.work() as work:
            intrude(work, update(Envelope).where(Envelope.id == page).values(columns))
            assert refused(sharing, work) == "unopenable"
    with sharing.ground.database.work() as work:
        intrude(work, update(Envelope).where(Envelope.id == page).values(subject=other.ref))
        assert refused(other, work) == "unopenable"


@pytest.mark.parametrize("columns", [BODY, WRAP], ids=["bodies", "wraps"])
def test_pages_or_wraps_swapped_between_folders_open_neither(
    sharing: Sharing, columns: tuple[str, ...]
) -> None:
    other = share(sharing.ground)
    one, two = write(sharing), write(other, name="Quillon Nobody")
    row, identity = (Envelope, Envelope.id) if columns is BODY else (CustodyWrap, CustodyWrap.envelope_id)
    with sharing.ground.database.work() as work:
        values = {
            page: {name: getattr(work.session.get_one(row, page), name) for name in columns}
            for page in (one, two)
        }
        intrude(
            work,
            update(row).where(identity == one).values(values[two]),
            update(row).where(identity == two).values(values[one]),
        )
        assert refused(sharing, work) == refused(other, work) == "unopenable"


def test_a_word_nobody_of_us_wrote_is_one_more_refusal(sharing: Sharing) -> None:
    page = write(sharing)
    with sharing.ground.database.work() as work:
        intrude(work, update(Envelope).where(Envelope.id == page).values(category="no such class"))
        assert refused(sharing, work) == "unopenable"


def test_a_journal_that_was_cut_opens_no_folder(sharing: Sharing) -> None:
    write(sharing)
    [consent] = sharing.sign()
    sharing.revoke(consent)
    assert plain(opened(sharing))
    ground: Laid = sharing.ground
    whole = ground.journal_file.read_bytes()
    ground.journal_file.write_bytes(b"")
    again = lay(ground.database, ground.folder.parent, people=False)  # as after a restart
    assert opened(Sharing(again, sharing.ref)) == Refused("journal")
    ground.journal_file.write_bytes(whole)
    ground.journal_file.unlink()
    assert opened(sharing) == Refused("journal")
