"""Who finds which coordination: by their part in it, and never by whether a release still runs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from models.acts.ping import NewPing, ask, close
from models.acts.ping_answer import not_mine
from models.acts.ping_parts import Part, part_in, parts_of
from models.classes import Category
from models.database import Database
from models.ping import Ask, Ping, Side
from models.schema import Handle, PingRef, SlackUserId
from models.sensitive import Sensitive
from tests.factories import CASE_MANAGER, MANAGER, NOON, OFFICER, PROSECUTOR, lay
from tests.models.sharing import COLLEAGUE, OFFICE, Sharing, office, scene_of, share

WORDS = {Category.LEGAL_CALENDAR: {"wanted": Sensitive("decline to file")}}
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign(office(Category.LEGAL_CALENDAR))
    return made


@pytest.fixture
def ref(sharing: Sharing) -> PingRef:
    new = NewPing(Side.PROSECUTOR, Ask.FILING, sharing.ref, OFFICE, WORDS)
    return sharing.act(lambda scene: ask(scene, new).ref)


def part(sharing: Sharing, ref: PingRef, user: SlackUserId) -> Part | None:
    with sharing.ground.database.look() as work:
        ping = work.session.get_one(Ping, ref)
        return part_in(scene_of(sharing.ground, work, user, LATER), sharing.actor(user), ping)


def before(sharing: Sharing, user: SlackUserId) -> dict[str, tuple[Part, Handle]]:
    with sharing.ground.database.look() as work:
        scene = scene_of(sharing.ground, work, user, LATER)
        return {one.ping.ref: (one.part, one.handle) for one in parts_of(scene, sharing.actor(user))}


def test_each_has_their_own_part(sharing: Sharing, ref: PingRef) -> None:
    parts = {
        user: part(sharing, ref, user) for user in (CASE_MANAGER, PROSECUTOR, MANAGER, COLLEAGUE, OFFICER)
    }
    assert parts == {
        CASE_MANAGER: Part.ASKER,
        PROSECUTOR: Part.ASKED,
        MANAGER: Part.MANAGER,
        COLLEAGUE: None,
        OFFICER: None,
    }


def test_what_stands_before_somebody_opens_by_their_own_item(sharing: Sharing, ref: PingRef) -> None:
    for user, theirs in ((CASE_MANAGER, Part.ASKER), (PROSECUTOR, Part.ASKED)):
        [(found, handle)] = before(sharing, user).values()
        assert found is theirs
        assert sharing.ground.open(user, handle, LATER)
    assert before(sharing, MANAGER) == {}, "a project manager is told, and looks for none"


def test_the_end_of_a_release_changes_nothing_of_it(sharing: Sharing, ref: PingRef) -> None:
    stood = before(sharing, PROSECUTOR)
    sharing.revoke(*[one.id for one in sharing.circle().consents])
    assert before(sharing, PROSECUTOR) == stood
    assert part(sharing, ref, PROSECUTOR) is Part.ASKED


def test_after_not_mine_nobody_of_that_office_finds_it(sharing: Sharing, ref: PingRef) -> None:
    [(_, handle)] = before(sharing, PROSECUTOR).values()
    sharing.act(lambda scene: not_mine(scene, handle, ""), PROSECUTOR, LATER)
    assert before(sharing, PROSECUTOR) == {}
    assert part(sharing, ref, PROSECUTOR) is None


def test_a_closed_one_stays_with_the_asker_for_a_while(sharing: Sharing, ref: PingRef) -> None:
    sharing.act(lambda scene: close(scene, ref), CASE_MANAGER, NOON)
    assert part(sharing, ref, CASE_MANAGER) is Part.ASKER
    assert part(sharing, ref, PROSECUTOR) is None


def test_who_changed_agency_finds_nothing(sharing: Sharing, ref: PingRef) -> None:
    sharing.ground.reappoint(PROSECUTOR, agency="prosecutor:Lantern Harbor City Attorney")
    assert part(sharing, ref, PROSECUTOR) is None


def test_an_altered_row_is_nobodys(sharing: Sharing, ref: PingRef) -> None:
    with sharing.ground.database.work() as work:
        work.session.execute(update(Ping).values(asker=OFFICER))
        work.commit()
    for user in (OFFICER, CASE_MANAGER, PROSECUTOR, MANAGER):
        assert part(sharing, ref, user) is None
        assert before(sharing, user) == {}
