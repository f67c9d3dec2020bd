"""Who means to be there is a number to whoever runs it, and says nothing of anybody's release."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.conference_coming import coming, say_coming
from models.acts.conference_running import How, close, move, step_back
from models.acts.conference_times import When
from models.acts.conference_wish import let_in
from models.conference import COMING, Conference, ConferenceSeat
from models.database import Database
from models.notice import Kind, NewNotice, Notice, post
from models.schema import ConferenceRef, SlackUserId
from tests.factories import NEIGHBOR, NOON, OFFICER, PROSECUTOR, QUAY_OFFICER, lay
from tests.models.conferring import HOUR, TUESDAY, police, proposed, prosecutors, run, seated, told
from tests.models.sharing import COLLEAGUE, Sharing, share

NONE = ConferenceRef("K-00000")


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    return share(lay(database, tmp_path))


@pytest.fixture
def ref(sharing: Sharing) -> ConferenceRef:
    """Proposed, with two officers and a prosecutor invited."""
    sharing.sign(police(), prosecutors())
    return proposed(sharing)


def say(sharing: Sharing, ref: ConferenceRef, *users: SlackUserId) -> None:
    for user in users:
        sharing.act(lambda scene: say_coming(scene, ref), user)


def count(sharing: Sharing, ref: ConferenceRef) -> int | None:
    with sharing.ground.database.look() as work:
        return coming(work, work.session.get_one(Conference, ref))


def answer(sharing: Sharing, ref: ConferenceRef, user: SlackUserId) -> str:
    with sharing.ground.database.look() as work:
        return work.session.get_one(ConferenceSeat, (ref, user)).answer


def test_it_counts_each_who_is_invited_once_and_nobody_else(sharing: Sharing, ref: ConferenceRef) -> None:
    assert count(sharing, ref) == 0
    say(sharing, ref, OFFICER, OFFICER, PROSECUTOR, COLLEAGUE, NEIGHBOR)
    say(sharing, NONE, OFFICER)
    assert count(sharing, ref) == 2
    assert answer(sharing, ref, OFFICER) == COMING
    assert told(sharing, COLLEAGUE) == []


def test_whoever_steps_back_comes_no_more_and_cannot_say_so(sharing: Sharing, ref: ConferenceRef) -> None:
    say(sharing, ref, OFFICER, PROSECUTOR)
    sharing.act(lambda scene: step_back(scene, ref), PROSECUTOR)
    say(sharing, ref, PROSECUTOR)
    assert count(sharing, ref) == 1


def test_whoever_steps_back_keeps_the_view_they_tapped_in_and_no_other(
    sharing: Sharing, ref: ConferenceRef
) -> None:
    later = NOON + HOUR
    views = [
        NewNotice(Kind.BLANK_VIEW, PROSECUTOR, f"blank:{view}", subject=ref, target=view, due_at=later)
        for view in ("V1", "V2")
    ]
    with sharing.ground.database.work() as work:
        post(work, NOON, views)
        work.commit()
    sharing.act(lambda scene: step_back(scene, ref, tapped_in="V1"), PROSECUTOR)
    with sharing.ground.database.look() as work:
        query = select(Notice.target, Notice.due_at).where(Notice.kind == Kind.BLANK_VIEW.value)
        due = dict(work.session.execute(query).all())
    assert due == {"V1": later, "V2": NOON}


def test_another_hour_is_another_question(sharing: Sharing, ref: ConferenceRef) -> None:
    say(sharing, ref, OFFICER, QUAY_OFFICER)
    sharing.act(lambda scene: move(scene, ref, When(TUESDAY + HOUR, 15)))
    assert count(sharing, ref) == 0
    say(sharing, ref, OFFICER)
    sharing.act(lambda scene: close(scene, ref, How.PUT_OFF))
    assert count(sharing, ref) is None
    sharing.act(lambda scene: move(scene, ref, When(TUESDAY + 2 * HOUR, 15)))
    assert count(sharing, ref) == 0


def test_the_number_does_not_tell_that_a_release_was_taken_back_or_signed_anew(sharing: Sharing) -> None:
    _, office = sharing.sign(police(), prosecutors())
    ref = proposed(sharing)
    say(sharing, ref, OFFICER, PROSECUTOR)
    sharing.revoke(office)
    assert count(sharing, ref) == 2
    sharing.sign(prosecutors())
    sharing.act(lambda scene: let_in(scene, ref, PROSECUTOR))
    assert PROSECUTOR in seated(sharing, ref)
    assert count(sharing, ref) == 2


def test_once_it_has_begun_nobody_is_asked(sharing: Sharing, ref: ConferenceRef) -> None:
    run(sharing, TUESDAY)
    say(sharing, ref, OFFICER)
    assert count(sharing, ref) is None
    assert answer(sharing, ref, OFFICER) == ""
