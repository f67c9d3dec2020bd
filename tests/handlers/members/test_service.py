"""Slack's word on accounts: seats end, once; nobody is let in; an unanswered question changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers.members.facts import AccountFacts
from handlers.members.service import ROUND, Departures
from models.errors import StorageUnavailable
from models.notice import Kind
from models.people import Account, Member
from models.replay import Replay
from models.rounds import Round
from models.schema import SlackUserId
from tests.handlers.harbor import BACKUP, MANAGER, NEIGHBOR, RESPONDER, STRANGER, Harbor, lay

MORNING = datetime(2026, 9, 15, 10, 10, tzinfo=UTC)  # 03:10 in Lantern Harbor
GONE = AccountFacts(RESPONDER, ended=True, guest=False)


def rounds(harbor: Harbor) -> int:
    """How often Slack was asked for all accounts."""
    with harbor.ground.database.look() as work:
        query = select(func.count()).select_from(Round).where(Round.name == ROUND)
        return work.session.scalar(query) or 0


@pytest.fixture
def harbor(tmp_path: Path) -> Iterator[Harbor]:
    harbor = lay(tmp_path)
    yield harbor
    harbor.ground.database.close()


def suspended(harbor: Harbor) -> list[str]:
    with harbor.ground.database.look() as work:
        members = work.session.query(Member).order_by(Member.slack_user_id)
        return [member.slack_user_id for member in members if member.suspended_at]


def listing(harbor: Harbor, *changed: AccountFacts, without: SlackUserId | None = None) -> Asked:
    with harbor.ground.database.look() as work:
        users = [
            member.slack_user_id for member in work.session.query(Member) if member.slack_user_id != without
        ]
    facts = {user: AccountFacts(user, ended=False, guest=user == NEIGHBOR) for user in users}
    return Asked({**facts, **{one.user: one for one in changed}})


class Asked:
    """Slack, asked for every account; `facts` None = it does not answer."""

    def __init__(self, facts: dict[SlackUserId, AccountFacts] | None) -> None:
        self.facts = facts
        self.times = 0

    def __call__(self) -> dict[SlackUserId, AccountFacts] | None:
        self.times += 1
        return self.facts


def test_an_account_that_ended_ends_the_seat_and_the_manager_is_told_once(harbor: Harbor) -> None:
    departures = Departures(harbor.ground)
    for key in ("Ev1", "Ev1", "Ev2"):
        departures.changed(GONE, key)
    assert suspended(harbor) == [RESPONDER]
    assert harbor.told(MANAGER) == [Kind.MEMBER_LEFT]
    assert harbor.verbs().count("member.suspended") == 1
    assert harbor.count(Replay) == 1
    assert harbor.rung


def test_an_account_that_comes_back_finds_its_seat_suspended(harbor: Harbor) -> None:
    departures = Departures(harbor.ground)
    departures.changed(GONE, "Ev1")
    departures.changed(AccountFacts(RESPONDER, ended=False, guest=False), "Ev2")
    assert suspended(harbor) == [RESPONDER]


@pytest.mark.parametrize(
    "facts",
    [
        AccountFacts(STRANGER, ended=True, guest=False),
        AccountFacts(RESPONDER, ended=False, guest=True),
        AccountFacts(RESPONDER, ended=False, guest=None),
    ],
    ids=["nobody of ours", "no kind is expected", "little is said"],
)
def test_other_changes_do_nothing_and_leave_nothing_behind(harbor: Harbor, facts: AccountFacts) -> None:
    before = harbor.verbs()
    Departures(harbor.ground).changed(facts, "Ev1")
    assert suspended(harbor) == []
    assert harbor.count(Replay) == 0
    assert harbor.verbs() == before


def expect(harbor: Harbor, user: SlackUserId, account: Account) -> None:
    ground = harbor.ground
    with ground.database.work() as work:
        member = work.session.get_one(Member, user)
        member.account = account.value
        member.version += 1
        ground.vault.rows.sign_row(member)
        work.commit()


@pytest.mark.parametrize(("account", "guest"), [(Account.MEMBER, True), (Account.GUEST, False)])
def test_an_account_of_another_kind_than_expected_ends_the_seat(
    harbor: Harbor, account: Account, guest: bool
) -> None:
    expect(harbor, BACKUP, account)
    Departures(harbor.ground).changed(AccountFacts(BACKUP, ended=False, guest=guest), "Ev1")
    assert suspended(harbor) == [BACKUP]


def test_the_round_is_made_once_a_day_from_ten_past_three(harbor: Harbor) -> None:
    departures, ask = Departures(harbor.ground), listing(harbor)
    harbor.time.moment = MORNING - timedelta(seconds=1)
    departures.reconcile(ask)
    assert ask.times == 1, "yesterday's round had not been made"
    departures.reconcile(ask)
    assert ask.times == 1
    harbor.time.moment = MORNING
    Departures(harbor.ground).reconcile(ask)
    departures.reconcile(ask)
    assert ask.times == 2
    harbor.time.go(timedelta(days=5, hours=9))
    departures.reconcile(ask)
    departures.reconcile(ask)
    assert ask.times == 3, "after days of standing still one round is due, not five"
    assert rounds(harbor) == 3
    assert suspended(harbor) == []


def test_the_round_ends_the_seats_whose_accounts_have_ended(harbor: Harbor) -> None:
    departures = Departures(harbor.ground)
    departures.reconcile(listing(harbor, GONE, AccountFacts(STRANGER, ended=True, guest=False)))
    assert suspended(harbor) == [RESPONDER]
    assert harbor.told(MANAGER) == [Kind.MEMBER_LEFT]


@pytest.mark.parametrize("answer", [None, {}])
def test_an_unanswered_round_changes_nothing_and_is_made_later(
    harbor: Harbor, answer: dict[SlackUserId, AccountFacts] | None
) -> None:
    departures = Departures(harbor.ground)
    departures.reconcile(Asked(answer))
    assert suspended(harbor) == []
    assert rounds(harbor) == 0
    departures.reconcile(listing(harbor, GONE))
    assert suspended(harbor) == [RESPONDER]


def test_whom_slack_does_not_know_keeps_the_seat_and_is_told_as_a_count_only(harbor: Harbor) -> None:
    Departures(harbor.ground).reconcile(listing(harbor, without=BACKUP))
    assert suspended(harbor) == []
    [notice] = harbor.notices(Kind.NOT_IN_SLACK)
    assert (notice.recipient, notice.target, notice.subject) == (MANAGER, "1", "")


def test_an_event_that_could_not_be_kept_is_made_up_for_by_the_next_round(harbor: Harbor) -> None:
    departures = Departures(harbor.ground)
    departures.reconcile(listing(harbor))
    with harbor.busy(), pytest.raises(StorageUnavailable):
        departures.changed(GONE, "Ev1")
    assert suspended(harbor) == []
    ask: Callable[[], dict[SlackUserId, AccountFacts] | None] = listing(harbor, GONE)
    departures.reconcile(ask)
    assert suspended(harbor) == [RESPONDER]
