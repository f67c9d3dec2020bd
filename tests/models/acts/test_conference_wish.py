"""Whoever asks for a conference hears one sentence, now and on a fixed day; the care team decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.conference_wish import ask_to_join, decline, let_in, to_settle, wish, wishes_for
from models.conference import Conference, ConferenceState, ConferenceWish, Reason, Wanted
from models.database import Database
from models.errors import AlreadyChanged, NotAvailable
from models.notice import Kind, Notice
from models.participant import Participant
from models.scene import Scene
from models.schema import ConferenceRef, SlackUserId
from tests.factories import (
    CASE_MANAGER,
    CLINICIAN,
    MANAGER,
    NEIGHBOR,
    NOON,
    OFFICER,
    PROSECUTOR,
    QUAY_OFFICER,
    lay,
)
from tests.models.conferring import TUESDAY, police, proposed, prosecutors, reads, row, seated, told
from tests.models.sharing import Sharing, scene_of, share

LATER = NOON + timedelta(days=14)


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


def wished(sharing: Sharing, typed: str, user: SlackUserId = OFFICER) -> None:
    sharing.act(lambda scene: wish(scene, typed, Reason.SAFETY, Wanted.TODAY), user)


def their_own(sharing: Sharing, user: SlackUserId = OFFICER, *, begun: bool = True) -> str:
    """A referral of theirs, from which the participant came or did not."""
    ref = sharing.ground.refer(referrer=user).ref
    if begun:
        sharing.alter(Participant, sharing.ref, referral=ref)
    return ref


def the_one(sharing: Sharing) -> Conference:
    with sharing.ground.database.look() as work:
        [found] = work.session.scalars(select(Conference)).all()
        work.session.expunge(found)
        return found


def heard(sharing: Sharing, user: SlackUserId) -> list[tuple[str, object]]:
    query = select(Notice).where(Notice.recipient == user).order_by(Notice.id)
    with sharing.ground.database.look() as work:
        kinds = {Kind.CARD_NOW.value, Kind.RECEIVED.value}
        return [(one.kind, one.due_at) for one in work.session.scalars(query) if one.kind not in kinds]


def test_an_officers_wish_on_their_own_referral_reaches_the_case_manager(sharing: Sharing) -> None:
    wished(sharing, their_own(sharing))
    found = the_one(sharing)
    assert (found.participant, found.state, found.starts_at) == (sharing.ref, ConferenceState.ASKED, None)
    assert told(sharing, CASE_MANAGER) == [Kind.CONFERENCE_WANTED]
    assert told(sharing, CLINICIAN) == told(sharing, MANAGER) == []


def test_a_wish_on_a_referral_without_a_participant_reaches_the_supervisor(sharing: Sharing) -> None:
    ref = their_own(sharing, begun=False)
    wished(sharing, ref)
    assert the_one(sharing).participant == ref
    assert told(sharing, CLINICIAN) == [Kind.CONFERENCE_WANTED]
    assert told(sharing, CASE_MANAGER) == []
    sharing.act(lambda scene: decline(scene, the_one(sharing).ref), CLINICIAN)
    assert the_one(sharing).state == ConferenceState.CLOSED


def test_nothing_an_asker_hears_says_whether_anybody_is_known(sharing: Sharing) -> None:
    mine = their_own(sharing)
    strangers = sharing.ground.refer(referrer=QUAY_OFFICER).ref
    for typed in (mine, strangers, "R-00000", "C-00000", sharing.ref, "P-00000", "K-00000"):
        before = len(heard(sharing, OFFICER))
        wished(sharing, typed)
        assert heard(sharing, OFFICER)[before:] == [(Kind.CONFERENCE_WISH_OVER, LATER)]
    with sharing.ground.database.look() as work:
        assert [one.about for one in work.session.scalars(select(ConferenceWish))] == [mine]


def test_a_second_wish_joins_the_first_and_nobody_is_told_twice(sharing: Sharing) -> None:
    mine = their_own(sharing)
    wished(sharing, mine)
    wished(sharing, mine)
    sharing.sign(prosecutors())
    wished(sharing, sharing.ref, PROSECUTOR)
    first = the_one(sharing)
    with sharing.ground.database.look() as work:
        found = wishes_for(scene_of(sharing.ground, work), first.ref)
        assert {one.member for one in found} == {OFFICER, PROSECUTOR}
    assert heard(sharing, OFFICER) == heard(sharing, PROSECUTOR) == [(Kind.CONFERENCE_WISH_OVER, LATER)]
    assert told(sharing, CASE_MANAGER) == [Kind.CONFERENCE_WANTED] * 2


def test_what_was_wished_for_is_what_the_care_team_sets_up(sharing: Sharing) -> None:
    wished(sharing, their_own(sharing))
    asked = the_one(sharing)
    sharing.sign(police(), prosecutors())
    ref = proposed(sharing)
    assert ref == asked.ref
    assert (row(sharing, ref).asker, row(sharing, ref).starts_at) == (CASE_MANAGER, TUESDAY)
    assert reads(sharing, ref, OFFICER)
    assert reads(sharing, ref, CASE_MANAGER)


def test_an_asker_whom_no_release_covers_is_never_let_in(sharing: Sharing) -> None:
    wished(sharing, their_own(sharing))
    sharing.sign(prosecutors())
    ref = proposed(sharing)
    assert seated(sharing, ref) == {PROSECUTOR}
    assert told(sharing, OFFICER) == []
    assert reads(sharing, ref, OFFICER) == {}


def test_declining_tells_the_asker_nothing_but_the_line_of_that_day(sharing: Sharing) -> None:
    wished(sharing, their_own(sharing))
    before = heard(sharing, OFFICER)
    ref = the_one(sharing).ref
    sharing.act(lambda scene: decline(scene, ref))
    assert heard(sharing, OFFICER) == before
    with pytest.raises(AlreadyChanged):
        sharing.act(lambda scene: decline(scene, ref))


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, NEIGHBOR])
def test_nobody_else_sees_or_settles_a_wish(sharing: Sharing, user: SlackUserId) -> None:
    wished(sharing, their_own(sharing))
    ref = the_one(sharing).ref
    acts: tuple[Callable[[Scene], object], ...] = (
        lambda scene: to_settle(scene, ref, look=True),
        lambda scene: decline(scene, ref),
        lambda scene: let_in(scene, ref, user),
        lambda scene: decline(scene, ConferenceRef("K-00000")),
    )
    for act in acts:
        with pytest.raises(NotAvailable):
            sharing.act(act, user)


def test_asking_to_join_is_answered_alike_and_the_team_is_told_once(sharing: Sharing) -> None:
    sharing.sign(police(), prosecutors())
    ref = proposed(sharing, invited=(PROSECUTOR,))
    before = told(sharing, CASE_MANAGER)
    for user in (OFFICER, NEIGHBOR, OFFICER):
        sharing.act(lambda scene: ask_to_join(scene, ref), user)
    sharing.act(lambda scene: ask_to_join(scene, ConferenceRef("K-00000")), NEIGHBOR)
    assert heard(sharing, OFFICER) == heard(sharing, NEIGHBOR)[:1] == [(Kind.CONFERENCE_WISH_OVER, LATER)]
    assert told(sharing, CASE_MANAGER)[len(before) :] == [Kind.CONFERENCE_WANTED] * 2
    sharing.act(lambda scene: let_in(scene, ref, OFFICER))
    assert reads(sharing, ref, OFFICER)
