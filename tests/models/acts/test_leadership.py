"""Community leadership: who that is, and counts that never tell of a single one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from models.acts.leadership import is_community_leader, situations_for, tallies
from models.admin_issue import AdminIssue, IssueState
from models.database import Database
from models.people import find_actor
from models.scene import Scene
from models.schema import IssueRef, SituationRef, SlackUserId
from models.site import Group
from models.situation import Situation, SituationState
from tests.factories import MANAGER, NEIGHBOR, NOON, OFFICER, Laid, lay

LEADER = SlackUserId("UTHISTL01")
CLT = Group(code="clt", name="Leadership", kind="clt", channel="C0CLT0001", members=(LEADER, OFFICER))


@pytest.fixture
def ground(database: Database, tmp_path: Path) -> Laid:
    return lay(database, tmp_path)


def of(ground: Laid, user: SlackUserId, *groups: Group) -> bool:
    rules = ground.rules.model_copy(update={"groups": groups})
    with ground.database.look() as work:
        scene = Scene(work, ground.vault, ground.audit, rules, user, NOON)
        actor = find_actor(work, ground.vault.rows, user, rules.today(NOON))
        return is_community_leader(scene, actor)


@pytest.mark.parametrize(
    ("user", "expected"), [(LEADER, True), (NEIGHBOR, False), (OFFICER, False), (MANAGER, False)]
)
def test_only_a_representative_who_belongs_to_the_group_is_of_it(
    ground: Laid, user: SlackUserId, expected: bool
) -> None:
    assert of(ground, user, CLT) is expected


def test_a_group_that_names_nobody_is_all_representatives_and_a_site_without_one_has_none(
    ground: Laid,
) -> None:
    everybody = CLT.model_copy(update={"members": ()})
    assert of(ground, LEADER, everybody)
    assert of(ground, NEIGHBOR, everybody)
    assert not of(ground, LEADER)
    assert not of(ground, LEADER, CLT.model_copy(update={"kind": "owg"}))


def add(ground: Laid, count: int, *, hours: float = 48, state: str = "open", first: int = 0) -> None:
    raised = NOON - timedelta(hours=hours)
    with ground.database.work() as work:
        for number in range(first, first + count):
            work.session.add(
                Situation(
                    ref=SituationRef(f"S-{number:05}"),
                    group="owg",
                    place="Ferry steps",
                    pattern="Noise after ten",
                    raised_by=OFFICER,
                    owner=MANAGER,
                    state=state,
                    raised_at=raised,
                    review_on=NOON.date(),
                )
            )
            work.session.add(
                AdminIssue(
                    ref=IssueRef(f"A-{number:05}"),
                    words="Paperwork",
                    raised_by=OFFICER,
                    came_from=str(number),
                    owner=MANAGER,
                    state=IssueState.OPEN.value,
                    raised_at=raised,
                )
            )
        work.commit()


def counted(ground: Laid) -> tuple[dict[str, str], dict[str, str]]:
    with ground.database.look() as work:
        found = tallies(Scene(work, ground.vault, ground.audit, ground.rules, LEADER, NOON))
    return dict(found.situations), dict(found.issues)


def test_none_and_ten_read_the_same_and_eleven_is_a_range(ground: Laid) -> None:
    nothing = counted(ground)
    assert set(nothing[0].values()) | set(nothing[1].values()) == {"<11"}
    add(ground, 10)
    assert counted(ground) == nothing
    add(ground, 1, first=10)
    situations, issues = counted(ground)
    assert (situations[SituationState.OPEN], issues[IssueState.OPEN]) == ("11-15", "11-15")
    assert situations[SituationState.CLOSED] == issues[IssueState.SETTLED] == "<11"


def test_what_is_younger_than_a_day_is_not_counted(ground: Laid) -> None:
    add(ground, 11, hours=23.9)
    assert set(counted(ground)[0].values()) == {"<11"}


def test_a_leader_sees_the_open_situations_and_no_closed_one(ground: Laid) -> None:
    add(ground, 2)
    add(ground, 1, first=2, state="closed")
    with ground.database.look() as work:
        scene = Scene(work, ground.vault, ground.audit, ground.rules, LEADER, NOON)
        actor = find_actor(work, ground.vault.rows, LEADER, ground.rules.today(NOON))
        assert [one.ref for one in situations_for(scene, actor)] == ["S-00000", "S-00001"]
