"""A file on a site in use: what takes away is done, what adds waits, and the same file again does neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.acts.bring import Brought, Change, bring_rules, bring_seats
from models.acts.depart import depart
from models.database import Database
from models.errors import BadFile, LastManager
from models.notice import Kind, Notice
from models.people import Account, Member
from models.proposal import OPERATOR, Proposal, Wanted
from models.roster_file import Seating
from models.scene import Scene
from models.schema import SlackUserId
from models.site import SiteRules
from models.site_versions import SiteBook
from models.vault import Opened, Refused
from tests.factories import (
    BACKUP,
    MANAGER,
    NOON,
    OFFICER,
    RESPONDER,
    Laid,
    laid_on_sqlite,
    lay,
)

TODAY = date(2026, 9, 15)
NEW = SlackUserId("UNEW00001")
OTHER_TABLE = "project_management:Other Table"


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Laid]:
    with laid_on_sqlite(tmp_path) as laid:
        yield laid


def brought(ground: Laid, *seats: Seating) -> Brought:
    with ground.database.work() as work:
        here = Scene(work, ground.vault, ground.audit, ground.rules, SlackUserId(OPERATOR), NOON)
        done = bring_seats(here, seats)
        work.commit()
        return done


def counts(ground: Laid, *seats: Seating) -> dict[Change, int]:
    return {change: count for change, count in brought(ground, *seats).counts.items() if count}


def line(ground: Laid, whose: SlackUserId, **columns: object) -> Seating:
    return replace(next(seat for seat in ground.seats if seat.user == whose), **columns)  # type: ignore[arg-type]


def member(ground: Laid, user: SlackUserId) -> Member:
    with ground.database.look() as work:
        return work.session.get_one(Member, user)


def waiting(ground: Laid) -> list[Proposal]:
    with ground.database.look() as work:
        return list(work.session.scalars(select(Proposal).where(Proposal.settled_at.is_(None))))


def told(ground: Laid, kind: Kind) -> list[tuple[str, str]]:
    with ground.database.look() as work:
        rows = work.session.scalars(select(Notice).where(Notice.kind == kind.value).order_by(Notice.id))
        return [(notice.recipient, notice.target) for notice in rows]


def test_an_empty_site_takes_a_whole_roster_at_once_and_the_same_file_again_changes_nothing(
    database: Database, tmp_path: Path
) -> None:
    ground = lay(database, tmp_path, people=False)
    assert brought(ground, *ground.seats).at_once
    assert counts(ground, *ground.seats) == {Change.UNCHANGED: len(ground.seats)}
    assert waiting(ground) == []


def test_a_first_roster_without_a_project_manager_is_refused(database: Database, tmp_path: Path) -> None:
    ground = lay(database, tmp_path, people=False)
    with pytest.raises(LastManager):
        brought(ground, *(seat for seat in ground.seats if seat.user != MANAGER))
    with ground.database.look() as work:
        assert work.session.scalars(select(Member)).all() == []


def test_a_newcomer_waits_and_the_same_file_again_makes_no_second_proposal(ground: Laid) -> None:
    newcomer = line(ground, OFFICER, user=NEW, display_name="Zinnia Newperson")
    assert counts(ground, newcomer) == {Change.PROPOSED: 1}
    assert counts(ground, newcomer) == {Change.WAITING: 1}
    [proposal] = waiting(ground)
    assert (proposal.subject, proposal.against, proposal.proposed_by) == (NEW, 0, OPERATOR)
    assert proposal.first_by is None, "the command line counts for nobody"
    with ground.database.look() as work:
        assert work.session.get(Member, NEW) is None


@pytest.mark.parametrize(
    ("user", "columns"),
    [
        (OFFICER, {"active_until": TODAY + timedelta(days=30)}),
        (OFFICER, {"active_from": TODAY + timedelta(days=30)}),
        (OFFICER, {"account": Account.MEMBER}),
        (OFFICER, {"display_name": "Tansy Quillfeather-Example"}),
        (RESPONDER, {"regions": ("north",)}),
    ],
    ids=["earlier end", "later start", "kind of account", "name", "fewer regions"],
)
def test_what_only_takes_away_is_done_at_once(
    ground: Laid, user: SlackUserId, columns: dict[str, object]
) -> None:
    seat = line(ground, user, **columns)
    assert counts(ground, seat) == {Change.NARROWED: 1}
    assert waiting(ground) == []
    row = member(ground, user)
    assert ground.vault.rows.row_holds(row)
    assert row.version == 2
    assert counts(ground, seat) == {Change.UNCHANGED: 1}


def test_what_widens_waits_and_the_seat_stays_as_it_was(ground: Laid) -> None:
    assert counts(ground, line(ground, OFFICER, regions=())) == {Change.PROPOSED: 1}
    assert member(ground, OFFICER).regions == "north"


def test_a_line_that_takes_and_adds_does_the_one_and_proposes_the_other(ground: Laid) -> None:
    ground.reappoint(RESPONDER, roles="case_manager;outreach_responder")
    handles = ground.refer().handles
    wanted = line(ground, RESPONDER, roles=("case_manager", "clinical_supervisor"))
    assert counts(ground, wanted) == {Change.NARROWED: 1, Change.PROPOSED: 1}
    assert member(ground, RESPONDER).roles == "case_manager"
    assert isinstance(ground.open(RESPONDER, handles[RESPONDER]), Refused)
    [proposal] = waiting(ground)
    assert Wanted.from_content(proposal.content) == Wanted(wanted)
    assert proposal.against == member(ground, RESPONDER).version
    assert counts(ground, wanted) == {Change.WAITING: 1}


def test_what_a_lost_role_had_in_hand_waits_for_somebody_again(ground: Laid) -> None:
    ground.reappoint(RESPONDER, roles="executive;outreach_responder")
    shared = ground.refer()
    ground.change(shared.ref, responder=RESPONDER, acknowledged_by=RESPONDER, acknowledged_at=NOON)
    counts(ground, line(ground, RESPONDER, roles=("executive",)))
    assert (BACKUP, "") in told(ground, Kind.CARD_WAITS)
    assert isinstance(ground.open(RESPONDER, shared.handles[RESPONDER]), Refused)
    ground.reappoint(RESPONDER, roles="executive;outreach_responder")
    assert isinstance(ground.open(RESPONDER, shared.handles[RESPONDER]), Refused), "taken back for good"
    assert isinstance(ground.open(BACKUP, shared.handles[BACKUP]), Opened)


@pytest.mark.parametrize(
    "columns",
    [{"agency": "police:Quay PD"}, {"roles": ("police_supervisor",)}, {"regions": ("quay",)}],
    ids=["agency", "role", "region"],
)
def test_a_line_with_nothing_in_common_ends_the_seat_and_proposes_the_new_one(
    ground: Laid, columns: dict[str, object]
) -> None:
    wanted = line(ground, OFFICER, **columns)
    assert counts(ground, wanted) == {Change.ENDED: 1, Change.PROPOSED: 1}
    assert member(ground, OFFICER).suspended_at == NOON
    assert (OFFICER, "") in told(ground, Kind.ACCESS_ENDED)
    assert counts(ground, wanted) == {Change.WAITING: 1}


def test_the_old_line_lets_no_suspended_member_back_in_and_a_new_one_waits(ground: Laid) -> None:
    with ground.database.work() as work:
        depart(work, ground.vault, ground.audit, ground.rules, OFFICER, NOON, OPERATOR)
        work.commit()
    assert counts(ground, line(ground, OFFICER)) == {Change.SUSPENDED: 1}
    assert counts(ground, line(ground, OFFICER, active_from=TODAY)) == {Change.PROPOSED: 1}
    assert member(ground, OFFICER).suspended_at == NOON


def test_a_file_that_says_what_stands_takes_the_operators_proposal_back(ground: Laid) -> None:
    counts(ground, line(ground, OFFICER, regions=()))
    assert counts(ground, line(ground, OFFICER)) == {Change.UNCHANGED: 1}
    assert waiting(ground) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"agency": OTHER_TABLE},
        {"active_until": TODAY + timedelta(days=3)},
        {"active_from": TODAY + timedelta(days=1)},
    ],
    ids=["another agency", "ends soon", "begins later"],
)
def test_a_file_that_leaves_no_project_manager_is_refused_whole(
    ground: Laid, columns: dict[str, object]
) -> None:
    newcomer = line(ground, OFFICER, user=NEW)
    rows = ground.audit_rows()
    with pytest.raises(LastManager) as refused:
        brought(ground, newcomer, line(ground, MANAGER, **columns))
    assert refused.value.user == MANAGER
    assert ground.audit_rows() == rows
    assert waiting(ground) == []
    assert ground.vault.rows.row_holds(member(ground, MANAGER)), "the journal has noted nothing either"


def test_with_another_project_manager_one_may_go(ground: Laid) -> None:
    ground.reappoint(OFFICER, agency=OTHER_TABLE, roles="project_manager")
    assert counts(ground, line(ground, MANAGER, active_until=TODAY)) == {Change.NARROWED: 1}


def test_the_project_managers_hear_of_a_role_that_nobody_of_the_agency_holds_any_more(ground: Laid) -> None:
    holly = SlackUserId("UHOLLY001")
    counts(ground, line(ground, holly, roles=("case_manager",)))
    assert told(ground, Kind.SEAT_EMPTY) == [(MANAGER, "clinical supervisor @ Harbor Bridge Outreach")]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_file_of_an_operators_alone_ever_grants_what_was_not_granted(data: st.DataObject) -> None:
    import tempfile  # noqa: PLC0415 - hypothesis and tmp_path do not go together

    with tempfile.TemporaryDirectory() as folder, laid_on_sqlite(Path(folder)) as ground:
        seat = data.draw(st.sampled_from([one for one in ground.seats if one.user != MANAGER]))
        wanted = replace(
            seat,
            roles=tuple(sorted(data.draw(st.sets(st.sampled_from([*seat.roles, "executive"]), min_size=1)))),
            regions=tuple(sorted(data.draw(st.sets(st.sampled_from(["north", "quay"]))))),
            active_until=data.draw(st.none() | st.just(TODAY)),
        )
        brought(ground, wanted)
        row = member(ground, seat.user)
        assert set(row.roles.split(";")) <= set(seat.roles)
        assert not seat.regions or set(row.regions.split(";")) <= set(seat.regions)
        assert row.version == 1 or ground.vault.rows.row_holds(row)


def rules_brought(ground: Laid, wanted: SiteRules) -> tuple[int | None, Change]:
    with ground.database.work() as work:
        now = SiteBook(ground.vault.rows).current(work)
        here = Scene(work, ground.vault, ground.audit, now, SlackUserId(OPERATOR), NOON)
        done = bring_rules(here, wanted, now)
        work.commit()
        return done


def in_force(ground: Laid) -> SiteRules:
    with ground.database.look() as work:
        return SiteBook(ground.vault.rows).current(work)


def clocked(rules: SiteRules, **clocks: int) -> SiteRules:
    return rules.model_copy(update={"clocks": rules.clocks.model_copy(update=clocks)})


def test_changed_rules_wait_and_the_same_file_again_makes_no_second_proposal(ground: Laid) -> None:
    wanted = clocked(ground.rules, handoff_minutes=20)
    assert rules_brought(ground, wanted) == (None, Change.PROPOSED)
    assert rules_brought(ground, wanted) == (None, Change.WAITING)
    assert in_force(ground) == ground.rules
    assert rules_brought(ground, ground.rules) == (None, Change.UNCHANGED)
    assert waiting(ground) == []


def test_a_shorter_time_for_viewing_is_in_force_at_once_and_the_rest_waits(ground: Laid) -> None:
    assert rules_brought(ground, clocked(ground.rules, view_hours=24)) == (2, Change.NARROWED)
    wanted = clocked(ground.rules, view_hours=12, handoff_minutes=20)
    assert rules_brought(ground, wanted) == (3, Change.PROPOSED)
    assert in_force(ground) == clocked(ground.rules, view_hours=12)
    assert [row.against for row in waiting(ground)] == [3]


def test_a_criteria_card_that_changed_under_its_old_number_is_turned_away(ground: Laid) -> None:
    card = ground.rules.criteria
    same_number = card.model_copy(update={"lines": ("Something else.",)})
    with pytest.raises(BadFile, match=f"above {card.version}"):
        rules_brought(ground, ground.rules.model_copy(update={"criteria": same_number}))
    higher = same_number.model_copy(update={"version": card.version + 1})
    wanted = ground.rules.model_copy(update={"criteria": higher})
    assert rules_brought(ground, wanted) == (None, Change.PROPOSED)


def test_a_golden_rule_list_that_changed_without_a_later_version_is_turned_away(ground: Laid) -> None:
    rule = ground.rules.golden_rule
    same_version = rule.model_copy(update={"stop": ("blues",)})
    with pytest.raises(BadFile, match=f"golden_rule.version: .* above {rule.version}"):
        rules_brought(ground, ground.rules.model_copy(update={"golden_rule": same_version}))
    later = same_version.model_copy(update={"version": rule.version + 1})
    wanted = ground.rules.model_copy(update={"golden_rule": later})
    assert rules_brought(ground, wanted) == (None, Change.PROPOSED)
