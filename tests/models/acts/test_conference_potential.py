"""A potential referral's conference holds what one agency brings; whether anybody is known shows nowhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from models.acts.conference_match import look, write_down
from models.acts.conference_potential import NewPotential, add, bring, of_their_agency
from models.acts.conference_times import When
from models.acts.folder import write_details
from models.classes import Category
from models.conference import ConferenceState, Reason, Wanted
from models.database import Database
from models.envelope import SealedItem
from models.errors import NotAllowed, NotAvailable
from models.notice import Kind, Notice
from models.schema import ConferenceRef, SlackUserId
from models.sensitive import Sensitive
from tests.factories import (
    BACKUP,
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    RESPONDER,
    lay,
    revealed,
)
from tests.models.conferring import DAY, TUESDAY, handles, reads, row, run, seated, told
from tests.models.sharing import Sharing, scene_of, share

NAME = "Zebulon Testperson"
KNOWS = {
    Category.IDENTITY: {"person": Sensitive(NAME)},
    Category.INCIDENT: {"happens": Sensitive("sits by the ferry every night")},
}
MORE = {Category.INCIDENT: {"happens": Sensitive("asked for a blanket on Sunday")}}
TEAM = {RESPONDER, BACKUP, CLINICIAN}


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def brought(sharing: Sharing, user: SlackUserId = OFFICER, **more: Any) -> ConferenceRef:
    whole: dict[str, Any] = {
        "group": sharing.ground.rules.groups_or_default()[0],
        "region": "north",
        "reason": Reason.SAFETY,
        "wanted": Wanted.THIS_WEEK,
        "when": When(TUESDAY, 15),
        "details": KNOWS,
    }
    new = NewPotential(**{**whole, **more})
    return sharing.act(lambda scene: bring(scene, new).ref, user)


def looked(sharing: Sharing) -> None:
    def once(scene: Any) -> None:
        sight = look(scene)
        if sight is not None:
            write_down(scene, sight)

    sharing.act(once, SlackUserId("bot"), NOON + timedelta(minutes=1))


def test_case_management_reads_it_around_the_hour_and_nobody_else_does(sharing: Sharing) -> None:
    ref = brought(sharing)
    assert seated(sharing, ref) == TEAM
    for user in TEAM:
        assert reads(sharing, ref, user)[Category.IDENTITY] == {"person": NAME}
        assert reads(sharing, ref, user, NOON) == {}
        assert reads(sharing, ref, user, TUESDAY + 2 * DAY) == {}
    for user in (QUAY_OFFICER, PROSECUTOR, NEIGHBOR, MANAGER, CASE_MANAGER):
        assert handles(sharing, ref, user) == []
    assert reads(sharing, ref, OFFICER, NOON)[Category.IDENTITY] == {"person": NAME}


def test_case_management_brings_nothing_and_adds_nothing(sharing: Sharing) -> None:
    for user in (CASE_MANAGER, CLINICIAN, RESPONDER):
        with pytest.raises(NotAllowed):
            brought(sharing, user)
        with pytest.raises(NotAllowed):
            sharing.act(lambda scene: add(scene, ConferenceRef("K-00000"), MORE), user)


@pytest.mark.parametrize("category", [Category.CLINICAL, Category.CRIMINAL_HISTORY, Category.ENGAGEMENT])
def test_other_classes_have_no_place_in_it(sharing: Sharing, category: Category) -> None:
    with pytest.raises(NotAllowed):
        brought(sharing, details={**KNOWS, category: {"happens": Sensitive("anything")}})


def test_a_colleague_of_the_agency_adds_and_reads_their_own_alone(sharing: Sharing) -> None:
    ref = brought(sharing)
    sharing.act(lambda scene: add(scene, ref, MORE), QUAY_OFFICER)
    assert list(reads(sharing, ref, QUAY_OFFICER, NOON)) == [Category.INCIDENT]
    assert "blanket" in str(reads(sharing, ref, QUAY_OFFICER, NOON))
    assert "blanket" not in str(reads(sharing, ref, OFFICER, NOON))
    said = str(reads(sharing, ref, CLINICIAN))
    assert "blanket" in said
    assert "ferry" in said


def test_other_agencies_add_nothing_and_see_none_of_it(sharing: Sharing) -> None:
    ref = brought(sharing)
    for user in (PROSECUTOR, NEIGHBOR):
        with pytest.raises(NotAvailable):
            sharing.act(lambda scene: add(scene, ref, MORE), user)
        with sharing.ground.database.look() as work:
            actor = sharing.actor(user)
            assert of_their_agency(scene_of(sharing.ground, work, user), actor) == []


def test_a_forged_item_of_somebody_elses_words_does_not_open(sharing: Sharing) -> None:
    ref = brought(sharing)
    with sharing.ground.database.work() as work:
        item = work.session.scalars(
            select(SealedItem).where(SealedItem.subject == ref, SealedItem.recipient == OFFICER)
        ).one()
        item.recipient = QUAY_OFFICER
        work.commit()
    assert revealed(sharing.ground.open(QUAY_OFFICER, handles(sharing, ref, QUAY_OFFICER)[0], TUESDAY)) == {}


def known(sharing: Sharing) -> None:
    """The participant's name stands in the directory."""
    called = {Category.IDENTITY: {"called": Sensitive(NAME)}}
    sharing.act(lambda scene: write_details(scene, sharing.ref, called))


def everything_told(sharing: Sharing) -> list[tuple[str, str]]:
    query = select(Notice.kind, Notice.recipient).order_by(Notice.kind, Notice.recipient)
    with sharing.ground.database.look() as work:
        return [(kind, user) for kind, user in work.session.execute(query)]


def test_it_begins_and_ends_by_itself(sharing: Sharing) -> None:
    ref = brought(sharing)
    assert told(sharing, CLINICIAN) == [Kind.CONFERENCE_INVITED]
    run(sharing, TUESDAY)
    assert row(sharing, ref).state == ConferenceState.BEGUN
    assert told(sharing, CLINICIAN) == [
        Kind.CONFERENCE_INVITED,
        Kind.CONFERENCE_CARD,
        Kind.CONFERENCE_RULES,
    ]
    run(sharing, TUESDAY + 2 * DAY)
    assert row(sharing, ref).state == ConferenceState.CLOSED


def test_a_look_that_finds_nobody_says_nothing(sharing: Sharing) -> None:
    brought(sharing)
    before = everything_told(sharing)
    looked(sharing)
    looked(sharing)
    assert everything_told(sharing) == before


def test_only_the_assigned_team_hears_that_it_may_be_somebody_they_know(sharing: Sharing) -> None:
    known(sharing)
    ref = brought(sharing)
    before = everything_told(sharing)
    looked(sharing)
    looked(sharing)
    after = everything_told(sharing)
    assert [one for one in after if one not in before] == [(Kind.CONFERENCE_MATCH, CASE_MANAGER)]
    with sharing.ground.database.look() as work:
        note = work.session.scalars(select(Notice).where(Notice.kind == Kind.CONFERENCE_MATCH.value)).one()
    assert (note.subject, note.target) == (ref, sharing.ref)


def test_what_a_colleague_adds_is_looked_at_too(sharing: Sharing) -> None:
    known(sharing)
    ref = brought(sharing, details={Category.INCIDENT: KNOWS[Category.INCIDENT]})
    looked(sharing)
    assert told(sharing, CASE_MANAGER) == []
    named = {Category.IDENTITY: KNOWS[Category.IDENTITY]}
    sharing.act(lambda scene: add(scene, ref, named), QUAY_OFFICER)
    looked(sharing)
    assert told(sharing, CASE_MANAGER) == [Kind.CONFERENCE_MATCH]


def test_until_the_look_everything_is_the_same_whether_anybody_is_known(
    database: Database, tmp_path: Path
) -> None:
    one = share(lay(database, tmp_path))
    brought(one)
    unknown = everything_told(one)
    with one.ground.database.work() as work:
        for table in ("notices", "due_steps"):
            work.session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - two names of ours
        work.commit()
    known(one)
    brought(one, when=When(TUESDAY + DAY, 15))
    assert everything_told(one) == unknown
