"""Setting aside: nobody of police or prosecution opens it again, and only clinical supervisors hear of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.messages import inherit
from models.acts.ping import NewPing, ask
from models.acts.set_aside import may_set_aside, set_aside
from models.classes import Basis, Category
from models.database import Database
from models.due import DueStep
from models.envelope import SealedItem
from models.errors import NotAvailable
from models.notice import Kind, NewNotice, Notice, post
from models.people import Role
from models.ping import Ask, Ping, PingState, Side
from models.scene import Scene
from models.schema import Handle, PingRef, SlackUserId
from models.sensitive import Sensitive
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, PROSECUTOR, lay
from tests.models.sharing import COLLEAGUE, OFFICE, Sharing, office, share


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign(office(Category.BARRIERS, Category.LEGAL_CALENDAR))
    return made


def aside(sharing: Sharing, handle: Handle, by: SlackUserId = PROSECUTOR) -> str:
    return sharing.act(lambda scene: set_aside(scene, handle), by)


def notices(sharing: Sharing, kind: Kind) -> list[tuple[str, str]]:
    with sharing.ground.database.look() as work:
        rows = work.session.scalars(select(Notice).where(Notice.kind == kind.value)).all()
        return [(row.recipient, row.subject) for row in rows]


def pinged(sharing: Sharing) -> tuple[PingRef, Handle]:
    words = {
        Category.LEGAL_CALENDAR: {"case": Sensitive("2026-CR-0000"), "wanted": Sensitive("a later date")}
    }
    new = NewPing(Side.PROSECUTOR, Ask.HEARING, sharing.ref, OFFICE, words, "superior", "a" * 32, None)
    ref = sharing.act(lambda scene: ask(scene, new).ref)
    with sharing.ground.database.look() as work:
        query = select(SealedItem).where(SealedItem.subject == ref, SealedItem.basis == Basis.CONSENT.value)
        return ref, work.session.scalars(query).one().handle


def test_it_opens_for_nobody_of_that_side_any_more_and_for_the_others_as_before(sharing: Sharing) -> None:
    message = sharing.seal(PROSECUTOR, COLLEAGUE, CLINICIAN)
    assert aside(sharing, sharing.handle(message)) == message
    assert not sharing.reads(message)
    assert not sharing.reads(message, COLLEAGUE)
    assert sharing.reads(message, CLINICIAN)
    assert sharing.reads(message, CASE_MANAGER)


def test_the_clinical_supervisors_hear_of_it_by_reference_and_the_project_manager_does_not(
    sharing: Sharing,
) -> None:
    message = sharing.seal()
    aside(sharing, sharing.handle(message))
    assert notices(sharing, Kind.SET_ASIDE) == [(CLINICIAN, message)]
    assert MANAGER not in {who for who, _ in notices(sharing, Kind.SET_ASIDE)}
    assert (PROSECUTOR, "item.set_aside", message, "") in sharing.ground.audit_rows()


def test_views_of_the_colleagues_go_blank_at_once(sharing: Sharing) -> None:
    message = sharing.seal(PROSECUTOR, COLLEAGUE)
    sharing.act(lambda scene: _shown(scene, COLLEAGUE, message))
    aside(sharing, sharing.handle(message))
    with sharing.ground.database.look() as work:
        [blank] = work.session.scalars(select(Notice).where(Notice.kind == Kind.BLANK_VIEW.value)).all()
        assert blank.due_at == blank.created_at


def _shown(scene: Scene, user: SlackUserId, subject: str) -> None:
    """A view of it stands open on somebody's screen."""
    later = scene.moment + timedelta(minutes=10)
    blank = NewNotice(Kind.BLANK_VIEW, user, f"blank:{user}", subject=subject, due_at=later)
    post(scene.work, scene.moment, [blank])


def test_a_successor_in_the_post_inherits_nothing_of_it(sharing: Sharing) -> None:
    message = sharing.seal(to_role=Role.LIAISON_PROSECUTOR, to_agency=OFFICE)
    aside(sharing, sharing.handle(message))
    assert sharing.act(lambda scene: inherit(scene, sharing.actor(COLLEAGUE)), COLLEAGUE) == 0


def test_of_a_coordination_nobody_else_of_the_office_is_asked(sharing: Sharing) -> None:
    ref, handle = pinged(sharing)
    aside(sharing, handle)
    with sharing.ground.database.look() as work:
        ping = work.session.get_one(Ping, ref)
        assert PingState(ping.state) is PingState.CLOSED
        assert sharing.ground.vault.rows.row_holds(ping)
        waiting = select(DueStep.step).where(DueStep.subject == ref, DueStep.done_at.is_(None))
        assert not [step for step in work.session.scalars(waiting) if step != "ping.over"]
    assert notices(sharing, Kind.SET_ASIDE) == [(CLINICIAN, ref)]
    assert notices(sharing, Kind.PING_MANAGER) == []


def test_nobody_sets_aside_what_they_wrote_or_what_is_not_theirs(sharing: Sharing) -> None:
    message = sharing.seal(PROSECUTOR, CLINICIAN)
    theirs = sharing.handle(message)
    for handle, user in (
        (theirs, COLLEAGUE),
        (sharing.handle(message, CASE_MANAGER), CASE_MANAGER),
        (sharing.handle(message, CLINICIAN), CLINICIAN),
        (Handle("none"), PROSECUTOR),
    ):
        with pytest.raises(NotAvailable):
            aside(sharing, handle, user)
    assert sharing.reads(message)
    aside(sharing, theirs)
    with pytest.raises(NotAvailable):
        aside(sharing, theirs)
    assert len(notices(sharing, Kind.SET_ASIDE)) == 1


def test_it_is_offered_to_readers_of_police_and_prosecution_only() -> None:
    offered = {(role, basis) for role in Role for basis in Basis if may_set_aside(role, basis)}
    roles = {Role.OFFICER, Role.POLICE_SUPERVISOR, Role.LIAISON_PROSECUTOR}
    assert offered == {(role, basis) for role in roles for basis in Basis if basis is not Basis.OWN}
    assert not may_set_aside(None, Basis.OWN)
