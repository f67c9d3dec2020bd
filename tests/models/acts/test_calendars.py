"""Hearings nobody typed: offered to the team, confirmed or dropped; of others' rows nothing stays."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.acts.calendars import confirm, not_theirs, possible_of
from models.acts.folder import write_details
from models.acts.matters import close_matter, keep_matter, matters_of
from models.acts.participants import begin
from models.audit import audit_events
from models.audit_rows import Verb
from models.classes import Category
from models.court_matter import CourtMatter, PossibleHearing
from models.database import Database
from models.envelope import Envelope
from models.errors import AlreadyChanged, NotAvailable
from models.notice import Kind
from models.participant import Participant
from models.schema import Base, ParticipantRef, SlackUserId, rfc3339
from models.sensitive import Sensitive
from models.vault.pages import Shelf
from tests.canary import Canaries
from tests.canary_places import cells
from tests.factories import CASE_MANAGER, NOON, OFFICER, PROSECUTOR
from tests.models.courting import (
    HEARING,
    NUMBER,
    csv_file,
    imported,
    kept,
    matter,
    named,
    planned,
    possible,
    row,
    run,
    told,
)
from tests.models.sharing import Sharing, scene_of

OTHER_DAY = HEARING + timedelta(days=2)
MINE = f"superior,{rfc3339(OTHER_DAY)},Zebulon Testperson,1901-01-01,26-0-00000-9,hearing"
NUMBERED = f"superior,{rfc3339(OTHER_DAY)},,,26 0 00000 0,hearing"
STRANGER = f"superior,{rfc3339(OTHER_DAY)},Ferdinand Nobodyknown,1902-02-02,26-0-77777-7,hearing"


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return named(database, tmp_path)


def one(sharing: Sharing) -> PossibleHearing:
    found = possible(sharing)
    assert len(found) == 1
    return found[0]


def sealed(sharing: Sharing) -> int:
    """How many pages of possible dates stand."""
    query = select(func.count()).select_from(Envelope).where(Envelope.purpose == Shelf.POSSIBLE.value)
    with sharing.ground.database.look() as work:
        return work.session.scalar(query) or 0


def rows_of(sharing: Sharing, row_type: type[Base]) -> int:
    with sharing.ground.database.look() as work:
        return work.session.scalar(select(func.count()).select_from(row_type)) or 0


def test_a_row_with_a_known_name_is_offered_to_the_team(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE, STRANGER))
    found = one(sharing)
    assert (found.matter, found.court, found.hearing_at) == ("", "superior", OTHER_DAY)
    assert told(sharing) == [(Kind.POSSIBLE_MATCH, CASE_MANAGER, sharing.ref)]


def test_a_row_with_a_known_number_names_the_matter(sharing: Sharing, tmp_path: Path) -> None:
    of = kept(sharing)
    imported(sharing, csv_file(tmp_path, NUMBERED))
    assert one(sharing).matter == of


def test_the_same_number_at_another_court_is_another_case(sharing: Sharing, tmp_path: Path) -> None:
    kept(sharing)
    imported(sharing, csv_file(tmp_path, NUMBERED.replace("superior", "saltmarsh")))
    assert possible(sharing) == []


def test_a_hearing_that_is_known_already_asks_nobody(sharing: Sharing, tmp_path: Path) -> None:
    kept(sharing, hearing_at=OTHER_DAY)
    imported(sharing, csv_file(tmp_path, NUMBERED))
    assert possible(sharing) == []
    assert told(sharing) == []


def test_many_rows_of_one_person_ring_once(sharing: Sharing, tmp_path: Path) -> None:
    more = MINE.replace(rfc3339(OTHER_DAY), rfc3339(OTHER_DAY + timedelta(days=1)))
    imported(sharing, csv_file(tmp_path, MINE, more))
    assert len(possible(sharing)) == 2
    assert told(sharing) == [(Kind.POSSIBLE_MATCH, CASE_MANAGER, sharing.ref)]


def test_the_same_file_twice_is_one_and_a_settled_row_asks_nobody_again(
    sharing: Sharing, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, MINE)
    imported(sharing, path)
    imported(sharing, path, NOON + timedelta(hours=1))
    found = one(sharing)
    sharing.act(lambda scene: not_theirs(scene, sharing.ref, found.id))
    imported(sharing, path, NOON + timedelta(hours=2))
    assert possible(sharing) == []
    assert len(told(sharing)) == 1


def test_confirmed_it_becomes_a_matter_with_its_reminders(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE))
    found = one(sharing)
    of = sharing.act(lambda scene: confirm(scene, sharing.ref, found.id).id)
    stands = row(sharing, of)
    assert (stands.court, stands.hearing_at, stands.arose) == ("superior", OTHER_DAY, "unknown")
    assert {step for step, _ in planned(sharing)} == {"hearing.reminder", "hearing.over"}
    assert sealed(sharing) == 0
    with sharing.ground.database.look() as work:
        settled = work.session.get_one(PossibleHearing, found.id)
        assert (settled.settled_by, settled.matter, settled.page) == (CASE_MANAGER, of, "")
        assert sharing.ground.vault.rows.row_holds(settled)


def test_confirmed_of_a_known_case_moves_its_hearing(sharing: Sharing, tmp_path: Path) -> None:
    of = kept(sharing)
    imported(sharing, csv_file(tmp_path, NUMBERED))
    found = one(sharing)
    assert sharing.act(lambda scene: confirm(scene, sharing.ref, found.id).id) == of
    assert row(sharing, of).hearing_at == OTHER_DAY
    assert rows_of(sharing, CourtMatter) == 1


def test_a_known_case_that_was_closed_meanwhile_becomes_a_new_matter(
    sharing: Sharing, tmp_path: Path
) -> None:
    of = kept(sharing)
    imported(sharing, csv_file(tmp_path, NUMBERED))
    found = one(sharing)
    sharing.act(lambda scene: close_matter(scene, sharing.ref, of))
    assert sharing.act(lambda scene: confirm(scene, sharing.ref, found.id).id) != of


def test_a_confirmed_booking_is_a_case_without_a_hearing(sharing: Sharing, tmp_path: Path) -> None:
    booking = MINE.replace("hearing", "booking").replace(rfc3339(OTHER_DAY), "2026-09-14 03:10")
    imported(sharing, csv_file(tmp_path, booking))
    found = one(sharing)
    of = sharing.act(lambda scene: confirm(scene, sharing.ref, found.id).id)
    assert row(sharing, of).hearing_at is None


def test_not_theirs_deletes_what_the_row_said(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE))
    found = one(sharing)
    assert sealed(sharing) == 1
    sharing.act(lambda scene: not_theirs(scene, sharing.ref, found.id))
    assert sealed(sharing) == 0
    assert rows_of(sharing, CourtMatter) == 0


def test_it_is_said_once_whoever_says_it(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE))
    found = one(sharing)
    sharing.act(lambda scene: confirm(scene, sharing.ref, found.id))
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: confirm(scene, sharing.ref, found.id))
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: not_theirs(scene, sharing.ref, found.id))
    assert rows_of(sharing, CourtMatter) == 1


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, SlackUserId("UUNROST01")])
def test_nobody_outside_the_team_says_whose_it_is(
    sharing: Sharing, tmp_path: Path, user: SlackUserId
) -> None:
    imported(sharing, csv_file(tmp_path, MINE))
    found = one(sharing)
    for act in (confirm, not_theirs):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene, act=act: act(scene, sharing.ref, found.id), user)  # type: ignore[misc]  # a default binds the loop's value


def test_a_possible_date_of_another_folder_is_not_there(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE))
    found = one(sharing)
    other = sharing.act(lambda scene: begin(scene, "north").ref)
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: confirm(scene, other, found.id))


def test_a_possible_date_nobody_spoke_of_is_dropped_when_it_is_over(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE))
    assert [outcome for _, outcome in run(sharing, OTHER_DAY)] == ["dropped"]
    assert (possible(sharing), sealed(sharing)) == ([], 0)


def test_a_possible_booking_is_dropped_after_a_fortnight(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE.replace("hearing", "booking")))
    assert run(sharing, NOON + timedelta(days=13)) == []
    assert [outcome for _, outcome in run(sharing, NOON + timedelta(days=14))] == ["dropped"]
    assert sealed(sharing) == 0


def test_a_closed_folder_is_offered_nothing(sharing: Sharing, tmp_path: Path) -> None:
    sharing.alter(Participant, sharing.ref, closed_at=NOON)
    imported(sharing, csv_file(tmp_path, MINE))
    assert rows_of(sharing, PossibleHearing) == 0


def test_the_audit_holds_how_many_rows_were_read_and_not_how_many_were_anybodys(
    sharing: Sharing, tmp_path: Path
) -> None:
    def decisions() -> list[tuple[str, str]]:
        query = select(audit_events.c.objects, audit_events.c.decision)
        query = query.where(audit_events.c.verb == Verb.HEARINGS_READ)
        with sharing.ground.database.look() as work:
            return [tuple(found) for found in work.session.execute(query)]

    imported(sharing, csv_file(tmp_path, STRANGER, "nowhere,,,,,hearing"))
    imported(sharing, csv_file(tmp_path, MINE, "nowhere,,,,,hearing", name="mine.csv"))
    assert decisions() == [("", "rows:1:refused:1")] * 2


def test_nothing_of_a_row_that_is_nobodys_stands_in_any_table(
    sharing: Sharing, tmp_path: Path, database: Database
) -> None:
    """Every column of every table, plain, encoded or compressed; what is somebody's stands sealed only."""
    canaries = Canaries()
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    strangers = [
        f"superior,{rfc3339(OTHER_DAY)},{canaries.sow(f'name{n}')},1902-02-0{n + 1},"
        f"{canaries.sow(f'number{n}', digits=True)},hearing"
        for n in range(5)
    ]
    mine = canaries.sow("my number", digits=True)
    own = f"superior,{rfc3339(OTHER_DAY)},Zebulon Testperson,,{mine},hearing"
    imported(sharing, csv_file(folder, *strangers, own))
    assert len(possible(sharing)) == 1
    url = str(database.engine.url.render_as_string(hide_password=False))
    hits = [hit for place, cell in cells(url) for hit in canaries.hits(place, cell)]
    assert hits == []


def test_two_people_of_one_name_are_each_offered_the_row(sharing: Sharing, tmp_path: Path) -> None:
    def second() -> ParticipantRef:
        ref = sharing.act(lambda scene: begin(scene, "north").ref)
        said = {Category.IDENTITY: {"called": Sensitive("Testperson, Zebulon")}}
        sharing.act(lambda scene: write_details(scene, ref, said))
        return ref

    other = second()
    imported(sharing, csv_file(tmp_path, MINE))
    assert len(possible(sharing)) == len(possible(sharing, other)) == 1
    mine, theirs = one(sharing), possible(sharing, other)[0]
    sharing.act(lambda scene: confirm(scene, sharing.ref, mine.id))
    sharing.act(lambda scene: not_theirs(scene, other, theirs.id))
    with sharing.ground.database.look() as work:
        assert matters_of(scene_of(sharing.ground, work), other) == []


def test_an_altered_row_is_shown_to_nobody_and_settled_by_nobody(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE))
    found = one(sharing)
    with sharing.ground.database.work() as work:
        work.session.get_one(PossibleHearing, found.id).court = "municipal"
        work.commit()
    with sharing.ground.database.look() as work:
        assert possible_of(scene_of(sharing.ground, work), sharing.ref) == []
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: confirm(scene, sharing.ref, found.id))


def test_a_number_confirmed_once_is_known_to_the_next_import(sharing: Sharing, tmp_path: Path) -> None:
    imported(sharing, csv_file(tmp_path, MINE))
    first = one(sharing)
    of = sharing.act(lambda scene: confirm(scene, sharing.ref, first.id).id)
    later = MINE.replace(rfc3339(OTHER_DAY), rfc3339(OTHER_DAY + timedelta(days=9)))
    nameless = later.replace("Zebulon Testperson", secrets.token_hex(8))
    imported(sharing, csv_file(tmp_path, nameless, name="next.csv"))
    assert one(sharing).matter == of


def test_a_matter_changed_by_hand_is_matched_by_its_new_number(sharing: Sharing, tmp_path: Path) -> None:
    of = kept(sharing, details={"number": Sensitive("26-1-11111-1")})
    change = matter(details={"number": Sensitive(NUMBER)})
    sharing.act(lambda scene: keep_matter(scene, sharing.ref, change, of=of))
    imported(sharing, csv_file(tmp_path, NUMBERED))
    assert one(sharing).matter == of
