"""What is told of courts: to whoever keeps them when it leaves, by reference, with one button."""

from __future__ import annotations

import pytest

from handlers.court.notices import COURT_KINDS, court_words
from handlers.voice import Message, Spoken, Telling
from handlers.voices import VOICES
from models.notice import Kind, Never, NewNotice, Notice, post
from models.schema import ParticipantRef, SlackUserId
from tests.handlers.court.courthouse import with_matter
from tests.handlers.harbor import CASE_MANAGER, CLINICAL, MANAGER, OFFICER, PROSECUTOR, Harbor
from tests.handlers.participants.folders import begin


@pytest.fixture
def ref(harbor: Harbor) -> ParticipantRef:
    made = begin(harbor)
    with_matter(harbor, made)
    return made


def spoken(harbor: Harbor, kind: Kind, user: SlackUserId, subject: str) -> Spoken:
    with harbor.ground.database.work() as work:
        post(work, harbor.time(), [NewNotice(kind, user, f"try:{kind}:{user}", subject=subject)])
        work.session.flush()
        notice = work.session.query(Notice).order_by(Notice.id.desc()).first()
        assert notice is not None
        return VOICES[kind](Telling(work, harbor.rules(), notice, harbor.ground))


@pytest.mark.parametrize("kind", sorted(COURT_KINDS))
@pytest.mark.parametrize("user", [CASE_MANAGER, CLINICAL])
def test_the_team_hears_a_reference_and_has_one_button(
    harbor: Harbor, ref: ParticipantRef, kind: Kind, user: SlackUserId
) -> None:
    said = spoken(harbor, kind, user, ref)
    assert isinstance(said, Message)
    assert said.text == court_words(kind, ref)
    assert said.blocks is not None
    [button] = said.blocks[1]["elements"]
    assert (button["action_id"], button["value"], button["text"]["text"]) == ("open_court", ref, "Open")


@pytest.mark.parametrize("kind", sorted(COURT_KINDS))
@pytest.mark.parametrize("user", [OFFICER, PROSECUTOR, MANAGER, SlackUserId("UUNROST01")])
def test_whoever_left_the_team_since_hears_nothing(
    harbor: Harbor, ref: ParticipantRef, kind: Kind, user: SlackUserId
) -> None:
    assert spoken(harbor, kind, user, ref) == Never("not_entitled")


@pytest.mark.parametrize("kind", sorted(COURT_KINDS))
def test_no_sentence_says_where_or_when(kind: Kind) -> None:
    said = court_words(kind, "C-7KQ2M")
    assert not any(char.isdigit() for char in said.removeprefix("C-7KQ2M"))
    assert "Court" not in said
