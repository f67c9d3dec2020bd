"""Proposals: everybody is asked, only the project manager hears what they say, and the answer comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.acts.issues import end
from models.acts.policy import (
    GroupAnswer,
    Proposing,
    answer,
    put_before,
    send_up,
)
from models.acts.soundings import Spoken, asked_about, say, sounded, what_was_said
from models.admin_issue import IssueState
from models.errors import AlreadyChanged, DomainError, NotAllowed, NotAvailable
from models.notice import Kind
from models.people import Role
from models.policy import PolicyState, Stance, Touches
from models.schema import SlackUserId
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, NEIGHBOR, OFFICER, PROSECUTOR, laid_on_sqlite
from tests.models.acts.proposing import CHAIR, POLICY, SERGEANT, Site, lay_site

EVERYBODY = [OFFICER, SERGEANT, CASE_MANAGER, CLINICIAN, PROSECUTOR, NEIGHBOR]
WORDS = "Quieter mornings would do"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with laid_on_sqlite(tmp_path) as laid:
        yield lay_site(laid)


def said(site: Site, ref: str, user: SlackUserId, stance: Stance = Stance.CANNOT, words: str = WORDS) -> None:
    site.act(lambda scene: say(scene, ref, stance, words), user)  # type: ignore[arg-type]


def test_everybody_of_the_work_group_is_asked_officers_and_sergeants_too(site: Site) -> None:
    site.sent_up()
    told = site.told(Kind.SOUNDING)
    assert {OFFICER, SERGEANT, CASE_MANAGER, PROSECUTOR, NEIGHBOR, MANAGER} <= set(told)
    assert CHAIR not in told, "who decides is not sounded"
    assert len(told) == len(set(told))


def test_a_group_of_one_region_asks_those_who_work_there(site: Site) -> None:
    north = {
        "code": "north_owg",
        "name": "North",
        "kind": "owg",
        "channel": "C0NORTH01",
        "regions": ["north"],
    }
    site.change_rules(groups=(north, POLICY.model_dump()))
    with_north = site.look(lambda scene: sounded(scene, "north_owg"))
    assert OFFICER in with_north
    assert SlackUserId("UMARROW01") not in with_north


@pytest.mark.parametrize("user", [OFFICER, SERGEANT, CASE_MANAGER, CLINICIAN, PROSECUTOR, NEIGHBOR, CHAIR])
def test_nobody_but_a_project_manager_hears_what_was_said(site: Site, user: SlackUserId) -> None:
    ref = site.sent_up()
    said(site, ref, OFFICER)
    with pytest.raises(NotAllowed):
        site.look(lambda scene: what_was_said(scene, ref), user)
    assert site.look(lambda scene: what_was_said(scene, ref)) == [
        Spoken("Tansy Quillfeather", Stance.CANNOT, WORDS)
    ]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(EVERYBODY), st.sampled_from(list(Stance)), max_size=6))
def test_whatever_is_said_the_readers_own_stance_is_all_that_others_see(
    site: Site, stances: dict[SlackUserId, Stance]
) -> None:
    ref = site.sent_up()
    for user, stance in stances.items():
        said(site, ref, user, stance)
    for reader in EVERYBODY:
        _, mine = site.look(lambda scene: asked_about(scene, ref), reader)
        assert (mine.member, mine.stance) == (reader, stances.get(reader, ""))
    heard = site.look(lambda scene: what_was_said(scene, ref))
    assert sorted(one.stance for one in heard) == sorted(stances.values())
    assert [one.stance for one in heard] == sorted(stances.values(), key=list(Stance).index)
    assert not any(isinstance(getattr(one, name), int) for one in heard for name in ("name", "words"))


def test_the_log_says_that_and_never_what(site: Site) -> None:
    ref = site.sent_up()
    said(site, ref, OFFICER)
    log = site.logged()
    assert "sounding.said" in log
    assert not any(text in log for text in (Stance.CANNOT.value, WORDS))


def test_it_can_be_changed_until_the_group_has_answered(site: Site) -> None:
    ref = site.before()
    said(site, ref, OFFICER)
    said(site, ref, OFFICER, Stance.SUPPORT, "")
    (heard,) = site.look(lambda scene: what_was_said(scene, ref))
    assert (heard.stance, heard.words) == (Stance.SUPPORT, "")
    site.act(lambda scene: answer(scene, ref, GroupAnswer(PolicyState.CONSENSUS, "Yes")), CHAIR)
    with pytest.raises(AlreadyChanged):
        said(site, ref, OFFICER)


def test_who_was_not_asked_says_nothing(site: Site) -> None:
    ref = site.sent_up()
    with pytest.raises(NotAvailable):
        said(site, ref, CHAIR)


@pytest.mark.parametrize("user", [OFFICER, CASE_MANAGER, CHAIR])
def test_the_owner_or_a_project_manager_proposes_and_nobody_else(site: Site, user: SlackUserId) -> None:
    ref = site.raised()
    proposing = Proposing("Background", "Options", Touches.NOTHING)
    with pytest.raises(NotAllowed):
        site.act(lambda scene: send_up(scene, ref, proposing), user)
    owned = site.raised(PROSECUTOR, owner=user)
    assert site.act(lambda scene: send_up(scene, owned, proposing).issue, user) == owned


def test_written_anew_everybody_is_asked_again_and_what_was_said_of_other_words_is_gone(site: Site) -> None:
    ref = site.before()
    said(site, ref, OFFICER)
    with pytest.raises(AlreadyChanged):
        site.sent_up(ref=ref)
    site.act(lambda scene: answer(scene, ref, GroupAnswer(PolicyState.NEEDS_MORE, "Cost?")), CHAIR)
    before = len(site.told(Kind.SOUNDING))
    site.sent_up(ref=ref)
    assert site.row(ref).state == PolicyState.SOUNDING
    assert site.look(lambda scene: what_was_said(scene, ref)) == []
    assert len(site.told(Kind.SOUNDING)) == 2 * before


def test_a_project_manager_puts_it_before_the_group(site: Site) -> None:
    ref = site.sent_up()
    with pytest.raises(NotAllowed):
        site.act(lambda scene: put_before(scene, ref), SERGEANT)
    site.act(lambda scene: put_before(scene, ref))
    assert (site.row(ref).state, site.row(ref).group) == (PolicyState.BEFORE_GROUP, "policy")
    with pytest.raises(AlreadyChanged):
        site.act(lambda scene: put_before(scene, ref))


@pytest.mark.parametrize("user", [MANAGER, OFFICER, SERGEANT, NEIGHBOR])
def test_only_the_groups_facilitator_enters_its_answer(site: Site, user: SlackUserId) -> None:
    ref = site.before()
    with pytest.raises(NotAllowed):
        site.act(lambda scene: answer(scene, ref, GroupAnswer(PolicyState.CONSENSUS, "Yes")), user)


def test_without_a_facilitator_who_has_a_seat_a_project_manager_enters_it(site: Site) -> None:
    ref = site.before()
    site.change_rules(groups=(POLICY.model_copy(update={"facilitator": "UGONE0001"}).model_dump(),))
    site.act(lambda scene: answer(scene, ref, GroupAnswer(PolicyState.CONSENSUS, "Yes")), MANAGER)
    assert site.row(ref).state == PolicyState.CONSENSUS


def test_whoever_raised_it_and_whoever_sees_to_it_hear_the_answer(site: Site) -> None:
    ref = site.raised(OFFICER, owner=CASE_MANAGER)
    site.sent_up(ref=ref)
    site.act(lambda scene: put_before(scene, ref))
    site.act(lambda scene: answer(scene, ref, GroupAnswer(PolicyState.NEEDS_MORE, "Cost?")), CHAIR)
    assert set(site.told(Kind.POLICY_ANSWERED)) == {OFFICER, CASE_MANAGER, MANAGER}


def test_what_was_put_off_is_before_the_group_again_on_its_day(site: Site) -> None:
    ref = site.before()
    day = site.rules.today(site.moment) + timedelta(days=10)
    site.act(lambda scene: answer(scene, ref, GroupAnswer(PolicyState.DEFERRED, "In spring", day)), CHAIR)
    site.go(timedelta(days=9))
    assert (site.row(ref).state, site.row(ref).effective) == (PolicyState.DEFERRED, day)
    site.go(timedelta(days=1))
    assert site.row(ref).state == PolicyState.BEFORE_GROUP
    assert MANAGER in site.told(Kind.POLICY_BACK)


@pytest.mark.parametrize(
    "given_answer",
    [
        GroupAnswer(PolicyState.SOUNDING, "x"),
        GroupAnswer(PolicyState.DEFERRED, "x"),
        GroupAnswer(PolicyState.WITHDRAWN, "x"),
    ],
)
def test_what_is_no_answer_is_refused(site: Site, given_answer: GroupAnswer) -> None:
    ref = site.before()
    with pytest.raises(ValueError, match=given_answer.state.value):
        site.act(lambda scene: answer(scene, ref, given_answer), CHAIR)
    assert site.row(ref).state == PolicyState.BEFORE_GROUP


def test_an_issue_that_ends_takes_its_proposal_off_the_agenda(site: Site) -> None:
    ref = site.before()
    site.act(lambda scene: end(scene, ref, IssueState.SETTLED, "Done otherwise"))
    assert site.row(ref).state == PolicyState.WITHDRAWN
    with pytest.raises(DomainError):
        site.act(lambda scene: answer(scene, ref, GroupAnswer(PolicyState.CONSENSUS, "Yes")), CHAIR)


def test_technicians_and_auditors_are_not_sounded(site: Site) -> None:
    site.ground.reappoint(NEIGHBOR, roles=Role.TECHNICIAN.value)
    site.sent_up()
    assert NEIGHBOR not in site.told(Kind.SOUNDING)
