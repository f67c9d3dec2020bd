"""Two people are kept apart: nobody sits at both tables, and nobody is named by it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from models.acts.aparts import end_apart, keep_apart
from models.acts.conference_people import who_may_sit
from models.acts.conference_times import When
from models.acts.participants import begin
from models.conference import Apart
from models.database import Database
from models.errors import NotAvailable
from models.notice import Kind, Notice
from models.schema import ParticipantRef, SlackUserId
from tests.factories import CASE_MANAGER, CLINICIAN, MANAGER, OFFICER, PROSECUTOR, QUAY_OFFICER, lay
from tests.models.conferring import DAY, TUESDAY, police, proposed, prosecutors, seated, told
from tests.models.sharing import COLLEAGUE, Sharing, scene_of, share


@pytest.fixture
def sharing(database: Database, tmp_path: Path) -> Sharing:
    made = share(lay(database, tmp_path))
    made.sign(police(), prosecutors())
    return made


def another(sharing: Sharing) -> Sharing:
    other = replace(sharing, ref=sharing.act(lambda scene: begin(scene, "quay").ref))
    other.sign(police(), prosecutors())
    return other


def apart(sharing: Sharing, other: Sharing, user: SlackUserId = CASE_MANAGER) -> None:
    sharing.act(lambda scene: keep_apart(scene, sharing.ref, other.ref), user)


def table(sharing: Sharing) -> set[SlackUserId]:
    with sharing.ground.database.look() as work:
        found = who_may_sit(scene_of(sharing.ground, work), sharing.circle())
        return {one.user for one in found.covered}


def test_whoever_was_invited_about_the_one_is_not_proposed_for_the_other(sharing: Sharing) -> None:
    other = another(sharing)
    proposed(sharing, invited=(OFFICER, PROSECUTOR))
    assert table(other) == {OFFICER, QUAY_OFFICER, PROSECUTOR, COLLEAGUE}
    apart(sharing, other)
    assert table(other) == {QUAY_OFFICER, COLLEAGUE}
    later = When(TUESDAY + DAY, 15)
    ref = proposed(other, invited=(OFFICER, PROSECUTOR, QUAY_OFFICER), when=later)
    assert seated(other, ref) == {QUAY_OFFICER}
    other.act(lambda scene: end_apart(scene, other.ref, sharing.ref))
    assert table(other) == {OFFICER, QUAY_OFFICER, PROSECUTOR, COLLEAGUE}


def test_the_supervisor_hears_which_table_and_neither_of_the_two(sharing: Sharing) -> None:
    other = another(sharing)
    first = proposed(sharing, invited=(OFFICER,))
    apart(sharing, other)
    assert told(sharing, CLINICIAN) == []
    second = proposed(other, invited=(PROSECUTOR,), when=When(TUESDAY + DAY, 15))
    assert told(sharing, CLINICIAN) == [Kind.CONFERENCE_SIT_OUT]
    query = select(Notice).where(Notice.kind == Kind.CONFERENCE_SIT_OUT.value)
    with sharing.ground.database.look() as work:
        note = work.session.scalars(query).one()
    assert note.subject == second != first
    assert not {sharing.ref, other.ref} & {note.subject, note.target, *note.dedupe_key.split(":")}


def test_somebody_who_sits_at_both_tables_already_is_flagged_once_a_table(sharing: Sharing) -> None:
    other = another(sharing)
    proposed(sharing, invited=(OFFICER,))
    proposed(other, invited=(OFFICER,), when=When(TUESDAY + DAY, 15))
    apart(sharing, other)
    apart(sharing, other)
    assert told(sharing, CLINICIAN) == [Kind.CONFERENCE_SIT_OUT] * 2
    with sharing.ground.database.look() as work:
        assert len(work.session.scalars(select(Apart)).all()) == 1


@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER])
def test_only_whoever_works_with_both_keeps_them_apart(sharing: Sharing, user: SlackUserId) -> None:
    other = another(sharing)
    with pytest.raises(NotAvailable):
        apart(sharing, other, user)
    for one, two in ((sharing.ref, sharing.ref), (sharing.ref, ParticipantRef("C-00000"))):
        with pytest.raises(NotAvailable):
            sharing.act(partial(keep_apart, one=one, other=two))
    apart(sharing, other, CLINICIAN)


def test_an_altered_row_keeps_nobody_apart(sharing: Sharing) -> None:
    other = another(sharing)
    proposed(sharing, invited=(OFFICER,))
    apart(sharing, other)
    with sharing.ground.database.work() as work:
        work.session.scalars(select(Apart)).one().one = "C-00000"
        work.commit()
    assert OFFICER in table(other)
