"""Court matters: kept by the care team, on the court's own clock, and moved with all that hangs on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.matters import close_matter, hearing_moment, keep_matter, matters_of
from models.acts.participants import begin
from models.acts.ping import NewPing, ask
from models.classes import Category
from models.court_matter import Arose, CourtMatter
from models.database import Database
from models.due import DueStep, Step
from models.duties import Duty
from models.envelope import Envelope
from models.errors import AlreadyChanged, HearingOver, NotAvailable, UnknownCourt
from models.notice import Kind, Notice
from models.ping import Ask, Ping, Side
from models.schema import SlackUserId
from models.sensitive import Sensitive
from models.vault import OpenFolder
from models.vault.pages import Shelf
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NOON, OFFICER, PROSECUTOR
from tests.models.courting import HEARING, NUMBER, kept, matter, named, planned, row
from tests.models.sharing import OFFICE, Sharing, office, scene_of


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return named(database, tmp_path)


def pages(sharing: Sharing) -> list[dict[str, str]]:
    """What the case manager reads on the court shelf."""
    with sharing.ground.database.work() as work:
        opened = sharing.ground.vault.folders.open(
            work,
            sharing.ground.rules,
            CASE_MANAGER,
            sharing.ref,
            [Shelf.COURT],
            duty=Duty.KEEP_COURT,
            moment=NOON,
        )
        work.commit()
    assert isinstance(opened, OpenFolder)
    return [{name: text.reveal() for name, text in page.fields.items()} for page in opened.pages]


def test_a_matter_keeps_court_and_office_open_and_the_number_sealed(sharing: Sharing) -> None:
    of = kept(sharing)
    stands = row(sharing, of)
    assert (stands.court, stands.office, stands.arose) == ("superior", OFFICE, "after")
    assert stands.hearing_at == HEARING
    assert pages(sharing) == [{"number": NUMBER, "matter": of}]


def test_nothing_sealed_of_it_stands_in_a_row(sharing: Sharing) -> None:
    kept(sharing, details={"number": Sensitive("26-ZQX-99"), "charge": Sensitive("Zqxtrespass")})
    with sharing.ground.database.look() as work:
        bodies = [bytes(one) for one in work.session.scalars(select(Envelope.details_sealed))]
    assert bodies
    assert not any(word in body for body in bodies for word in (b"ZQX", b"Zqx"))


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, SlackUserId("UUNROST01")])
def test_nobody_outside_the_team_keeps_one(sharing: Sharing, user: SlackUserId) -> None:
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: keep_matter(scene, sharing.ref, matter()), user)
    of = kept(sharing)
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: close_matter(scene, sharing.ref, of), user)


def test_a_court_the_site_does_not_know_is_refused(sharing: Sharing) -> None:
    with pytest.raises(UnknownCourt):
        kept(sharing, court="nowhere")


@pytest.mark.parametrize("before", [timedelta(0), timedelta(seconds=1), timedelta(days=30)])
def test_a_hearing_in_the_past_is_refused_and_nothing_is_kept(sharing: Sharing, before: timedelta) -> None:
    with pytest.raises(HearingOver):
        kept(sharing, hearing_at=NOON - before)
    assert pages(sharing) == []


def test_a_hearing_that_is_over_may_stand_while_other_things_are_changed(sharing: Sharing) -> None:
    of = kept(sharing)
    later = HEARING + timedelta(days=1)
    change = matter(details={"notes": Sensitive("He was there.")})
    sharing.act(lambda scene: keep_matter(scene, sharing.ref, change, of=of), moment=later)
    assert pages(sharing) == [{"number": NUMBER, "notes": "He was there.", "matter": of}]


def test_a_change_leaves_what_it_does_not_name_and_takes_away_what_it_says(sharing: Sharing) -> None:
    of = kept(sharing, details={"number": Sensitive(NUMBER), "charge": Sensitive("Fictional charge")})
    change = matter(arose=Arose.BEFORE, details={"filing": Sensitive("held")}, gone=["charge"])
    sharing.act(lambda scene: keep_matter(scene, sharing.ref, change, of=of))
    assert pages(sharing) == [{"number": NUMBER, "filing": "held", "matter": of}]
    assert row(sharing, of).arose == "before"


def test_two_who_change_the_same_screen_do_not_overwrite_one_another(sharing: Sharing) -> None:
    of = kept(sharing)
    sharing.act(lambda scene: keep_matter(scene, sharing.ref, matter(), of=of, seen=1))
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: keep_matter(scene, sharing.ref, matter(), of=of, seen=1), CLINICIAN)


def test_a_matter_of_somebody_else_is_not_there(sharing: Sharing) -> None:
    of = kept(sharing)
    other = sharing.act(lambda scene: begin(scene, "north").ref)
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: keep_matter(scene, other, matter(), of=of))
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: keep_matter(scene, sharing.ref, matter(), of="f" * 32))


def test_an_altered_row_is_changed_by_nobody(sharing: Sharing) -> None:
    of = kept(sharing)
    with sharing.ground.database.work() as work:
        work.session.get_one(CourtMatter, of).office = "prosecutor:Saltmarsh County Prosecutor"
        work.commit()
    with pytest.raises(NotAvailable):
        sharing.act(lambda scene: keep_matter(scene, sharing.ref, matter(), of=of))
    with sharing.ground.database.look() as work:
        assert matters_of(scene_of(sharing.ground, work), sharing.ref) == []


def test_a_closed_matter_plans_nothing_and_is_closed_once(sharing: Sharing) -> None:
    of = kept(sharing)
    assert planned(sharing)
    sharing.act(lambda scene: close_matter(scene, sharing.ref, of))
    assert planned(sharing) == []
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: close_matter(scene, sharing.ref, of))


def test_the_next_hearing_stands_first_and_matters_without_one_last(sharing: Sharing) -> None:
    late = kept(sharing, hearing_at=HEARING + timedelta(days=1))
    none = kept(sharing, hearing_at=None)
    soon = kept(sharing)
    with sharing.ground.database.look() as work:
        found = [one.id for one in matters_of(scene_of(sharing.ground, work), sharing.ref)]
    assert found == [soon, late, none]


def test_an_hour_is_read_on_the_courts_own_clock(sharing: Sharing) -> None:
    rules = sharing.ground.rules
    day, nine = date(2026, 7, 15), time(9)
    assert hearing_moment(rules, "superior", day, nine) == datetime(2026, 7, 15, 16, tzinfo=UTC)
    assert hearing_moment(rules, "saltmarsh", date(2026, 1, 15), nine) == datetime(
        2026, 1, 15, 16, tzinfo=UTC
    )
    assert hearing_moment(rules, "saltmarsh", day, nine) == datetime(2026, 7, 15, 16, tzinfo=UTC)
    with pytest.raises(UnknownCourt):
        hearing_moment(rules, "nowhere", day, nine)


def test_a_moved_hearing_recounts_the_open_ping_and_both_are_told(sharing: Sharing) -> None:
    sharing.sign(office(Category.LEGAL_CALENDAR))
    of = kept(sharing)
    new = NewPing(
        Side.PROSECUTOR,
        Ask.HEARING,
        sharing.ref,
        OFFICE,
        {Category.LEGAL_CALENDAR: {"wanted": Sensitive("support quash")}},
        court="superior",
        matter=of,
        hearing_at=HEARING,
    )
    ref = sharing.act(lambda scene: ask(scene, new).ref)
    tomorrow = NOON + timedelta(days=1)
    sharing.act(lambda scene: keep_matter(scene, sharing.ref, matter(hearing_at=tomorrow), of=of))
    with sharing.ground.database.look() as work:
        assert work.session.get_one(Ping, ref).hearing_at == tomorrow
        over = select(DueStep.due_at).where(DueStep.step == Step.PING_OVER, DueStep.done_at.is_(None))
        assert work.session.scalars(over).all() == [tomorrow]
        kinds = work.session.scalars(select(Notice.kind).where(Notice.subject == ref)).all()
    assert {Kind.PING_HEARING_MOVED, Kind.PING_CHANGED} <= set(kinds)
